create or replace function steward_internal.check_scarce_worker_processes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    'max_worker_processes',
    null::numeric,
    format(
      'Setting max_worker_processes is %s: %s is what pg_cron (%s) and logical replication (%s) may need, '
        'and parallel queries get the rest, if any.',
      s.limit_count, s.cron_count + s.logical_count, s.cron_count, s.logical_count
    ),
    null,
    null,
    null,
    steward_internal.alter_system_statements(
      jsonb_build_object('max_worker_processes', s.cron_count + s.logical_count + s.parallel_count)
    ),
    steward_internal.alter_system_statements(jsonb_build_object('max_worker_processes', s.limit_count)),
    jsonb_build_object('pg_cron', s.cron_count, 'logical_replication', s.logical_count)
  from (
    select
      current_setting('max_worker_processes')::integer as limit_count,
      current_setting('max_parallel_workers')::integer as parallel_count,
      -- One is the launcher; without use_background_workers the jobs are client connections.
      case
        when current_setting('cron.max_running_jobs', true) is null then 0
        when coalesce(current_setting('cron.use_background_workers', true), 'off')::boolean
          then 1 + current_setting('cron.max_running_jobs')::integer
        else 1
      end as cron_count,
      case
        when current_setting('max_logical_replication_workers')::integer = 0 then 0
        else 1 + least(
          (select count(*) from pg_subscription as u where u.subenabled),
          current_setting('max_logical_replication_workers')::integer
        )
      end::integer as logical_count
  ) as s
  where s.limit_count <= s.cron_count + s.logical_count
$$;

comment on function steward_internal.check_scarce_worker_processes() is $doc$
Finds a server with too few background processes for its jobs and subscriptions.

pg_cron, logical replication and parallel queries share max_worker_processes. If they are used up, a
job of pg_cron does not start, a subscription waits, and parallel queries run without helpers, mostly
without a word. The shipped 8 is enough for one of them; what other extensions start is not known here
and not counted.

@title Too few background processes
@category configuration
@scope cluster
@severity warning
@remedy Raise max_worker_processes and restart the server; a standby needs at least as many as its primary.
@fix_lock none
@fix_risk It takes effect at the next restart. ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-MAX-WORKER-PROCESSES
@access steward_reader
@example select * from steward_internal.check_scarce_worker_processes();
$doc$;

revoke all on function steward_internal.check_scarce_worker_processes() from public;
