create or replace function steward_internal.check_unlogged_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive unlogged as (
    select
      coalesce(pg_partition_root(r.relid), r.relid)::oid as root_id,
      count(*) as table_count,
      array_agg(r.qualified_name order by r.qualified_name) as names
    from steward_internal.user_relations as r
    where r.relpersistence = 'u'
      and r.relkind = 'r'
    group by 1
  ),
  members as materialized (
    select r.relid, coalesce(pg_partition_root(r.relid), r.relid)::oid as root_id, r.qualified_name
    from steward_internal.user_relations as r
    where r.relpersistence = 'u'
      and r.relkind = 'r'
  ),
  -- A table that references an unlogged one cannot be logged, nor an unlogged one be referenced by a logged one.
  upwards (root_id, relid, distance) as (
    select m.root_id, m.relid, 0
    from members as m
    union
    select u.root_id, con.confrelid, u.distance + 1
    from upwards as u
    inner join pg_constraint as con on con.conrelid = u.relid and con.contype = 'f'
    where con.confrelid in (select m.relid from members as m)
      and con.confrelid <> u.relid
      and u.distance < 10
  ),
  downwards (root_id, relid, distance) as (
    select m.root_id, m.relid, 0
    from members as m
    union
    select d.root_id, con.conrelid, d.distance + 1
    from downwards as d
    inner join pg_constraint as con on con.confrelid = d.relid and con.contype = 'f'
    where con.conrelid in (select m.relid from members as m)
      and con.conrelid <> d.relid
      and d.distance < 10
  ),
  fixes as (
    select
      w.root_id,
      array_agg(format('alter table %s set logged;', m.qualified_name) order by w.distance desc, m.qualified_name) as statements
    from (select u.root_id, u.relid, max(u.distance) as distance from upwards as u group by 1, 2) as w
    inner join members as m on m.relid = w.relid
    group by w.root_id
  ),
  undos as (
    select
      w.root_id,
      array_agg(format('alter table %s set unlogged;', m.qualified_name) order by w.distance desc, m.qualified_name) as statements
    from (select d.root_id, d.relid, max(d.distance) as distance from downwards as d group by 1, 2) as w
    inner join members as m on m.relid = w.relid
    group by w.root_id
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
    f.statements,
    b.statements,
    jsonb_build_object('tables', to_jsonb(u.names))
  from unlogged as u
  inner join steward_internal.user_relations as r on r.relid = u.root_id
  inner join fixes as f on f.root_id = u.root_id
  inner join undos as b on b.root_id = u.root_id
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
