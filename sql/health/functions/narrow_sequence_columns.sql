create or replace function steward_internal.narrow_sequence_columns()
returns table (
  sequence_oid oid,
  relid oid,
  attnum smallint,
  qualified_column text,
  data_type text,
  low bigint,
  high bigint,
  obstacle text,
  is_certain boolean
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
    select
      f.sequence_oid,
      coalesce(pg_partition_root(f.relid)::oid, f.relid) as relid,
      a.attname,
      -- Nothing but nextval() and the casts to the type of the column; all else computes with the value.
      bool_and(
        d.objid is null
        or def.adbin::text ~ ('^(\{(FUNCEXPR :funcid (480|714|1703|1781) [^{}]*:args \(|COERCEVIAIO :arg |COERCETODOMAIN :arg ))*'
          '\{FUNCEXPR :funcid 1574 ')
      ) as is_plain,
      coalesce(bool_or(d.objid is not null and def.adbin::text ~ ':funcid (480|714) '), false) as is_cast,
      coalesce(bool_or(d.objid is not null and def.adbin::text ~ ':funcid 1703 '), false) as is_sized,
      coalesce(bool_or(d.objid is not null and def.adbin::text ~ ':funcid (480|714) [^{}()]*:funcformat 1 '), false) as is_cast_by_hand
    from steward_internal.sequence_feeds() as f
    inner join pg_attribute as a on a.attrelid = f.relid and a.attnum = f.attnum
    left join pg_attrdef as def on def.adrelid = f.relid and def.adnum = f.attnum
    left join pg_depend as d on d.classid = 'pg_attrdef'::regclass and d.objid = def.oid
      and d.refclassid = 'pg_class'::regclass and d.refobjid = f.sequence_oid
    group by 1, 2, 3
  ),
  columns as (
    select
      f.*,
      a.attnum,
      a.atttypid,
      a.atttypmod,
      i.high as integer_high,
      case
        when a.atttypid = 'numeric'::regtype and a.atttypmod >= 4 and ((a.atttypmod - 4) & 2047) < 1024
          then ((a.atttypmod - 4) >> 16) - ((a.atttypmod - 4) & 2047)
      end as digits
    from fed as f
    inner join pg_attribute as a on a.attrelid = f.relid and a.attname = f.attname
    left join integers as i on i.type_id = a.atttypid
  )
  select
    c.sequence_oid,
    c.relid,
    c.attnum,
    format('%s.%I', r.qualified_name, c.attname),
    t.data_type,
    case when c.integer_high is not null then -1 - c.integer_high else -e.high end,
    e.high,
    case
      when c.integer_high is null and c.is_cast then 'its default has a cast to a smaller type'
      when not c.is_plain then 'its default computes with the value'
      when c.integer_high is null and e.high is null then 'what fits into it depends on its type'
      when c.integer_high is null then format('it is of the type %s', t.data_type)
    end,
    c.is_plain and e.high is not null and not c.is_cast_by_hand
  from columns as c
  inner join steward_internal.user_relations as r on r.relid = c.relid
  cross join lateral (select format_type(c.atttypid, c.atttypmod) as data_type) as t
  cross join lateral (
    select coalesce(c.integer_high, case when c.is_plain and c.digits between 0 and 18 then (10::numeric ^ c.digits)::bigint - 1 end) as high
  ) as e
  where not (
    c.is_plain
    and not c.is_cast
    and (
      c.atttypid in ('bigint'::regtype, 'text'::regtype)
      or c.atttypid in ('numeric'::regtype, 'character varying'::regtype) and c.atttypmod < 0 and not c.is_sized
      or coalesce(c.digits > 18, false)
    )
  )
$$;

comment on function steward_internal.narrow_sequence_columns() is $doc$
Lists the columns that sequences feed and that do not hold every bigint.

@returns One row for each sequence and column, a column of partitions at the topmost table: the smallest and the largest integer that it holds (null if its type does not tell), what keeps it from a change to bigint that widening_plans() does not know, and whether the end of the column is certain.
@access steward_reader
@example select sequence_oid::regclass, qualified_column, high from steward_internal.narrow_sequence_columns();
$doc$;

revoke all on function steward_internal.narrow_sequence_columns() from public;
