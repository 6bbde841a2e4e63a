create or replace function steward_internal.begin_due_schedule(
  only_name text,
  grace interval,
  with_ticks boolean
)
returns table (
  run_id bigint,
  command text,
  is_transactional boolean,
  is_maintenance boolean,
  is_analysis boolean,
  is_purge boolean
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_worker text := format('session %s %s', pg_backend_pid(), gen_random_uuid());
begin
  perform steward_internal.let_go_of_runs();
  return query
  select
    c.run_id,
    c.command,
    steward_internal.is_transactional_command(c.command),
    s.command = 'call steward.run_database_maintenance()',
    s.command = 'call steward.run_deep_analysis()',
    s.command = 'call steward.purge_cron_history()'
  from steward_internal.claim_due_schedules(
    v_worker, now(), begin_due_schedule.only_name, begin_due_schedule.grace, begin_due_schedule.with_ticks
  ) as c
  cross join lateral (select btrim(c.command, E' ;\n\t') as command) as s;

  if found then
    update steward.schedule_runs as r
    set pid = pg_backend_pid()
    where r.worker = v_worker
      and r.status = 'running';
    -- Nobody sees the run before it is committed, and an error until then leaves no lock behind.
    perform pg_advisory_lock(20985, hashtext(v_worker));
  end if;
end
$$;

comment on function steward_internal.begin_due_schedule(text, interval, boolean) is $doc$
Claims the run of a schedule that is due, for this session.

@param only_name Name of the schedule.
@param grace How long after its time a tick is still due.
@param with_ticks False leaves out the ticks, which pg_cron starts by itself.
@returns The run and how its command can be executed; no row if none is due.
@access steward_operator
@example begin; select run_id from steward_internal.begin_due_schedule('none', '1 minute', true); select steward_internal.let_go_of_runs(); rollback;
$doc$;

revoke all on function steward_internal.begin_due_schedule(text, interval, boolean) from public;
