-- Up Migration
select steward.add_schedule(
  'record health check', '*/15 * * * *', 'select steward.record_health_check()'
);
select steward.add_schedule(
  'capture statistics', '7 * * * *', 'select steward.capture_statistics()'
);
select steward.add_schedule(
  'run database maintenance', '0 2 * * *', 'call steward.run_database_maintenance()'
);
select steward.add_schedule(
  'run deep analysis', '0 3 * * 0', 'call steward.run_deep_analysis()'
);
select steward.add_schedule(
  'watch schedules', '* * * * *', 'call steward.watch_schedules()'
);

-- Down Migration
delete from steward.schedules;
select steward.sync_schedules();
do $$
begin
  if steward_internal.is_cron_here() then
    execute $sql$
      select cron.unschedule(j.jobid)
      from cron.job as j
      where j.jobname::text like 'steward-once.%'
        and j.database = current_database()
        and j.username = current_user
    $sql$;
  end if;
end
$$;
