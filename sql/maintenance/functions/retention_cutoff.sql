create or replace function steward_internal.retention_cutoff(policy steward.retention_policies)
returns timestamptz
language sql
volatile
parallel safe
set search_path = pg_catalog, pg_temp
-- A day has 24 hours there, whatever the zone of the session makes of it.
set timezone = 'UTC'
as $$
  select clock_timestamp() - (retention_cutoff.policy).keep
$$;

comment on function steward_internal.retention_cutoff(steward.retention_policies) is $doc$
Tells before which moment rows are too old now.

@param policy The policy.
@returns The moment; days and months are those of UTC.
@access steward_reader
@example select steward_internal.retention_cutoff(p) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_cutoff(steward.retention_policies) from public;
