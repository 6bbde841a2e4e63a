create or replace function steward_internal.record_rehearsal(run jsonb, files jsonb)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_file jsonb;
  v_id bigint;
begin
  for v_file in
    select f.value
    from jsonb_array_elements(record_rehearsal.files) with ordinality as f (value, position)
    order by f.position
  loop
    v_id := steward_internal.begin_migration(record_rehearsal.run, v_file, 'up');
    update steward.migration_log as l
    set status = 'rolled_back',
      started_at = (v_file ->> 'started_at')::timestamptz,
      finished_at = (v_file ->> 'started_at')::timestamptz + (v_file ->> 'duration')::interval,
      sqlstate = v_file ->> 'sqlstate',
      message = v_file ->> 'message',
      detail = v_file ->> 'detail',
      hint = v_file ->> 'hint'
    where l.id = v_id;
  end loop;
end
$$;

comment on function steward_internal.record_rehearsal(jsonb, jsonb) is $doc$
Records the migrations that were rehearsed, once they are rolled back.

A rehearsal that is killed leaves no row: it changed nothing.

@param run The run, as `begin_migration()` takes it.
@param files A list of name, file, checksum, started_at, duration, and if it failed sqlstate, message, detail and hint.
@returns Nothing.
@access steward_admin
@example begin; select steward_internal.record_rehearsal('{}', '[]'); rollback;
$doc$;

revoke all on function steward_internal.record_rehearsal(jsonb, jsonb) from public;
