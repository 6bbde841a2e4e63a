create or replace function steward_internal.time_is_up()
returns boolean
language sql
volatile
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    clock_timestamp() > nullif(current_setting('pgsteward.deadline', true), '')::timestamptz,
    false
  )
$$;

comment on function steward_internal.time_is_up() is $doc$
Tells whether the running health check has used its time budget.

Checks that look at one object after the other ask it between objects. `health_findings()` sets the
deadline in pgsteward.deadline.

@returns True after the deadline, false if there is none.
@access steward_reader
@example select steward_internal.time_is_up();
$doc$;

revoke all on function steward_internal.time_is_up() from public;
