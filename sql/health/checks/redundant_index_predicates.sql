create or replace function steward_internal.check_redundant_index_predicates()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with tests as materialized (
    select x.indexrelid
    from steward_internal.user_indexes as x
    where x.indpred is not null
      and x.indpred::text like '%:nulltesttype 1 %'
      and x.indpred::text not like '%{OPEXPR %'
      -- Cheap, and leaves next to nothing for the comparison of the whole tree.
      and exists (
        select
        from pg_attribute as a
        where a.attrelid = x.indrelid
          and a.attnum::text = split_part(split_part(x.indpred::text, ':varattno ', 2), ' ', 1)
          and a.attnotnull
      )
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    null::numeric,
    format('Index %s on %s has the condition (%s), which is true of every row: %s.',
      x.qualified_name, x.table_qualified_name, predicate.text, predicate.reason),
    obstacle.text,
    null,
    null,
    case when obstacle.text is null then steward_internal.index_replacement(x.indexrelid, null) end,
    case when obstacle.text is null then steward_internal.index_replacement(x.indexrelid, predicate.text) end,
    jsonb_build_object('table', x.table_qualified_name, 'predicate', predicate.text)
  from tests as t
  inner join steward_internal.user_indexes as x on x.indexrelid = t.indexrelid
  cross join lateral (
    select
      string_agg(format('%I is not null', a.attname), ' and ' order by m.ordinal) as text,
      case
        when count(*) = 1 then format('column %I is NOT NULL', min(a.attname))
        else 'the columns are NOT NULL'
      end as reason
    from regexp_matches(x.indpred::text, ':varattno (\d+)', 'g') with ordinality as m (match, ordinal)
    inner join pg_attribute as a on a.attrelid = x.indrelid and a.attnum = m.match[1]::smallint
  ) as predicate
  cross join lateral (
    select coalesce(
      steward_internal.index_drop_advice(x.indexrelid),
      (
        select format('It would be the same as %s: decide first which of the two is to stay.', other.qualified_name)
        from steward_internal.comparable_indexes() as own
        inner join steward_internal.comparable_indexes() as other
          on other.definition = own.definition
          and other.index_oid <> own.index_oid
        where own.index_oid = x.indexrelid
        order by other.index_oid
        limit 1
      )
    )
  ) as obstacle (text)
  where steward_internal.is_implied_by_not_null(t.indexrelid, '{}')
$$;

comment on function steward_internal.check_redundant_index_predicates() is $doc$
Finds partial indexes whose condition is true of every row.

`WHERE column IS NOT NULL` on a column that is NOT NULL leaves nothing out. It only hides the index:
before PostgreSQL 17 the planner does not conclude the condition from the column, and ON CONFLICT and
foreign keys ask for an index without one. Only conditions that consist of such tests are compared;
anything else may leave rows out.

@title Partial index holds every row
@category indexes
@mode static
@severity info
@remedy Replace the index by one without the condition.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk CREATE INDEX CONCURRENTLY reads the table twice and blocks no writes; INSERT ... ON CONFLICT that repeats the condition goes on working.
@doc https://www.postgresql.org/docs/current/indexes-partial.html
@access steward_reader
@example select * from steward_internal.check_redundant_index_predicates();
$doc$;

revoke all on function steward_internal.check_redundant_index_predicates() from public;
