create or replace function steward_internal.report_schedules()
returns jsonb
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(to_jsonb(s) order by s.name), '[]')
  from (
    select
      j.name, j.cron, j.scheduler, j.active, j.last_start, j.last_status, j.next_due, j.problem
    from steward.schedule_status as j
    order by j.problem is null, j.name
    limit 50
  ) as s
$$;

comment on function steward_internal.report_schedules() is $doc$
Lists the schedules and their last runs for report_data(), at most 50.

@returns An array of rows of `schedule_status`.
@access steward_reader
@example select steward_internal.report_schedules();
$doc$;

revoke all on function steward_internal.report_schedules() from public;
