create or replace function steward_internal.leading_column_statistics(min_bytes bigint)
returns table (
  indexrelid oid,
  indrelid oid,
  column_name name,
  is_visible boolean,
  null_share numeric,
  distinct_count numeric,
  rarest_share numeric,
  correlation numeric
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select
      x.indexrelid,
      x.indrelid,
      x.schema_name,
      x.table_name,
      a.attname,
      has_column_privilege(x.indrelid, a.attnum, 'select')
        and not row_security_active(x.indrelid) as is_visible
    from steward_internal.user_indexes as x
    inner join pg_attribute as a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
    where x.relkind = 'i'
      and x.access_method = 'btree'
      and not x.indisunique
      and not x.is_bound
      and x.indpred is null
      and x.relpages >= leading_column_statistics.min_bytes / current_setting('block_size')::integer
  )
  select
    c.indexrelid,
    c.indrelid,
    c.attname,
    c.is_visible,
    s.null_frac::numeric,
    s.distinct_count::numeric,
    s.rarest_share::numeric,
    s.correlation::numeric
  from candidates as c
  left join lateral (
    select
      p.null_frac,
      case when p.n_distinct > 0 then p.n_distinct end as distinct_count,
      case
        when cardinality(p.most_common_freqs) = p.n_distinct
          then (
            select min(f.share)
            from unnest(p.most_common_freqs || nullif(p.null_frac, 0)) as f (share)
          )
      end as rarest_share,
      p.correlation
    from pg_stats as p
    where p.schemaname = c.schema_name
      and p.tablename = c.table_name
      and p.attname = c.attname
      and not p.inherited
    -- Keeps the planner from reading the statistics of all columns.
    limit 1
  ) as s on true
$$;

comment on function steward_internal.leading_column_statistics(bigint) is $doc$
Tells what the planner knows about the first column of large btree indexes.

Only indexes that could be replaced: neither unique nor partial, and nothing rests on them. The
indexes of partitioned tables are left out, because autovacuum keeps no statistics of the whole.

@param min_bytes Leaves out smaller indexes, by relpages.
@returns One row for each index. The figures are null if the table has not been analyzed, or if `is_visible` is false; shares are of 1, `rarest_share` is that of the rarest value or of NULL, and null if ANALYZE has not seen all values; `distinct_count` is null where it grows with the table.
@access steward_reader
@example select column_name, null_share from steward_internal.leading_column_statistics(1048576);
$doc$;

revoke all on function steward_internal.leading_column_statistics(bigint) from public;
