-- Up Migration
-- The comment of an index is its proof: what it is for, and behind an empty line a query that it serves.
-- test/seeds/indexes.test.ts looks for the index in the plan of that query; workload.sql runs them all.
create unique index users_email_unique on public.users (lower(email));

comment on index public.users_email_unique is $$Signing in, and one account for an address however it is written.

select id, display_name from public.users where lower(email) = 'ada.almeida.0@example.com'$$;

create index users_last_seen_at_idx on public.users (last_seen_at desc nulls last);

comment on index public.users_last_seen_at_idx is $$Who was here lately.

select id, display_name, last_seen_at from public.users order by last_seen_at desc nulls last limit 20$$;

create index users_search_idx on public.users
  using gin (to_tsvector('simple', display_name || ' ' || email));

comment on index public.users_search_idx is $$Finding a person to invite by a part of the name.

select id, display_name, email from public.users
where to_tsvector('simple', display_name || ' ' || email) @@ to_tsquery('simple', 'bruno & bra:*')$$;

create index organization_members_user_id_idx on public.organization_members (user_id, role);

comment on index public.organization_members_user_id_idx is $$The organizations of a person, asked by each request; the foreign key to users.

select org_id from public.organization_members where user_id = md5('users:1')::uuid and role in ('owner', 'admin')$$;

create index projects_user_id_idx on public.projects (user_id);

comment on index public.projects_user_id_idx is $$What a person has created; the foreign key to users.

select id, name from public.projects where user_id = md5('users:1')::uuid$$;

create index api_keys_organization_id_idx on public.api_keys (organization_id, created_at);

comment on index public.api_keys_organization_id_idx is $$The keys of a tenant, in the order of their making; the foreign key to organizations.

select id, name, key_prefix from public.api_keys where organization_id = md5('organizations:1')::uuid order by created_at$$;

create index api_keys_user_id_idx on public.api_keys (user_id);

comment on index public.api_keys_user_id_idx is $$The keys of a person who leaves; the foreign key to users.

select id, name from public.api_keys where user_id = md5('users:1')::uuid$$;

create index api_keys_expiring_idx on public.api_keys (expires_at)
  where revoked_at is null;

comment on index public.api_keys_expiring_idx is $$Telling owners of keys that expire soon.

select id, user_id, expires_at from public.api_keys
where revoked_at is null and expires_at < now() + interval '60 days'
order by expires_at limit 10$$;

create index ai_generations_user_id_created_at_idx on public.ai_generations (user_id, created_at);

comment on index public.ai_generations_user_id_created_at_idx is $$The newest generations of a person; the foreign key to users.

select id, kind, status from public.ai_generations where user_id = md5('users:1')::uuid order by created_at desc limit 20$$;

create index ai_generations_organization_id_created_at_idx on public.ai_generations (organization_id, created_at);

comment on index public.ai_generations_organization_id_created_at_idx is $$What a tenant has used this month; the foreign key to organizations.

select sum(prompt_tokens + completion_tokens) from public.ai_generations
where organization_id = md5('organizations:1')::uuid and created_at >= date_trunc('month', now(), 'UTC')$$;

create index ai_generations_project_id_created_at_idx on public.ai_generations (project_id, organization_id, created_at);

comment on index public.ai_generations_project_id_created_at_idx is $$The history of a project, page by page; the foreign key to projects.

select id, kind, status from public.ai_generations
where organization_id = md5('organizations:1')::uuid and project_id = md5('projects:1')::uuid and created_at < now() - interval '1 day'
order by created_at desc limit 20$$;

create index ai_generations_created_at_idx on public.ai_generations (created_at);

comment on index public.ai_generations_created_at_idx is $$The oldest generations, for retention; the last hours, which ai_generation_performance counts.

select id from public.ai_generations
where created_at < now() - interval '90 days' order by created_at limit 500$$;

create index ai_generations_updated_at_idx on public.ai_generations
  using brin (updated_at) with (pages_per_range = 16, autosummarize = on);

comment on index public.ai_generations_updated_at_idx is $$What changed since the last export: rows change only soon after they are made, so they lie in this order.

select count(*) from public.ai_generations
where updated_at >= now() - interval '12 hours' and updated_at < now() - interval '6 hours'$$;

