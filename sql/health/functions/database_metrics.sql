create or replace function steward_internal.database_metrics()
returns table (name text, labels jsonb, value numeric, kind text, help text)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with databases as materialized (
    select d.oid, d.datname, age(d.datfrozenxid) as xid_age, mxid_age(d.datminmxid) as multixact_age
    from pg_database as d
    -- An interrupted DROP DATABASE leaves -2, and the server ignores its age.
    where d.datconnlimit <> -2
    order by d.datname <> current_database(), age(d.datfrozenxid) desc, d.datname
    limit 100
  ),
  current as materialized (
    select jsonb_build_object('database', d.datname) as labels, to_jsonb(d) as counters, d.datid
    from pg_stat_database as d
    where d.datname = current_database()
  )
  select c.name, jsonb_build_object('database', d.datname), c.value, 'gauge', c.help
  from databases as d
  left join pg_stat_database as s on s.datid = d.oid
  cross join lateral (
    values
      ('transaction_id.age', d.xid_age::numeric, 'Age of the oldest unfrozen transaction ID of the database.'),
      ('transaction_id.used_percent', round(100.0 * d.xid_age / 2144483647, 2),
        'Age of the oldest transaction ID, in percent of the age at which the server refuses new ones.'),
      ('multixact.age', d.multixact_age::numeric, 'Age of the oldest multixact ID of the database.'),
      ('database.connections', s.numbackends::numeric, 'Server processes that are connected to the database.')
  ) as c (name, value, help)
  union all
  select 'database.size_bytes', c.labels, pg_database_size(c.datid), 'gauge', 'Size of the database on disk.'
  from current as c
  union all
  select 'database.cache_hit_percent', c.labels, h.value, 'gauge',
    'Blocks found in shared_buffers since the statistics began, in percent; none until there are enough.'
  from current as c
  cross join steward_internal.check_cache_hit_ratio() as h
  union all
  select 'database.statistics_age_seconds', c.labels,
    round(extract(epoch from clock_timestamp() - steward_internal.statistics_since())), 'gauge',
    'Time since the cumulative statistics of the database began.'
  from current as c
  union all
  select 'database.' || m.name, c.labels, (c.counters ->> m.source)::numeric / m.divisor, 'counter', m.help
  from current as c
  cross join (
    values
      ('commits', 'xact_commit', 1, 'Transactions that were committed.'),
      ('rollbacks', 'xact_rollback', 1, 'Transactions that were rolled back.'),
      ('blocks_read', 'blks_read', 1, 'Blocks that were not found in shared_buffers.'),
      ('blocks_hit', 'blks_hit', 1, 'Blocks that were found in shared_buffers.'),
      ('rows_returned', 'tup_returned', 1, 'Rows read by sequential scans and index entries read by index scans.'),
      ('rows_fetched', 'tup_fetched', 1, 'Rows fetched by index scans.'),
      ('rows_inserted', 'tup_inserted', 1, 'Rows inserted.'),
      ('rows_updated', 'tup_updated', 1, 'Rows updated.'),
      ('rows_deleted', 'tup_deleted', 1, 'Rows deleted.'),
      ('conflicts', 'conflicts', 1, 'Queries cancelled because of conflicts with recovery.'),
      ('temp_files', 'temp_files', 1, 'Temporary files created.'),
      ('temp_bytes', 'temp_bytes', 1, 'Bytes written to temporary files.'),
      ('deadlocks', 'deadlocks', 1, 'Deadlocks detected.'),
      ('checksum_failures', 'checksum_failures', 1, 'Data pages whose checksum was wrong.'),
      ('block_read_seconds', 'blk_read_time', 1000, 'Time spent reading blocks, if track_io_timing is on.'),
      ('block_write_seconds', 'blk_write_time', 1000, 'Time spent writing blocks, if track_io_timing is on.'),
      ('active_seconds', 'active_time', 1000, 'Time that sessions spent executing statements.'),
      ('idle_in_transaction_seconds', 'idle_in_transaction_time', 1000,
        'Time that sessions spent idle in a transaction.'),
      ('sessions', 'sessions', 1, 'Sessions that were established.'),
      ('sessions_abandoned', 'sessions_abandoned', 1, 'Sessions that ended because the client was lost.'),
      ('sessions_fatal', 'sessions_fatal', 1, 'Sessions that a fatal error ended.'),
      ('sessions_killed', 'sessions_killed', 1, 'Sessions that an operator ended.')
  ) as m (name, source, divisor, help)
  where m.source not in ('blk_read_time', 'blk_write_time')
    or current_setting('track_io_timing')::boolean
$$;

comment on function steward_internal.database_metrics() is $doc$
Measures size, activity and ID ages of databases for health_metrics().

The ages are those of every database, the oldest 100, because one of them stops the whole server; the
rest is about the current one.

@returns What health_metrics() returns.
@access steward_reader
@example select name, value from steward_internal.database_metrics();
$doc$;

revoke all on function steward_internal.database_metrics() from public;
