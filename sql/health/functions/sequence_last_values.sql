create or replace function steward_internal.sequence_last_values(relids oid[])
returns bigint[]
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_query text;
  v_values bigint[];
begin
  -- pg_sequence_last_value() needs only USAGE, but keeps its lock even when a subtransaction is rolled back.
  select format(
    'select array[%s]',
    string_agg(
      case
        when has_sequence_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage')
          then format('(select case when is_called then last_value end from %I.%I)', n.nspname, c.relname)
        else format('pg_sequence_last_value(%L::oid::regclass)', c.oid)
      end,
      ', '
      order by s.ordinality
    )
  )
  into v_query
  from unnest(sequence_last_values.relids) with ordinality as s (relid, ordinality)
  -- What was dropped meanwhile keeps its place, with null.
  left join pg_class as c on c.oid = s.relid
  left join pg_namespace as n on n.oid = c.relnamespace;
  execute v_query into v_values;
  return v_values;
end
$$;

comment on function steward_internal.sequence_last_values(oid[]) is $doc$
Reads the last values of sequences, which it locks.

@param relids The sequences.
@returns Their last values in the same order, null where nothing has been taken yet or the sequence is gone.
@access steward_reader
@example select steward_internal.sequence_last_values(array[pg_get_serial_sequence('steward.health_runs', 'id')::regclass]);
$doc$;

revoke all on function steward_internal.sequence_last_values(oid[]) from public;