create index ai_generations_open_idx on public.ai_generations (created_at)
  where status in ('queued', 'running');

comment on index public.ai_generations_open_idx is $$Generations that hang.

select id, user_id, status from public.ai_generations
where status in ('queued', 'running') and created_at < now() - interval '5 minutes' order by created_at$$;

create index ai_generations_failed_idx on public.ai_generations (provider, created_at)
  where status = 'failed';

comment on index public.ai_generations_failed_idx is $$The last failures of a provider.

select id, model, error_message from public.ai_generations
where provider = 'northwind' and status = 'failed' order by created_at desc limit 50$$;

create index ai_generations_model_kind_idx on public.ai_generations (model, kind, created_at);

comment on index public.ai_generations_model_kind_idx is $$The last answers of a model to one kind of question.

select id, response from public.ai_generations
where model = 'open-coder-32b' and kind = 'selector_repair' order by created_at desc limit 10$$;

create index ai_generations_rating_idx on public.ai_generations (rating, created_at)
  where rating is not null;

comment on index public.ai_generations_rating_idx is $$The last generations with one star.

select id, prompt from public.ai_generations where rating = 1 order by created_at desc limit 20$$;

create index ai_generations_cost_idx on public.ai_generations (cost_usd)
  where cost_usd is not null;

comment on index public.ai_generations_cost_idx is $$The most expensive generations.

select id, organization_id, cost_usd from public.ai_generations
where cost_usd is not null order by cost_usd desc limit 10$$;

create index ai_generations_request_id_idx on public.ai_generations ((response ->> 'request_id'));

comment on index public.ai_generations_request_id_idx is $$The generation that a provider asks about by the id of its request.

select id, user_id from public.ai_generations where response ->> 'request_id' = md5('request:1')$$;

create index ai_generations_prompt_idx on public.ai_generations using gin (prompt jsonb_path_ops);

comment on index public.ai_generations_prompt_idx is $$What was asked about one page of the application under test.

select id, created_at from public.ai_generations where prompt @> '{"url": "https://app-1.example.com/checkout"}'$$;

create index ai_generations_goal_search_idx on public.ai_generations
  using gin (to_tsvector('english', prompt ->> 'goal'));

comment on index public.ai_generations_goal_search_idx is $$Full-text search in what was asked.

select id, prompt ->> 'goal' from public.ai_generations
where to_tsvector('english', prompt ->> 'goal') @@ websearch_to_tsquery('english', '"date picker" -invoice')$$;

create index visual_test_flows_organization_id_idx on public.visual_test_flows (organization_id, updated_at);

comment on index public.visual_test_flows_organization_id_idx is $$The flows of a tenant that were changed last; the foreign key to organizations.

select id, name from public.visual_test_flows where organization_id = md5('organizations:1')::uuid order by updated_at desc limit 20$$;

create index visual_test_flows_project_id_updated_at_idx on public.visual_test_flows (project_id, organization_id, updated_at);

comment on index public.visual_test_flows_project_id_updated_at_idx is $$The flows of a project that were changed last; the foreign key to projects.

select id, name from public.visual_test_flows
where organization_id = md5('organizations:1')::uuid and project_id = md5('projects:1')::uuid order by updated_at desc limit 20$$;

create index visual_test_flows_user_id_idx on public.visual_test_flows (user_id, created_at);

comment on index public.visual_test_flows_user_id_idx is $$What a person has made last; the foreign key to users.

select id, name from public.visual_test_flows where user_id = md5('users:1')::uuid order by created_at desc limit 20$$;

create index visual_test_flows_generation_id_idx on public.visual_test_flows (generation_id, organization_id);

comment on index public.visual_test_flows_generation_id_idx is $$The flow that came of a generation; the foreign key, when generations expire.

select id, name from public.visual_test_flows where generation_id = md5('ai_generations:1')::uuid$$;

create index visual_test_flows_tags_idx on public.visual_test_flows using gin (tags);

comment on index public.visual_test_flows_tags_idx is $$The flows with a tag.

select id, name from public.visual_test_flows where tags @> array['flaky']$$;

create index visual_test_flows_config_idx on public.visual_test_flows using gin (config jsonb_path_ops);

comment on index public.visual_test_flows_config_idx is $$The flows that sign in as one of the test accounts.

