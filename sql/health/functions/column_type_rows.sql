create or replace function steward_internal.column_type_rows(
  type_names regtype[],
  new_type text default null,
  only_with_length boolean default false
)
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with wanted as materialized (
    select u.type_oid
    from unnest(steward_internal.types_in_use()) as u (type_oid)
    inner join pg_type as w on u.type_oid in (w.oid, w.typarray)
    where w.oid = any (column_type_rows.type_names::oid[])
  ),
  candidates as materialized (
    select a.attrelid, a.attnum
    from pg_attribute as a
    where exists (select from wanted)
      and a.attnum > 0
      and a.atttypid = any (array(select w.type_oid from wanted as w))
      and (not column_type_rows.only_with_length or a.atttypmod >= 0)
  ),
  matching as materialized (
    select
      c.relid,
      c.schema_name,
      c.relation_name,
      c.qualified_name,
      c.attnum,
      c.column_name,
      format_type(c.type_oid, c.type_modifier) as type_name,
      case when t.typcategory = 'A' then '[]' else '' end as array_suffix
    from candidates as k
    inner join steward_internal.user_columns as c on c.relid = k.attrelid and c.attnum = k.attnum
    inner join pg_type as t on t.oid = c.type_oid
  ),
  -- ALTER COLUMN TYPE rebuilds indexes, their constraints, and the default or generation expression,
  -- and refuses or may break the rest; what depends on a column in pg_class is an index or a sequence.
  dependents as (
    select distinct on (m.relid)
      m.relid,
      pg_describe_object(d.classid, d.objid, d.objsubid) as description
    from matching as m
    inner join pg_depend as d
      on d.refclassid = 'pg_class'::regclass
      and d.refobjid = m.relid
      and d.refobjsubid = m.attnum
    left join pg_constraint as con
      on d.classid = 'pg_constraint'::regclass
      and con.oid = d.objid
      and con.contype in ('n', 'p', 'u')
    left join pg_attrdef as def
      on d.classid = 'pg_attrdef'::regclass
      and def.oid = d.objid
      and def.adrelid = m.relid
      and def.adnum = m.attnum
    where column_type_rows.new_type is not null
      and d.classid <> 'pg_class'::regclass
      and con.oid is null
      and def.oid is null
    order by m.relid, d.classid, d.objid
  ),
  partition_keys as (
    select distinct m.relid
    from matching as m
    inner join pg_depend as d
      on d.classid = 'pg_class'::regclass
      and d.objid = m.relid
      and d.objsubid = m.attnum
      and d.refclassid = 'pg_class'::regclass
      and d.refobjid = m.relid
      and d.deptype = 'i'
  ),
  tables as (
    select
      m.relid,
      m.schema_name,
      m.relation_name,
      m.qualified_name,
      count(*) as column_count,
      array_agg(format('%I %s', m.column_name, m.type_name) order by m.attnum) as declarations,
      jsonb_object_agg(m.column_name, m.type_name) as column_types,
      string_agg(
        format('alter column %I type %s', m.column_name, column_type_rows.new_type || m.array_suffix), ', '
        order by m.attnum
      ) as changes,
      string_agg(format('alter column %I type %s', m.column_name, m.type_name), ', ' order by m.attnum) as reversals
    from matching as m
    group by m.relid, m.schema_name, m.relation_name, m.qualified_name
  )
  select
    'table',
    t.schema_name::text,
    t.relation_name::text,
    null::numeric,
    format(
      'Table %s has the column%s %s.',
      t.qualified_name,
      case when t.column_count > 1 then 's' else '' end,
      steward_internal.name_list(t.declarations)
    ),
    case
      when column_type_rows.new_type is null then null
      when k.relid is not null
        then 'The partition key cannot change its type: make a new partitioned table and move the rows.'
      when d.relid is not null
        then format('Change the type around what depends on the column, such as %s.', d.description)
    end,
    null,
    null,
    case
      when column_type_rows.new_type is not null and k.relid is null and d.relid is null
        then array[format('alter table %s %s;', t.qualified_name, t.changes)]
    end,
    case
      when column_type_rows.new_type is not null and k.relid is null and d.relid is null
        then array[format('alter table %s %s;', t.qualified_name, t.reversals)]
    end,
    jsonb_build_object('columns', t.column_types)
  from tables as t
  left join dependents as d on d.relid = t.relid
  left join partition_keys as k on k.relid = t.relid
$$;

comment on function steward_internal.column_type_rows(regtype[], text, boolean) is $doc$
Reports the tables that have columns of given types, or of arrays of them.

One row for each table, with one ALTER TABLE that changes all of these columns in one rewrite. There
is no statement where it would be refused or could change what depends on a column: views, policies,
triggers, foreign keys, check constraints, other columns that are generated from it, functions and partition keys. What
depends on a partition or a child by inheritance is not looked at: there the server refuses the
statement and nothing is changed. Columns of domains are left out: their type is the domain.

@param type_names The types.
@param new_type The type to change to, null if that needs a decision that nobody can make for the owner.
@param only_with_length Only columns whose type has a length or another modifier.
@returns The rows of a health check.
@access steward_reader
@example select object_name, detail from steward_internal.column_type_rows('{json}', 'jsonb');
$doc$;

revoke all on function steward_internal.column_type_rows(regtype[], text, boolean) from public;
