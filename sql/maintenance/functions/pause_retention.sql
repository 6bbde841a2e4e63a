create or replace function steward_internal.pause_retention(run steward_internal.retention_run)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := pause_retention.run;
begin
  perform steward_internal.enter_retention(v_run.target);
  perform pg_sleep_for(least(interval '500 milliseconds', v_run.deadline - clock_timestamp()));
  v_run.has_to_wait := false;
  return v_run;
exception
  when query_canceled then
    v_run.outcome := 'error';
    v_run.sqlstate := sqlstate;
    v_run.message := sqlerrm;
    return v_run;
end
$$;

comment on function steward_internal.pause_retention(steward_internal.retention_run) is $doc$
Waits as long as a run has to, but not beyond its end.

@param run The run.
@returns The run; ended if it was canceled meanwhile.
@access steward_operator
@example select steward_internal.pause_retention(r) from (select (null::steward_internal.retention_run).*) as r;
$doc$;

revoke all on function steward_internal.pause_retention(steward_internal.retention_run) from public;