select id, name from public.visual_test_flows where config @> '{"variables": {"user": "qa-7"}}'$$;

create index visual_test_flows_search_idx on public.visual_test_flows
  using gin (to_tsvector('english', name || ' ' || coalesce(description, '')));

comment on index public.visual_test_flows_search_idx is $$Full-text search in names and descriptions.

select id, name from public.visual_test_flows
where to_tsvector('english', name || ' ' || coalesce(description, '')) @@ to_tsquery('english', 'password & reset')$$;

create index visual_test_flows_draft_idx on public.visual_test_flows (updated_at)
  where status = 'draft';

comment on index public.visual_test_flows_draft_idx is $$Drafts that nobody has touched for long.

select id, user_id, name from public.visual_test_flows
where status = 'draft' and updated_at < now() - interval '30 days' order by updated_at limit 20$$;

create index visual_test_flows_archived_at_idx on public.visual_test_flows (archived_at)
  where status = 'archived';

comment on index public.visual_test_flows_archived_at_idx is $$What was archived last, to bring it back.

select id, name from public.visual_test_flows where status = 'archived' order by archived_at desc limit 20$$;

create index visual_test_steps_organization_id_idx on public.visual_test_steps (organization_id, action);

comment on index public.visual_test_steps_organization_id_idx is $$Which actions a tenant uses; the foreign key to organizations.

select count(*) from public.visual_test_steps where organization_id = md5('organizations:1')::uuid and action = 'screenshot'$$;

create index visual_test_steps_selector_idx on public.visual_test_steps (selector, flow_id)
  where selector is not null;

comment on index public.visual_test_steps_selector_idx is $$The flows that break when an element of a page changes.

select distinct flow_id from public.visual_test_steps where selector = '[data-test="total-3"]'$$;

create index visual_test_steps_slow_idx on public.visual_test_steps (timeout_ms)
  where timeout_ms > 5000;

comment on index public.visual_test_steps_slow_idx is $$The steps that may wait longest.

select id, flow_id, timeout_ms from public.visual_test_steps
where timeout_ms > 5000 order by timeout_ms desc limit 20$$;

create index visual_test_steps_config_idx on public.visual_test_steps using gin (config jsonb_path_ops);

comment on index public.visual_test_steps_config_idx is $$The steps that fall back to an unstable selector.

select id, flow_id from public.visual_test_steps where config @> '{"fallbacks": ["text=Step 12"]}'$$;

create index visual_test_steps_assertion_search_idx on public.visual_test_steps
  using gin (to_tsvector('simple', value)) where action = 'assert_text';

comment on index public.visual_test_steps_assertion_search_idx is $$The assertions on a text that is to be changed.

select id, flow_id from public.visual_test_steps
where action = 'assert_text' and to_tsvector('simple', value) @@ to_tsquery('simple', 'welcome & back')$$;

create index test_schedules_organization_id_idx on public.test_schedules (organization_id, name);

comment on index public.test_schedules_organization_id_idx is $$The schedules of a tenant by name; the foreign key to organizations.

select id, name, next_run_at from public.test_schedules where organization_id = md5('organizations:1')::uuid order by name$$;

create index test_schedules_project_id_idx on public.test_schedules (project_id, organization_id);

comment on index public.test_schedules_project_id_idx is $$The schedules of a project; the foreign key to projects.

select id, name from public.test_schedules where project_id = md5('projects:1')::uuid$$;

create index test_schedules_flow_id_idx on public.test_schedules (flow_id, organization_id);

comment on index public.test_schedules_flow_id_idx is $$When a flow runs by itself; the foreign key to flows.

select id, name from public.test_schedules where flow_id = md5('visual_test_flows:1')::uuid$$;

create index test_schedules_user_id_idx on public.test_schedules (user_id);

comment on index public.test_schedules_user_id_idx is $$The schedules of a person who leaves; the foreign key to users.

select id, name from public.test_schedules where user_id = md5('users:1')::uuid$$;

create index test_schedules_due_idx on public.test_schedules (next_run_at)
  where is_enabled;

comment on index public.test_schedules_due_idx is $$What is due, asked every second.

select id, flow_id from public.test_schedules
where is_enabled and next_run_at <= now() order by next_run_at limit 10$$;

