create or replace function steward.drop_retention_policy(target text)
returns steward.retention_policies
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy steward.retention_policies;
begin
  v_policy := steward_internal.retention_policy(drop_retention_policy.target);

  delete from steward.retention_policies as p
  where p.target_schema = v_policy.target_schema
    and p.target_table = v_policy.target_table;
  return v_policy;
end
$$;

comment on function steward.drop_retention_policy(text) is $doc$
Removes the retention policy of a table; its rows stay.

@area maintenance
@param target The name of the table, which may be gone.
@returns The policy that was removed.
@error SW013 The table has no retention policy.
@access steward_admin
@example begin; create table public.kept (at timestamptz); select add_retention_policy('public.kept', 'at', '7 days'); select drop_retention_policy('public.kept'); rollback;
$doc$;

revoke all on function steward.drop_retention_policy(text) from public;
