create or replace function steward_internal.check_slow_cron_jobs()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with runs as materialized (
    select r.* from steward_internal.cron_recent_runs() as r
  ),
  last_runs as (
    select distinct on (r.job_id) r.*
    from runs as r
    order by r.job_id, r.run_id desc
  ),
  usual as (
    select
      r.job_id,
      count(*) as runs,
      percentile_cont(0.5) within group (order by extract(epoch from r.finished_at - r.started_at)::double precision)
        as seconds
    from (
      select p.*, row_number() over (partition by p.job_id order by p.run_id desc) as position
      from runs as p
      inner join last_runs as l on l.job_id = p.job_id
      where p.run_id < l.run_id
        and p.status = 'succeeded'
        and p.finished_at >= p.started_at
    ) as r
    where r.position <= 20
    group by r.job_id
  ),
  judged as (
    select
      j.job_id,
      coalesce(j.job_name, j.job_id::text) as name,
      j.cron,
      l.started_at,
      l.finished_at,
      u.runs,
      u.seconds as usual_seconds,
      extract(epoch from coalesce(l.finished_at, now()) - l.started_at) as seconds,
      t.next_tick
    from last_runs as l
    inner join steward_internal.cron_jobs() as j on j.job_id = l.job_id
    left join usual as u on u.job_id = l.job_id
    cross join lateral steward_internal.zoned_cron_ticks(j.cron, steward_internal.cron_timezone(), l.started_at) as t
    where l.started_at is not null
      and (
        l.finished_at is not null and l.status = 'succeeded'
        or l.finished_at is null and exists (select from pg_stat_activity as a where a.pid = l.pid)
      )
  )
  select
    'job',
    null,
    s.name,
    round(s.seconds),
    format(
      '%s took %s%s%s.',
      case when s.finished_at is null then 'The run of job ' || s.name || ' that is going on' else 'The last run of job ' || s.name end,
      steward_internal.format_value(s.seconds, 'seconds'),
      case when s.is_slow
        then format(
          ' and half of the %s before took less than %s', s.runs,
          steward_internal.format_value(s.usual_seconds::numeric, 'seconds')
        )
      end,
      case when s.is_overlapping
        then format(
          '%s it was due again at %s', case when s.is_slow then ';' else ', and' end,
          to_char(s.next_tick at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
        )
      end
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'job_id', s.job_id, 'cron', s.cron, 'usual_seconds', round(s.usual_seconds::numeric, 1), 'runs', s.runs,
      'is_running', s.finished_at is null
    )
  from (
    select
      j.*,
      coalesce(
        j.runs >= 5 and j.seconds >= 3 * j.usual_seconds and j.seconds >= j.usual_seconds + 60, false
      ) as is_slow,
      coalesce(j.started_at + make_interval(secs => j.seconds::double precision) > j.next_tick, false)
        as is_overlapping
    from judged as j
  ) as s
  where s.is_slow
    or s.is_overlapping
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_slow_cron_jobs() is $doc$
Finds pg_cron jobs that take much longer than before, or than their interval.

The last run, even if it is still going on, is compared with the median of the up to 20 successful ones before
it: it counts if it took three times as long and a minute more, after at least five runs. A run that
was not over when the next was due delays that one, and pg_cron runs it late or not at all. Both figures are
our own. The last 10,000 runs of all jobs are looked at, so that a job which ran seldom may have no
median.

@title Scheduled job takes too long
@category schedule
@severity warning
@unit seconds
@remedy See what the job waits for (get_blocking_locks(), wait_events), or let it do less at once.
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_slow_cron_jobs();
$doc$;

revoke all on function steward_internal.check_slow_cron_jobs() from public;
