create or replace function steward_internal.check_superuser_cron_jobs()
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
    format('Job %s runs as %I, a superuser: triggers and functions of every table that it touches do as well.', j.name, j.owner),
    format(
      'Let it run as a role that has the rights it needs: select cron.alter_job(%s, username => %s);', j.job_id,
      case when o.rolsuper then '''…''' else quote_literal(o.rolname) end
    ),
    case when j.name not like 'steward.%' and j.name not like 'steward-once.%' then 'info' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('role', j.owner, 'job_id', j.job_id, 'database', j.database)
  from steward_internal.cron_entries() as j
  inner join pg_roles as r on r.rolname = j.owner and r.rolsuper
  inner join pg_namespace as n on n.nspname = 'steward'
  inner join pg_roles as o on o.oid = n.nspowner
  where j.is_active
  union all
  select r.* from steward_internal.cron_obstacle() as r
  union all
  select r.* from steward_internal.hidden_cron_rows() as r
$$;

comment on function steward_internal.check_superuser_cron_jobs() is $doc$
Finds active pg_cron jobs that run as a superuser.

A DELETE fires the triggers of its table as whoever deletes, and so hands the server to the owner of a trigger's function.
pgsteward's own jobs need no superuser: a warning; of others it is an info.

@title Job runs as a superuser
@category access
@scope cluster
@severity warning
@runs_on primary
@remedy Let a role run it that has the rights it needs and no others.
@doc https://www.postgresql.org/docs/current/role-attributes.html
@access steward_reader
@example select * from steward_internal.check_superuser_cron_jobs();
$doc$;

revoke all on function steward_internal.check_superuser_cron_jobs() from public;
