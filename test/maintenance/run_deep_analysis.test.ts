import t from 'tap'
import type postgres from 'postgres'
import { testDatabase } from '../support/database.js'
import { lastRun, steps } from '../support/retention.js'
import { testRoles } from '../support/roles.js'
import { openSession } from '../support/sessions.js'

const call = (sql: postgres.Sql): Promise<unknown> => sql.unsafe('call steward.run_deep_analysis()').simple()

const step = (target: string, outcome: string, rows: number) => ({
  step: 'analysis', target, outcome, rows, sqlstate: null, message: null,
})

/** What the newest run said of objects of `public` and of sequences. */
const results = async (sql: postgres.Sql, analysis: string): Promise<postgres.Row[]> => [
  ...(await sql`
    select object, value::float8, unit, verdict from steward.analysis_results
    where analysis = ${analysis} and object !~ ' ids: ' and run_id = (select max(id) from steward.maintenance_runs) order by object`),
]

t.test('in an empty database it says what limits there are', async (t) => {
  const { sql } = await testDatabase(t)
  await call(sql)
  t.strictSame(await steps(sql), [
    step('bloat', 'nothing_to_do', 0), step('index usage', 'nothing_to_do', 0), step('growth', 'nothing_to_do', 0), step('forecast', 'done', 2),
  ])
  t.strictSame(await lastRun(sql), { outcome: 'done', is_finished: true, role_name: 'app' })
})

t.test('bloat as it is measured, with the threshold of the check', async (t) => {
  const db = await testDatabase(t)
  const { sql } = db
  if ((await sql`select from pg_extension where extname = 'pgstattuple'`).length === 0) return t.comment('this server has no pgstattuple')
  await sql.unsafe(`
    create table public."Bloa ted" with (autovacuum_enabled = off) as select n, repeat('x', 200) from generate_series(1, 60000) as n;
    create table public.fine with (autovacuum_enabled = off) as table public."Bloa ted";
    delete from public."Bloa ted" where n % 4 > 0;`)
  await sql`vacuum analyze public."Bloa ted", public.fine`
  await call(sql)
  const rows = await results(sql, 'bloat')
  t.match(rows, [
    { object: 'public."Bloa ted"', unit: 'percent', verdict: 'bloated' },
    { object: 'public.fine', unit: 'percent', verdict: 'fine' },
  ])
  const share = Number(rows[0]?.['value'])
  t.ok(share > 70 && share < 80, `three quarters: ${share}`)
  for (const [threshold, verdict] of [[share, 'bloated'], [share + 0.1, 'fine']] as const) {
    await sql`select from steward.configure_health_check('table_bloat', warning => ${threshold}, critical => 99)`
    await call(sql)
    t.match((await results(sql, 'bloat'))[0], { verdict }, `at ${threshold}`)
  }
  const holder = await openSession(db)
  await holder.sql.unsafe('begin; lock table public.fine').simple()
  await call(sql)
  t.strictSame((await results(sql, 'bloat'))[1], {
    object: 'public.fine', value: null, unit: 'percent', verdict: 'lock: another session holds or awaits an exclusive lock on the table',
  })
  await holder.sql.unsafe('rollback').simple()
  await db.admin`drop extension pgstattuple`
  await call(sql)
  t.match(await results(sql, 'bloat'), [{ verdict: 'extension: pgstattuple is not installed' }, { verdict: 'extension: pgstattuple is not installed' }])
  t.match(await lastRun(sql), { outcome: 'done' })
})

t.test('verdicts on the use of indexes', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe('create table public.t (id integer primary key, n integer); create index "un used" on public.t (n)')
  await call(sql)
  t.match(await results(sql, 'index usage'), [
    { object: 'public."un used"', unit: 'bytes', verdict: 'unknown: 0 of 30 days observed' },
    { object: 'public.t_pkey', unit: 'bytes', verdict: 'keep' },
  ])
  await sql`select steward.set_setting('health.usage_window', '0')`
  await call(sql)
  t.match(await results(sql, 'index usage'), [{ verdict: 'unused' }, { verdict: 'keep' }])
})

