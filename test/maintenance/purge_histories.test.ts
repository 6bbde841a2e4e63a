import t from 'tap'
import type postgres from 'postgres'
import { testDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

const purge = async (sql: postgres.Sql, area: string): Promise<number> =>
  Number((await sql.unsafe<{ rows: string }[]>(`select steward_internal.purge_${area}_history() as rows`))[0]?.rows)

const ids = async (sql: postgres.Sql, table: string): Promise<number[]> =>
  (await sql.unsafe<{ id: number }[]>(`select id::int as id from ${table} order by 1`)).map(({ id }) => id)

t.test('purge_maintenance_history() removes what is older than its settings', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    insert into steward.maintenance_runs (started_at, finished_at, outcome) values
      (now() - interval '91 days', now() - interval '90 days 1 second', 'done'),
      (now() - interval '91 days', now() - interval '89 days 23:59', 'done'),
      (now() - interval '91 days', null, 'running');
    insert into steward.maintenance_steps (run_id, step, target) select id, 'history', 'health' from steward.maintenance_runs;
    insert into steward.analysis_results (run_id, analysis, details) select id, 'bloat', '{}' from steward.maintenance_runs;
    create table public.there ();
    insert into steward_internal.retention_positions (leaf, strategy, position) values ('public.there'::regclass, 'block_sweep', '1'), (1, 'block_sweep', '1');
    insert into steward.schedule_runs (name, worker, scheduled_for, started_at, finished_at, status)
    select 'x', 'x', now() - x.ago, now() - x.ago, case when x.ends then now() - x.ago end, case when x.ends then 'succeeded' else 'running' end
    from (values (interval '7 days 1 second', true), (interval '6 days 23:59', true), (interval '20 days', false)) as x (ago, ends);`)
  t.equal(await purge(sql, 'maintenance'), 3)
  t.strictSame(await ids(sql, 'steward.maintenance_runs'), [2, 3])
  t.strictSame((await sql`select run_id::int from steward.maintenance_steps order by 1`).map((row) => row['run_id'] as number), [2, 3])
  t.strictSame((await sql`select run_id::int from steward.analysis_results order by 1`).map((row) => row['run_id'] as number), [2, 3])
  t.strictSame([...(await sql`select leaf::regclass::text from steward_internal.retention_positions`)], [{ leaf: 'there' }])
  t.equal((await sql`select from steward.schedule_runs`).length, 2)
  t.equal(await purge(sql, 'maintenance'), 0)
  await sql`select steward.set_setting('maintenance.keep_runs', '1 day')`
  await sql`select steward.set_setting('maintenance.keep_cron_history', '1 day')`
  t.equal(await purge(sql, 'maintenance'), 2)
  t.strictSame(await ids(sql, 'steward.maintenance_runs'), [3], 'one that has not ended stays')
})

t.test('purge_health_history() removes what is older than its setting, but the newest', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`
    insert into steward.health_runs (started_at, finished_at, status, critical_count, warning_count, info_count, ok_count, skipped_count, error_count, report)
    select now() - x.ago, now() - x.ago, 'ok', 0, 0, 0, 0, 0, 0, '{}'
    from (values (interval '3 days'), (interval '2 days 1 second'), (interval '1 days 23:59')) as x (ago)`
  await sql`select steward.set_setting('health.keep_runs', '2 days')`
  t.equal(await purge(sql, 'health'), 2)
  t.strictSame(await ids(sql, 'steward.health_runs'), [3])
  await sql`select steward.set_setting('health.keep_runs', '1 day')`
  t.equal(await purge(sql, 'health'), 0, 'the newest stays')
})

t.test('purge_performance_history() removes what is older than the longer of its settings', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.statistics_snapshots`
  await sql`
    insert into steward.statistics_snapshots (id, node, taken_at, stats_since, counters, gauges) overriding system value
    select x.id, 'primary', now() - x.ago, now() - interval '1 year', '{}', '{}'
    from (values (1, interval '12 days 23 hours'), (2, interval '11 days 1 second'), (3, interval '10 days 23:59')) as x (id, ago)`
  await sql`select steward.set_setting('performance.keep_snapshots', '1 day')`
  await sql`select steward.set_setting('health.usage_window', '12 days')`
  t.equal(await purge(sql, 'performance'), 0, 'one more day than the window')
  await sql`select steward.set_setting('health.usage_window', '10 days')`
  t.equal(await purge(sql, 'performance'), 2)
  t.strictSame(await ids(sql, 'steward.statistics_snapshots'), [3])
  await sql`select steward.set_setting('performance.keep_snapshots', '2 days')`
  t.equal(await purge(sql, 'performance'), 0)
  await sql`select steward.set_setting('health.usage_window', '1 day')`
  t.equal(await purge(sql, 'performance'), 1)
})

t.test('an operator may purge', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { night: 'nologin in role steward_operator' })
  await db.admin.begin(async (tx) => {
    await tx.unsafe(`set local role ${roles.night}`)
    for (const area of ['health', 'maintenance', 'performance']) await t.resolves(purge(tx as unknown as postgres.Sql, area), area)
  })
})
