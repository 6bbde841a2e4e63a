create or replace function steward_internal.check_sequence_exhaustion()
returns setof steward_internal.check_row
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sequence record;
  v_last bigint;
  v_is_locked boolean;
  v_unreadable text[] := array[]::text[];
  v_locked oid[] := array(select steward_internal.locked_relations());
begin
  for v_sequence in
    select r.relid, r.schema_name, r.relation_name, r.qualified_name, s.seqmin, s.seqmax,
      s.seqincrement, s.seqtypid
    from pg_sequence as s
    inner join steward_internal.user_relations as r on r.relid = s.seqrelid
    where not s.seqcycle
    order by r.schema_name, r.relation_name
  loop
    continue when steward_internal.time_is_up();
    if not has_sequence_privilege(v_sequence.relid, 'select, usage') then
      v_unreadable := v_unreadable || v_sequence.qualified_name;
      continue;
    end if;
    v_is_locked := v_sequence.relid = any (v_locked);
    if not v_is_locked then
      begin
        v_last := pg_sequence_last_value(v_sequence.relid::regclass);
      exception
        when lock_not_available then
          v_is_locked := true;
        -- Dropped meanwhile, or unlogged on a standby, which has no contents there.
        when undefined_table or object_not_in_prerequisite_state or feature_not_supported then
          continue;
      end;
    end if;
    if v_is_locked then
      return next steward_internal.skipped_row(
        'lock', format('Sequence %s is locked by another session.', v_sequence.qualified_name),
        'See who holds it with get_blocking_locks(), and run the check again.',
        'sequence', v_sequence.schema_name, v_sequence.relation_name
      );
      continue;
    end if;
    continue when v_last is null;
    return next steward_internal.sequence_row(
      v_sequence.schema_name, v_sequence.relation_name, v_last, v_sequence.seqmin,
      v_sequence.seqmax, v_sequence.seqincrement, v_sequence.seqtypid
    );
  end loop;

  if cardinality(v_unreadable) > 0 then
    return next steward_internal.skipped_row(
      'privilege',
      format('Role %I may not read %s sequences, among them %s.', current_user,
        cardinality(v_unreadable), array_to_string(v_unreadable[1:3], ', ')),
      format('grant select on sequence %s to %I;', array_to_string(v_unreadable[1:3], ', '), current_user)
    );
  end if;
end
$$;

comment on function steward_internal.check_sequence_exhaustion() is $doc$
Finds sequences that have used up most of the numbers that they can give.

When the last number is given every insert fails. Ascending and descending sequences are measured
between their start and their end; sequences that cycle never end. A role needs SELECT or USAGE on a
sequence to see its last value (pg_monitor is not enough), and what it cannot see is said. The
thresholds are those of pgdoctor (75, 90 %); pghero warns at 90 %, pgmonitor at 75 %.

@title Sequence is running out of numbers
@category capacity
@unit percent
@warning 75
@critical 90
@remedy Give the sequence a larger type with ALTER SEQUENCE ... AS bigint, after the columns that it feeds are bigint.
@doc https://www.postgresql.org/docs/current/sql-altersequence.html
@access steward_reader
@example select * from steward_internal.check_sequence_exhaustion();
$doc$;

revoke all on function steward_internal.check_sequence_exhaustion() from public;