t.test('growth in a week, and when limits will be reached', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select from steward.configure_health_check('limits_within_reach', warning => 60, critical => 30)`
  await sql.unsafe('create table public.fast (); create table public."Stea dy" (); create table public.new ()')
  await sql`
    insert into steward.statistics_snapshots (node, taken_at, stats_since, counters, gauges)
    select steward_internal.node_name(), now() - make_interval(days => d), now() - interval '1 year', '{}', '{}' from unnest(array[8, 0]) as d`
  await sql`
    insert into steward_internal.table_sizes (snapshot_id, relid, bytes)
    select s.id, x.relid, case when s.taken_at < now() - interval '7 days' then x.before else 1000 end
    from (values ('public.fast'::regclass::oid, 899), ('public."Stea dy"'::regclass, 900), ('public.new'::regclass, null)) as x (relid, before)
    cross join steward.statistics_snapshots as s
    where s.taken_at > now() - interval '7 days' or x.before is not null`
  await call(sql)
  t.strictSame(await results(sql, 'growth'), [
    { object: 'public."Stea dy"', value: 100, unit: 'bytes', verdict: 'steady' },
    { object: 'public.fast', value: 101, unit: 'bytes', verdict: 'grows by more than a tenth a week' },
  ])
  const [limits] = await sql`
    select count(*)::int as limits, bool_and(unit = 'days') as in_days
    from steward.analysis_results where analysis = 'forecast'`
  t.strictSame(limits, { limits: 2, in_days: true })
  await sql.unsafe(`
    create or replace function steward.get_capacity_forecast()
    returns table (
      limit_name text, object text, used_percent numeric, remaining numeric, used_per_day numeric, days_left numeric,
      observed interval, readings bigint, fit numeric
    ) language sql volatile set search_path = pg_catalog, pg_temp
    as $$ select 'sequence', n.name, 1, 2, 3, n.days, interval '9 days', 4::bigint, 1 from (values ('near', 60), ('far', 60.1), ('still', null)) as n (name, days) $$`)
  await call(sql)
  t.strictSame(await results(sql, 'forecast'), [
    { object: 'sequence: far', value: 60.1, unit: 'days', verdict: 'far away' },
    { object: 'sequence: near', value: 60, unit: 'days', verdict: 'reached within 60 days' },
    { object: 'sequence: still', value: null, unit: 'days', verdict: 'no trend' },
  ])
  const [detail] = await sql`select details from steward.analysis_results where object = 'sequence: near'`
  t.match(detail, { details: { limit_name: 'sequence', used_per_day: 3, fit: 1 } })
})

t.test('an analysis that fails does not keep the others from being done', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe('drop view steward.table_growth')
  await t.rejects(call(sql), { code: '42P01', message: 'analysis of growth failed: relation "steward.table_growth" does not exist' })
  t.match((await steps(sql)).map((row) => row['outcome']), ['nothing_to_do', 'nothing_to_do', 'error', 'done'])
})

t.test('one at a time, not in a transaction, and by an operator', async (t) => {
  const db = await testDatabase(t)
  const { sql } = db
  await t.rejects(sql.begin((tx) => call(tx as unknown as postgres.Sql)), { code: '2D000' })
  const other = await openSession(db)
  // The lock of a session that does nothing is what a canceled run has left.
  await other.sql.unsafe(`begin; select pg_advisory_lock(20985, hashtext('analysis'))`).simple()
  await call(sql)
  t.strictSame(await lastRun(sql), { outcome: 'skipped_overlap', is_finished: true, role_name: 'app' })
  await sql.unsafe('call steward.run_database_maintenance()').simple()
  t.match(await lastRun(sql), { outcome: 'done' }, 'maintenance has a lock of its own')
  await other.sql`select pg_advisory_unlock_all()`
  const roles = await testRoles(t, db, { night: 'nologin in role steward_operator' })
  await other.sql.end()
  const session = await db.admin.reserve()
  await session.unsafe(`set role ${roles.night}`)
  await session.unsafe('call steward.run_deep_analysis()').simple()
  await session.unsafe('reset role')
  session.release()
  t.match(await lastRun(sql), { outcome: 'done', role_name: roles.night })
})