create index test_schedules_paused_idx on public.test_schedules (updated_at)
  where not is_enabled;

comment on index public.test_schedules_paused_idx is $$Schedules that were paused and forgotten.

select id, user_id, name from public.test_schedules where not is_enabled order by updated_at limit 20$$;

create index test_schedules_config_idx on public.test_schedules using gin (config jsonb_path_ops);

comment on index public.test_schedules_config_idx is $$The schedules that write to a channel that is closed.

select id, name from public.test_schedules where config @> '{"notify": {"channel": "#qa-7"}}'$$;

create index scheduled_test_executions_organization_id_created_at_idx on public.scheduled_test_executions (organization_id, created_at);

comment on index public.scheduled_test_executions_organization_id_created_at_idx is $$The last runs of a tenant; the foreign key to organizations.

select id, status, duration_ms from public.scheduled_test_executions
where organization_id = md5('organizations:1')::uuid order by created_at desc limit 50$$;

create index scheduled_test_executions_project_id_idx on public.scheduled_test_executions (project_id, organization_id, scheduled_for);

comment on index public.scheduled_test_executions_project_id_idx is $$The runs of a project in the last week; the foreign key to projects.

select status, count(*) from public.scheduled_test_executions
where organization_id = md5('organizations:1')::uuid and project_id = md5('projects:1')::uuid and scheduled_for >= now() - interval '7 days' group by 1$$;

create index scheduled_test_executions_triggered_by_idx on public.scheduled_test_executions (triggered_by)
  where triggered_by is not null;

comment on index public.scheduled_test_executions_triggered_by_idx is $$What a person has started by hand; the foreign key to users.

select id, status from public.scheduled_test_executions where triggered_by = md5('users:1')::uuid$$;

create index scheduled_test_executions_finished_at_idx on public.scheduled_test_executions (finished_at);

comment on index public.scheduled_test_executions_finished_at_idx is $$The oldest finished runs, for retention.

select id from public.scheduled_test_executions
where finished_at < now() - interval '60 days' order by finished_at limit 500$$;

create index scheduled_test_executions_scheduled_for_idx on public.scheduled_test_executions
  using brin (scheduled_for) with (pages_per_range = 16, autosummarize = on);

comment on index public.scheduled_test_executions_scheduled_for_idx is $$One day of all tenants, and today for test_execution_trends: runs are added in this order.

select status, count(*) from public.scheduled_test_executions
where scheduled_for >= now() - interval '2 days' and scheduled_for < now() - interval '1 day' group by 1$$;

create index scheduled_test_executions_failed_idx on public.scheduled_test_executions (project_id, finished_at)
  where status in ('failed', 'error');

comment on index public.scheduled_test_executions_failed_idx is $$The last failures of a project.

select id, status, error_message from public.scheduled_test_executions
where project_id = md5('projects:1')::uuid and status in ('failed', 'error') order by finished_at desc limit 20$$;

create index scheduled_test_executions_open_idx on public.scheduled_test_executions (scheduled_for)
  where status in ('queued', 'running');

comment on index public.scheduled_test_executions_open_idx is $$Runs that hang.

select id, status, started_at from public.scheduled_test_executions
where status in ('queued', 'running') order by scheduled_for limit 50$$;

create index scheduled_test_executions_slow_idx on public.scheduled_test_executions (duration_ms)
  where duration_ms > 60000;

comment on index public.scheduled_test_executions_slow_idx is $$The slowest runs.

select id, schedule_id, duration_ms from public.scheduled_test_executions
where duration_ms > 60000 order by duration_ms desc limit 10$$;

create index scheduled_test_executions_result_idx on public.scheduled_test_executions using gin (result jsonb_path_ops);

comment on index public.scheduled_test_executions_result_idx is $$The run that a recording belongs to.

select id, schedule_id from public.scheduled_test_executions where result @> '{"video": "recordings/100.webm"}'$$;

create index scheduled_test_executions_error_search_idx on public.scheduled_test_executions
  using gin (to_tsvector('english', error_message)) where error_message is not null;

comment on index public.scheduled_test_executions_error_search_idx is $$Full-text search in what failed runs said.

select id, error_message from public.scheduled_test_executions
where error_message is not null and to_tsvector('english', error_message) @@ to_tsquery('english', 'crash')$$;

