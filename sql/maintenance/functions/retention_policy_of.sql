create or replace function steward_internal.retention_policy_of(target oid)
returns steward.retention_policies
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select steward_internal.retention_policy(format('%I.%I', n.nspname, c.relname))
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  where c.oid = retention_policy_of.target
$$;

comment on function steward_internal.retention_policy_of(oid) is $doc$
Finds the retention policy of a table that exists.

@param target The table.
@returns The policy.
@error SW013 The table has no policy.
@access steward_reader
@example begin; create table public.kept (at timestamptz); select steward.add_retention_policy('public.kept', 'at', '7 days'); select steward_internal.retention_policy_of('public.kept'::regclass); rollback;
$doc$;

revoke all on function steward_internal.retention_policy_of(oid) from public;
