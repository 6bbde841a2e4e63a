create or replace function steward_internal.watch_ledger(ledger text)
returns boolean
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '1s'
as $$
declare
  v_ledger regclass := to_regclass(watch_ledger.ledger);
begin
  if v_ledger is null then
    return false;
  end if;
  -- The health check of a reader compares the ledger with the log.
  if exists (
    select from pg_roles as r where r.rolname = 'steward_reader' and not has_table_privilege(r.oid, v_ledger, 'select')
  ) then
    execute format('grant select on %s to steward_reader', v_ledger);
  end if;
  if exists (
    select
    from pg_trigger as t
    where t.tgrelid = v_ledger
      and t.tgfoid = 'steward_internal.note_ledger_change'::regproc
  ) then
    return false;
  end if;
  execute format(
    'create trigger steward_note_ledger_change after insert or delete on %s '
    'for each row execute function steward_internal.note_ledger_change()',
    v_ledger
  );
  return true;
end
$$;

comment on function steward_internal.watch_ledger(text) is $doc$
Lets a ledger of node-pg-migrate tell migration_log what goes round pgsteward.

steward_reader may read it from then on, as the health checks of migrations do.

@param ledger The table, with its schema.
@returns True if it did not do so before; false also if there is no such table.
@error 42501 The role does not own the ledger.
@error 55P03 Somebody has locked the ledger for more than a second.
@access steward_admin
@example begin; select steward_internal.watch_ledger('public.pgmigrations'); rollback;
$doc$;

revoke all on function steward_internal.watch_ledger(text) from public;