create index browser_sessions_user_id_created_at_idx on public.browser_sessions (user_id, created_at);

comment on index public.browser_sessions_user_id_created_at_idx is $$The last sessions of a person; the foreign key to users.

select id, browser, status from public.browser_sessions where user_id = md5('users:1')::uuid order by created_at desc limit 20$$;

create index browser_sessions_organization_id_idx on public.browser_sessions (organization_id, created_at);

comment on index public.browser_sessions_organization_id_idx is $$The sessions of a tenant this week; the foreign key to organizations.

select count(*) from public.browser_sessions
where organization_id = md5('organizations:1')::uuid and created_at >= now() - interval '7 days'$$;

create index browser_sessions_project_id_idx on public.browser_sessions (project_id, organization_id);

comment on index public.browser_sessions_project_id_idx is $$The sessions of a project; the foreign key to projects.

select id, status from public.browser_sessions where project_id = md5('projects:1')::uuid$$;

create index browser_sessions_execution_id_idx on public.browser_sessions (execution_id, organization_id);

comment on index public.browser_sessions_execution_id_idx is $$The browser of a run; the foreign key to runs, when these expire.

select id, browser from public.browser_sessions where execution_id = 100$$;

create index browser_sessions_finished_at_idx on public.browser_sessions (finished_at);

comment on index public.browser_sessions_finished_at_idx is $$The oldest sessions that have ended, for retention.

select id from public.browser_sessions
where finished_at < now() - interval '30 days' order by finished_at limit 500$$;

create index browser_sessions_created_at_idx on public.browser_sessions (created_at);

comment on index public.browser_sessions_created_at_idx is $$One day of all tenants, and today for browser_session_stats.

select browser, count(*) from public.browser_sessions
where created_at >= now() - interval '2 days' and created_at < now() - interval '1 day' group by 1$$;

create index browser_sessions_open_idx on public.browser_sessions (last_activity_at)
  where status in ('starting', 'active');

comment on index public.browser_sessions_open_idx is $$Sessions that nobody uses any more, to be closed.

select id, user_id from public.browser_sessions
where status in ('starting', 'active') order by last_activity_at limit 20$$;

create index browser_sessions_failed_idx on public.browser_sessions (browser, browser_version, created_at)
  where status = 'failed';

comment on index public.browser_sessions_failed_idx is $$What goes wrong with a new release of a browser.

select id, error_message from public.browser_sessions
where status = 'failed' and browser = 'webkit' and browser_version = '18.2' order by created_at desc limit 20$$;

create index browser_sessions_recording_bytes_idx on public.browser_sessions (recording_bytes)
  where recording_bytes is not null;

comment on index public.browser_sessions_recording_bytes_idx is $$The largest recordings.

select id, organization_id, recording_bytes from public.browser_sessions
where recording_bytes is not null order by recording_bytes desc limit 10$$;

create index browser_sessions_capabilities_idx on public.browser_sessions using gin (capabilities jsonb_path_ops);

comment on index public.browser_sessions_capabilities_idx is $$The touch screens behind one proxy.

select id, status from public.browser_sessions where capabilities @> '{"proxy": "pool-7", "touch": true}'$$;

create index job_queue_next_idx on public.job_queue (queue, priority, run_at, id)
  where status = 'queued';

comment on index public.job_queue_next_idx is $$The next jobs of a queue, in claim_jobs().

select id from public.job_queue
where queue = 'tests' and status = 'queued' and run_at <= now()
order by priority, run_at, id limit 10 for update skip locked$$;

create index job_queue_lease_idx on public.job_queue (locked_until)
  where status = 'running';

comment on index public.job_queue_lease_idx is $$Jobs whose worker is gone, in end_expired_leases().

select id, locked_by from public.job_queue
where status = 'running' and locked_until < now() order by locked_until limit 100$$;

create index job_queue_dead_idx on public.job_queue (queue, finished_at)
  where status = 'dead';

comment on index public.job_queue_dead_idx is $$The last dead jobs of a queue.

select id, job_type, error_message from public.job_queue
where queue = 'media' and status = 'dead' order by finished_at desc limit 50$$;

create index job_queue_organization_id_idx on public.job_queue (organization_id, created_at);

