create or replace function steward_internal.check_invalid_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'index',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Index %s on %s is invalid: writes maintain it, queries cannot use it.',
      r.qualified_name, t.qualified_name),
    null,
    null,
    null,
    array[
      case
        when r.relation_name ~ '_ccnew\d*$|_ccold\d*$'
          then format('drop index concurrently %s;', r.qualified_name)
        else format('reindex index concurrently %s;', r.qualified_name)
      end
    ],
    null::text[],
    jsonb_build_object('table', t.qualified_name)
  from pg_index as i
  inner join steward_internal.user_relations as r on r.relid = i.indexrelid
  inner join steward_internal.user_relations as t on t.relid = i.indrelid
  where not i.indisvalid
    -- A partitioned index is invalid by design until an index of each partition is attached.
    and r.relkind = 'i'
    and not exists (
      select
      from pg_stat_progress_create_index as p
      where p.relid = i.indrelid
    )
$$;

comment on function steward_internal.check_invalid_indexes() is $doc$
Finds indexes that a failed CREATE INDEX or REINDEX CONCURRENTLY left behind.

An invalid index costs as much on every write as a valid one and helps no query; a unique one does
not guarantee anything yet. Indexes of a table on which an index is being built right now are left
out, and so are partitioned indexes that still wait for a partition.

@title Invalid index
@category indexes
@severity warning
@remedy Rebuild it with REINDEX INDEX CONCURRENTLY; drop a leftover that ends in _ccnew or _ccold.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk REINDEX CONCURRENTLY reads the table twice and blocks no writes; DROP INDEX CONCURRENTLY waits for running transactions.
@doc https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
@access steward_reader
@example select * from steward_internal.check_invalid_indexes();
$doc$;

revoke all on function steward_internal.check_invalid_indexes() from public;
