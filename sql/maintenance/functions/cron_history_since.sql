create or replace function steward_internal.cron_history_since(as_of timestamptz)
returns timestamptz
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_oldest timestamptz;
begin
  if steward_internal.is_cron_here() then
    execute format(
      'select d.start_time from %I.job_run_details as d where d.start_time is not null order by d.runid limit 1',
      'cron'
    )
    into v_oldest;
  end if;
  return greatest(
    v_oldest, cron_history_since.as_of - steward.get_setting('maintenance.keep_cron_history')::interval
  );
end
$$;

comment on function steward_internal.cron_history_since(timestamptz) is $doc$
Tells since when the run history of the scheduler must have all runs.

What is older may have been removed, by `purge_cron_history()` or by others.

@param as_of The moment to look from.
@returns The time.
@access steward_reader
@example select steward_internal.cron_history_since(now());
$doc$;

revoke all on function steward_internal.cron_history_since(timestamptz) from public;
