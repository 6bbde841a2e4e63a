-- A day in a minute: what runs every 15 minutes, hour or night runs every minute or two, and records and jobs are kept for minutes.
-- Maintenance removes rows too, so it and the clean-up take turns.
select add_schedule('record health check', '* * * * *', 'select steward.record_health_check()');
select add_schedule('capture statistics', '* * * * *', 'select steward.capture_statistics()');
select add_schedule('run database maintenance', '*/2 * * * *', 'call steward.run_database_maintenance()');
select add_schedule('clean up job queue', '1-59/2 * * * *', 'select public.cleanup_old_job_queue()');
select add_schedule('refresh performance rollups', '* * * * *', 'select public.refresh_performance_rollups()');

select set_setting(s.name, '4 minutes')
from settings as s
where s.name in (
  'health.keep_runs', 'health.keep_history', 'health.usage_window', 'maintenance.keep_runs', 'performance.keep_snapshots'
);

select drop_retention_policy('public.job_queue');
select add_retention_policy('public.job_queue', 'finished_at', '1 minute', max_share => 1, allow_short => true);
select approve_retention_policy(p.target_table::text::regclass, accept_share => 1) from retention_policies as p;

-- The first jobs, so that the workers always find some.
select count(enqueue_job('soak', queue => 'soak')) from generate_series(1, 10000);
