import t from 'tap'
import { poll, testDatabase } from '../../support/database.js'
import { findings, nothingFound, registration } from '../../support/findings.js'
import { assertAsksForStatistics, endSessions, openSession, openWalsender, sessionFindings } from '../../support/sessions.js'

const check = 'long_queries'

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  t.strictSame(await registration(sql, check), {
    category: 'queries', scope: 'cluster', unit: 'seconds', warning: 300, critical: 3600,
    confidence: 'exact', requires_role: 'pg_read_all_stats',
  })
})

t.test('reports queries that run, but not those of backup tools', async (t) => {
  const db = await testDatabase(t)
  const sessions = {
    basebackup: await openSession(db),
    dump: await openSession(db),
    idle: await openSession(db),
    nameless: await openSession(db),
    observer: await openSession(db),
    restore: await openSession(db),
    running: await openSession(db),
    walsender: await openWalsender(db),
  }
  const { basebackup, dump, idle, nameless, observer, restore, running, walsender } = sessions
  endSessions(t, db, ...Object.values(sessions))
  await idle.sql.unsafe('begin; select 1').simple()
  const long = 'select\n   pg_sleep(60)'
  for (const [session, application] of [[dump, 'pg_dump'], [restore, 'pg_restore'], [basebackup, 'pg_basebackup'], [nameless, '']] as const) {
    await session.sql.unsafe(`set application_name = '${application}'`).simple()
    session.start(long)
  }
  running.start(long)
  walsender.start(long)
  await poll(async () => {
    const rows = await db.sql`
      select from pg_stat_activity
      where pid = any (${[dump, restore, basebackup, nameless, running, walsender].map(({ pid }) => pid)})
        and state = 'active' and query = ${long}`
    return rows.length === 6
  })
  t.strictSame(await sessionFindings(observer.sql, check, db, sessions), [], 'not yet for 5 min')

  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const evidence = { user: 'app', database: '<database>', state: 'active', query: 'select pg_sleep(60)', query_start: '<time>' }
  const expected = [
    {
      status: 'finding',
      severity: 'warning',
      object: 'session pid nameless',
      value: 1,
      detail:
        'Session pid nameless (role app, database <database>, client backend) has been running one query for <duration>, since <time>: select pg_sleep(60)',
      action: 'If nobody needs its result, cancel it: select pg_cancel_backend(nameless);',
      fix_sql: null,
      evidence: { pid: 'nameless', ...evidence, application: '' },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'session pid running',
      value: 1,
      detail:
        'Session pid running (role app, database <database>, application pgsteward) has been running one query for <duration>, since <time>: select pg_sleep(60)',
      action: 'If nobody needs its result, cancel it: select pg_cancel_backend(running);',
      fix_sql: null,
      evidence: { pid: 'running', ...evidence, application: 'pgsteward' },
    },
  ]
  t.strictSame(await sessionFindings(observer.sql, check, db, sessions), expected)

  await db.sql`select from steward.configure_health_check(${check}, warning => 0, critical => 0)`
  t.strictSame(
    await sessionFindings(db.sql, check, db, sessions),
    expected.map((row) => ({ ...row, severity: 'critical' })),
  )
  for (const { action } of await findings(db.sql, check)) {
    const [statement, pid] = /select pg_cancel_backend\((\d+)\);$/.exec(action ?? '') ?? []
    if (statement && [nameless.pid, running.pid].includes(Number(pid))) await db.sql.unsafe(statement)
  }
  await poll(async () => (await sessionFindings(db.sql, check, db, sessions)).length === 0)
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [], 'the action is right')
})

t.test('counts from the start of the query, not of its transaction', async (t) => {
  const db = await testDatabase(t)
  const session = await openSession(db)
  endSessions(t, db, session)
  await session.sql.unsafe('begin').simple()
  await session.sql.unsafe('select pg_sleep(1.5)').simple()
  session.start('select pg_sleep(60)')
  await poll(async () => {
    const rows = await db.sql`
      select from pg_stat_activity
      where pid = ${session.pid} and query like '%(60)' and query_start < clock_timestamp() - interval '1 s'`
    return rows.length > 0
  })
  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const rows = await db.sql`
    select
      f.value >= round(extract(epoch from statement_timestamp() - a.query_start), 1)
        and f.value <= round(extract(epoch from f.measured_at - a.query_start), 1) as is_age_of_query
    from steward.health_findings(checks => array[${check}]) as f
    cross join pg_stat_activity as a
    where f.object_name = ${`pid ${session.pid}`} and a.pid = ${session.pid}`
  t.strictSame([...rows], [{ is_age_of_query: true }])
})

t.test('says what it needs to see the sessions of others', async (t) => {
  const db = await testDatabase(t)
  await assertAsksForStatistics(t, db, check)
})
