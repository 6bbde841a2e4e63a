import t from 'tap'
import { atDatabase, blindRole, poll, testDatabase } from '../../support/database.js'
import { findings, nothingFound, registration } from '../../support/findings.js'
import { endSessions, isBlocked, openSession, sessionFindings } from '../../support/sessions.js'

const check = 'blocked_sessions'

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await registration(sql, check), {
    category: 'locks', scope: 'cluster', unit: 'seconds', warning: 30, critical: 300,
    confidence: 'exact', requires_role: null,
  })
  // Sessions of other tests may wait, but not for hours.
  await sql`select from steward.configure_health_check(${check}, warning => 10000, critical => 20000)`
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports the session at the root of a queue, once, with the longest wait', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create schema "Odd Sch"`
  await db.sql`create table "Odd Sch"."Ta ble" (a int)`
  const sessions = { reader: await openSession(db), ddl: await openSession(db), writer: await openSession(db) }
  const { reader, ddl, writer } = sessions
  endSessions(t, db, writer, ddl, reader)
  await reader.sql.unsafe('begin; select\n   from "Odd Sch"."Ta ble"').simple()
  ddl.start('alter table "Odd Sch"."Ta ble" add b int')
  await isBlocked(db, ddl)
  writer.start('insert into "Odd Sch"."Ta ble" values (1)')
  await isBlocked(db, writer)
  await db.sql`select from steward.configure_health_check(${check}, warning => 10000, critical => 20000)`
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [], 'not yet for hours')

  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const expected = {
    status: 'finding',
    severity: 'warning',
    object: 'session pid reader',
    value: 1,
    detail:
      '2 sessions wait for session pid reader (role app, database <database>, application pgsteward), directly or behind others.' +
      ' The longest, session pid ddl (role app, database <database>, application pgsteward), has waited <duration> for AccessExclusiveLock on "Odd Sch"."Ta ble".' +
      ' Pid reader has been idle in transaction since <time>; query: begin; select from "Odd Sch"."Ta ble"',
    action: 'Let its application commit, or end the session: select pg_terminate_backend(reader);',
    fix_sql: null,
    evidence: {
      root: {
        pid: 'reader',
        user: 'app',
        database: '<database>',
        application: 'pgsteward',
        state: 'idle in transaction',
        query: 'begin; select from "Odd Sch"."Ta ble"',
      },
      longest_waiter: {
        pid: 'ddl',
        user: 'app',
        database: '<database>',
        application: 'pgsteward',
        state: 'active',
        query: 'alter table "Odd Sch"."Ta ble" add b int',
      },
      lock_mode: 'AccessExclusiveLock',
      relation: '"Odd Sch"."Ta ble"',
      waiting_pids: ['ddl', 'writer'],
    },
  }
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [expected])
  await isBlocked(db, ddl, 1)
  const [row] = await db.sql`
    select
      value >= round(extract(epoch from statement_timestamp() - waitstart), 1)
        and value <= round(extract(epoch from measured_at - waitstart), 1) as is_measured,
      pg_terminate_backend(pid_of_root) as is_ended
    from (
      select f.value, f.measured_at, l.waitstart, substring(f.action from '\\((\\d+)\\);$')::int as pid_of_root
      from steward.health_findings(checks => array[${check}]) as f
      cross join pg_locks as l
      where f.object_name = ${`pid ${reader.pid}`} and l.pid = ${ddl.pid} and not l.granted
    ) as r`
  t.strictSame({ ...row }, { is_measured: true, is_ended: true })
  await poll(async () => (await sessionFindings(db.sql, check, db, sessions)).length === 0)
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [], 'the action is right')
})

