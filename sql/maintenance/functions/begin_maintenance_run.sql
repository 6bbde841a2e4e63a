create or replace function steward_internal.begin_maintenance_run(target oid default null)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run bigint;
begin
  if pg_is_in_recovery() then
    raise exception using
      errcode = '25006',
      message = 'this server is a standby',
      hint = 'Maintenance runs on the primary.';
  end if;
  if begin_maintenance_run.target is not null then
    -- A table without a policy is an error of the caller, not of a run.
    perform steward_internal.retention_policy_of(begin_maintenance_run.target);
  end if;
  -- What else looks as if it ran has lost its session, or was canceled in this one.
  update steward.maintenance_runs as r
  set outcome = 'interrupted',
    finished_at = clock_timestamp()
  where r.outcome = 'running'
    and (
      r.pid = pg_backend_pid()
      or not exists (
        select
        from pg_stat_activity as s
        where s.pid = r.pid
          -- Another session may have got the number since; null is one that this role may not see.
          and s.backend_start > r.started_at is not true
      )
    );
  insert into steward.maintenance_runs default values
  returning id into v_run;
  return v_run;
end
$$;

comment on function steward_internal.begin_maintenance_run(oid) is $doc$
Begins a row of maintenance_runs.

@param target The table whose policy is to be run; null for maintenance as a whole.
@returns The id of the run.
@error 25006 The server is a standby.
@error SW013 The table has no retention policy.
@access steward_operator
@example begin; select steward_internal.begin_maintenance_run(); rollback;
$doc$;

revoke all on function steward_internal.begin_maintenance_run(oid) from public;
