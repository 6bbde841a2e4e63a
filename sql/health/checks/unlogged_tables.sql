create or replace function steward_internal.check_unlogged_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with unlogged as (
    select
      coalesce(pg_partition_root(r.relid), r.relid)::oid as root_id,
      count(*) as table_count,
      array_agg(r.qualified_name order by r.qualified_name) as names
    from steward_internal.user_relations as r
    where r.relpersistence = 'u'
      and r.relkind = 'r'
    group by 1
  )
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    case
      when r.relkind = 'p' then
        format(
          '%s partition%s of table %s %s unlogged: %s.',
          u.table_count,
          case when u.table_count > 1 then 's' else '' end,
          r.qualified_name,
          case when u.table_count > 1 then 'are' else 'is' end,
          steward_internal.name_list(u.names)
        )
      else format('Table %s is unlogged.', r.qualified_name)
    end,
    null,
    null,
    null,
    (select array_agg(format('alter table %s set logged;', n.name)) from unnest(u.names) as n (name)),
    (select array_agg(format('alter table %s set unlogged;', n.name)) from unnest(u.names) as n (name)),
    jsonb_build_object('tables', to_jsonb(u.names))
  from unlogged as u
  inner join steward_internal.user_relations as r on r.relid = u.root_id
$$;

comment on function steward_internal.check_unlogged_tables() is $doc$
Finds unlogged tables, which are empty after a crash.

They write no WAL, so the server truncates them when it recovers, standbys have none of their rows,
and a backup made with pg_basebackup restores them empty. Right for what can be computed again, such
as a staging area: switch the check off or acknowledge the finding there. Partitions are reported at
their partitioned table, temporary tables and unlogged sequences not at all. Others call it critical;
it is a warning here because it has to be asked for.

@title Table is unlogged
@category schema
@mode static
@severity warning
@remedy Make the table logged, unless its rows may be lost.
@fix_lock ACCESS EXCLUSIVE
@fix_risk SET LOGGED rewrites the table and writes all of it to the WAL, and nobody can read or write it meanwhile. It is refused while the table references an unlogged one: change that first.
@doc https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-UNLOGGED
@access steward_reader
@example select * from steward_internal.check_unlogged_tables();
$doc$;

revoke all on function steward_internal.check_unlogged_tables() from public;
