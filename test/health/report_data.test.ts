import type postgres from 'postgres'
import t from 'tap'
import { blindRole, testDatabase } from '../support/database.js'

// Covers report_runs(), report_series(), report_growth(), report_queries(), report_vacuum(), report_bloat(), report_schedules() and report_limits().
type Data = Record<string, unknown> & {
  runs: unknown
  series: unknown
  growth: Record<string, unknown>[]
  vacuum: { name: string; dead_rows: number }[]
  schedules: { name: string }[]
  metrics: { name: string }[]
}

const reportData = async (sql: postgres.Sql | postgres.TransactionSql, lookback = '30 days'): Promise<Data> => {
  const [row] = await sql<{ data: Data }[]>`select steward.report_data(${lookback}::interval) as data`
  if (!row) throw new Error('report_data() returned nothing')
  return row.data
}

t.test('collects all parts of a new database, and writes nothing', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.begin('read only', async (tx) => {
    const data = await reportData(tx, '7 days')
    t.strictSame(Object.keys(data).sort(), [
      'bloat', 'generated_at', 'growth', 'limits', 'lookback_days', 'metrics', 'queries', 'report', 'runs', 'schedules', 'series', 'vacuum',
    ])
    t.match(data, { lookback_days: 7, runs: [], series: [], growth: [], report: { summary: { checks: Number } } })
    t.strictSame(Object.entries(data).filter(([, part]) => (part as { error?: string }).error !== undefined), [])
    t.ok(data.metrics.some(({ name }) => name === 'health.findings'), 'of this report')
    t.ok(data.schedules.some(({ name }) => name === 'record health check'))
  })
})

t.test('turns what was recorded into series, with gaps where nothing is known', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    insert into steward.health_runs (started_at, finished_at, status, critical_count, warning_count, info_count,
      ok_count, skipped_count, error_count, report)
    select r.at, r.at, 'ok', r.critical, 0, 0, 1, 0, 0, '{}'
    from (values (now() - interval '40 days', 9), ('2000-01-01', 9), (date_bin('3.6 hours', now(), 'epoch') - interval '1 minute', 1),
      (date_bin('3.6 hours', now(), 'epoch') - interval '2 minutes', 2), (date_bin('3.6 hours', now(), 'epoch'), 0)) as r (at, critical);
    insert into steward.statistics_snapshots (node, taken_at, stats_since, counters, gauges)
    select s.node, now() - s.ago, now() - s.since,
      jsonb_build_object('database.blks_hit', s.hit, 'database.blks_read', s.read, 'database.xact_commit', s.commits, 'database.xact_rollback', 0),
      s.gauges
    from (values
      ('primary', interval '60 days', interval '90 days', 1, 1, 1, '{}'::jsonb),
      ('primary', interval '4 hours', interval '90 days', 1000, 100, 100, '{}'),
      ('primary', interval '3 hours', interval '90 days', 1900, 200, 3700, '{"connections.used": 7, "connections.limit": 97}'),
      ('primary', interval '2 hours', interval '150 minutes', 10, 10, 10, '{"database.size_bytes": 5, "transaction_id.age": 6}'),
      ('primary', interval '1 hour', interval '150 minutes', 10, 10, 20, '{}'),
      ('replica', interval '90 minutes', interval '90 days', 7, 7, 7, '{}')) as s (node, ago, since, hit, read, commits, gauges);
  `)
  const data = await reportData(sql)
  t.match(data.runs, [{ critical: 2, status: 'ok', warning: 0, info: 0 }, { critical: 0 }], 'the worst of each span')
  t.equal((data.runs as unknown[]).length, 2)
  const nothing = {
    cache_hit_percent: null, transactions_per_second: null, connections_used: null, connections_limit: null, database_bytes: null, transaction_id_age: null,
  }
  t.strictSame((data.series as { at: string }[]).map(({ at: _, ...rest }) => rest), [
    nothing,
    { ...nothing, cache_hit_percent: 90, transactions_per_second: 1, connections_used: 7, connections_limit: 97 },
    { ...nothing, database_bytes: 5, transaction_id_age: 6 },
    { ...nothing, transactions_per_second: 0.003 },
  ])
})

t.test('ranks tables, and leaves out its own', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Gr ew" (a int) with (autovacuum_enabled = off);
    create table still (a int) with (autovacuum_enabled = off);
    select steward.capture_statistics();
  `)
  await sql.unsafe(`insert into "Gr ew" select generate_series(1, 10000)`)
  await sql.unsafe(`delete from "Gr ew" where a <= 5000; select pg_stat_force_next_flush()`)
  await sql`select steward.capture_statistics()`
  await sql`select pg_stat_clear_snapshot()`
  const data = await reportData(sql)
  t.match(data.growth, [
    { name: 'public."Gr ew"', bytes_observed: Number, bytes_last_day: null }, { name: 'public.still', bytes_observed: 0 },
  ])
  t.equal(data.growth.length, 2)
  t.ok(Number(data.growth[0]?.['bytes_observed']) > 300_000)
  t.match(data.vacuum, [{ name: 'public."Gr ew"', dead_rows: 5000, live_rows: 5000, last_vacuum: null }])
})

t.test('a part that cannot be read says why, and the others are there', async (t) => {
  const db = await testDatabase(t)
  const blind = await blindRole(t, db)
  await db.admin.unsafe(`revoke select on steward.statistics_snapshots from blind_${db.name}`)
  const data = await reportData(blind)
  t.match(data.series, { error: 'permission denied for table statistics_snapshots (42501)' })
  t.match(data, { report: { summary: Object }, runs: [], schedules: Array })
  await t.rejects(reportData(db.sql, '0'), { code: '22023', hint: /30 days/ })
})
