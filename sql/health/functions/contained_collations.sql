create or replace function steward_internal.contained_collations()
returns table (type_id oid, collation_id oid)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive parts as materialized (
    select t.oid as whole, t.typelem as part
    from pg_type as t
    where t.typcategory = 'A'
      and t.typelem <> 0
    union all
    select t.oid, t.typbasetype
    from pg_type as t
    where t.typtype = 'd'
    union all
    select r.rngtypid, r.rngsubtype
    from pg_range as r
    union all
    select r.rngmultitypid, r.rngtypid
    from pg_range as r
    union all
    select c.reltype, a.atttypid
    from pg_class as c
    inner join pg_attribute as a on a.attrelid = c.oid
    where c.reltype <> 0
      and c.relnamespace <> 'pg_catalog'::regnamespace
      and a.attnum > 0
      and not a.attisdropped
  ),
  sorted (type_id, collation_id) as (
    select r.rngtypid, r.rngcollation
    from pg_range as r
    where r.rngcollation <> 0
    union all
    select c.reltype, a.attcollation
    from pg_class as c
    inner join pg_attribute as a on a.attrelid = c.oid
    where c.reltype <> 0
      and c.relnamespace <> 'pg_catalog'::regnamespace
      and a.attnum > 0
      and not a.attisdropped
      and a.attcollation <> 0
    union all
    -- The strings in it are compared by the collation of the database.
    select 'jsonb'::regtype::oid, 'pg_catalog."default"'::regcollation::oid
  ),
  reached as (
    select s.type_id, s.collation_id
    from sorted as s
    union
    select p.whole, r.collation_id
    from reached as r
    inner join parts as p on p.part = r.type_id
  )
  select r.type_id, r.collation_id
  from reached as r
$$;

comment on function steward_internal.contained_collations() is $doc$
Lists the collations by which values are compared whose own type has none.

A range is compared by the collation of its type, a composite value by those of its columns, jsonb by that of the database; arrays, domains,
multiranges, and composites of such types contain them. No column and no index shows these collations.

@returns One row for each type and collation in it.
@access steward_reader
@example select type_id::regtype, collation_id::regcollation from steward_internal.contained_collations();
$doc$;

revoke all on function steward_internal.contained_collations() from public;
