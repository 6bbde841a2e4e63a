create or replace function steward_internal.narrow_sequence_columns()
returns table (
  sequence_oid oid,
  qualified_column text,
  data_type text,
  low bigint,
  high bigint,
  obstacle text,
  widening text,
  narrowing text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive integers (type_id, high) as (
    values ('smallint'::regtype::oid, 32767::bigint), ('integer'::regtype::oid, 2147483647::bigint)
    union all
    select t.oid, i.high
    from integers as i
    inner join pg_type as t on t.typbasetype = i.type_id and t.typtype = 'd'
  ),
  fed as (
    -- The type of a column of a partition is that of its table.
    select distinct f.sequence_oid, coalesce(pg_partition_root(f.relid)::oid, f.relid) as relid, a.attname
    from steward_internal.sequence_feeds() as f
    inner join pg_attribute as a on a.attrelid = f.relid and a.attnum = f.attnum
  )
  select
    f.sequence_oid,
    c.qualified_column,
    c.data_type,
    -1 - i.high,
    i.high,
    case
      when t.typtype = 'd' then format('it is of the domain %s', c.data_type)
      when a.attinhcount > 0 then 'it is inherited'
      when pt.partrelid is not null then 'the table is partitioned by it'
      -- ALTER COLUMN TYPE keeps what somebody wrote himself: ::integer or ::smallint.
      when def.adbin::text ~ ':funcid (480|714) [^{}()]*:funcformat 1 ' then 'its default has a cast to a smaller type'
    end,
    format('alter table %s alter column %I type bigint;', r.qualified_name, a.attname),
    format('alter table %s alter column %I type %s;', r.qualified_name, a.attname, c.data_type)
  from fed as f
  inner join steward_internal.user_relations as r on r.relid = f.relid
  inner join pg_attribute as a on a.attrelid = f.relid and a.attname = f.attname
  inner join pg_type as t on t.oid = a.atttypid
  inner join integers as i on i.type_id = a.atttypid
  left join pg_attrdef as def on def.adrelid = f.relid and def.adnum = a.attnum
  left join pg_partitioned_table as pt on pt.partrelid = f.relid and a.attnum = any (pt.partattrs::smallint[])
  cross join lateral (
    select format('%s.%I', r.qualified_name, a.attname) as qualified_column, format_type(a.atttypid, a.atttypmod) as data_type
  ) as c
$$;

comment on function steward_internal.narrow_sequence_columns() is $doc$
Lists the smallint and integer columns that sequences feed.

@returns One row for each sequence and column, a column of partitions at the topmost table: the smallest and the largest value that it holds, why its type cannot be changed in place (null if it can), and the statements that change it and change it back.
@access steward_reader
@example select sequence_oid::regclass, qualified_column, high from steward_internal.narrow_sequence_columns();
$doc$;

revoke all on function steward_internal.narrow_sequence_columns() from public;
