create or replace function steward_internal.check_failed_cron_starts()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with runs as materialized (
    select r.* from steward_internal.cron_recent_runs() as r
  ),
  failed as (
    select
      r.*,
      case
        when r.message ~ '^(connection failed|connection to server|could not connect)' then 'connections'
        else 'workers'
      end as kind,
      coalesce(r.finished_at, r.started_at) as failed_at
    from runs as r
    where r.status = 'failed'
      and r.message ~ '^(job startup timeout|could not start background process|connection failed|connection to server|could not connect)'
      -- Some of these runs have no time, but those before and after them have.
      and r.run_id > coalesce(
        (select max(old.run_id) from runs as old where old.started_at < now() - interval '1 day'), 0
      )
  ),
  kinds as (
    select
      f.kind,
      count(*) as run_count,
      count(distinct f.job_id) as job_count,
      (array_agg(f.message order by f.run_id desc))[1] as last_message,
      max(f.failed_at) as last_failure
    from failed as f
    group by f.kind
  ),
  settings as (
    select
      (select s.setting::boolean from pg_settings as s where s.name = 'cron.use_background_workers') as uses_workers,
      (select s.setting from pg_settings as s where s.name = 'cron.max_running_jobs') as running_limit
  )
  select
    'setting',
    null,
    case
      when k.kind = 'connections' or not s.uses_workers then 'cron.use_background_workers'
      else 'max_worker_processes'
    end,
    k.run_count::numeric,
    format(
      '%s of %s did not start in the last day%s: %s.',
      case k.run_count when 1 then '1 run' else k.run_count || ' runs' end,
      case k.job_count when 1 then '1 job' else k.job_count || ' jobs' end,
      ', the last that has a time at ' || to_char(k.last_failure at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      left(btrim(k.last_message), 200)
    ),
    case
      when k.kind = 'workers' then format(
        'Spread the jobs over other minutes, or raise max_worker_processes (%s) and cron.max_running_jobs (%s) and restart the server.',
        current_setting('max_worker_processes'), coalesce(s.running_limit, 'hidden')
      )
      else 'Let pg_cron use background workers and restart the server; or let the role connect without asking for a '
        'password, in pg_hba.conf or a .pgpass file of the server.'
    end,
    null,
    null,
    case
      when k.kind = 'connections' and not s.uses_workers
        then steward_internal.alter_system_statements('{"cron.use_background_workers": "on"}')
    end,
    case
      when k.kind = 'connections' and not s.uses_workers
        then steward_internal.alter_system_undo_statements(array['cron.use_background_workers'])
    end,
    jsonb_build_object('reason', k.kind, 'jobs', k.job_count, 'last_message', left(k.last_message, 200))
  from kinds as k
  cross join settings as s
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_failed_cron_starts() is $doc$
Counts runs of pg_cron that did not start, for want of a worker or a connection.

A run that has no background worker or no connection after ten seconds ends as `job startup timeout` or with the
error itself, and is lost: pg_cron tries again only at the next due time. While all workers are in use, old
releases run nothing at all until one is free (see never_started_cron_jobs), and record the failure then. It happens when more jobs are due at a time than
max_worker_processes leaves room for, which parallel queries and replication share, or when pg_cron connects
as a client and pg_hba.conf asks for a password. One such run in the last day counts. Each
job whose last run failed is also named by failed_cron_jobs, too few workers in advance by
scarce_worker_processes. The last 10,000 runs that the role can see are looked at: row level security of
pg_cron shows it only those of its own jobs.

@title Scheduled jobs did not start
@category schedule
@scope cluster
@severity warning
@unit runs
@runs_on primary
@remedy See the message of the runs in cron.job_run_details.
@fix_lock none
@fix_risk It takes effect at the next restart, and jobs count against max_worker_processes from then on. Needs a superuser.
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-MAX-WORKER-PROCESSES
@access steward_reader
@example select * from steward_internal.check_failed_cron_starts();
$doc$;

revoke all on function steward_internal.check_failed_cron_starts() from public;
