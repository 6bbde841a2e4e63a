create or replace function steward_internal.narrow_key_columns()
returns table (
  relid oid,
  schema_name name,
  table_name name,
  qualified_name text,
  column_name name,
  attnum smallint,
  data_type text,
  limit_value bigint,
  source_relid oid,
  source_attnum smallint,
  source_table text,
  source_column text,
  referenced_by text[]
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with integers as materialized (
    select
      t.oid,
      case coalesce(nullif(t.typbasetype, 0::oid), t.oid)
        when 'smallint'::regtype then 32767::bigint
        when 'integer'::regtype then 2147483647
        when 'bigint'::regtype then 9223372036854775807
      end as limit_value
    from pg_type as t
    where coalesce(nullif(t.typbasetype, 0::oid), t.oid)
      in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype)
  ),
  tables as materialized (
    select r.relid, r.schema_name, r.relation_name, r.qualified_name
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'p')
      and not r.is_partition
  ),
  keys as (
    select i.indrelid as relid, i.indkey[0] as attnum
    from pg_index as i
    where i.indisunique
      and i.indisvalid
      and i.indpred is null
      and i.indrelid in (select t.relid from tables as t)
      and i.indexrelid in (
        select c.oid
        from pg_class as c
        inner join pg_am as am on am.oid = c.relam
        where c.relkind in ('i', 'I')
          and am.amname = 'btree'
      )
  ),
  references_ as materialized (
    select con.conrelid, con.conkey[1] as attnum, con.confrelid, con.confkey[1] as target_attnum
    from pg_constraint as con
    where con.contype = 'f'
      and con.conparentid = 0
      and cardinality(con.conkey) = 1
  ),
  columns as materialized (
    select 1 as priority, f.conrelid as relid, f.attnum, f.confrelid as source_relid,
      f.target_attnum as source_attnum
    from references_ as f
    inner join pg_attribute as a on a.attrelid = f.conrelid and a.attnum = f.attnum
    inner join pg_attribute as ta on ta.attrelid = f.confrelid and ta.attnum = f.target_attnum
    inner join integers as own on own.oid = a.atttypid
    inner join integers as target on target.oid = ta.atttypid
    where own.limit_value < target.limit_value
    union all
    select 2, k.relid, k.attnum, k.relid, k.attnum
    from keys as k
  ),
  typed as materialized (
    select distinct on (c.relid, c.attnum)
      c.*, a.attname, format_type(a.atttypid, a.atttypmod) as data_type, own.limit_value
    from columns as c
    inner join pg_attribute as a on a.attrelid = c.relid and a.attnum = c.attnum
    inner join integers as own on own.oid = a.atttypid
    where own.limit_value < 9223372036854775807
    order by c.relid, c.attnum, c.priority
  ),
  referrers as materialized (
    select
      f.confrelid as relid,
      f.target_attnum as attnum,
      array_agg(
        format('%I.%I.%I', n.nspname, c.relname, a.attname) order by n.nspname, c.relname, a.attname
      ) as qualified_columns
    from references_ as f
    inner join pg_class as c on c.oid = f.conrelid
    inner join pg_namespace as n on n.oid = c.relnamespace
    inner join pg_attribute as a on a.attrelid = f.conrelid and a.attnum = f.attnum
    group by f.confrelid, f.target_attnum
  )
  select
    r.relid,
    r.schema_name,
    r.relation_name,
    r.qualified_name,
    c.attname,
    c.attnum,
    c.data_type,
    c.limit_value,
    c.source_relid,
    c.source_attnum,
    source.qualified_name,
    format('%s.%I', source.qualified_name, source.column_name),
    coalesce(f.qualified_columns, '{}')
  from typed as c
  inner join tables as r on r.relid = c.relid
  left join referrers as f on f.relid = c.relid and f.attnum = c.attnum
  cross join lateral (
    select r.qualified_name, c.attname as column_name
    where c.source_relid = c.relid
      and c.source_attnum = c.attnum
    union all
    select format('%I.%I', sn.nspname, sc.relname), sa.attname
    from pg_class as sc
    inner join pg_namespace as sn on sn.oid = sc.relnamespace
    inner join pg_attribute as sa on sa.attrelid = sc.oid and sa.attnum = c.source_attnum
    where sc.oid = c.source_relid
      and (c.source_relid, c.source_attnum) <> (c.relid, c.attnum)
  ) as source
  order by r.qualified_name, c.attname
$$;

comment on function steward_internal.narrow_key_columns() is $doc$
Lists the smallint and integer columns that new keys have to fit into.

These are the leading columns of primary keys and unique btree indexes, whose largest value an index
finds at once, and columns that reference a wider key (foreign keys of one column). Partitions are
listed once, at their parent.

@returns One row for each column. `source_relid` and `source_attnum` are the column where the values come from: the column itself, or the wider one that it references.
@access steward_reader
@example select qualified_name, column_name, data_type from steward_internal.narrow_key_columns();
$doc$;

revoke all on function steward_internal.narrow_key_columns() from public;
