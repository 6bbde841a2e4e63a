create or replace function steward_internal.check_overlapping_foreign_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with keys as materialized (
    select f.* from steward_internal.user_foreign_keys() as f
  ),
  implied as (
    select distinct on (s.constraint_oid)
      s.*,
      l.constraint_name as longer_name,
      l.is_validated
        and l.behaviour = s.behaviour
        and not exists (
          select
          from pg_attribute as a
          where a.attrelid = l.relid
            and a.attnum = any (l.attnums)
            and not a.attnotnull
        ) as is_implied
    from keys as s
    inner join keys as l
      on l.relid = s.relid
      and l.target_relid = s.target_relid
      and cardinality(l.key_pairs) > cardinality(s.key_pairs)
      and l.key_pairs @> s.key_pairs
    order by s.constraint_oid, cardinality(l.key_pairs), l.constraint_oid
  )
  select
    'constraint',
    s.schema_name::text,
    s.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s is a part of %I, which references %s by more columns.', s.constraint_name,
      s.table_name, s.longer_name, s.target_name),
    case
      when not s.is_implied
        then 'Rows with a null in the longer key, or other rules of the two, may be what the shorter one '
          'is for: decide whether both are meant.'
    end,
    null,
    null,
    case
      when s.is_implied
        then array[format('alter table %s drop constraint %I;', s.table_name, s.constraint_name)]
    end,
    case
      when s.is_implied
        then array[
          format('alter table %s add constraint %I %s;', s.table_name, s.constraint_name,
            pg_get_constraintdef(s.constraint_oid))
        ]
    end,
    jsonb_build_object('table', s.table_name, 'part_of', s.longer_name)
  from implied as s
$$;

comment on function steward_internal.check_overlapping_foreign_keys() is $doc$
Finds foreign keys whose columns are a part of another key to the same table.

A row that satisfies the longer key satisfies the shorter one as well, unless a column of the longer
one is null: then only the shorter one is checked. A drop is proposed where that cannot be, and where
both keys agree in their actions. Equal keys are duplicate_foreign_keys.

@title Foreign key is a part of another
@category schema
@mode static
@severity info
@remedy Drop the shorter key; the longer one implies it.
@fix_lock ACCESS EXCLUSIVE
@fix_risk DROP CONSTRAINT takes milliseconds, but waits for every transaction on both tables; adding the key again reads both.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_overlapping_foreign_keys();
$doc$;

revoke all on function steward_internal.check_overlapping_foreign_keys() from public;
