create or replace function steward_internal.read_sequence_batches(
  relids oid[],
  batch_size integer default 100
)
returns table (relid oid, last_value bigint, withheld text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
as $$
declare
  v_batch oid[];
  v_values bigint[];
begin
  for v_batch in
    select array_agg(s.relid order by s.ordinality)
    from unnest(read_sequence_batches.relids) with ordinality as s (relid, ordinality)
    group by (s.ordinality - 1) / read_sequence_batches.batch_size
  loop
    if steward_internal.time_is_up() then
      return query select s.relid, null::bigint, 'time' from unnest(v_batch) as s (relid);
      continue;
    end if;
    v_values := null;
    begin
      v_values := steward_internal.sequence_last_values(v_batch);
      -- Rolling back to here gives back the locks, which would otherwise add up to thousands.
      raise no_data_found;
    exception
      when no_data_found then
        return query
        select s.relid, s.last_value, null
        from unnest(v_batch, v_values) as s (relid, last_value);
      when lock_not_available or undefined_table then
        if cardinality(v_batch) > 1 then
          return query select s.* from steward_internal.read_sequence_batches(v_batch, 1) as s;
        elsif sqlstate = '55P03' then
          return query select v_batch[1], null::bigint, 'lock';
        end if;
    end;
  end loop;
end
$$;

comment on function steward_internal.read_sequence_batches(oid[], integer) is $doc$
Reads the last values of sequences in batches, or one by one near locks.

@param relids The sequences.
@param batch_size How many are read, and locked, at once.
@returns One row for each sequence that still exists; `withheld` is lock or time if it was not read.
@access steward_reader
@example select * from steward_internal.read_sequence_batches(array[pg_get_serial_sequence('steward.health_runs', 'id')::regclass]);
$doc$;

revoke all on function steward_internal.read_sequence_batches(oid[], integer) from public;
