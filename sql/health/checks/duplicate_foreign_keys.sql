create or replace function steward_internal.check_duplicate_foreign_keys()
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
    format('Foreign key %I of %s has the same columns and references as %I%s.', f.constraint_name,
      f.table_name, survivor.conname, case when not d.is_droppable then ', and other rules' else '' end),
    case
      when not d.is_droppable
        then 'The two disagree on actions, match type or deferral: decide which rules are meant, and drop '
          'the other key.'
    end,
    case when d.is_droppable then 'info' else 'warning' end,
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
    jsonb_build_object('table', f.table_name, 'same_as', survivor.conname)
  from steward_internal.foreign_key_drops() as d
  inner join steward_internal.user_foreign_keys() as f on f.constraint_oid = d.constraint_oid
  inner join pg_constraint as survivor on survivor.oid = d.survivor_oid
  where d.check_id = 'duplicate_foreign_keys'
$$;

comment on function steward_internal.check_duplicate_foreign_keys() is $doc$
Finds foreign keys that repeat another one of their table.

Both are checked at every write of either table, for nothing. The columns may be listed in any order.
The key that is enforced, valid and oldest stays. Where the two differ in ON DELETE, ON UPDATE, MATCH or
deferral it is a warning: the stricter rule wins at run time, and readers of the schema see the other.

@title Duplicate foreign key
@category schema
@mode static
@remedy Drop it; the other key does all that it does.
@fix_lock ACCESS EXCLUSIVE
@fix_risk DROP CONSTRAINT takes milliseconds, but waits for every transaction on both tables; adding the key again reads both.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_duplicate_foreign_keys();
$doc$;

revoke all on function steward_internal.check_duplicate_foreign_keys() from public;
