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
  if v_run.outcome is not null or v_run.pause = interval '0' then
    return v_run;
  end if;
  perform steward_internal.enter_retention(v_run.target);
  perform pg_sleep_for(least(v_run.pause, v_run.deadline - clock_timestamp()));
  v_run.pause := interval '0';
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

@param run The run with its pause.
@returns The run; ended if it was canceled meanwhile.
@access steward_operator
@example select steward_internal.pause_retention(r) from (select (null::steward_internal.retention_run).*) as r;
$doc$;

revoke all on function steward_internal.pause_retention(steward_internal.retention_run) from public;
