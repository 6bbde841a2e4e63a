create or replace function steward_internal.seen_identity(target regclass, role_name name, unbound_role name)
returns jsonb
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_identity jsonb;
begin
  for v_identity in
    select s.claims
    from steward_internal.sample_claims(seen_identity.target, seen_identity.unbound_role, 5) as s (claims)
    union all
    select '{}'
  loop
    begin
      perform steward_internal.assume_claims(v_identity);
      if exists (
        select from steward_internal.rows_as(seen_identity.role_name, format('select ''x''::text from %s limit 1', seen_identity.target))
      ) then
        return v_identity;
      end if;
    exception
      -- Conditions may fail for somebody without the claims that they expect.
      when others then
        null;
    end;
  end loop;
  return null;
end
$$;

comment on function steward_internal.seen_identity(regclass, name, name) is $doc$
Finds somebody who sees rows of a table through its policies.

@param target The table.
@param role_name The role that the policies are for.
@param unbound_role A role that sees every row.
@returns The claims, {} if rows are seen without any; null if nobody could be found.
@access steward_admin
@example begin; select steward_internal.seen_identity('steward.settings', current_user, current_user) where false; rollback;
$doc$;

revoke all on function steward_internal.seen_identity(regclass, name, name) from public;
