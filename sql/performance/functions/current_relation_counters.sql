create or replace function steward_internal.current_relation_counters(relids oid[] default null)
returns table (relid oid, counters bigint[])
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  return query execute format(
    $sql$
      with indexes as materialized (
        select
          i.indexrelid,
          i.indrelid,
          pg_stat_get_numscans(i.indexrelid) as idx_scan,
          pg_stat_get_tuples_returned(i.indexrelid) as idx_tup_read,
          pg_stat_get_tuples_fetched(i.indexrelid) as idx_tup_fetch
        from pg_index as i
        where $1 is null
          or i.indexrelid = any ($1)
          or i.indrelid = any ($1)
      ),
      tables as (
        select i.indrelid, sum(i.idx_scan)::bigint as idx_scan
        from indexes as i
        group by i.indrelid
      )
      select r.relid, case
        when i.indexrelid is not null then array[i.idx_scan, i.idx_tup_read, i.idx_tup_fetch]
        else array[
          pg_stat_get_numscans(r.relid),
          pg_stat_get_tuples_returned(r.relid),
          t.idx_scan,
          pg_stat_get_tuples_fetched(r.relid),
          pg_stat_get_tuples_inserted(r.relid),
          pg_stat_get_tuples_updated(r.relid),
          pg_stat_get_tuples_deleted(r.relid),
          pg_stat_get_tuples_hot_updated(r.relid),
          %s
        ]
      end
      from steward_internal.user_relations as r
      left join indexes as i on i.indexrelid = r.relid
      left join tables as t on t.indrelid = r.relid
      where r.relkind in ('r', 'm', 'i')
        and ($1 is null or r.relid = any ($1))
    $sql$,
    case
      when to_regproc('pg_stat_get_tuples_newpage_updated') is null then 'null'
      else 'pg_stat_get_tuples_newpage_updated(r.relid)'
    end
  )
  using current_relation_counters.relids;
end
$$;

comment on function steward_internal.current_relation_counters(oid[]) is $doc$
Reads the cumulative counters of all user tables and indexes.

The counters of a table are, in this order, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch (null without
an index), n_tup_ins, n_tup_upd, n_tup_del, n_tup_hot_upd and n_tup_newpage_upd (null before PostgreSQL
16); those of an index are idx_scan, idx_tup_read and idx_tup_fetch.

@param relids Only these relations; null means all.
@returns One row for each relation that stores something.
@access steward_reader
@example select counters[1] as seq_scan from steward_internal.current_relation_counters();
$doc$;

revoke all on function steward_internal.current_relation_counters(oid[]) from public;
