import t from 'tap'
import { poll, testDatabase } from '../../support/database.js'
import { findings, nothingFound, registration } from '../../support/findings.js'
import { assertAsksForStatistics, endSessions, openSession, openWalsender, sessionFindings } from '../../support/sessions.js'

const check = 'idle_in_transaction'

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  t.strictSame(await registration(sql, check), {
    category: 'transactions', scope: 'cluster', unit: 'seconds', warning: 300, critical: 900,
    confidence: 'exact', requires_role: 'pg_read_all_stats',
  })
})

t.test('reports sessions that are idle in a transaction, aborted or not', async (t) => {
  const db = await testDatabase(t)
  const sessions = {
    aborted: await openSession(db),
    idle: await openSession(db),
    resting: await openSession(db),
    running: await openSession(db),
    walsender: await openWalsender(db),
  }
  const { aborted, idle, resting, running, walsender } = sessions
  endSessions(t, db, ...Object.values(sessions))
  await idle.sql.unsafe('begin; select\n  1').simple()
  await aborted.sql.unsafe('begin; select 1 / 0').simple().catch(() => undefined)
  await resting.sql.unsafe('select 1').simple()
  running.start('begin; select pg_sleep(60)')
  for (const statement of ['begin', 'select 1']) await walsender.sql.unsafe(statement).simple()
  await poll(async () => {
    const rows = await db.sql`
      select from pg_stat_activity
      where pid = ${running.pid} and state = 'active'
        or pid = ${walsender.pid} and state = 'idle in transaction' and backend_type = 'walsender'`
    return rows.length === 2
  })
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [], 'not yet for 5 min')

  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const expected = [
    {
      status: 'finding',
      severity: 'warning',
      object: 'session pid aborted',
      value: 1,
      detail:
        'Session pid aborted (role app, database <database>, application pgsteward) has been idle in transaction (aborted) for <duration>, since <time>. Last query: begin; select 1 / 0',
      action: 'Let its application commit or roll back, or end it: select pg_terminate_backend(aborted);',
      fix_sql: null,
      evidence: {
        pid: 'aborted',
        user: 'app',
        database: '<database>',
        application: 'pgsteward',
        state: 'idle in transaction (aborted)',
        query: 'begin; select 1 / 0',
        state_change: '<time>',
        transaction_start: null,
      },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'session pid idle',
      value: 1,
      detail:
        'Session pid idle (role app, database <database>, application pgsteward) has been idle in transaction for <duration>, since <time>; its transaction began at <time>. Last query: begin; select 1',
      action: 'Let its application commit or roll back, or end it: select pg_terminate_backend(idle);',
      fix_sql: null,
      evidence: {
        pid: 'idle',
        user: 'app',
        database: '<database>',
        application: 'pgsteward',
        state: 'idle in transaction',
        query: 'begin; select 1',
        state_change: '<time>',
        transaction_start: '<time>',
      },
    },
  ]
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), expected)

  await db.sql`select from steward.configure_health_check(${check}, warning => 0, critical => 0)`
  t.strictSame(
    await sessionFindings(db.sql, check, db, sessions),
    expected.map((row) => ({ ...row, severity: 'critical' })),
  )
  for (const { action } of (await findings(db.sql, check)).filter((row) => /pid (\d+)$/.test(row.object ?? ''))) {
    const pid = Number(/\((\d+)\);$/.exec(action ?? '')?.[1])
    if (pid === aborted.pid || pid === idle.pid) await db.sql.unsafe(/select pg_\w+\(\d+\);$/.exec(action ?? '')?.[0] ?? '')
  }
  await poll(async () => (await sessionFindings(db.sql, check, db, sessions)).length === 0)
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [], 'the action is right')
})

t.test('counts from the last statement, not from the begin of the transaction', async (t) => {
  const db = await testDatabase(t)
  const session = await openSession(db)
  endSessions(t, db, session)
  await session.sql.unsafe('begin').simple()
  await session.sql.unsafe('select pg_sleep(1.5)').simple()
  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const rows = await db.sql`
    select
      value >= round(extract(epoch from statement_timestamp() - (evidence ->> 'state_change')::timestamptz), 1)
        and value <= round(extract(epoch from measured_at - (evidence ->> 'state_change')::timestamptz), 1) as is_idle_time
    from steward.health_findings(checks => array[${check}])
    where object_name = ${`pid ${session.pid}`}`
  t.strictSame([...rows], [{ is_idle_time: true }])
})

t.test('says what it needs to see the sessions of others', async (t) => {
  const db = await testDatabase(t)
  await assertAsksForStatistics(t, db, check)
})
