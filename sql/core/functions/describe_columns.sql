create or replace function steward_internal.describe_columns(relation oid)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'name', a.attname,
        'comment', col_description(a.attrelid, a.attnum),
        'type', t.description || case
          when (t.description -> 'is_array')::boolean and a.attndims > 1
            then jsonb_build_object('dimensions', a.attndims)
          else '{}'
        end,
        'is_nullable',
          c.relkind not in ('r', 'p', 'f')
          or not (a.attnotnull or (t.description -> 'is_not_null')::boolean)
          -- Since PostgreSQL 18 NOT NULL may be there and not hold for old rows.
          or exists (
            select
            from pg_constraint as con
            where con.conrelid = a.attrelid
              and con.contype = 'n'
              and con.conkey = array[a.attnum]
              and not con.convalidated
          ),
        'has_default', a.atthasdef or a.attidentity <> '' or (t.description -> 'has_default')::boolean,
        'is_generated', a.attgenerated <> '' or a.attidentity = 'a',
        'choices', steward_internal.column_choices(a.attrelid, a.attnum)
      )
      order by a.attnum
    ),
    '[]'
  )
  from pg_class as c
  inner join pg_attribute as a on a.attrelid = c.oid
  cross join lateral steward_internal.describe_type(a.atttypid, a.atttypmod) as t (description)
  where c.oid = describe_columns.relation
    and a.attnum > 0
    and not a.attisdropped
$$;

comment on function steward_internal.describe_columns(oid) is $doc$
Describes the columns of a table, view or composite type for code.

Nothing is known to be not null in what a view or a composite type gives.

@param relation OID of the relation in pg_class.
@returns Array of objects with name, comment, type (as `describe_type()` has it), is_nullable, has_default, is_generated (a value may not be given) and choices (the only texts that a CHECK constraint of the table allows).
@access steward_reader
@example select steward_internal.describe_columns('steward.settings'::regclass);
$doc$;

revoke all on function steward_internal.describe_columns(oid) from public;
