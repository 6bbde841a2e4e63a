create or replace function steward_internal.check_overlapping_foreign_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'constraint',
    f.schema_name::text,
    f.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s is a part of %I, which references %s by more columns.', f.constraint_name,
      f.table_name, longer.conname, f.target_name),
    case
      when not d.is_droppable
        then 'Rows with a null in the longer key, or other rules of the two, may be what the shorter one '
          'is for: decide whether both are meant.'
    end,
    null,
    null,
    case
      when d.is_droppable
        then array[format('alter table %s drop constraint %I;', f.table_name, f.constraint_name)]
    end,
    case
      when d.is_droppable
        then array[
          format('alter table %s add constraint %I %s;', f.table_name, f.constraint_name,
            pg_get_constraintdef(f.constraint_oid))
        ]
    end,
    jsonb_build_object('table', f.table_name, 'part_of', longer.conname)
  from steward_internal.foreign_key_drops() as d
  inner join steward_internal.user_foreign_keys() as f on f.constraint_oid = d.constraint_oid
  inner join pg_constraint as longer on longer.oid = d.survivor_oid
  where d.check_id = 'overlapping_foreign_keys'
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
