create or replace function steward_internal.check_self_referencing_row_keys()
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
    format('Foreign key %I of %s references the columns that it consists of (%s), so every row satisfies it.',
      f.constraint_name, f.table_name, steward_internal.column_list(f.relid, f.attnums)),
    null,
    null,
    null,
    array[format('alter table %s drop constraint %I;', f.table_name, f.constraint_name)],
    array[
      format('alter table %s add constraint %I %s;', f.table_name, f.constraint_name,
        pg_get_constraintdef(f.constraint_oid))
    ],
    jsonb_build_object('table', f.table_name)
  from steward_internal.foreign_key_drops() as d
  inner join steward_internal.user_foreign_keys() as f on f.constraint_oid = d.constraint_oid
  where d.check_id = 'self_referencing_row_keys'
$$;

comment on function steward_internal.check_self_referencing_row_keys() is $doc$
Finds foreign keys in which each row references itself.

Such a key was meant to have another column, that of the parent, or another table. It forbids nothing
and costs a look-up at every insert.

@title Foreign key from columns to themselves
@category schema
@mode static
@severity warning
@remedy Drop it, and add the key that was meant.
@fix_lock ACCESS EXCLUSIVE
@fix_risk Nothing depends on a key that is always satisfied; DROP CONSTRAINT waits for every transaction on the table.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_self_referencing_row_keys();
$doc$;

revoke all on function steward_internal.check_self_referencing_row_keys() from public;
