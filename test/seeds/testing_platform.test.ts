import { readFileSync } from 'node:fs'
import t from 'tap'
import type postgres from 'postgres'
import { migrateProject, projectMigrations } from '../../src/migrate/project.js'
import { seed } from '../../src/migrate/seed.js'
import { testDatabase } from '../support/database.js'

const tables = [
  'ai_generations', 'browser_sessions', 'visual_test_flows', 'visual_test_steps', 'test_schedules',
  'scheduled_test_executions', 'job_queue',
]

t.test('the generators are deterministic, and the health check finds every flaw made on purpose', async (t) => {
  const db = await testDatabase(t)
  await migrateProject(db.sql, projectMigrations('seeds/testing_platform/migrations'), { direction: 'up' })
  await db.admin.unsafe(`alter database ${db.name} set seed.now = '2026-11-21 04:00+00'`)
  const sql = db.connect({ max: 2 })
  const first = await load(sql)
  t.match(first['job_queue'], { rows: Number })
  t.ok((first['job_queue']?.rows ?? 0) >= 8000 && (first['ai_generations']?.rows ?? 0) === 5000)
  t.strictSame(await load(sql), first)

  const rows = await sql<{ check_id: string; object_name: string }[]>`
    select check_id, object_name from steward.health_findings() where status = 'finding' and object_type <> 'session'`
  const found = new Set(rows.map((row) => `${row.check_id} ${row.object_name}`))
  for (const flaw of [
    'foreign_keys_without_index job_queue_project_id_fkey',
    'duplicate_indexes idx_browser_sessions_project',
    'redundant_indexes idx_ai_generations_user',
    'autovacuum_disabled job_queue',
    'tables_overdue_for_vacuum job_queue',
    'tables_overdue_for_analyze generation_cost_import',
    'int4_key_exhaustion scheduled_test_executions.id',
    'sequence_exhaustion scheduled_test_executions_id_seq',
    'tables_without_primary_key generation_cost_import',
    'rls_disabled scheduled_test_executions',
    'rls_without_policy api_keys',
    'security_definer_search_path project_cost(uuid, timestamp with time zone)',
  ]) {
    t.ok(found.has(flaw), flaw)
  }
})

async function load(sql: postgres.Sql): Promise<Record<string, { rows: number; sum: string }>> {
  await seed(sql, 'seeds/testing_platform/seed', { scale: 0.05 })
  const sums: Record<string, { rows: number; sum: string }> = {}
  for (const table of tables) {
    const [row] = await sql<{ rows: number; sum: string }[]>`
      select count(*)::int as rows, md5(string_agg(x::text, '' order by x::text)) as sum from ${sql(table)} as x`
    if (row) sums[table] = { ...row }
  }
  return sums
}

t.test('its retention policies can be loaded again and again, and nothing stands in their way', async (t) => {
  const db = await testDatabase(t)
  await migrateProject(db.sql, projectMigrations('seeds/testing_platform/migrations'), { direction: 'up' })
  const policies = readFileSync('seeds/testing_platform/policies.sql', 'utf8')
  for (const time of ['once', 'twice']) {
    await db.sql.begin((tx) => tx.unsafe(`set local search_path = public, steward; ${policies}`).simple())
    const rows = await db.sql`
      select p.target_table::text as name, v.problems
      from steward.retention_policies as p cross join lateral steward.preview_retention(p.target_table::text::regclass) as v
      order by p.priority`
    t.strictSame([...rows], [
      'job_queue', 'browser_sessions', 'scheduled_test_executions', 'ai_generations', 'generation_cost_import',
    ].map((name) => ({ name, problems: [] })), time)
  }
})
