create or replace function steward_internal.scheduler()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  -- to_regprocedure() would raise for a role that may not use the schema.
  select case
    when exists (
      select
      from pg_proc as p
      inner join pg_namespace as n on n.oid = p.pronamespace
      where n.nspname = 'cron'
        and p.proname = 'schedule'
        and oidvectortypes(p.proargtypes) = 'text, text, text'
        and has_schema_privilege(n.oid, 'usage')
    )
      then 'pg_cron'
    else 'worker'
  end
$$;

comment on function steward_internal.scheduler() is $doc$
Names who runs the schedules of this database: pg_cron or worker.

It is pg_cron if the extension is in this database and the caller may use its schema, otherwise
`pgsteward worker`.

@returns pg_cron or worker.
@access steward_reader
@example select steward_internal.scheduler();
$doc$;

revoke all on function steward_internal.scheduler() from public;
