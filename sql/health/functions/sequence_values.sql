create or replace function steward_internal.sequence_values()
returns table (
  relid oid,
  schema_name name,
  sequence_name name,
  qualified_name text,
  data_type oid,
  increment_by bigint,
  min_value bigint,
  max_value bigint,
  is_cycled boolean,
  last_value bigint,
  withheld text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
as $$
declare
  v_query text;
begin
  for
    relid, schema_name, sequence_name, qualified_name, data_type, increment_by, min_value, max_value,
    is_cycled, v_query, withheld
  in
    select
      r.relid, r.schema_name, r.relation_name, r.qualified_name, s.seqtypid, s.seqincrement, s.seqmin,
      s.seqmax, s.seqcycle,
      -- pg_sequence_last_value() needs only USAGE, but waits for ALTER and keeps its lock to the end.
      case
        when has_sequence_privilege(r.relid, 'select')
          and has_schema_privilege(r.schema_name::text, 'usage')
          then format('select case when is_called then last_value end from %s', r.qualified_name)
        else format('select pg_sequence_last_value(%L::oid::regclass)', r.relid)
      end,
      case
        when r.relpersistence = 'u' and pg_is_in_recovery() then 'server'
        when not has_sequence_privilege(r.relid, 'usage, select') then 'privilege'
        when r.relid in (select steward_internal.locked_relations()) then 'lock'
      end
    from steward_internal.user_relations as r
    inner join pg_sequence as s on s.seqrelid = r.relid
    order by r.qualified_name
  loop
    last_value := null;
    if withheld is null and steward_internal.time_is_up() then
      withheld := 'time';
    end if;
    if withheld is null then
      begin
        execute v_query into last_value;
        -- Rolling back to here gives back the locks, which would otherwise add up to thousands.
        raise no_data_found;
      exception
        when no_data_found then
          null;
        when lock_not_available then
          withheld := 'lock';
        when undefined_table then
          continue;
      end;
    end if;
    return next;
  end loop;
end
$$;

comment on function steward_internal.sequence_values() is $doc$
Reads the last value of every sequence that the caller may read.

Reading opens the sequence, so those that another session holds exclusively are left alone, none is
waited for longer than 100 ms, and no lock is kept if the caller has SELECT.

@returns One row for each sequence. `last_value` is null if nothing has been taken from it, or if `withheld` says why it was not read: privilege, lock, time, or server (unlogged, on a standby).
@access steward_reader
@example select qualified_name, last_value, withheld from steward_internal.sequence_values();
$doc$;

revoke all on function steward_internal.sequence_values() from public;
