import t from 'tap'
import type postgres from 'postgres'
import { migrateProject, projectMigrations } from '../../src/migrate/project.js'
import { seed } from '../../src/migrate/seed.js'
import { testDatabase } from '../support/database.js'
import { loadPolicies, sampleDatabase } from './support.js'

const tables = [
  'ai_generations', 'browser_sessions', 'visual_test_flows', 'visual_test_steps', 'test_schedules',
  'scheduled_test_executions', 'job_queue',
]
const flaws = [
  'foreign_keys_without_index job_queue_project_id_fkey',
  'duplicate_indexes idx_browser_sessions_project',
  'redundant_indexes idx_ai_generations_user',
  'autovacuum_disabled job_queue',
  'tables_overdue_for_vacuum job_queue',
  'tables_overdue_for_analyze generation_cost_import',
  'int4_key_exhaustion webhook_deliveries.id',
  'sequence_exhaustion webhook_deliveries_id_seq',
  'tables_without_primary_key generation_cost_import',
  'rls_disabled webhook_deliveries',
  'rls_without_policy api_keys',
  'security_definer_search_path project_cost(uuid, timestamp with time zone)',
]

t.test('the generators are deterministic, and the health check finds every flaw made on purpose', async (t) => {
  const db = await testDatabase(t)
  await migrateProject(db.sql, projectMigrations('seeds/testing_platform/migrations'), { direction: 'up' })
  await db.admin.unsafe(`alter database ${db.name} set seed.now = '2026-11-21 04:00+00'`)
  const sql = db.connect({ max: 2 })
  const first = await load(sql)
  t.ok((first['job_queue']?.rows ?? 0) >= 8000 && (first['ai_generations']?.rows ?? 0) === 5000)
  t.strictSame(await load(sql), first)
  const found = await findingsOf(sql)
  for (const flaw of flaws) t.ok(found.has(flaw), flaw)
})

t.test('without the shortcuts there is none of them', async (t) => {
  const { sql } = await sampleDatabase(t, { scale: 0.01, empty: false })
  await loadPolicies(sql)
  const found = await findingsOf(sql)
  // What the load has left behind for autovacuum is not of the schema.
  const checks = new Set([...flaws.map((flaw) => flaw.split(' ')[0]), 'many_indexes', 'unvalidated_constraints'])
  const left = [...found].filter((finding) => checks.has(finding.split(' ')[0]) && !finding.startsWith('tables_overdue'))
  t.strictSame(left, [])
})

t.test('the development set is small and complete, and can be loaded beside what is there', async (t) => {
  const { sql } = await sampleDatabase(t)
  const load = () => seed(sql, 'seeds/testing_platform/seed', { environment: 'development' })
  const count = async () => {
    const counts: Record<string, number> = {}
    for (const table of tables) counts[table] = (await sql<{ n: number }[]>`select count(*)::int as n from ${sql(table)}`)[0]?.n ?? 0
    return counts
  }
  await load()
  const first = await count()
  for (const table of tables) t.ok((first[table] ?? 0) >= 2 && (first[table] ?? 0) <= 50, `${table}: ${first[table]}`)
  await load()
  t.strictSame(await count(), first)
  t.strictSame([...(await sql`
    select p.slug from projects as p
    where not exists (select from organization_members as m where m.org_id = p.organization_id and m.user_id = p.user_id)`)], [])
  t.ok((await sql`select from ai_generation_performance`).length > 0)
})

t.test('its retention policies can be loaded again and again, and nothing stands in their way', async (t) => {
  for (const environment of ['development', 'production']) {
    const db = await testDatabase(t)
    await migrateProject(db.sql, projectMigrations('seeds/testing_platform/migrations'), { direction: 'up', environment })
    for (const time of ['once', 'twice']) {
      await loadPolicies(db.sql)
      const rows = await db.sql`
        select p.target_table::text as name, p.keep::text, v.problems
        from steward.retention_policies as p cross join lateral steward.preview_retention(p.target_table::text::regclass) as v
        order by p.priority`
      t.strictSame([...rows], [
        { name: 'job_queue', keep: '7 days', problems: [] },
        { name: 'browser_sessions', keep: '30 days', problems: [] },
        { name: 'scheduled_test_executions', keep: '60 days', problems: [] },
        { name: 'ai_generations', keep: '90 days', problems: [] },
        ...(environment === 'development' ? [{ name: 'generation_cost_import', keep: '100 days', problems: [] }] : []),
      ], time)
    }
  }
})

