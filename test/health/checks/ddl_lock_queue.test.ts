import t from 'tap'
import { atDatabase, blindRole, poll, testDatabase } from '../../support/database.js'
import { findings, nothingFound, registration } from '../../support/findings.js'
import { endSessions, isBlocked, openSession, sessionFindings, type Session } from '../../support/sessions.js'

const check = 'ddl_lock_queue'

const visible = { user: 'app', database: '<database>', application: 'pgsteward', state: 'active' }

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await registration(sql, check), {
    category: 'locks', scope: 'cluster', unit: 'seconds', warning: 10, critical: 60,
    confidence: 'exact', requires_role: null,
  })
  // Sessions of other tests may wait, but not for hours.
  await sql`select from steward.configure_health_check(${check}, warning => 10000, critical => 20000)`
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports schema changes that wait and what queues behind them', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create schema "Odd Sch"`
  await db.sql`create table "Odd Sch"."Ta ble" (a int)`
  await db.sql`create table other (a int)`
  const names = ['first', 'second', 'ddl', 'reader', 'writer', 'stranger'] as const
  const opened = (await Promise.all(names.map(() => openSession(db)))).sort((a, b) => a.pid - b.pid)
  const sessions = Object.fromEntries(names.map((name, i) => [name, opened[i]])) as Record<(typeof names)[number], Session>
  const { first, second, ddl, reader, writer, stranger } = sessions
  endSessions(t, db, ...opened)
  await first.sql.unsafe('begin; select from "Odd Sch"."Ta ble"; lock table other').simple()
  await second.sql.unsafe('begin; insert into "Odd Sch"."Ta ble" values (1)').simple()
  stranger.start('begin; lock table "Odd Sch"."Ta ble" in exclusive mode')
  await isBlocked(db, stranger)
  ddl.start('alter table "Odd Sch"."Ta ble"\n  add b int')
  await isBlocked(db, ddl)
  await db.sql`select from steward.configure_health_check(${check}, warning => 10000, critical => 20000)`
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [], 'not yet for hours')

  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const alone = {
    status: 'finding',
    severity: 'warning',
    object: 'session pid ddl',
    value: 1,
    detail:
      'Session pid ddl (role app, database <database>, application pgsteward) has waited <duration> for AccessExclusiveLock on "Odd Sch"."Ta ble", which is in use by pid first, pid second.' +
      ' Nobody waits behind it yet, but every new query of the relation will.' +
      ' Its query: alter table "Odd Sch"."Ta ble" add b int',
    action:
      'Cancel it and repeat it with a short lock_timeout: select pg_cancel_backend(ddl);' +
      ' Or end what it waits for: select pg_terminate_backend(first); select pg_terminate_backend(second);',
    fix_sql: null,
    evidence: {
      session: { pid: 'ddl', ...visible, query: 'alter table "Odd Sch"."Ta ble" add b int' },
      relation: '"Odd Sch"."Ta ble"',
      holding_pids: ['first', 'second'],
      waiting_pids: [] as string[],
    },
  }
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [alone])

  reader.start('select from "Odd Sch"."Ta ble"')
  await isBlocked(db, reader)
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [
    {
      ...alone,
      detail: alone.detail.replace(/Nobody .* will\./, '1 session waits behind it.'),
      evidence: { ...alone.evidence, waiting_pids: ['reader'] },
    },
  ])

  writer.start('insert into "Odd Sch"."Ta ble" values (1)')
  await isBlocked(db, writer)
  await db.sql`select from steward.configure_health_check(${check}, warning => 0, critical => 0)`
  const expected = {
    ...alone,
    severity: 'critical',
    detail: alone.detail.replace(/Nobody .* will\./, '2 sessions wait behind it.'),
    evidence: { ...alone.evidence, waiting_pids: ['reader', 'writer'] },
  }
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [expected])
  await isBlocked(db, ddl, 1)
  const [row] = await db.sql`
    select
      f.value >= round(extract(epoch from statement_timestamp() - l.waitstart), 1)
        and f.value <= round(extract(epoch from f.measured_at - l.waitstart), 1) as is_measured
    from steward.health_findings(checks => array[${check}]) as f
    cross join pg_locks as l
    where f.object_name = ${`pid ${ddl.pid}`} and l.pid = ${ddl.pid} and not l.granted`
  t.strictSame({ ...row }, { is_measured: true })

  const blind = await blindRole(t, db)
  t.strictSame(await sessionFindings(blind, check, db, sessions), [
    {
      ...expected,
      detail: expected.detail.replace(/Its query: .*/, 'Its query: not visible'),
      evidence: { ...expected.evidence, session: { pid: 'ddl', ...visible, state: null, query: null } },
    },
  ])

  await db.sql.unsafe(/select pg_cancel_backend\(\d+\);/.exec((await findings(db.sql, check)).find((f) => f.object === `session pid ${ddl.pid}`)?.action ?? '')?.[0] ?? '')
  await poll(async () => (await sessionFindings(db.sql, check, db, sessions)).length === 0)
  t.strictSame(await sessionFindings(db.sql, check, db, sessions), [], 'the action is right')
})

t.test('names relations of other databases as far as it can, and prepared transactions', async (t) => {
  const db = await testDatabase(t)
  const elsewhere = await testDatabase(t)
  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  await elsewhere.sql`create table busy (a int)`
  const [table] = await elsewhere.sql`select 'busy'::regclass::oid as oid, current_setting('max_prepared_transactions')::int as prepared`
  const sessions = { holder: await openSession(elsewhere), ddl: await openSession(elsewhere) }
  const { holder, ddl } = sessions
  endSessions(t, elsewhere, ddl, holder)
  const gid = elsewhere.name
  if (table?.prepared) {
    t.teardown(() => elsewhere.sql.unsafe(`rollback prepared '${gid}'`).simple())
    await holder.sql.unsafe(`begin; select from busy; prepare transaction '${gid}'`).simple()
  }
  await holder.sql.unsafe('begin; select from busy').simple()
  ddl.start('begin; select from busy; lock table busy; commit')
  await isBlocked(db, ddl)
  t.match(await sessionFindings(db.sql, check, elsewhere, sessions), [
    {
      object: 'session pid ddl',
      detail: `for AccessExclusiveLock on relation ${table?.oid} of database <database>, which is in use by ${table?.prepared ? 'a prepared transaction, ' : ''}pid holder. Nobody`,
      action:
        'Cancel it and repeat it with a short lock_timeout: select pg_cancel_backend(ddl); Or end what it waits for: select pg_terminate_backend(holder);',
      evidence: { relation: `relation ${table?.oid} of database <database>`, holding_pids: table?.prepared ? [0, 'holder'] : ['holder'] },
    },
  ])
})

t.test('names shared catalogs', async (t) => {
  const db = await testDatabase(t)
  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  const sessions = {
    holder: await openSession(db, { url: db.adminUrl }),
    ddl: await openSession(db, { url: atDatabase(db.adminUrl, 'postgres') }),
  }
  const { holder, ddl } = sessions
  endSessions(t, db, ddl, holder)
  await holder.sql.unsafe('begin; lock table pg_shdescription in share mode').simple()
  ddl.start("set lock_timeout = '10s'; begin; lock table pg_shdescription; commit")
  await isBlocked(db, ddl)
  t.match(await sessionFindings(db.sql, check, db, sessions), [
    { object: 'session pid ddl', evidence: { relation: 'pg_catalog.pg_shdescription', holding_pids: ['holder'] } },
  ])
})