comment on index public.job_queue_organization_id_idx is $$The last jobs of a tenant; the foreign key to organizations.

select id, job_type, status from public.job_queue
where organization_id = md5('organizations:1')::uuid order by created_at desc limit 50$$;

create index job_queue_user_id_idx on public.job_queue (user_id)
  where user_id is not null;

comment on index public.job_queue_user_id_idx is $$What runs for a person; the foreign key to users.

select id, job_type, status from public.job_queue where user_id = md5('users:1')::uuid$$;

create index job_queue_job_type_idx on public.job_queue (job_type, created_at);

comment on index public.job_queue_job_type_idx is $$The last jobs of a type.

select id, status, duration_ms from public.job_queue
where job_type = 'send_report' order by created_at desc limit 50$$;

create index job_queue_finished_at_idx on public.job_queue (finished_at);

comment on index public.job_queue_finished_at_idx is $$The oldest finished jobs, for retention.

select id from public.job_queue
where finished_at < now() - interval '7 days' order by finished_at limit 500$$;

create index job_queue_created_at_idx on public.job_queue (created_at);

comment on index public.job_queue_created_at_idx is $$One day of all queues, and the last hours for job_queue_performance.

select queue, count(*) from public.job_queue
where created_at >= now() - interval '2 days' and created_at < now() - interval '1 day' group by 1$$;

create index job_queue_payload_idx on public.job_queue using gin (payload jsonb_path_ops);

comment on index public.job_queue_payload_idx is $$The jobs of a target, by the trace of a request.

select id, job_type, status from public.job_queue where payload @> jsonb_build_object('trace', left(md5('trace:100'), 16))$$;

-- Those that came with their constraints and with the queue serve queries, too.
comment on index public.organizations_slug_unique is $$The tenant in the address of a page.

select id, name from public.organizations where slug = 'acme-1'$$;

comment on index public.projects_slug_unique is $$The project in the address of a page; the foreign key to organizations.

select id, name from public.projects where organization_id = md5('organizations:1')::uuid and slug = 'web-shop'$$;

comment on index public.projects_id_of_organization_unique is $$All of a tenant, page by page, for an export; what references a project together with its tenant.

select id from public.projects where organization_id = md5('organizations:1')::uuid order by id limit 100$$;

comment on index public.ai_generations_id_of_organization_unique is $$All of a tenant, page by page, for an export; what references a generation together with its tenant.

select id from public.ai_generations where organization_id = md5('organizations:1')::uuid order by id limit 100$$;

comment on index public.visual_test_flows_id_of_organization_unique is $$All of a tenant, page by page, for an export; what references a flow together with its tenant.

select id from public.visual_test_flows where organization_id = md5('organizations:1')::uuid order by id limit 100$$;

comment on index public.test_schedules_id_of_organization_unique is $$All of a tenant, page by page, for an export; what references a schedule together with its tenant.

select id from public.test_schedules where organization_id = md5('organizations:1')::uuid order by id limit 100$$;

comment on index public.scheduled_test_executions_id_of_organization_unique is $$All of a tenant, page by page, for an export; what references a run together with its tenant.

select id from public.scheduled_test_executions where organization_id = md5('organizations:1')::uuid order by id limit 100$$;

comment on index public.api_keys_key_hash_unique is $$Who calls the API.

select id, organization_id, scopes from public.api_keys
where key_hash = encode(sha256(convert_to('api_keys:1', 'UTF8')), 'hex')$$;

comment on index public.visual_test_steps_position_unique is $$The steps of a flow in order; the foreign key to flows.

select id, action, selector from public.visual_test_steps
where organization_id = md5('organizations:1')::uuid and flow_id = md5('visual_test_flows:1')::uuid order by position$$;

comment on index public.scheduled_test_executions_slot_unique is $$The last runs of a schedule, none twice; the foreign key to schedules.

select id, status from public.scheduled_test_executions
where organization_id = md5('organizations:1')::uuid and schedule_id = md5('test_schedules:1')::uuid order by scheduled_for desc limit 20$$;

comment on index public.job_queue_unique_key_unique is $$The unfinished job with a key, in enqueue_job().

select id from public.job_queue
where queue = 'tests' and unique_key = 'nightly' and status in ('queued', 'running')$$;