t.test('the cleanup functions return what they removed, and the night does the same', async (t) => {
  const { sql } = await sampleDatabase(t, { scale: 0.02, empty: false })
  await loadPolicies(sql)
  const cleanups = {
    cleanup_old_ai_generations: [`ai_generations`, `created_at < now() - interval '90 days' and finished_at is not null`],
    cleanup_old_browser_sessions: [`browser_sessions`, `finished_at < now() - interval '30 days'`],
    cleanup_old_job_queue: [`job_queue`, `finished_at < now() - interval '7 days'`],
    cleanup_old_scheduled_executions: [`scheduled_test_executions`, `finished_at < now() - interval '60 days'`],
  } as const
  const left = async (table: string, condition: string) =>
    (await sql.unsafe<{ n: number }[]>(`select count(*)::int as n from public.${table} where ${condition}`))[0]?.n ?? -1
  for (const [name, [table, condition]] of Object.entries(cleanups)) {
    const expired = await left(table, condition)
    const all = await left(table, 'true')
    t.ok(expired > 0 && expired < all, `${name} has something to do, but not everything`)
    await t.rejects(sql.unsafe(`select public.${name}()`), { code: '55000', hint: /and approve it/ }, 'not before somebody has approved')
    await sql`select steward.approve_retention_policy(${`public.${table}`}::text::regclass, accept_share => 1)`
    t.strictSame([...(await sql.unsafe(`select public.${name}()::int as rows`))], [{ rows: expired }], name)
    t.equal(await left(table, 'true'), all - expired)
    t.equal(await left(table, condition), 0)
  }
  t.strictSame([...(await sql`select count(*) > 0 as kept from archive.scheduled_test_executions`)], [{ kept: true }])
  t.equal(await left('job_queue', `status in ('queued', 'running')`) > 0, true)
  // Whoever loads the generators again has the same runs once more.
  await sql`
    insert into public.scheduled_test_executions (id, schedule_id, organization_id, project_id, status, scheduled_for, finished_at)
    select x.id, s.id, s.organization_id, s.project_id, x.status, x.scheduled_for, x.finished_at
    from archive.scheduled_test_executions as x inner join public.test_schedules as s on s.id = x.schedule_id order by x.id limit 1`
  t.strictSame([...(await sql`select public.cleanup_old_scheduled_executions()::int as rows`)], [{ rows: 1 }], 'a run that is archived already')

  await sql`update public.job_queue set finished_at = now() - interval '8 days' where id = (select min(id) from public.job_queue where finished_at is not null)`
  await sql`call steward.run_database_maintenance()`.simple()
  t.strictSame([...(await sql`
    select target, outcome, rows::int from steward.maintenance_steps
    where step = 'retention' and run_id = (select max(id) from steward.maintenance_runs) order by id`)], [
    { target: 'public.job_queue', outcome: 'done', rows: 1 },
    ...['browser_sessions', 'scheduled_test_executions', 'ai_generations'].map((name) => ({ target: `public.${name}`, outcome: 'nothing_to_do', rows: 0 })),
  ])
})

t.test('maintenance, health check, analysis and rollups are scheduled', async (t) => {
  const { sql } = await sampleDatabase(t, { empty: false })
  await loadPolicies(sql)
  t.strictSame([...(await sql`
    select name, cron from steward.schedules
    where name in ('run database maintenance', 'run deep analysis', 'record health check', 'refresh performance rollups') order by name`)], [
    { name: 'record health check', cron: '*/15 * * * *' },
    { name: 'refresh performance rollups', cron: '*/10 * * * *' },
    { name: 'run database maintenance', cron: '0 2 * * *' },
    { name: 'run deep analysis', cron: '0 3 * * 0' },
  ])
})

async function load(sql: postgres.Sql): Promise<Record<string, { rows: number; sum: string }>> {
  await seed(sql, 'seeds/testing_platform/seed', { environment: 'performance', scale: 0.05 })
  const sums: Record<string, { rows: number; sum: string }> = {}
  for (const table of tables) {
    const [row] = await sql<{ rows: number; sum: string }[]>`
      select count(*)::int as rows, md5(string_agg(x::text, '' order by x::text)) as sum from ${sql(table)} as x`
    if (row) sums[table] = { ...row }
  }
  return sums
}

async function findingsOf(sql: postgres.Sql): Promise<Set<string>> {
  const rows = await sql<{ check_id: string; object_name: string }[]>`
    select check_id, object_name from steward.health_findings() where status = 'finding' and object_type <> 'session'`
  return new Set(rows.map((row) => `${row.check_id} ${row.object_name}`))
}
