create or replace function steward_internal.retention_cost(target text, row_weight double precision)
returns table (wal_bytes_per_row numeric, seconds_per_row numeric)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    coalesce(sum(s.wal_bytes) / sum(s.rows), 260 * retention_cost.row_weight::numeric),
    coalesce(
      sum(extract(epoch from s.finished_at - s.started_at)) / sum(s.rows), retention_cost.row_weight::numeric / 400000
    )
  from steward.maintenance_steps as s
  where s.target = retention_cost.target
    and s.rows >= 1000
    and s.batches > 0
    and s.wal_bytes > 0
    and s.finished_at > now() - interval '30 days'
$$;

comment on function steward_internal.retention_cost(text, double precision) is $doc$
Estimates what it costs to remove a row.

By the runs of the last 30 days, else by what we measured. The figures for a table without runs, 260 bytes and 400,000 rows a second, are for narrow rows with two indexes beside a busy neighbour.

@param target The name of the table, as in maintenance_steps.
@param row_weight How many rows of heap and TOAST a row is.
@returns One row.
@access steward_reader
@example select * from steward_internal.retention_cost('public.job_queue', 1);
$doc$;

revoke all on function steward_internal.retention_cost(text, double precision) from public;
