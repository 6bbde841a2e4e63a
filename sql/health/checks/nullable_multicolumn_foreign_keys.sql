create or replace function steward_internal.check_nullable_multicolumn_foreign_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with keys as (
    select
      f.*,
      nullable.attnums as nullable_attnums,
      steward_internal.column_list(f.relid, nullable.attnums) as column_list,
      first_value(f.constraint_name) over (
        partition by f.relid, array(select k.attnum from unnest(nullable.attnums) as k (attnum) order by 1)
        order by f.constraint_oid
      ) as first_name
    from steward_internal.user_foreign_keys() as f
    cross join lateral (
      select array_agg(a.attnum order by array_position(f.attnums, a.attnum)) as attnums
      from pg_attribute as a
      where a.attrelid = f.relid
        and a.attnum = any (f.attnums)
        and not a.attnotnull
    ) as nullable
    where cardinality(f.attnums) > 1
      and f.match_type = 's'
      and cardinality(nullable.attnums) > 1
      and f.constraint_oid not in (
        select d.constraint_oid from steward_internal.foreign_key_drops() as d where d.is_droppable
      )
      and not exists (
        select
        from pg_constraint as con
        where con.conrelid = f.relid
          and con.contype = 'c'
          and con.conkey @> nullable.attnums
      )
  )
  select
    'constraint',
    f.schema_name::text,
    f.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s is not checked for rows in which only some of (%s) are null.',
      f.constraint_name, f.table_name, f.column_list),
    case
      when f.first_name <> f.constraint_name
        then format('The constraint that is proposed for %I serves this key as well.', f.first_name)
    end,
    null,
    null,
    case
      when f.first_name = f.constraint_name
        then array[
          format('alter table %s add constraint %I check (num_nulls(%s) in (0, %s)) not valid;', f.table_name,
            proposed.name, f.column_list, cardinality(f.nullable_attnums)),
          format('alter table %s validate constraint %I;', f.table_name, proposed.name)
        ]
    end,
    case
      when f.first_name = f.constraint_name
        then array[format('alter table %s drop constraint %I;', f.table_name, proposed.name)]
    end,
    jsonb_build_object('table', f.table_name, 'references', f.target_name)
  from keys as f
  cross join lateral (
    select format('%s_%s_check', left(f.constraint_name, 12), left(md5(f.constraint_name), 8)) as name
  ) as proposed
$$;

comment on function steward_internal.check_nullable_multicolumn_foreign_keys() is $doc$
Finds foreign keys of several columns that a half-null row escapes.

With MATCH SIMPLE, the default, a row with a null in any column of the key is not checked, although
its other columns may point nowhere. Reported are keys with two or more nullable columns. With one,
such as an optional reference inside a tenant, null means no reference and nothing is half. Keys
with MATCH FULL are left out, and so are those whose nullable columns a CHECK constraint speaks of.

@title Foreign key that half-null rows escape
@category schema
@mode static
@severity info
@remedy Make the columns null together or not at all, with a CHECK constraint or MATCH FULL, or declare them NOT NULL.
@fix_lock ACCESS EXCLUSIVE
@fix_risk The first statement takes milliseconds, but waits for every transaction on the table; the second reads the table without blocking anybody, and fails if there are half-null rows.
@doc https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES
@access steward_reader
@example select * from steward_internal.check_nullable_multicolumn_foreign_keys();
$doc$;

revoke all on function steward_internal.check_nullable_multicolumn_foreign_keys() from public;
