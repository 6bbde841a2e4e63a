create or replace function steward.import_statistics(statistics jsonb)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
  v_problem text;
begin
  if pg_is_in_recovery() or current_setting('transaction_read_only')::boolean then
    raise exception using
      errcode = 'SW004',
      message = 'cannot import statistics where nothing can be written',
      detail = 'The server is a standby, or the transaction is read-only.',
      hint = 'Import them on the primary.';
  end if;

  v_problem := case
    when jsonb_typeof(import_statistics.statistics) is distinct from 'object'
      or not import_statistics.statistics ?& array['node', 'taken_at', 'stats_since', 'counters', 'relations']
      then 'It is not a document of read_statistics().'
    when import_statistics.statistics ->> 'node' = 'primary'
      then 'It was read on a primary.'
    when import_statistics.statistics ->> 'system_identifier'
      is distinct from (select c.system_identifier::text from pg_control_system() as c)
      then 'It was read on a server that is no physical replica of this one.'
    when import_statistics.statistics ->> 'database' is distinct from current_database()
      then format('It was read in database %I.', import_statistics.statistics ->> 'database')
    when (
      select max(s.taken_at) >= (import_statistics.statistics ->> 'taken_at')::timestamptz
      from steward.statistics_snapshots as s
      where s.node = import_statistics.statistics ->> 'node'
    ) then 'A later document of this node was imported already.'
  end;
  if v_problem is not null then
    raise exception using
      errcode = '22023',
      message = 'cannot import these statistics',
      detail = v_problem,
      hint = 'Read them with steward.read_statistics() in the same database of a streaming replica.';
  end if;

  perform pg_advisory_xact_lock(20985, 3);
  return steward_internal.record_statistics(import_statistics.statistics);
end
$$;

comment on function steward.import_statistics(jsonb) is $doc$
Keeps the statistics of a replica, which verdicts on usage need.

Replicas count for themselves what they read: an index that only reports on a standby use looks unused on
the primary. `pgsteward health --replica URL` reads the document there and imports it here; do that as
often as statistics are captured.

@area performance
@param statistics A document that `read_statistics()` returned on a physical replica of this server, in this database.
@returns The id of the new row in `statistics_snapshots`.
@error SW004 The server is a standby or the transaction is read-only.
@error 22023 The document is not of a replica of this server, of another database, malformed, or not newer than the last.
@access steward_operator
@example select import_statistics(read_statistics() || '{"node": "replica"}');
$doc$;

revoke all on function steward.import_statistics(jsonb) from public;
