create or replace function steward_internal.read_access_risks()
returns table (
  role_name text, role_oid oid, relid oid, object text, kind text, via_oid oid, privileges text[], path text,
  needs_set_role boolean, bypasses_row_security boolean, risk text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_paths jsonb := steward_internal.remembered('access_risks')::jsonb;
begin
  if v_paths is null then
    select coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object('role_name', quote_ident(r.rolname))), '[]')
    into v_paths
    from steward_internal.find_access_paths() as p
    inner join pg_roles as r on r.oid = p.role_oid
    where p.is_bound
      and p.risk is not null
      and p.kind <> 'trigger';
    perform steward_internal.remember('access_risks', v_paths::text);
  end if;

  return query
  select p.*
  from jsonb_to_recordset(v_paths) as p (
    role_name text, role_oid oid, relid oid, object text, kind text, via_oid oid, privileges text[], path text,
    needs_set_role boolean, bypasses_row_security boolean, risk text
  );
end
$$;

comment on function steward_internal.read_access_risks() is $doc$
Reads the risky ways of roles that serve requests, once in a health check.

@returns The rows of find_access_paths() with a risk, of roles that policies are to bind.
@access steward_reader
@example select role_name, path from steward_internal.read_access_risks() where risk = 'critical';
$doc$;

revoke all on function steward_internal.read_access_risks() from public;
