create or replace function steward_internal.read_sequences(relids oid[])
returns table (relid oid, last_value bigint, withheld text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sequences jsonb := steward_internal.remembered('sequences')::jsonb;
begin
  if v_sequences is null then
    select coalesce(jsonb_agg(jsonb_build_array(b.relid, b.last_value, b.withheld)), '[]')
    into v_sequences
    from steward_internal.read_sequence_batches(read_sequences.relids) as b;
    perform steward_internal.remember('sequences', v_sequences::text);
  end if;

  return query
  select (s.entry ->> 0)::oid, (s.entry ->> 1)::bigint, s.entry ->> 2
  from jsonb_array_elements(v_sequences) as s (entry)
  where (s.entry ->> 0)::oid = any (read_sequences.relids);
end
$$;

comment on function steward_internal.read_sequences(oid[]) is $doc$
Reads the last values of sequences, once for all checks of a health check.

@param relids The sequences; in a health check the same ones each time.
@returns What read_sequence_batches() returned.
@access steward_reader
@example select * from steward_internal.read_sequences(array[pg_get_serial_sequence('steward.health_runs', 'id')::regclass]);
$doc$;

revoke all on function steward_internal.read_sequences(oid[]) from public;
