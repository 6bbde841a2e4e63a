create or replace function steward_internal.never_started_jobs(as_of timestamptz default now())
returns table (
  job_id bigint,
  job_name text,
  cron text,
  database name,
  waiting_run_id bigint,
  due_at timestamptz,
  known_since timestamptz
)
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if not steward_internal.is_cron_here() then
    return;
  end if;
  return query execute format(
    $sql$
      with witnesses as materialized (
        (
          select age(d.xmin) as xid_age, case d.status when 'running' then d.start_time else d.end_time end as seen_at
          from %1$I.job_run_details as d
          -- Others may have got their times long after them, from a restart or by hand.
          where d.status in ('succeeded', 'running')
          order by d.runid desc
          limit 10000
        )
        union all
        select age(s.xmin), s.taken_at
        from steward.statistics_snapshots as s
        where s.node = steward_internal.node_name()
      ),
      jobs as (
        select
          j.*,
          last.runid as run_id,
          (select min(w.seen_at) from witnesses as w where w.xid_age < j.xid_age) as known_since
        from steward_internal.cron_entries() as j
        left join lateral (
          select d.runid, d.status, d.start_time
          from %1$I.job_run_details as d
          where d.jobid = j.job_id
          order by d.runid desc
          limit 1
        ) as last on true
        where j.is_active
          and (last.runid is null or last.status in ('starting', 'connecting') and last.start_time is null)
          and not exists (select from steward.schedules as s where 'steward.' || s.name = j.name)
      )
      select j.job_id, j.name, j.cron, j.database, j.run_id, t.previous_tick, j.known_since
      from jobs as j
      cross join lateral steward_internal.zoned_cron_ticks(
        j.cron, steward_internal.cron_timezone(), $1 - interval '2 minutes'
      ) as t
      where t.previous_tick > j.known_since
        and t.previous_tick < $1 - interval '2 minutes'
        and t.previous_tick >= $1 - steward.get_setting('maintenance.keep_cron_history')::interval
        and not exists (
          select
          from %1$I.job_run_details as d
          where d.jobid = j.job_id
            and d.runid > j.run_id - 10000
            and d.start_time >= t.previous_tick
        )
      order by j.job_id
    $sql$,
    'cron'
  )
  using never_started_jobs.as_of;
end
$$;

comment on function steward_internal.never_started_jobs(timestamptz) is $doc$
Lists jobs of pg_cron that were due and have no run, or one that did not begin.

When a job was last changed is known from rows that were written later and have a time.

@param as_of The moment to look from.
@returns One row for each job, with the run that waits to start, the due time that was missed and a time at which the job was there already.
@access steward_reader
@example select job_name, due_at from steward_internal.never_started_jobs();
$doc$;

revoke all on function steward_internal.never_started_jobs(timestamptz) from public;
