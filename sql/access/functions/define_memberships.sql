create or replace function steward_internal.define_memberships(membership regclass)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_statement text;
begin
  for v_statement in
    select s.statement
    from steward_internal.membership_statements(define_memberships.membership, '{}') as s
  loop
    execute v_statement;
  end loop;
end
$$;

comment on function steward_internal.define_memberships(regclass) is $doc$
Makes `steward_access.org_ids()` read a membership table.

@param membership The membership table; null while there is none.
@access steward_admin
@example begin; select steward_internal.define_memberships(null); rollback;
$doc$;

revoke all on function steward_internal.define_memberships(regclass) from public;
