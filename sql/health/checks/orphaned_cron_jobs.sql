create or replace function steward_internal.check_orphaned_cron_jobs()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'job',
    null,
    j.name,
    null::numeric,
    format('Job %s %s', j.name, problem.detail),
    problem.action,
    case when u.oid is null then 'critical' end,
    null,
    problem.fix_sql,
    problem.undo_sql,
    jsonb_build_object('job_id', j.job_id, 'owner', j.owner, 'database', j.database, 'is_active', j.is_active)
  from steward_internal.cron_entries() as j
  left join pg_roles as u on u.rolname = j.owner
  left join pg_database as d on d.datname = j.database
  cross join lateral (
    select v.*
    from (
      values
        (
          1, u.oid is null,
          format('belongs to role %I, which does not exist: the launcher of pg_cron fails over it, and then no job '
            'of anybody runs.', j.owner),
          'Remove the job, or create the role again.',
          array[format('select cron.unschedule(%s);', j.job_id)], null::text[]
        ),
        (
          2, d.oid is null and j.is_active,
          format('runs in database %I, which does not exist.', j.database),
          'Remove the job, or schedule it anew in the database of its new name.',
          array[format('select cron.unschedule(%s);', j.job_id)], null
        ),
        (
          3, not u.rolcanlogin and j.is_active,
          format('belongs to role %I, which may not log in.', j.owner),
          case
            when u.rolvaliduntil <= now() then 'The role has expired: switch the job off, or let another role schedule it.'
            else 'Let the role log in, or let another role schedule the job.'
          end,
          -- A role that has expired is kept out on purpose: expired_roles would ask for it again.
          case
            when u.rolvaliduntil <= now() then array[format('select cron.alter_job(%s, active => false);', j.job_id)]
            else array[format('alter role %I login;', j.owner)]
          end,
          case
            when u.rolvaliduntil <= now() then array[format('select cron.alter_job(%s, active => true);', j.job_id)]
            else array[format('alter role %I nologin;', j.owner)]
          end
        ),
        (
          4, not d.datallowconn and j.is_active,
          format('runs in database %I, which accepts no connections.', j.database),
          'Switch the job off for as long as the database is closed.',
          array[format('select cron.alter_job(%s, active => false);', j.job_id)],
          array[format('select cron.alter_job(%s, active => true);', j.job_id)]
        ),
        (
          5, not has_database_privilege(u.oid, d.oid, 'connect') and j.is_active,
          format('belongs to role %I, which may not connect to database %I.', j.owner, j.database),
          'Let the role connect, or let another role schedule the job.',
          array[format('grant connect on database %I to %I;', j.database, j.owner)],
          array[format('revoke connect on database %I from %I;', j.database, j.owner)]
        )
    ) as v (position, is_true, detail, action, fix_sql, undo_sql)
    where v.is_true
    order by v.position
    limit 1
  ) as problem
  union all
  select r.* from steward_internal.cron_obstacle() as r
  union all
  select r.* from steward_internal.hidden_cron_rows() as r
$$;

comment on function steward_internal.check_orphaned_cron_jobs() is $doc$
Finds pg_cron jobs whose role or database is gone or cannot be used.

Neither DROP ROLE nor DROP OWNED knows of jobs. The next time that the launcher of pg_cron reads its list, one
job of a role that is gone, even one that is switched off, makes it fail and start again every second, and
no job of anybody runs: that is critical. A job whose role may not log in or connect, or whose database is
gone or closed, as after a rename or the restore of a dump under another name, only fails itself, and
not if it is switched off. Jobs of all databases are judged. pg_cron shows a role that is no superuser only
its own jobs, which always have a role.

@title Scheduled job cannot run
@category schedule
@scope cluster
@severity warning
@runs_on primary
@remedy Remove the job, or give back what it needs.
@fix_lock ROW EXCLUSIVE
@fix_risk A job that is removed has to be written anew. Needs a superuser, or a role that may do it for others.
@doc https://www.postgresql.org/docs/current/sql-droprole.html
@access steward_reader
@example select * from steward_internal.check_orphaned_cron_jobs();
$doc$;

revoke all on function steward_internal.check_orphaned_cron_jobs() from public;