t.test('names those who hold the lock as well, and cancels a query that runs', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table busy (a int)`
  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const both = [await openSession(db), await openSession(db)].sort((a, b) => a.pid - b.pid)
  const sessions = { first: both[0]!, second: both[1]!, waiter: await openSession(db) }
  const { first, second, waiter } = sessions
  endSessions(t, db, waiter, first, second)
  await second.sql.unsafe('begin; lock table busy in share mode').simple()
  first.start('begin; lock table busy in share mode; select pg_sleep(60)')
  await poll(async () => (await db.sql`select from pg_locks where pid = ${first.pid} and mode = 'ShareLock'`).length)
  waiter.start('insert into busy values (1)')
  await isBlocked(db, waiter)

  t.match(await sessionFindings(db.sql, check, db, sessions), [
    {
      object: 'session pid first',
      detail:
        '1 session waits for session pid first (role app, database <database>, application pgsteward), directly or behind others.' +
        ' The longest, session pid waiter (role app, database <database>, application pgsteward), has waited <duration> for RowExclusiveLock on public.busy.' +
        ' That lock is also held by pid second.' +
        ' Pid first has been active since <time>; query: begin; lock table busy in share mode; select pg_sleep(60)',
      action:
        'Cancel its query: select pg_cancel_backend(first); or, if that does not help, end the session: select pg_terminate_backend(first);',
    },
  ])
  t.equal((await sessionFindings(db.sql, check, db, sessions)).length, 1)
})

t.test('follows the queue to its root, however long the others wait', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table near (a int)`
  await db.sql`create table far (a int)`
  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const sessions = { root: await openSession(db), middle: await openSession(db), last: await openSession(db) }
  const { root, middle, last } = sessions
  endSessions(t, db, last, middle, root)
  await root.sql.unsafe('begin; lock table far').simple()
  await middle.sql.unsafe('begin; lock table near').simple()
  last.start('select from near')
  await isBlocked(db, last)
  middle.start('select from far')
  await isBlocked(db, middle)
  t.strictSame(
    (await sessionFindings(db.sql, check, db, sessions)).map(({ object, detail, evidence }) => [object, detail, evidence?.waiting_pids]),
    [
      [
        'session pid root',
        '2 sessions wait for session pid root (role app, database <database>, application pgsteward), directly or behind others.' +
          ' The longest, session pid last (role app, database <database>, application pgsteward), has waited <duration> for AccessShareLock on public.near.' +
          ' Pid root has been idle in transaction since <time>; query: begin; lock table far',
        ['last', 'middle'],
      ],
    ],
  )
})

t.test('says what is awaited if it is no relation of this database', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table rows as select 1 as a`
  await db.sql`select from steward.configure_health_check(${check}, warning => 0, critical => 0)`
  const sessions = {
    writer: await openSession(db),
    updater: await openSession(db),
    builder: await openSession(db),
    keeper: await openSession(db),
    asker: await openSession(db),
    other: await openSession(db, { url: atDatabase(db.adminUrl, 'postgres') }),
    elsewhere: await openSession(db, { url: atDatabase(db.adminUrl, 'postgres') }),
  }
  const { writer, updater, builder, keeper, asker, other, elsewhere } = sessions
  endSessions(t, db, ...Object.values(sessions))
  await writer.sql.unsafe('begin; update rows set a = 2').simple()
  updater.start('update rows set a = 3')
  await isBlocked(db, updater)
  await keeper.sql.unsafe('begin isolation level repeatable read; select pg_advisory_xact_lock(7, 7)').simple()
  asker.start('select pg_advisory_lock(7, 7)')
  const table = `steward_test_${db.name}`
  await other.sql.unsafe(`begin; create temporary table ${table} (a int)`).simple()
  const [temporary] = await other.sql.unsafe(`select '${table}'::regclass::oid as oid, pg_my_temp_schema()::regnamespace::text as schema`).simple()
  await other.sql.unsafe(`commit; begin; select from ${table}`).simple()
  elsewhere.start(`drop table ${temporary?.schema}.${table}`)
  await Promise.all([asker, elsewhere].map((session) => isBlocked(db, session)))
  builder.start('create index concurrently on rows (a)')
  await isBlocked(db, builder)

  const rows = await sessionFindings(db.sql, check, db, sessions)
  t.strictSame(
    rows.map((row) => [row.object, row.severity, /has waited <duration> (.*?)\. /.exec(row.detail)?.[1]]),
    [
      ['session pid keeper', 'critical', 'for ExclusiveLock on an advisory lock'],
      ['session pid other', 'critical', 'for AccessExclusiveLock on a relation of another database'],
      ['session pid writer', 'critical', 'for ShareLock on a row that another transaction has changed'],
    ],
  )
})

t.test('reports sessions that block each other', async (t) => {
  const db = await testDatabase(t)
  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const sessions = {
    one: await openSession(db, { url: db.adminUrl }),
    two: await openSession(db, { url: db.adminUrl }),
  }
  endSessions(t, db, ...Object.values(sessions))
  for (const [key, { sql }] of [sessions.one, sessions.two].entries()) {
    await sql.unsafe(`set deadlock_timeout = '1h'; begin; select pg_advisory_xact_lock(8, ${key})`).simple()
  }
  sessions.one.start('select pg_advisory_xact_lock(8, 1)')
  sessions.two.start('select pg_advisory_xact_lock(8, 0)')
  await Promise.all(Object.values(sessions).map((session) => isBlocked(db, session)))
  const rows = await sessionFindings(db.sql, check, db, sessions)
  t.ok(rows.length >= 1)
  for (const row of rows) {
    t.match(row.detail, /These sessions wait for each other; after deadlock_timeout one of them is cancelled\./)
  }
})

t.test('finds waits without pg_monitor, and says what it cannot see', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table busy (a int)`
  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const blind = await blindRole(t, db)
  const sessions = { holder: await openSession(db), waiter: await openSession(db) }
  const { holder, waiter } = sessions
  endSessions(t, db, waiter, holder)
  await holder.sql.unsafe('begin; lock table busy').simple()
  waiter.start('select from busy')
  await isBlocked(db, waiter)
  const hidden = { user: 'app', database: '<database>', application: 'pgsteward', state: null, query: null }
  t.strictSame(await sessionFindings(blind, check, db, sessions), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'session pid holder',
      value: 1,
      detail:
        '1 session waits for session pid holder (role app, database <database>, application pgsteward), directly or behind others.' +
        ' The longest, session pid waiter (role app, database <database>, application pgsteward), has waited <duration> for AccessShareLock on public.busy.' +
        ' What pid holder does is not visible to role blind_<database>.',
      action: 'Let its application commit, or end the session: select pg_terminate_backend(holder);',
      fix_sql: null,
      evidence: {
        root: { pid: 'holder', ...hidden },
        longest_waiter: { pid: 'waiter', ...hidden },
        lock_mode: 'AccessShareLock',
        relation: 'public.busy',
        waiting_pids: ['waiter'],
      },
    },
  ])
})