-- Down Migration
comment on index public.scheduled_test_executions_id_of_organization_unique is null;
comment on index public.test_schedules_id_of_organization_unique is null;
comment on index public.visual_test_flows_id_of_organization_unique is null;
comment on index public.ai_generations_id_of_organization_unique is null;
comment on index public.projects_id_of_organization_unique is null;
comment on index public.job_queue_unique_key_unique is null;
comment on index public.scheduled_test_executions_slot_unique is null;
comment on index public.visual_test_steps_position_unique is null;
comment on index public.api_keys_key_hash_unique is null;
comment on index public.projects_slug_unique is null;
comment on index public.organizations_slug_unique is null;
drop index public.job_queue_payload_idx;
drop index public.job_queue_created_at_idx;
drop index public.job_queue_finished_at_idx;
drop index public.job_queue_job_type_idx;
drop index public.job_queue_user_id_idx;
drop index public.job_queue_organization_id_idx;
drop index public.job_queue_dead_idx;
drop index public.job_queue_lease_idx;
drop index public.job_queue_next_idx;
drop index public.browser_sessions_capabilities_idx;
drop index public.browser_sessions_recording_bytes_idx;
drop index public.browser_sessions_failed_idx;
drop index public.browser_sessions_open_idx;
drop index public.browser_sessions_created_at_idx;
drop index public.browser_sessions_finished_at_idx;
drop index public.browser_sessions_execution_id_idx;
drop index public.browser_sessions_project_id_idx;
drop index public.browser_sessions_organization_id_idx;
drop index public.browser_sessions_user_id_created_at_idx;
drop index public.scheduled_test_executions_error_search_idx;
drop index public.scheduled_test_executions_result_idx;
drop index public.scheduled_test_executions_slow_idx;
drop index public.scheduled_test_executions_open_idx;
drop index public.scheduled_test_executions_failed_idx;
drop index public.scheduled_test_executions_scheduled_for_idx;
drop index public.scheduled_test_executions_finished_at_idx;
drop index public.scheduled_test_executions_triggered_by_idx;
drop index public.scheduled_test_executions_project_id_idx;
drop index public.scheduled_test_executions_organization_id_created_at_idx;
drop index public.test_schedules_config_idx;
drop index public.test_schedules_paused_idx;
drop index public.test_schedules_due_idx;
drop index public.test_schedules_user_id_idx;
drop index public.test_schedules_flow_id_idx;
drop index public.test_schedules_project_id_idx;
drop index public.test_schedules_organization_id_idx;
drop index public.visual_test_steps_assertion_search_idx;
drop index public.visual_test_steps_config_idx;
drop index public.visual_test_steps_slow_idx;
drop index public.visual_test_steps_selector_idx;
drop index public.visual_test_steps_organization_id_idx;
drop index public.visual_test_flows_archived_at_idx;
drop index public.visual_test_flows_draft_idx;
drop index public.visual_test_flows_search_idx;
drop index public.visual_test_flows_config_idx;
drop index public.visual_test_flows_tags_idx;
drop index public.visual_test_flows_generation_id_idx;
drop index public.visual_test_flows_user_id_idx;
drop index public.visual_test_flows_project_id_updated_at_idx;
drop index public.visual_test_flows_organization_id_idx;
drop index public.ai_generations_goal_search_idx;
drop index public.ai_generations_prompt_idx;
drop index public.ai_generations_request_id_idx;
drop index public.ai_generations_cost_idx;
drop index public.ai_generations_rating_idx;
drop index public.ai_generations_model_kind_idx;
drop index public.ai_generations_failed_idx;
drop index public.ai_generations_open_idx;
drop index public.ai_generations_updated_at_idx;
drop index public.ai_generations_created_at_idx;
drop index public.ai_generations_project_id_created_at_idx;
drop index public.ai_generations_organization_id_created_at_idx;
drop index public.ai_generations_user_id_created_at_idx;
drop index public.api_keys_expiring_idx;
drop index public.api_keys_user_id_idx;
drop index public.api_keys_organization_id_idx;
drop index public.projects_user_id_idx;
drop index public.organization_members_user_id_idx;
drop index public.users_search_idx;
drop index public.users_last_seen_at_idx;
drop index public.users_email_unique;
