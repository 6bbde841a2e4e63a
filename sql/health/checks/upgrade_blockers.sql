create or replace function steward_internal.check_upgrade_blockers()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with recursive refused as materialized (
    select t.oid
    from pg_type as t
    where (t.typtype = 'c' and t.oid < 16384)
      or t.oid in (
        'regcollation'::regtype, 'regconfig'::regtype, 'regdictionary'::regtype,
        'regnamespace'::regtype, 'regoper'::regtype, 'regoperator'::regtype, 'regproc'::regtype,
        'regprocedure'::regtype
      )
      -- No catalog tells how a type is stored.
      or (t.oid = 'aclitem'::regtype and current_setting('server_version_num')::integer < 160000)
  ),
  suspicious as materialized (
    select u.type_oid
    from unnest(steward_internal.types_in_use()) as u (type_oid)
    where u.type_oid >= 16384
      or u.type_oid in (select b.oid from refused as b)
      or u.type_oid in (
        select t.typarray
        from refused as b
        inner join pg_type as t on t.oid = b.oid
      )
  ),
  suspects as materialized (
    select a.attrelid, a.attname, a.atttypid, a.atttypmod
    from pg_attribute as a
    where exists (select from suspicious)
      and a.attrelid >= 16384
      and a.attnum > 0
      and not a.attisdropped
      and a.atttypid = any (array(select s.type_oid from suspicious as s))
  ),
  parts (column_type, part) as (
    select s.atttypid, s.atttypid
    from suspects as s
    union
    select p.column_type, component.oid
    from parts as p
    cross join lateral (
      select t.typbasetype
      from pg_type as t
      where t.oid = p.part
        and t.typtype = 'd'
      union all
      select t.typelem
      from pg_type as t
      where t.oid = p.part
        and t.typsubscript = 'array_subscript_handler'::regproc
      union all
      select r.rngsubtype
      from pg_range as r
      where p.part in (r.rngtypid, r.rngmultitypid)
      union all
      select a.atttypid
      from pg_type as t
      inner join pg_attribute as a on a.attrelid = t.typrelid
      where t.oid = p.part
        and t.oid >= 16384
        and a.attnum > 0
        and not a.attisdropped
    ) as component (oid)
  ),
  blocking as materialized (
    select
      p.column_type,
      min(
        case
          when t.typtype = 'c'
            then format('it holds rows of %s, whose columns differ between versions', p.part::regtype)
          when t.oid = 'aclitem'::regtype then 'PostgreSQL 16 stores aclitem in another way'
          else format('%s holds numbers of catalog rows, which the new cluster gives anew', p.part::regtype)
        end
      ) as reason
    from parts as p
    inner join pg_type as t on t.oid = p.part
    where t.oid in (select b.oid from refused as b)
    group by p.column_type
  ),
  inheritance as materialized (
    select h.inhrelid, h.inhparent
    from pg_inherits as h
    inner join pg_class as c on c.oid = h.inhrelid
    where c.relkind = 'r'
      and not c.relispartition
      -- From 18 on such a column is one whose parent says NO INHERIT.
      and current_setting('server_version_num')::integer < 180000
  ),
  loosened as materialized (
    select child.attrelid, child.attname, parent.attrelid as parent_relid
    from inheritance as h
    inner join pg_attribute as parent on parent.attrelid = h.inhparent
    inner join pg_attribute as child on child.attrelid = h.inhrelid and child.attname = parent.attname
    where parent.attnotnull
      and not child.attnotnull
      and parent.attnum > 0
      and not child.attisdropped
  )
  select
    'column',
    r.schema_name::text,
    format('%s.%s', r.relation_name, c.attname),
    null::numeric,
    format('pg_upgrade refuses column %s.%I (%s): %s.', r.qualified_name, c.attname,
      format_type(c.atttypid, c.atttypmod), b.reason),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', r.qualified_name)
  from suspects as c
  inner join blocking as b on b.column_type = c.atttypid
  inner join steward_internal.user_relations as r on r.relid = c.attrelid
  where r.relkind in ('r', 'p', 'm')
    and not r.is_partition
  union all
  select
    'column',
    r.schema_name::text,
    format('%s.%s', r.relation_name, l.attname),
    null,
    format('Column %s.%I accepts nulls although that of its parent %s does not, which PostgreSQL 18 refuses.',
      r.qualified_name, l.attname, parent.qualified_name),
    'Declare it NOT NULL, or drop that from the parent.',
    null,
    null,
    array[format('alter table %s alter column %I set not null;', r.qualified_name, l.attname)],
    array[format('alter table %s alter column %I drop not null;', r.qualified_name, l.attname)],
    jsonb_build_object('parent', parent.qualified_name)
  from loosened as l
  inner join steward_internal.user_relations as r on r.relid = l.attrelid
  inner join steward_internal.user_relations as parent on parent.relid = l.parent_relid
  union all
  select
    'prepared transaction',
    null,
    p.gid,
    null,
    format('Prepared transaction %s of %I is neither committed nor rolled back.', quote_literal(p.gid), p.owner),
    'Ask its transaction manager: commit prepared or rollback prepared.',
    null,
    null,
    null,
    null,
    jsonb_build_object('prepared', p.prepared)
  from pg_prepared_xacts as p
  where p.database = current_database()
$$;

comment on function steward_internal.check_upgrade_blockers() is $doc$
Finds what makes pg_upgrade refuse this database.

Looked at is what pg_upgrade --check looks at and the catalog tells: columns of types that hold numbers
of catalog rows (regproc, regoper, regconfig and their like; regclass, regrole and regtype are fine),
of aclitem before PostgreSQL 16, and of row types of the system catalogs, also inside of domains,
arrays, ranges and row types; nullable columns below a NOT NULL parent before 18; and prepared
transactions. What needs the new installation, such as missing libraries, only pg_upgrade can say, and
logical replication slots of the cluster are not looked at. Nothing is wrong with any of this until
the day of the upgrade: an information.

@title Upgrade would be refused
@category schema
@severity info
@remedy Drop the column or change its type, to text for example, before the upgrade.
@fix_lock ACCESS EXCLUSIVE
@fix_risk SET NOT NULL reads the table while it is locked, and fails if there are nulls.
@doc https://www.postgresql.org/docs/current/pgupgrade.html
@access steward_reader
@example select * from steward_internal.check_upgrade_blockers();
$doc$;

revoke all on function steward_internal.check_upgrade_blockers() from public;
