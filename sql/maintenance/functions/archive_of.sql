create or replace function steward_internal.archive_of(policy steward.retention_policies)
returns oid
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select c.oid
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  where n.nspname = (archive_of.policy).archive_schema
    and c.relname = (archive_of.policy).archive_table
$$;

comment on function steward_internal.archive_of(steward.retention_policies) is $doc$
Finds the table that a policy moves rows to.

@param policy The policy.
@returns The table; null if the policy has none or it is gone.
@access steward_reader
@example select steward_internal.archive_of(p) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.archive_of(steward.retention_policies) from public;
