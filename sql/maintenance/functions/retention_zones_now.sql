create or replace function steward_internal.retention_zones_now(policy steward.retention_policies, target oid)
returns text
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select string_agg(distinct z.zone, ', ')
  from (
    select unnest(string_to_array((retention_zones_now.policy).time_zone, ', ')) as zone
    union all
    select c.zone
    from steward_internal.column_time_zones(retention_zones_now.target, (retention_zones_now.policy).age_column) as c
    where (retention_zones_now.policy).time_zone_from <> 'given'
      and (retention_zones_now.policy).age_kind in ('timestamp', 'date')
  ) as z
$$;

comment on function steward_internal.retention_zones_now(steward.retention_policies, oid) is $doc$
Lists the time zones in each of which a local time has to be too old.

A setting that changed after the policy was made adds its zone, so that rows written since do not go early.

@param policy The policy.
@param target Its table.
@returns The zones, separated by comma and space.
@access steward_reader
@example select steward_internal.retention_zones_now(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_zones_now(steward.retention_policies, oid) from public;
