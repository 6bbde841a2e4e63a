create or replace function steward_internal.begin_database_maintenance(task text)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run bigint := steward_internal.begin_maintenance_run();
begin
  -- A run that was canceled leaves its lock to its session, which may be this one.
  perform steward_internal.let_go_of(begin_database_maintenance.task);
  if not pg_try_advisory_lock(20985, hashtext(begin_database_maintenance.task))
    and not exists (
      select
      from pg_locks as l
      inner join pg_stat_activity as a on a.pid = l.pid
      where l.locktype = 'advisory'
        and l.classid = 20985
        and l.objid = hashtext(begin_database_maintenance.task)::oid
        and l.database = (select d.oid from pg_database as d where d.datname = current_database())
        and a.state = 'idle'
    )
  then
    update steward.maintenance_runs as r
    set outcome = 'skipped_overlap',
      finished_at = clock_timestamp()
    where r.id = v_run;
    raise notice using message = format('another run of %s is going on: nothing was done', begin_database_maintenance.task);
    return null;
  end if;
  update steward.maintenance_steps as s
  set outcome = 'interrupted',
    finished_at = clock_timestamp(),
    message = 'The session ended before the step did.'
  from steward.maintenance_runs as r
  where r.id = s.run_id
    and s.outcome = 'running'
    and r.outcome = 'interrupted';
  return v_run;
end
$$;

comment on function steward_internal.begin_database_maintenance(text) is $doc$
Begins a run of maintenance as a whole, unless another one is going on.

@param task maintenance or analysis: each has a lock of its own.
@returns The id of the run; null if there is another.
@error 25006 The server is a standby.
@access steward_operator
@example begin; select steward_internal.begin_database_maintenance('maintenance') > 0; select pg_advisory_unlock_all(); rollback;
$doc$;

revoke all on function steward_internal.begin_database_maintenance(text) from public;
