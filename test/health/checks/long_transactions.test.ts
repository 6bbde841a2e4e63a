import t from 'tap'
import { poll, testDatabase } from '../../support/database.js'
import { findings, nothingFound, registration } from '../../support/findings.js'
import { assertAsksForStatistics, endSessions, openSession, openWalsender, sessionFindings, type Session } from '../../support/sessions.js'

const check = 'long_transactions'

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  t.strictSame(await registration(sql, check), {
    category: 'transactions', scope: 'cluster', unit: 'seconds', warning: 900, critical: 3600,
    confidence: 'exact', requires_role: 'pg_read_all_stats',
  })
})

t.test('reports open transactions in any state and says which', async (t) => {
  const db = await testDatabase(t)
  const sessions = {
    aborted: await openSession(db),
    idle: await openSession(db),
    observer: await openSession(db),
    resting: await openSession(db),
    running: await openSession(db),
    walsender: await openWalsender(db),
    worker: { pid: 0 },
  }
  const { aborted, idle, observer, resting, running, walsender } = sessions
  endSessions(t, db, aborted, idle, observer, resting, running, walsender)
  await idle.sql.unsafe('begin; select\n  1').simple()
  await aborted.sql.unsafe('begin; select 1 / 0').simple().catch(() => undefined)
  await resting.sql.unsafe('select 1').simple()
  // Whatever its name, this makes a parallel worker run the query.
  await running.sql`
    select set_config(name, 'on', false) from pg_settings
    where name in ('force_parallel_mode', 'debug_parallel_query')`
  running.start('begin; select pg_sleep(60)')
  for (const statement of ['begin', 'select 1']) await walsender.sql.unsafe(statement).simple()
  await poll(async () => {
    const rows = await db.sql`
      select from pg_stat_activity
      where pid = ${running.pid} and state = 'active' and xact_start is not null
        or pid = ${walsender.pid} and state = 'idle in transaction' and backend_type = 'walsender'`
    return rows.length === 2
  })
  sessions.worker.pid = await poll(async () => {
    const rows = await db.sql<{ pid: number }[]>`
      select pid from pg_stat_activity where leader_pid = ${running.pid} and xact_start is not null`
    return rows[0]?.pid ?? 0
  })
  t.strictSame(await sessionFindings(observer.sql, check, db, sessions), [], 'not yet for 15 min')

  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const evidence = { user: 'app', database: '<database>', application: 'pgsteward', state_change: '<time>', transaction_start: '<time>' }
  const expected = [
    {
      status: 'finding',
      severity: 'warning',
      object: 'session pid idle',
      value: 1,
      detail:
        'Session pid idle (role app, database <database>, application pgsteward) has had a transaction open for <duration>, since <time>; it is idle in transaction since <time>. Last query: begin; select 1',
      action: 'Let its application commit or roll back, or end it: select pg_terminate_backend(idle);',
      fix_sql: null,
      evidence: { pid: 'idle', ...evidence, state: 'idle in transaction', query: 'begin; select 1' },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'session pid running',
      value: 1,
      detail:
        'Session pid running (role app, database <database>, application pgsteward) has had a transaction open for <duration>, since <time>; it is active since <time>. Query: begin; select pg_sleep(60)',
      action: 'If nobody needs its result, cancel its query: select pg_cancel_backend(running);',
      fix_sql: null,
      evidence: { pid: 'running', ...evidence, state: 'active', query: 'begin; select pg_sleep(60)' },
    },
  ]
  await observer.sql.unsafe('begin').simple()
  t.strictSame(await sessionFindings(observer.sql, check, db, sessions), expected)
  await observer.sql.unsafe('commit').simple()

  await db.sql`select from steward.configure_health_check(${check}, warning => 0, critical => 0)`
  t.strictSame(
    await sessionFindings(db.sql, check, db, sessions),
    expected.map((row) => ({ ...row, severity: 'critical' })),
  )
  await follow(db.sql, idle)
  await follow(db.sql, running)
  await poll(async () => (await sessionFindings(db.sql, check, db, sessions)).length === 0)
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [], 'the actions are right')
})

t.test('counts from the begin of the transaction, not from its last statement', async (t) => {
  const db = await testDatabase(t)
  const session = await openSession(db)
  endSessions(t, db, session)
  await session.sql.unsafe('begin').simple()
  await session.sql.unsafe('select pg_sleep(1.5)').simple()
  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const rows = await db.sql`
    select
      value >= round(extract(epoch from statement_timestamp() - (evidence ->> 'transaction_start')::timestamptz), 1)
        and value <= round(extract(epoch from measured_at - (evidence ->> 'transaction_start')::timestamptz), 1) as is_age
    from steward.health_findings(checks => array[${check}])
    where object_name = ${`pid ${session.pid}`}`
  t.strictSame([...rows], [{ is_age: true }])
})

t.test('says what it needs to see the sessions of others', async (t) => {
  const db = await testDatabase(t)
  await assertAsksForStatistics(t, db, check)
})

/** Runs the statement at the end of the action of the finding about a session. */
async function follow(sql: Parameters<typeof findings>[0], { pid }: Session): Promise<void> {
  const finding = (await findings(sql, check)).find((row) => row.object === `session pid ${pid}`)
  await sql.unsafe(/select pg_\w+\(\d+\);$/.exec(finding?.action ?? '')?.[0] ?? 'no statement')
}
