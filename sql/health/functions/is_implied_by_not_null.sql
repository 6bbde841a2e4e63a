create or replace function steward_internal.is_implied_by_not_null(index_oid oid, attnums integer[])
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    regexp_replace(
      i.indpred::text,
      format(
        '\{NULLTEST :arg \{VAR :varno 1 :varattno (%s) [^{}]*\} :nulltesttype 1 [^{}]*\}',
        (
          select string_agg(a.attnum::text, '|')
          from pg_attribute as a
          where a.attrelid = i.indrelid
            and (a.attnum = any (is_implied_by_not_null.attnums) or a.attnotnull and a.attnum > 0)
        )
      ),
      '',
      'g'
    ) ~ '^(\{BOOLEXPR :boolop and :args \( *\)[^{}]*\})?$'
  from pg_index as i
  where i.indexrelid = is_implied_by_not_null.index_oid
$$;

comment on function steward_internal.is_implied_by_not_null(oid, integer[]) is $doc$
Tells whether a partial index holds every row with non-null key columns.

That is so if its predicate is nothing but IS NOT NULL tests, joined by AND, of these columns or of
columns that are declared NOT NULL. The stored expression tree is compared, because pg_get_expr()
waits for locks since PostgreSQL 17.

@param index_oid The partial index.
@param attnums Numbers of the columns of its table.
@returns True if every such row is in the index, null if the index is not partial.
@access steward_reader
@example select steward_internal.is_implied_by_not_null(indexrelid, array[1]) from pg_index limit 1;
$doc$;

revoke all on function steward_internal.is_implied_by_not_null(oid, integer[]) from public;
