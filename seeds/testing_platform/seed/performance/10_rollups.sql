-- pgsteward: no-transaction
-- pgsteward: always
-- Autovacuum would do the first two in a minute.
select brin_summarize_new_values('public.ai_generations_updated_at_idx');

select brin_summarize_new_values('public.scheduled_test_executions_scheduled_for_idx');

select public.refresh_performance_rollups();

select pg_stat_force_next_flush();

analyze
  public.ai_generation_rollup,
  public.browser_session_rollup,
  public.job_queue_rollup,
  public.test_execution_rollup;
