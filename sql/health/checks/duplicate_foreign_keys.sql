create or replace function steward_internal.check_duplicate_foreign_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with ranked as (
    select
      f.*,
      first_value(f.constraint_oid) over preference as survivor_oid,
      first_value(f.constraint_name) over preference as survivor_name,
      first_value(f.behaviour) over preference as survivor_behaviour
    from steward_internal.user_foreign_keys() as f
    -- A key to itself is the matter of self_referencing_row_keys.
    where f.relid <> f.target_relid
      or f.attnums <> f.target_attnums
    window preference as (
      partition by f.relid, f.target_relid, f.key_pairs
      order by f.is_validated desc, f.constraint_oid
    )
  )
  select
    'constraint',
    d.schema_name::text,
    d.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s has the same columns and references as %I%s.', d.constraint_name,
      d.table_name, d.survivor_name,
      case when d.behaviour <> d.survivor_behaviour then ', and other rules' else '' end),
    case
      when d.behaviour <> d.survivor_behaviour
        then 'The two disagree on actions, match type or deferral: decide which rules are meant, and drop '
          'the other key.'
    end,
    case when d.behaviour <> d.survivor_behaviour then 'warning' else 'info' end,
    null,
    case
      when d.behaviour = d.survivor_behaviour
        then array[format('alter table %s drop constraint %I;', d.table_name, d.constraint_name)]
    end,
    case
      when d.behaviour = d.survivor_behaviour
        then array[
          format('alter table %s add constraint %I %s;', d.table_name, d.constraint_name,
            pg_get_constraintdef(d.constraint_oid))
        ]
    end,
    jsonb_build_object('table', d.table_name, 'same_as', d.survivor_name)
  from ranked as d
  where d.constraint_oid <> d.survivor_oid
$$;

comment on function steward_internal.check_duplicate_foreign_keys() is $doc$
Finds foreign keys that repeat another one of their table.

Both are checked at every write of either table, for nothing. The columns may be listed in any order.
The key that is valid and oldest stays. Where the two differ in ON DELETE, ON UPDATE, MATCH or
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
