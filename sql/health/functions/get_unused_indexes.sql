create or replace function steward.get_unused_indexes()
returns table (
  schema_name name,
  table_name name,
  index_name name,
  estimated_bytes bigint,
  scans bigint,
  kept_because text,
  observed_since timestamptz,
  observed interval,
  verdict text
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  select
    x.schema_name, x.table_name, x.index_name, x.estimated_bytes, x.scans, x.kept_because, x.observed_since,
    x.observed, x.verdict
  from steward_internal.idle_indexes() as x
  order by x.kept_because is not null, x.estimated_bytes desc, x.schema_name, x.index_name
$$;

comment on function steward.get_unused_indexes() is $doc$
Lists the indexes that no query has used, and says whether that proves anything.

The verdict rests on the snapshots of `capture_statistics()`, because the counters of the server start
again after a crash: `unused` means that the index was observed for the setting `health.usage_window` and
nothing used it, here or on any replica whose statistics were imported (`import_statistics()`). Before,
`verdict` says what is missing: days of observation, here or on a replica, or a standby that is
connected and never reported.

@area health
@returns One row for each index that nothing has used, droppable ones first, largest first. `scans` counts since the statistics of the server began, `kept_because` names the duty of an index that must stay although nothing scans it, `estimated_bytes` is as old as the last VACUUM.
@access steward_reader
@example select index_name, estimated_bytes, verdict from get_unused_indexes() where verdict <> 'keep';
$doc$;

revoke all on function steward.get_unused_indexes() from public;
