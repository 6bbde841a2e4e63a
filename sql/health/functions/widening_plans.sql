create or replace function steward_internal.widening_plans(keys bigint[], relids oid[], attnums smallint[])
returns table (key bigint, obstacles text, widening text[], narrowing text[])
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive integers (type_id) as (
    values ('smallint'::regtype::oid), ('integer'::regtype::oid)
    union all
    select t.oid
    from integers as i
    inner join pg_type as t on t.typbasetype = i.type_id and t.typtype = 'd'
  ),
  -- The type of a column of a partition is that of its table.
  edges as materialized (
    select distinct target.attrelid as target_relid, target.attnum as target_attnum, own.attrelid as relid, own.attnum
    from pg_constraint as con
    cross join lateral unnest(con.conkey, con.confkey) as k (attnum, target_attnum)
    inner join pg_attribute as a on a.attrelid = con.conrelid and a.attnum = k.attnum
    inner join pg_attribute as ta on ta.attrelid = con.confrelid and ta.attnum = k.target_attnum
    inner join pg_attribute as own on own.attrelid = coalesce(pg_partition_root(con.conrelid)::oid, con.conrelid) and own.attname = a.attname
    inner join pg_attribute as target on target.attrelid = coalesce(pg_partition_root(con.confrelid)::oid, con.confrelid)
      and target.attname = ta.attname
    where con.contype = 'f'
      and con.conparentid = 0
  ),
  roots as materialized (
    select r.key, r.relid, r.attnum, c.relowner
    from unnest(widening_plans.keys, widening_plans.relids, widening_plans.attnums) as r (key, relid, attnum)
    inner join pg_class as c on c.oid = r.relid
  ),
  reached (key, relid, attnum) as (
    select r.key, r.relid, r.attnum from roots as r
    union
    select f.key, e.relid, e.attnum
    from reached as f
    inner join edges as e on e.target_relid = f.relid and e.target_attnum = f.attnum
  ),
  columns as materialized (
    select c.*, a.attname, a.atttypid, format_type(a.atttypid, a.atttypmod) as data_type
    from (select distinct f.relid, f.attnum from reached as f) as c
    inner join pg_attribute as a on a.attrelid = c.relid and a.attnum = c.attnum
    where a.atttypid in (select i.type_id from integers as i)
  ),
  -- The change of a table is one of its partitions and heirs as well.
  trees (top_relid, relid) as (
    select distinct c.relid, c.relid from columns as c
    union
    select t.top_relid, h.inhrelid
    from trees as t
    inner join pg_inherits as h on h.inhparent = t.relid
  ),
  members as materialized (
    select c.relid as top_relid, c.attnum as top_attnum, t.relid, a.attnum, a.attinhcount
    from columns as c
    inner join trees as t on t.top_relid = c.relid
    inner join pg_attribute as a on a.attrelid = t.relid and a.attname = c.attname
  ),
  -- What ALTER COLUMN TYPE refuses to change.
  dependents as materialized (
    select distinct on (m.top_relid, m.top_attnum)
      m.top_relid as relid, m.top_attnum as attnum, pg_describe_object(d.classid, d.objid, d.objsubid) as description
    from members as m
    inner join pg_depend as d on d.refclassid = 'pg_class'::regclass and d.refobjid = m.relid and d.refobjsubid = m.attnum
    where d.classid in (
        'pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_proc'::regclass, 'pg_publication_rel'::regclass
      )
      -- A column that is generated from it.
      or d.classid = 'pg_attrdef'::regclass
        and d.objid not in (select def.oid from pg_attrdef as def where def.adrelid = m.relid and def.adnum = m.attnum)
    order by m.top_relid, m.top_attnum, d.classid, d.objid
  ),
  partition_keys as (
    select m.top_relid as relid, m.top_attnum as attnum
    from members as m
    inner join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = m.relid and d.objsubid = m.attnum
    where d.refclassid = 'pg_class'::regclass
      and d.refobjid = m.relid
      and d.deptype = 'i'
  ),
  row_types as (
    select distinct t.top_relid as relid
    from trees as t
    inner join pg_type as y on y.typrelid = t.relid
    inner join pg_depend as d on d.refclassid = 'pg_type'::regclass and d.refobjid in (y.oid, y.typarray)
    where d.classid = 'pg_class'::regclass
      and d.objsubid > 0
  ),
  judged as materialized (
    select
      c.*,
      n.table_name,
      cl.relowner,
      case
        when not exists (select from steward_internal.user_relations as r where r.relid = c.relid) then 'it belongs to an extension'
        when cl.relkind not in ('r', 'p') then 'it is no column of a table'
        when t.typtype = 'd' then format('it is of the domain %s', c.data_type)
        when (select bool_or(m.attinhcount > case when m.relid = c.relid then 0 else 1 end)
            from members as m where m.top_relid = c.relid and m.top_attnum = c.attnum) then 'it is inherited'
        when cl.reloftype <> 0 then 'the table has a type of its own'
        when exists (select from partition_keys as k where k.relid = c.relid and k.attnum = c.attnum) then 'the table is partitioned by it'
        -- ALTER COLUMN TYPE keeps what somebody wrote himself: ::integer or ::smallint.
        when def.adbin::text ~ ':funcid (480|714) [^{}()]*:funcformat 1 ' then 'its default has a cast to a smaller type'
        when d.relid is not null then format('%s depends on it', d.description)
        when exists (select from row_types as y where y.relid = c.relid) then 'a column has the row type of the table'
      end as obstacle
    from columns as c
    inner join pg_class as cl on cl.oid = c.relid
    inner join pg_namespace as ns on ns.oid = cl.relnamespace
    inner join pg_type as t on t.oid = c.atttypid
    left join pg_attrdef as def on def.adrelid = c.relid and def.adnum = c.attnum
    left join dependents as d on d.relid = c.relid and d.attnum = c.attnum
    cross join lateral (select format('%I.%I', ns.nspname, cl.relname) as table_name) as n
  ),
  planned as materialized (
    select
      f.key,
      j.*,
      exists (select from roots as r where r.key = f.key and r.relid = j.relid) as is_root,
      coalesce(
        j.obstacle,
        case
          when not (select bool_and(pg_has_role(r.relowner, j.relowner, 'usage')) from roots as r where r.key = f.key)
            then 'the table belongs to another role'
        end
      ) as why
    from reached as f
    inner join judged as j on j.relid = f.relid and j.attnum = f.attnum
  ),
  statements as (
    select
      p.key,
      p.table_name,
      p.is_root,
      string_agg(format('%s.%I: %s', p.table_name, p.attname, p.why), ', ' order by p.attnum) filter (where p.why is not null) as obstacles,
      format('alter table %s %s;', p.table_name, string_agg(format('alter column %I type bigint', p.attname), ', ' order by p.attnum))
        as widening,
      format('alter table %s %s;', p.table_name, string_agg(format('alter column %I type %s', p.attname, p.data_type), ', ' order by p.attnum))
        as narrowing
    from planned as p
    group by p.key, p.table_name, p.is_root
  )
  select
    s.key,
    string_agg(s.obstacles, ', ' order by s.table_name),
    array_agg(s.widening order by s.is_root, s.table_name),
    array_agg(s.narrowing order by s.is_root desc, s.table_name)
  from statements as s
  group by s.key
$$;

comment on function steward_internal.widening_plans(bigint[], oid[], smallint[]) is $doc$
Plans the change of smallint and integer columns to bigint.

What references a column, directly or through others, is changed with it, and before it: a bigint column that references an integer one
harms nobody if the rest fails. A table is rewritten once.

@param keys What the columns belong to; a plan is made for each of these.
@param relids The tables of the columns, parallel to the keys; the topmost one for partitions.
@param attnums The numbers of the columns.
@returns One row for each key: which columns cannot be changed in place and why (null if all can), the statements that change them, and those that change them back.
@access steward_reader
@example select * from steward_internal.widening_plans('{1}', '{1259}', '{1}');
$doc$;

revoke all on function steward_internal.widening_plans(bigint[], oid[], smallint[]) from public;