t.test('names the prepared transaction that sessions wait for', async (t) => {
  const db = await testDatabase(t)
  const [setting] = await db.sql`select current_setting('max_prepared_transactions')::int as prepared`
  if (!setting?.prepared) return t.comment('max_prepared_transactions is 0 on this server')
  await db.sql`create table busy (a int)`
  await db.sql`create table idle_table (a int)`
  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const preparer = await openSession(db)
  const [gid, bystander] = [`${db.name}'s`, `${db.name} other`]
  t.teardown(async () => {
    for (const name of [gid, bystander]) {
      await preparer.sql.unsafe(`rollback prepared '${name.replaceAll("'", "''")}'`).simple().catch(() => undefined)
    }
    await preparer.sql.end()
  })
  await preparer.sql.unsafe(`begin; lock table idle_table; prepare transaction '${bystander}'`).simple()
  await preparer.sql.unsafe(`begin; lock table busy; prepare transaction '${gid.replaceAll("'", "''")}'`).simple()
  const sessions = { waiter: await openSession(db) }
  endSessions(t, db, sessions.waiter)
  sessions.waiter.start('select from busy')
  await isBlocked(db, sessions.waiter)
  // Sessions of other tests may wait for a prepared transaction, too, but not for long.
  const row = await poll(async () =>
    (await findings(db.sql, check)).find(
      ({ object, evidence }) => object === 'session pid 0' && String(evidence?.waiting_pids) === String(sessions.waiter.pid),
    ),
  )
  t.match(row, {
    severity: 'warning',
    detail: new RegExp(
      `^1 session waits for prepared transaction '${db.name}''s' \\(role app, database ${db.name}, prepared \\S+ \\S+\\), directly or behind others\\.` +
        ` The longest, session pid ${sessions.waiter.pid} .* for AccessShareLock on public.busy\\.$`,
    ),
    action: `In database ${db.name}, if nobody is going to commit it: rollback prepared '${db.name}''s';`,
    evidence: { root: { pid: 0 }, waiting_pids: [sessions.waiter.pid] },
  })
  await preparer.sql.unsafe(/rollback prepared .*;/.exec(row?.action ?? '')?.[0] ?? '').simple()
  await poll(async () => (await sessionFindings(db.sql, check, db, sessions)).length === 0)
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [], 'the action is right')
})
