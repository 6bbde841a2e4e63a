create or replace function steward_internal.is_cron_here()
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  -- to_regprocedure() would raise for a role that may not use the schema.
  select exists (
    select
    from pg_proc as p
    inner join pg_namespace as n on n.oid = p.pronamespace
    where n.nspname = 'cron'
      and p.proname = 'schedule'
      and oidvectortypes(p.proargtypes) = 'text, text, text'
      and has_schema_privilege(n.oid, 'usage')
  )
$$;

comment on function steward_internal.is_cron_here() is $doc$
Tells whether pg_cron is in this database and the caller may use its schema.

@returns True if so.
@access steward_reader
@example select steward_internal.is_cron_here();
$doc$;

revoke all on function steward_internal.is_cron_here() from public;
