create or replace function steward_internal.start_due_schedules()
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  -- pg_cron reads its jobs before a minute begins; what comes at the last moment waits for the next.
  v_minute timestamptz := date_trunc('minute', clock_timestamp() + interval '65 seconds');
  v_due record;
begin
  perform pg_advisory_xact_lock(20985, 6);
  for v_due in
    select d.name, d.command
    from steward_internal.due_runs(v_minute, '2 minutes', with_ticks => false) as d
    where not exists (
        select
        from steward_internal.cron_jobs() as j
        where j.job_name = 'steward-once.' || d.name
          and j.owner = current_user
      )
    order by d.name
  loop
    continue when not steward_internal.is_transactional_command(v_due.command)
      and not exists (
        select
        from steward_internal.claim_due_schedules('pg_cron', v_minute, v_due.name, '2 minutes', false)
      );
    execute format(
      'select %I.schedule(%L, %L, %L)', 'cron', 'steward-once.' || v_due.name,
      to_char(v_minute at time zone steward_internal.cron_timezone(), 'FMMI FMHH24 FMDD FMMM *'),
      steward_internal.cron_command(v_due.name, v_due.command)
    );
  end loop;
end
$$;

comment on function steward_internal.start_due_schedules() is $doc$
Lets pg_cron start what is due beside its ticks.

That are requests, retries, one-shots and missed runs. Each gets a job `steward-once.<name>` for the next minute. A command that `run_schedule()` executes is
claimed when it begins, any other here.

@returns Nothing.
@access steward_operator
@example select case when steward_internal.is_cron_here() then steward_internal.start_due_schedules() end;
$doc$;

revoke all on function steward_internal.start_due_schedules() from public;
