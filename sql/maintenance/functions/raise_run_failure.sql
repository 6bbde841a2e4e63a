create or replace function steward_internal.raise_run_failure(name text, failure jsonb)
returns void
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if raise_run_failure.failure is not null then
    raise using
      errcode = raise_run_failure.failure ->> 'sqlstate',
      message = raise_run_failure.failure ->> 'message',
      detail = concat_ws(
        E'\n', nullif(raise_run_failure.failure ->> 'detail', ''),
        format('This was run %s of schedule %L.', raise_run_failure.failure ->> 'run', raise_run_failure.name)
      ),
      hint = coalesce(
        nullif(raise_run_failure.failure ->> 'hint', ''), 'See the runs in steward.schedule_runs.'
      );
  end if;
end
$$;

comment on function steward_internal.raise_run_failure(text, jsonb) is $doc$
Raises the error of a run again, after it was recorded.

@param name Name of the schedule.
@param failure What `run_due_schedule()` said of it; null if there was none.
@returns Nothing.
@access steward_operator
@example select steward_internal.raise_run_failure('record health check', null);
$doc$;

revoke all on function steward_internal.raise_run_failure(text, jsonb) from public;
