import t from 'tap'
import type postgres from 'postgres'
import { loadAccess, sampleDatabase } from './support.js'

const views = {
  ai_generation_performance: 'ai_generation_hours',
  browser_session_stats: 'browser_session_days',
  job_queue_performance: 'job_queue_hours',
  test_execution_trends: 'test_execution_days',
}

/** Rows that the view has and the definition has not, or the other way round. */
const differences = (sql: postgres.Sql, view: string, definition: string) => sql.unsafe(`
  (table public.${view} except all select * from public.${definition}('-infinity', 'infinity'))
  union all (select * from public.${definition}('-infinity', 'infinity') except all table public.${view})`)

t.test('each view is right on empty tables, before its rollup is refreshed, and after', async (t) => {
  const { sql } = await sampleDatabase(t)
  for (const view of Object.keys(views)) t.strictSame([...(await sql.unsafe(`table public.${view}`))], [], view)
  await sql`select public.refresh_performance_rollups()`
  for (const view of Object.keys(views)) t.strictSame([...(await sql.unsafe(`table public.${view}`))], [], view)
})

t.test('rollup and what came since are together what there is, in any time zone', async (t) => {
  const { sql, connect } = await sampleDatabase(t, { scale: 0.02 })
  const elsewhere = connect()
  await elsewhere`set time zone 'Asia/Kathmandu'`
  for (const [view, definition] of Object.entries(views)) {
    t.strictSame([...(await differences(sql, view, definition))], [], view)
    t.strictSame([...(await differences(elsewhere, view, definition))], [], `${view} elsewhere`)
  }
  await sql`update public.job_queue set created_at = now() - interval '1 minute' where id <= 10`
  await sql`refresh materialized view concurrently public.job_queue_rollup`
  await sql`insert into public.job_queue (job_type, queue) values ('new', 'tests')`
  t.strictSame([...(await differences(sql, 'job_queue_performance', 'job_queue_hours'))], [], 'a job that has just come')
})

t.test('what is not in the rollup is found by an index, under row level security too', async (t) => {
  const { sql } = await sampleDatabase(t, { scale: 0.05, empty: false })
  for (const table of ['ai_generations', 'browser_sessions', 'job_queue', 'scheduled_test_executions']) await sql.unsafe(`vacuum analyze public.${table}`)
  for (const state of ['without', 'with policies']) {
    for (const view of Object.keys(views)) {
      const plan = JSON.stringify(await sql.unsafe(`explain (format json) table public.${view}`))
      t.match(plan, /"Index Name":"(ai_generations_created_at|browser_sessions_created_at|job_queue_created_at|scheduled_test_executions_scheduled_for)_idx"/, `${view} ${state}`)
    }
    await loadAccess(sql)
  }
})

