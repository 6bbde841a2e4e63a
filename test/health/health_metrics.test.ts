import type postgres from 'postgres'
import t from 'tap'
import { blindRole, poll, testDatabase } from '../support/database.js'
import { endSessions, isBlocked, openSession } from '../support/sessions.js'

// Covers session_metrics(), database_metrics(), server_metrics(), replication_metrics(), schedule_metrics() and report_metrics().
interface Metric {
  name: string
  labels: Record<string, string>
  value: string
  kind: string
  help: string
}

const metrics = async (sql: postgres.Sql | postgres.TransactionSql): Promise<Metric[]> => [
  ...(await sql<Metric[]>`select * from steward.health_metrics()`),
]

const valueOf = (rows: Metric[], name: string, labels: Record<string, string> = {}): number | undefined => {
  const row = rows.find((r) => r.name === name && Object.entries(labels).every(([key, value]) => r.labels[key] === value))
  return row && Number(row.value)
}

const healthRow = (rows: Metric[], name: string, labels: Record<string, string>) => {
  const { value, labels: all } = rows.find((r) => r.name === name && r.labels['check_id'] === labels['check_id']) ?? {}
  return { value, labels: all }
}

t.test('measures the server, the database and the last recorded run', async (t) => {
  const db = await testDatabase(t)
  // What other tests do to the server would be counted as well.
  await db.sql`select steward.configure_health_check(check_id, enabled => false) from steward.health_checks where scope = 'cluster'`
  t.strictSame((await metrics(db.sql)).filter(({ name }) => name.startsWith('health.')), [], 'nothing was recorded yet')
  await db.sql.unsafe(`
    create table parent (id int primary key); create table child (id int primary key, p int references parent);
    create sequence worn as smallint; select setval('worn', 32000);
    create sequence fresh as smallint; select setval('fresh', 31000);
    select steward.configure_health_check('invalid_indexes', enabled => false);
    select steward.record_health_check();
  `)
  const rows = await metrics(db.sql)

  const keys = rows.map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`)
  t.strictSame(keys, [...new Set(keys)], 'name and labels are a key')
  t.strictSame(rows.filter(({ name, labels, value, kind, help }) =>
    !/^[a-z_]+\.[a-z_]+$/.test(name) || Object.keys(labels).some((key) => !/^[a-z_]+$/.test(key))
    || value === null || !['gauge', 'counter'].includes(kind) || !/^\S.*[^.]$|\.$/.test(help)), [])
  const helps = new Map(rows.map(({ name, help }) => [name, help]))
  t.strictSame(rows.filter(({ name, kind, help }) => help !== helps.get(name) || kind !== rows.find((r) => r.name === name)?.kind), [])

  const database = { database: db.name }
  t.ok((valueOf(rows, 'connections.used') ?? 0) >= 1)
  t.ok((valueOf(rows, 'connections.limit') ?? 0) > 10)
  const share = (100 * (valueOf(rows, 'connections.used') ?? 0)) / (valueOf(rows, 'connections.limit') ?? 1)
  t.ok(Math.abs(share - (valueOf(rows, 'connections.used_percent') ?? -100)) < 15)
  t.ok((valueOf(rows, 'database.size_bytes', database) ?? 0) > 5_000_000)
  t.ok((valueOf(rows, 'database.commits', database) ?? 0) > 0)
  t.ok((valueOf(rows, 'transaction_id.age', database) ?? 0) > 0)
  t.ok((valueOf(rows, 'checkpoints.timed') ?? -1) >= 0, 'in every major')
  t.ok((valueOf(rows, 'wal.bytes') ?? 0) > 0)
  t.equal(valueOf(rows, 'server.in_recovery'), 0)
  t.ok((valueOf(rows, 'transactions.prepared') ?? -1) >= 0)
  t.equal(valueOf(rows, 'database.cache_hit_percent'), undefined, 'too few blocks to judge: not measured')
  t.ok((valueOf(rows, 'schedule.jobs') ?? 0) >= 1)
  t.equal(rows.find(({ name }) => name === 'database.commits')?.kind, 'counter')

  t.equal(valueOf(rows, 'health.findings', { severity: 'critical' }), 2)
  t.ok((valueOf(rows, 'health.last_run_age_seconds') ?? 999) < 60)
  const worn = { check_id: 'sequence_exhaustion' }
  t.strictSame(healthRow(rows, 'health.check_findings', worn), { value: '2', labels: worn })
  t.strictSame(healthRow(rows, 'health.check_value', worn), { value: '97.7', labels: { ...worn, unit: 'percent' } })
  t.strictSame(healthRow(rows, 'health.check_findings', { check_id: 'foreign_keys_without_index' }).value, '1')
  t.strictSame(healthRow(rows, 'health.check_findings', { check_id: 'duplicate_indexes' }).value, '0')
  t.strictSame(healthRow(rows, 'health.check_findings', { check_id: 'invalid_indexes' }).value, undefined, 'it did not look')
})

t.test('takes the report that is given, and the lowest value of a check whose values should be high', async (t) => {
  const { sql } = await testDatabase(t)
  const report = {
    summary: { critical: 0, warning: 2, info: 0, ok: 0, skipped: 1, error: 0, blind: 1, finished_at: new Date() },
    findings: [
      { check_id: 'cache_hit_ratio', status: 'finding', value: 88, unit: 'percent' },
      { check_id: 'cache_hit_ratio', status: 'finding', value: 80, unit: 'percent' },
    ],
    coverage: [
      { check_id: 'table_bloat', status: 'skipped', value: null, unit: 'percent' },
      { check_id: 'gone since', status: 'ok', value: 3, unit: null },
    ],
  }
  const rows = await sql<Metric[]>`
    select name, labels, value from steward.health_metrics(${sql.json(report)})
    where name like 'health.%' and name <> 'health.last_run_age_seconds'`
  t.strictSame([...rows], [
    { name: 'health.blind_checks', labels: {}, value: '1' },
    { name: 'health.check_findings', labels: { check_id: 'cache_hit_ratio' }, value: '2' },
    { name: 'health.check_findings', labels: { check_id: 'gone since' }, value: '0' },
    { name: 'health.check_value', labels: { check_id: 'gone since' }, value: '3' },
    { name: 'health.check_value', labels: { unit: 'percent', check_id: 'cache_hit_ratio' }, value: '80' },
    { name: 'health.findings', labels: { severity: 'critical' }, value: '0' },
    { name: 'health.findings', labels: { severity: 'info' }, value: '0' },
    { name: 'health.findings', labels: { severity: 'warning' }, value: '2' },
    { name: 'health.results', labels: { status: 'error' }, value: '0' },
    { name: 'health.results', labels: { status: 'ok' }, value: '0' },
    { name: 'health.results', labels: { status: 'skipped' }, value: '1' },
  ])
})

t.test('sees who waits, what is open, and a slot', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table shared (a int)`
  const [holder, waiter] = [await openSession(db), await openSession(db)]
  const slot = db.name.replaceAll('test', 'slot')
  await db.admin`select pg_create_physical_replication_slot(${slot}, true)`
  t.teardown(async () => {
    await poll(async () => (await db.admin`select pg_drop_replication_slot(${slot})`).length > 0)
  })
  endSessions(t, db, holder, waiter)
  await holder.sql.unsafe('begin; lock table shared').simple()
  waiter.start('lock table shared; select 1')
  await isBlocked(db, waiter, 0.05)
  const preparer = await openSession(db)
  await preparer.sql.unsafe(`begin; select pg_current_xact_id(); prepare transaction '${db.name}'`).simple()
  t.teardown(() => preparer.sql.unsafe(`rollback prepared '${db.name}'`).simple())
  const rows = await metrics(db.admin)
  t.ok((valueOf(rows, 'transactions.prepared') ?? 0) >= 1)
  t.ok((valueOf(rows, 'locks.waiting_sessions') ?? 0) >= 1)
  t.ok((valueOf(rows, 'locks.longest_wait_seconds') ?? 0) >= 0.05)
  t.ok((valueOf(rows, 'transactions.oldest_seconds') ?? 0) >= 0.05)
  t.ok((valueOf(rows, 'transactions.idle_seconds') ?? 0) >= 0.05)
  t.ok((valueOf(rows, 'queries.longest_seconds') ?? 0) >= 0.05)
  t.ok((valueOf(rows, 'connections.sessions', { state: 'idle in transaction' }) ?? 0) >= 1)
  t.equal(valueOf(rows, 'replication_slot.active', { slot }), 0)
  t.ok((valueOf(rows, 'replication_slot.retained_bytes', { slot }) ?? -1) >= 0)
})

t.test('leaves out what a role cannot see, and writes nothing', async (t) => {
  const db = await testDatabase(t)
  const blind = await blindRole(t, db)
  const rows = await blind.begin('read only', metrics)
  const hidden = ['connections.used', 'connections.used_percent', 'connections.sessions', 'transactions.oldest_seconds', 'wal.size_bytes']
  t.strictSame(rows.filter(({ name }) => hidden.includes(name)), [])
  t.ok((valueOf(rows, 'connections.limit') ?? 0) > 0)
  t.ok((valueOf(rows, 'database.size_bytes', { database: db.name }) ?? 0) > 0)
  await db.admin.unsafe(`grant pg_monitor to blind_${db.name}`)
  const seen = await metrics(blind)
  for (const name of hidden) t.ok(seen.some((row) => row.name === name), name)
})
