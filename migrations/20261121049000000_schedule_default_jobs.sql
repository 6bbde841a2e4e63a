-- Up Migration
select steward.add_schedule(
  'record health check', '*/15 * * * *', 'select steward.record_health_check()'
);
select steward.add_schedule(
  'capture statistics', '7 * * * *', 'select steward.capture_statistics()'
);
select steward.add_schedule(
  'purge cron history', '17 3 * * *', 'call steward.purge_cron_history()'
);

-- Down Migration
delete from steward.schedules;
select steward.sync_schedules();