t.test('the numbers are those that they are called', async (t) => {
  const db = await sampleDatabase(t)
  await db.sql.unsafe(`alter database ${db.name} set timezone = 'Asia/Kathmandu'`)
  const sql = db.connect()
  await sql.unsafe(`
    insert into public.organizations (id, name, slug) values (md5('o')::uuid, 'O', 'o');
    insert into public.users (id, email, display_name) values (md5('u')::uuid, 'u@example.com', 'U');
    insert into public.projects (id, organization_id, user_id, name, slug, base_url) values (md5('p')::uuid, md5('o')::uuid, md5('u')::uuid, 'P', 'p', 'https://p.example.com');
    insert into public.visual_test_flows (id, organization_id, project_id, user_id, name) values (md5('f')::uuid, md5('o')::uuid, md5('p')::uuid, md5('u')::uuid, 'F');
    insert into public.test_schedules (id, organization_id, project_id, flow_id, user_id, name, schedule_type)
    values (md5('s')::uuid, md5('o')::uuid, md5('p')::uuid, md5('f')::uuid, md5('u')::uuid, 'S', 'once');
    insert into public.ai_generations (user_id, kind, provider, model, status, prompt, prompt_tokens, completion_tokens, cost_usd, duration_ms, finished_at, created_at)
    select md5('u')::uuid, 'test_case', 'p', 'm', status, '{}', tokens, tokens, cost, ms, at, '2026-03-29 00:30+00'
    from (values ('completed', 10, 0.5, 100, now()), ('completed', 20, 0.25, 300, now()), ('failed', 5, null, 200, now()),
      ('cancelled', null, null, null, now()), ('queued', null, null, null, null)) as g (status, tokens, cost, ms, at);
    insert into public.browser_sessions (user_id, browser_version, status, start_url, action_count, recording_bytes, duration_ms, finished_at, created_at)
    select md5('u')::uuid, '1', status, 'https://p.example.com', 2, bytes, ms, at, '2026-03-28 23:30+00'
    from (values ('closed', 1000, 10, now()), ('failed', null, 30, now()), ('active', null, null, null)) as b (status, bytes, ms, at);
    insert into public.job_queue (queue, job_type, status, attempts, run_at, started_at, finished_at, locked_until, duration_ms, created_at)
    select 'q', 't', status, attempts, '2026-03-29 00:30+00', '2026-03-29 00:30+00'::timestamptz + wait, at, until, ms, '2026-03-29 00:30+00'
    from (values ('completed', 1, interval '1 s', now(), null::timestamptz, 50), ('completed', 3, '3 s', now(), null, 150), ('dead', 5, '5 s', now(), null, 250),
      ('running', 1, '7 s', null, now(), null), ('queued', 0, null, null, null, null)) as j (status, attempts, wait, at, until, ms);
    insert into public.scheduled_test_executions (schedule_id, organization_id, project_id, status, scheduled_for, attempt, duration_ms, finished_at)
    select md5('s')::uuid, md5('o')::uuid, md5('p')::uuid, status, '2026-03-28 23:59+00', n, ms, at
    from (values (1, 'passed', 10, now()), (2, 'passed', 20, now()), (3, 'failed', 30, now()), (4, 'error', 40, now()),
      (5, 'cancelled', null, now()), (6, 'running', null, null)) as e (n, status, ms, at);
  `).simple()
  const row = async (query: string) => (await sql.unsafe(query))[0]
  for (const state of ['live', 'rolled up']) {
    t.match(await row(`select hour = '2026-03-29 00:00+00' as hour, generation_count::int, completed_count::int, failed_count::int, success_rate::float8, p50_duration_ms, p99_duration_ms, token_count::int, cost_usd::float8 from public.ai_generation_performance`), {
      hour: true, generation_count: 5, completed_count: 2, failed_count: 1, success_rate: 0.6667, p50_duration_ms: 200, p99_duration_ms: 298, token_count: 70, cost_usd: 0.75,
    }, state)
    t.match(await row(`select day::text, browser, session_count::int, open_count::int, closed_count::int, failed_count::int, p50_duration_ms, action_count::int, recording_bytes::int from public.browser_session_stats`), {
      day: '2026-03-28', browser: 'chromium', session_count: 3, open_count: 1, closed_count: 1, failed_count: 1, p50_duration_ms: 20, action_count: 6, recording_bytes: 1000,
    }, state)
    t.match(await row(`select hour = '2026-03-29 00:00+00' as hour, job_count::int, open_count::int, completed_count::int, dead_count::int, retry_count::int, p50_wait_ms, p50_run_ms, p95_run_ms from public.job_queue_performance`), {
      hour: true, job_count: 5, open_count: 2, completed_count: 2, dead_count: 1, retry_count: 6, p50_wait_ms: 4000, p50_run_ms: 150, p95_run_ms: 240,
    }, state)
    t.match(await row(`select day::text, execution_count::int, open_count::int, passed_count::int, failed_count::int, cancelled_count::int, pass_rate::float8, p50_duration_ms from public.test_execution_trends`), {
      day: '2026-03-28', execution_count: 6, open_count: 1, passed_count: 2, failed_count: 2, cancelled_count: 1, pass_rate: 0.5, p50_duration_ms: 25,
    }, state)
    await sql`select public.refresh_performance_rollups()`
  }
})
