create or replace function steward_internal.check_foreign_cron_jobs()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with here as (
    select
      current_setting('port')::integer as port,
      (select s.setting from pg_settings as s where s.name = 'cron.host') as host
  )
  select
    'job',
    null,
    j.name,
    null::numeric,
    format(
      'Job %s was made for %s:%s, and this server is %s:%s. It is active, and its command is meant for another server.',
      j.name, j.node_name, j.node_port, coalesce(here.host, 'localhost'), here.port
    ),
    format(
      'Switch it off if it came with a dump. If it belongs here: update cron.job set nodename = %L, nodeport = %s where jobid = %s;',
      coalesce(here.host, 'localhost'), here.port, j.job_id
    ),
    null,
    null,
    array[format('select cron.alter_job(%s, active => false);', j.job_id)],
    array[format('select cron.alter_job(%s, active => true);', j.job_id)],
    jsonb_build_object(
      'job_id', j.job_id, 'database', j.database, 'owner', j.owner, 'node_name', j.node_name, 'node_port', j.node_port
    )
  from steward_internal.cron_entries() as j
  cross join here
  where j.is_active
    and (
      j.node_port <> here.port
      or j.node_name <> here.host
      and j.node_name not in ('', 'localhost', '127.0.0.1', '::1')
      and j.node_name not like '/%'
    )
  union all
  select r.* from steward_internal.cron_obstacle() as r
  union all
  select r.* from steward_internal.hidden_cron_rows() as r
$$;

comment on function steward_internal.check_foreign_cron_jobs() is $doc$
Finds active pg_cron jobs that were made for another server.

pg_dump carries the jobs along, and a copy of production that is restored for a test starts to mail, bill and
delete at once. pg_cron keeps the port and the host (cron.host) with each job: with background workers
it runs the job here all the same, otherwise it connects to the other server, or to none. The same
findings come after this server has moved to another port. A copy with the same port and host cannot be
told from its origin; jobs for a database that does not exist here are those of orphaned_cron_jobs.
localhost, its addresses and directories of sockets are always this server, and the host is judged only for
roles that may read cron.host (pg_monitor).

@title Job was made for another server
@category schedule
@scope cluster
@severity warning
@runs_on primary
@remedy Switch off what came with a dump, and correct nodename and nodeport of what belongs here, as a superuser.
@fix_lock ROW EXCLUSIVE
@fix_risk The job does not run any more; runs that are going on are not ended.
@doc https://www.postgresql.org/docs/current/backup-dump.html
@access steward_reader
@example select * from steward_internal.check_foreign_cron_jobs();
$doc$;

revoke all on function steward_internal.check_foreign_cron_jobs() from public;
