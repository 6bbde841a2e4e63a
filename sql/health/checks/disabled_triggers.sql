create or replace function steward_internal.check_disabled_triggers()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with disabled as materialized (
    select
      tg.oid,
      tg.tgname,
      tg.tgconstraint,
      tg.tgisinternal,
      r.schema_name,
      r.relation_name,
      r.qualified_name
    from pg_trigger as tg
    inner join steward_internal.user_relations as r on r.relid = tg.tgrelid
    where tg.tgenabled = 'D'
      and not exists (
        select
        from pg_trigger as parent
        where parent.oid = tg.tgparentid
          and parent.tgenabled = 'D'
      )
  )
  select
    'trigger',
    d.schema_name::text,
    format('%s.%s', d.relation_name, d.tgname),
    null::numeric,
    format('Trigger %I of %s is disabled.', d.tgname, d.qualified_name),
    null,
    null,
    null,
    array[format('alter table %s enable trigger %I;', d.qualified_name, d.tgname)],
    array[format('alter table %s disable trigger %I;', d.qualified_name, d.tgname)],
    jsonb_build_object('table', d.qualified_name)
  from disabled as d
  where not d.tgisinternal
  union all
  select
    'constraint',
    r.schema_name::text,
    con.conname::text,
    null,
    format('Constraint %I of %s is not checked: %s of its triggers are disabled.', con.conname, r.qualified_name,
      count(*)),
    'Enable its triggers, which needs a superuser, and look for rows that break the constraint.',
    'critical',
    null,
    array_agg(format('alter table %s enable trigger %I;', d.qualified_name, d.tgname) order by d.oid),
    array_agg(format('alter table %s disable trigger %I;', d.qualified_name, d.tgname) order by d.oid),
    jsonb_build_object('table', r.qualified_name)
  from disabled as d
  inner join pg_constraint as con on con.oid = d.tgconstraint
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  where d.tgisinternal
  group by con.oid, con.conname, r.schema_name, r.qualified_name
$$;

comment on function steward_internal.check_disabled_triggers() is $doc$
Finds triggers that somebody has disabled.

ALTER TABLE ... DISABLE TRIGGER is for a bulk load, and forgotten easily. With ALL it also disables
the triggers of foreign keys and deferrable constraints: the catalog then still calls the constraint
valid and nothing checks it, which is critical (check_postgres calls every disabled trigger so).
Enabling does not check the rows that came in between. Triggers that fire only on replicas are left
out; a trigger of a partitioned table is reported once unless only a partition disables it.

@title Trigger is disabled
@category schema
@mode static
@severity warning
@remedy Enable it, or drop it if nobody needs it.
@fix_lock SHARE ROW EXCLUSIVE
@fix_risk ENABLE TRIGGER takes milliseconds, but waits for writers of the table. Rows written meanwhile are not looked at.
@doc https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER
@access steward_reader
@example select * from steward_internal.check_disabled_triggers();
$doc$;

revoke all on function steward_internal.check_disabled_triggers() from public;
