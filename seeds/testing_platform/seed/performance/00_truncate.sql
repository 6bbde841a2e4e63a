-- pgsteward: no-transaction
-- pgsteward: always
-- Every file reads seed.scale (default 1) and seed.now (default: this hour); all the rest follows
-- from hashes of row numbers, so the same two settings always give the same rows.
truncate
  public.job_queue,
  public.browser_sessions,
  public.scheduled_test_executions,
  public.test_schedules,
  public.visual_test_steps,
  public.visual_test_flows,
  public.ai_generations,
  public.api_keys,
  public.projects,
  public.organization_members,
  public.users,
  public.organizations
restart identity cascade;
