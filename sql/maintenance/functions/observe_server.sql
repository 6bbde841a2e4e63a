create or replace function steward_internal.observe_server(run steward_internal.retention_run)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := observe_server.run;
  v_brake text;
begin
  v_run.looked_at := clock_timestamp();
  if steward_internal.other_sessions_are_active() then
    v_run.others_at := clock_timestamp();
  end if;
  -- Between two looks many short transactions of others can begin and end.
  v_run.is_alone := v_run.others_at is null or v_run.others_at < clock_timestamp() - interval '1 second';
  v_brake := steward_internal.retention_brake(v_run);
  v_run.has_to_wait := v_brake is not null;
  if v_run.has_to_wait then
    v_run.braked_for := v_run.braked_for + interval '500 milliseconds';
  end if;
  if v_run.braked_for > steward.get_setting('maintenance.max_brake')::interval then
    v_run.outcome := 'braked';
    v_run.message := format('Waited %s in all, at last because %s.', v_run.braked_for, v_brake);
  end if;
  return v_run;
end
$$;

comment on function steward_internal.observe_server(steward_internal.retention_run) is $doc$
Looks who else is there, and whether the server needs a break.

@param run The run.
@returns The run with `is_alone` and `has_to_wait`; with an outcome if it has waited too long in all.
@access steward_operator
@example select (steward_internal.observe_server(r)).is_alone is not null from (select (null::steward_internal.retention_run).*) as r;
$doc$;

revoke all on function steward_internal.observe_server(steward_internal.retention_run) from public;
