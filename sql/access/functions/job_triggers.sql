create or replace function steward_internal.job_triggers()
returns table (relid oid, trigger_name name, routine oid, author_oid oid, runner_oid oid)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with targets as (
    select v.relid, r.action, v.is_archive, t.relowner as runner_oid
    from steward.retention_policies as r
    inner join pg_namespace as n on n.nspname = r.target_schema
    inner join pg_class as t on t.relnamespace = n.oid and t.relname = r.target_table
    left join pg_namespace as an on an.nspname = r.archive_schema
    left join pg_class as a on a.relnamespace = an.oid and a.relname = r.archive_table
    cross join lateral (
      select f.relation::oid, false from steward_internal.relation_family(t.oid::regclass) as f
      union all
      select a.oid, true where a.oid is not null
    ) as v (relid, is_archive)
  )
  select distinct t.relid, g.tgname, g.tgfoid, p.proowner, t.runner_oid
  from targets as t
  inner join pg_trigger as g on g.tgrelid = t.relid and not g.tgisinternal and g.tgenabled in ('O', 'A')
  inner join pg_proc as p on p.oid = g.tgfoid and not p.prosecdef
  inner join pg_roles as author on author.oid = p.proowner
  where not author.rolsuper
    and not pg_has_role(author.oid, t.runner_oid, 'member')
    -- INSERT is 4, DELETE 8, UPDATE 16.
    and g.tgtype & case when t.is_archive then 4 when t.action = 'soft_delete' then 16 else 8 end > 0
$$;

comment on function steward_internal.job_triggers() is $doc$
Lists triggers that run with the rights of another role when a job writes.

Retention deletes, archives and marks rows as the owner of their table, and a trigger runs as whoever fired it, so the
owner of its function can do there all that the owner of the table can. Authors who may become that role anyway are
left out.

@returns One row for each trigger, with who owns its function and as whom it runs.
@access steward_reader
@example select trigger_name, author_oid::regrole from steward_internal.job_triggers();
$doc$;

revoke all on function steward_internal.job_triggers() from public;
