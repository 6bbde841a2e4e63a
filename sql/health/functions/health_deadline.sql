create or replace function steward_internal.health_deadline()
returns timestamptz
language sql
volatile
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select least(
    clock_timestamp() + steward.get_setting('health.time_budget')::interval,
    statement_timestamp()
      + nullif(current_setting('statement_timeout'), '0')::interval * 0.8
  )
$$;

comment on function steward_internal.health_deadline() is $doc$
Returns the time after which a health check must start nothing new.

That is the setting `health.time_budget`, but at most 80 % of statement_timeout, which would throw
away everything found so far.

@returns The deadline.
@access steward_reader
@example select steward_internal.health_deadline() > clock_timestamp();
$doc$;

revoke all on function steward_internal.health_deadline() from public;
