create or replace function steward_internal.check_untrusted_job_triggers()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'trigger',
    n.nspname::text,
    format('%s.%s', c.relname, j.trigger_name),
    null::numeric,
    format('Trigger %I of %I.%I runs %s when retention writes, as %I, and the function belongs to %I.', j.trigger_name,
      n.nspname, c.relname, j.routine::regprocedure, runner.rolname, author.rolname),
    format('Read the function, then give it to who owns the table: alter function %s owner to %I;', j.routine::regprocedure,
      runner.rolname),
    case when runner.rolsuper then 'critical' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('role', author.rolname, 'runs_as', runner.rolname, 'function', j.routine::regprocedure::text)
  from steward_internal.job_triggers() as j
  inner join pg_class as c on c.oid = j.relid
  inner join pg_namespace as n on n.oid = c.relnamespace
  inner join pg_roles as author on author.oid = j.author_oid
  inner join pg_roles as runner on runner.oid = j.runner_oid
$$;

comment on function steward_internal.check_untrusted_job_triggers() is $doc$
Finds triggers with which somebody else acts as the owner of a table at night.

Retention deletes, archives and marks rows as the owner of their table, and a trigger runs as whoever fired it: the owner of
its function can put anything into it and waits for the job. Where the table belongs to a superuser it is critical. Left
out are functions of superusers, of who may become the owner of the table anyway, and SECURITY DEFINER ones, which
run as themselves.

@title Trigger of somebody else fires in a job
@category access
@severity warning
@remedy Let functions of triggers belong to the owner of the table.
@doc https://www.postgresql.org/docs/current/trigger-definition.html
@access steward_reader
@example select * from steward_internal.check_untrusted_job_triggers();
$doc$;

revoke all on function steward_internal.check_untrusted_job_triggers() from public;
