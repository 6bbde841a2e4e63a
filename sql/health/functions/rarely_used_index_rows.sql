create or replace function steward_internal.rarely_used_index_rows()
returns table (index_oid oid, scans bigint, writes bigint, changed_since timestamptz)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with period as materialized (
    select
      p.needed,
      -- Snapshots from within the window cannot prove all of it.
      p.needed + interval '1 day' as lookback
    from (select steward.get_setting('health.usage_window')::interval as needed) as p
  ),
  candidates as materialized (
    select x.indexrelid
    from steward_internal.user_indexes as x
    where x.relkind = 'i'
      and not x.indisunique
      and not x.is_bound
      and not x.supports_foreign_key
      and x.relpages >= 10485760 / current_setting('block_size')::integer
  ),
  used as materialized (
    select
      h.indexrelid,
      h.relid,
      h.idx_scan as scans,
      h.changed_since
    from period as p
    cross join lateral steward_internal.index_changes(p.lookback) as h
    -- Without a large index nobody needs to read the history.
    where exists (select from candidates)
      and h.elapsed >= p.needed
      and h.idx_scan between 1 and 99
      and h.indexrelid in (select c.indexrelid from candidates as c)
  ),
  written as materialized (
    select
      h.relid,
      h.n_tup_ins + h.n_tup_upd - h.n_tup_hot_upd as writes
    from period as p
    cross join lateral steward_internal.table_changes(p.lookback) as h
    where exists (select from used)
      and h.relid in (select u.relid from used as u)
  )
  select u.indexrelid, u.scans, w.writes, u.changed_since
  from used as u
  inner join written as w on w.relid = u.relid
  where w.writes >= 10000
    and w.writes >= 1000 * u.scans
$$;

comment on function steward_internal.rarely_used_index_rows() is $doc$
Lists large indexes that are written a thousand times for each scan.

@returns One row for each index that nothing rests on, with its scans and the writes of its table in the setting `health.usage_window`; none before that was observed.
@access steward_reader
@example select index_oid::regclass, scans, writes from steward_internal.rarely_used_index_rows();
$doc$;

revoke all on function steward_internal.rarely_used_index_rows() from public;
