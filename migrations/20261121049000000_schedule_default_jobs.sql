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

-- Down Migration
delete from steward.schedules;
select steward.sync_schedules();
