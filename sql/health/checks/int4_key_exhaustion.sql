create or replace function steward_internal.check_int4_key_exhaustion()
returns setof steward_internal.check_row
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key record;
  v_largest bigint;
  v_is_locked boolean;
  v_unreadable text[] := array[]::text[];
  v_locked oid[] := array(select steward_internal.locked_relations());
begin
  for v_key in
    select k.* from steward_internal.integer_keys() as k order by k.schema_name, k.table_name, k.attnum
  loop
    continue when steward_internal.time_is_up();
    v_is_locked := v_key.relid = any (v_locked) or coalesce(v_key.sequence_oid = any (v_locked), false);
    if not v_is_locked and v_key.method is null then
      v_unreadable := v_unreadable || format('%I.%I', v_key.schema_name, v_key.table_name);
      continue;
    end if;
    if not v_is_locked then
      begin
        if v_key.method = 'sequence' then
          v_largest := pg_sequence_last_value(v_key.sequence_oid::regclass);
        else
          execute format('select max(t.%I) from %I.%I as t', v_key.column_name, v_key.schema_name, v_key.table_name)
          into v_largest;
        end if;
      exception
        when lock_not_available then
          v_is_locked := true;
        -- Dropped or renamed meanwhile, or unlogged on a standby, which has no contents there.
        when undefined_table or undefined_column or object_not_in_prerequisite_state
          or feature_not_supported then
          continue;
      end;
    end if;
    if v_is_locked then
      return next steward_internal.skipped_row(
        'lock', format('Table %I.%I is locked by another session.', v_key.schema_name, v_key.table_name),
        'See who holds it with get_blocking_locks(), and run the check again.',
        'column', v_key.schema_name, format('%I.%I', v_key.table_name, v_key.column_name)
      );
      continue;
    end if;
    continue when v_largest is null or v_largest <= 0;
    return next row(
      'column',
      v_key.schema_name,
      format('%I.%I', v_key.table_name, v_key.column_name),
      round(100.0 * v_largest / v_key.limit_value, 1),
      format('Key column %I of %I.%I is %s and has reached %s; %s numbers are left.%s', v_key.column_name,
        v_key.schema_name, v_key.table_name, v_key.type_name, v_largest, v_key.limit_value - v_largest,
        case v_key.reference_count
          when 0 then ''
          when 1 then ' A foreign key refers to it and must grow as well.'
          else format(' %s foreign keys refer to it and must grow as well.', v_key.reference_count)
        end),
      null,
      null,
      null,
      null,
      jsonb_build_object('largest', v_largest, 'limit', v_key.limit_value, 'known_from', v_key.method)
    )::steward_internal.check_row;
  end loop;

  if cardinality(v_unreadable) > 0 then
    return next steward_internal.skipped_row(
      'privilege',
      format('Role %I may not read the keys of %s tables, among them %s.', current_user,
        cardinality(v_unreadable), array_to_string(v_unreadable[1:3], ', ')),
      format('grant select on %s to %I;', array_to_string(v_unreadable[1:3], ', '), current_user)
    );
  end if;
end
$$;

comment on function steward_internal.check_int4_key_exhaustion() is $doc$
Finds smallint and integer keys that have used up most of their numbers.

Inserts fail when the last number is given, and turning the column into a bigint then rewrites the
table with everybody locked out; so this wants to be known long before (pgdoctor warns from 50 %, and
at 80 % the time for an orderly change is short). The largest number comes from the sequence that
feeds the column, also a bigint sequence, which never runs out itself; otherwise from the index of
the key. Tables whose rows a policy hides from the caller count as unreadable.

@title Integer key is running out of numbers
@category capacity
@unit percent
@warning 50
@critical 80
@remedy Plan the change to bigint now: add a bigint column, keep it filled by a trigger, backfill, and swap; together with all columns that refer to it.
@doc https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT
@access steward_reader
@example select * from steward_internal.check_int4_key_exhaustion();
$doc$;

revoke all on function steward_internal.check_int4_key_exhaustion() from public;
