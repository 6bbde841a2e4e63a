create or replace function steward_internal.check_foreign_key_type_mismatch()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with pairs as (
    select
      f.*,
      k.position,
      k.attnum,
      k.target_attnum,
      own.oid as own_type,
      other.oid as target_type,
      array_position(array['smallint', 'integer', 'bigint']::regtype[]::oid[], own.oid) as own_width,
      array_position(array['smallint', 'integer', 'bigint']::regtype[]::oid[], other.oid) as target_width,
      a.attname,
      ta.attname as target_column,
      format_type(a.atttypid, a.atttypmod) as own_name,
      format_type(ta.atttypid, ta.atttypmod) as target_type_name,
      ta.atttypid as target_type_oid,
      -- What ALTER COLUMN TYPE refuses to change, or would break.
      exists (
        select
        from pg_depend as d
        where d.refclassid = 'pg_class'::regclass
          and d.refobjid = f.relid
          and d.refobjsubid = k.attnum
          and (
            d.classid in (
              'pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_proc'::regclass,
              'pg_publication_rel'::regclass
            )
            -- A column that is generated from it.
            or d.classid = 'pg_attrdef'::regclass
              and d.objid not in (
                select def.oid from pg_attrdef as def where def.adrelid = f.relid and def.adnum = k.attnum
              )
          )
      ) as has_dependents,
      a.attinhcount = 0
        and not exists (
          select
          from pg_partitioned_table as pt
          where pt.partrelid = f.relid
            and k.attnum = any (pt.partattrs::smallint[])
        ) as can_change_type,
      f.constraint_oid in (
        select d.constraint_oid from steward_internal.foreign_key_drops() as d where d.is_droppable
      ) as is_leaving
    from steward_internal.user_foreign_keys() as f
    cross join lateral unnest(f.attnums, f.target_attnums) with ordinality
      as k (attnum, target_attnum, position)
    inner join pg_attribute as a on a.attrelid = f.relid and a.attnum = k.attnum
    inner join pg_attribute as ta on ta.attrelid = f.target_relid and ta.attnum = k.target_attnum
    inner join pg_type as at on at.oid = a.atttypid
    inner join pg_type as tt on tt.oid = ta.atttypid
    inner join pg_type as own on own.oid = coalesce(nullif(at.typbasetype, 0::oid), at.oid)
    inner join pg_type as other on other.oid = coalesce(nullif(tt.typbasetype, 0::oid), tt.oid)
    where a.atttypid <> ta.atttypid
      and own.oid <> other.oid
      -- These two compare as one type, and one index serves both.
      and not (
        own.oid in ('text'::regtype, 'character varying'::regtype)
        and other.oid in ('text'::regtype, 'character varying'::regtype)
      )
  ),
  sides as materialized (
    select f.relid, s.attnum, a.atttypid as other_type
    from steward_internal.user_foreign_keys() as f
    cross join lateral unnest(f.attnums, f.target_attnums) as s (attnum, target_attnum)
    inner join pg_attribute as a on a.attrelid = f.target_relid and a.attnum = s.target_attnum
    union
    select f.target_relid, s.target_attnum, a.atttypid
    from steward_internal.user_foreign_keys() as f
    cross join lateral unnest(f.attnums, f.target_attnums) as s (attnum, target_attnum)
    inner join pg_attribute as a on a.attrelid = f.relid and a.attnum = s.attnum
  ),
  judged as (
    select
      p.*,
      p.can_change_type
        and not p.has_dependents
        and not p.is_leaving
        and coalesce(p.own_width <= p.target_width, true) as is_changed,
      -- The column is compared with others, which the change would leave behind.
      exists (
        select
        from sides as s
        where s.relid = p.relid
          and s.attnum = p.attnum
          and s.other_type <> p.target_type_oid
      ) as is_shared
    from pairs as p
  )
  select
    'constraint',
    p.schema_name::text,
    p.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s compares columns of different types: %s.', p.constraint_name, p.table_name,
      string_agg(
        format('%I is %s, %s.%I is %s', p.attname, p.own_name, p.target_name, p.target_column, p.target_type_name),
        '; ' order by p.position
      )),
    case
      when bool_or(p.own_width > p.target_width)
        then 'The referencing column is the wider one: change the referenced column, and everything that '
          'references it, to the same type.'
      when bool_or(p.is_leaving) then 'Drop it: another foreign key says the same.'
      when bool_or(p.is_shared)
        then 'Other foreign keys compare the column with columns of other types: change all of them together.'
      when bool_or(p.has_dependents)
        then 'Change the type around what depends on the column: views, policies, triggers, functions, generated '
          'columns and publications.'
    end,
    case when bool_and(p.own_width > p.target_width) then 'info' end,
    null,
    case
      when bool_and(p.is_changed and not p.is_shared) then
        array_agg(
          format('alter table %s alter column %I type %s;', p.table_name, p.attname, p.target_type_name)
          order by p.position
        )
    end,
    case
      when bool_and(p.is_changed and not p.is_shared) then
        array_agg(
          format('alter table %s alter column %I type %s;', p.table_name, p.attname, p.own_name)
          order by p.position
        )
    end,
    jsonb_build_object('table', p.table_name, 'references', p.target_name)
  from judged as p
  group by p.constraint_oid, p.schema_name, p.constraint_name, p.table_name, p.target_name
$$;

comment on function steward_internal.check_foreign_key_type_mismatch() is $doc$
Finds foreign keys whose columns differ in type from those that they reference.

An integer column that references a bigint key takes no value beyond 2^31, and one that references a
numeric key cannot use its own index when the parent is deleted, because the comparison casts it. A
wider integer is harmless for now and an information. text and character varying count as one type, and
so do a domain and its base type; lengths are not compared. Partitions appear once, at their parent.
A statement is offered where it settles the matter: not if a view or the like depends on the column, or other
foreign keys compare it with another type. index-health, pgdoctor and SchemaCrawler look for the same.

@title Foreign key between different types
@category schema
@mode static
@severity warning
@remedy Give the referencing column the type of the referenced one.
@fix_lock ACCESS EXCLUSIVE
@fix_risk ALTER COLUMN TYPE rewrites the table and its indexes unless the types are stored alike, and checks the key again; views on the column have to be dropped before.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_foreign_key_type_mismatch();
$doc$;

revoke all on function steward_internal.check_foreign_key_type_mismatch() from public;
