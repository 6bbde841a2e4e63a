create or replace function steward_internal.check_stale_schedule_records()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'job',
    null,
    s.name,
    round(extract(epoch from now() - t.next_tick)),
    format(
      'Schedule %s (%s) should have written to %s at %s, and %s.', s.name, s.cron, r.table_name,
      to_char(t.next_tick at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      coalesce(
        'its last row is of ' || to_char(r.written_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
        'there is no row'
      )
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('cron', s.cron, 'table', r.table_name, 'last_written', r.written_at)
  from steward.schedules as s
  inner join (
    select
      '\mrecord_health_check\(' as command_pattern,
      'steward.health_runs' as table_name,
      (select max(h.started_at) from steward.health_runs as h) as written_at
    union all
    select
      '\mcapture_statistics\(',
      'steward.statistics_snapshots',
      (select max(p.taken_at) from steward.statistics_snapshots as p where p.node = 'primary')
  ) as r on s.command ~ r.command_pattern
  cross join lateral steward_internal.zoned_cron_ticks(
    s.cron, steward_internal.cron_timezone(), greatest(s.created_at, r.written_at)
  ) as t
  where s.active
    and t.next_tick < now()
    and not exists (select from steward_internal.missed_jobs() as m where m.job_name = s.name)
$$;

comment on function steward_internal.check_stale_schedule_records() is $doc$
Finds that what the schedules record is older than they should let it become.

A scheduler that died cannot report itself, and a role that may not look into pg_cron, or another database than
that of pg_cron, sees neither its jobs nor their runs. But the recorded health checks and the snapshots of the
statistics are here, and their schedules say how often they come. The value is the time since the first
row that is missing. Ten minutes, our own figure, are more than such a run takes or waits; after two
hours, also our own, whole days of checks of usage and all alerts are in question. What missed_cron_jobs
reports is left out. Rows written by hand count as well: then the records are fresh, whoever wrote them. A
role that cannot see cron.timezone takes it for UTC.

@title Scheduled work leaves no record
@category schedule
@unit seconds
@warning 600
@critical 7200
@remedy Look at the scheduler from where it is: pgsteward schedule doctor as a superuser in the database of pg_cron, or start pgsteward worker. Its errors are in the server log.
@doc https://www.postgresql.org/docs/current/monitoring-stats.html
@access steward_reader
@example select * from steward_internal.check_stale_schedule_records();
$doc$;

revoke all on function steward_internal.check_stale_schedule_records() from public;
