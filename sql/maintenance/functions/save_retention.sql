create or replace function steward_internal.save_retention(run steward_internal.retention_run)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := save_retention.run;
begin
  -- After a crash the positions since the last are looked at again, which costs nothing but that.
  if v_run.outcome is null and v_run.saved_at > clock_timestamp() - interval '250 milliseconds' then
    return v_run;
  end if;
  update steward.maintenance_steps as s
  set rows = v_run.rows,
    batches = v_run.batches,
    wal_bytes = v_run.wal_bytes
  where s.id = v_run.step_id;

  insert into steward_internal.retention_positions as p (leaf, strategy, position)
  select v_run.leaves[1], v_run.strategy, v_run.position
  where v_run.strategy is not null
    and v_run.position is not null
  on conflict on constraint retention_positions_pkey do update
  set strategy = excluded.strategy,
    position = excluded.position,
    saved_at = excluded.saved_at;
  v_run.saved_at := clock_timestamp();
  return v_run;
end
$$;

comment on function steward_internal.save_retention(steward_internal.retention_run) is $doc$
Records four times a second how far a run is.

That is for those who look on, and for the next run.

@param run The run.
@returns The run.
@access steward_operator
@example select steward_internal.save_retention(r) from (select (null::steward_internal.retention_run).*) as r where r.target is not null;
$doc$;

revoke all on function steward_internal.save_retention(steward_internal.retention_run) from public;
