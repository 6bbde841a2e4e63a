create or replace function steward.unprotect_table(target regclass, dry_run boolean default false)
returns setof text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
set jit = off
as $$
declare
  v_protection steward.protected_tables;
  v_statement text;
begin
  perform steward_internal.assert_not_null(
    'steward.unprotect_table', jsonb_build_object('dry_run', unprotect_table.dry_run)
  );
  perform steward_internal.assert_protectable(unprotect_table.target);
  -- Two at once would both try to take the same away.
  perform pg_advisory_xact_lock('steward.protected_tables'::regclass::integer, unprotect_table.target::oid::integer);
  v_protection := steward_internal.protection_of(unprotect_table.target);
  if v_protection.template is null then
    raise exception using
      errcode = 'SW019',
      message = format('table %s is not protected by pgsteward', unprotect_table.target),
      hint = 'Look at: select target_schema, target_table from protected_tables;';
  end if;

  for v_statement in
    select s.statement
    from steward_internal.unprotection_statements(v_protection, unprotect_table.target) as s
  loop
    return next v_statement;
    continue when unprotect_table.dry_run;
    execute v_statement;
  end loop;
  if not unprotect_table.dry_run then
    perform steward_internal.forget_protection(v_protection);
  end if;
end
$$;

comment on function steward.unprotect_table(regclass, boolean) is $doc$
Takes the protection of a table away and restores what was before.

Policies of pgsteward go, grants and revokes are taken back, and row level security is as it was: where it was not
enabled, everybody with a grant sees every row again. Indexes that were made for it go as well.

@area access
@param target The table.
@param dry_run Returns the statements without running them.
@returns The statements that were run, in order.
@error 22004 dry_run is null.
@error SW019 The table is not protected by pgsteward.
@error 42809 The target is not a table of the application, or is a partition.
@error 42501 The role does not own the table.
@access steward_admin
@example select unprotect_table(format('%I.%I', p.target_schema, p.target_table), dry_run => true) from protected_tables as p;
$doc$;

revoke all on function steward.unprotect_table(regclass, boolean) from public;
