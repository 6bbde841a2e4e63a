import { connect as connectSocket, createServer, type AddressInfo, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { poll, testDatabase, testServer, type TestDatabase } from '../../support/database.js'
import { findings, nothingFound, type Finding } from '../../support/findings.js'
import { endSessions, openSession } from '../../support/sessions.js'

// Checks of what the counters say about the time since a snapshot of them was captured.

const noHistory = (lookback: string): Finding => ({
  status: 'skipped',
  severity: null,
  object: null,
  value: null,
  detail: `No statistics were captured in the last ${lookback}.`,
  action: 'select steward.capture_statistics();',
  fix_sql: null,
  evidence: { reason: 'history' },
})

/** Waits until a check says what is expected: sessions hand their counters over a moment later. */
const eventually = (db: TestDatabase, check: string, expected: (rows: Finding[]) => boolean) =>
  poll(async () => {
    const rows = await findings(db.sql, check)
    return expected(rows) && rows
  })

t.test('deadlocks counts those of a day', async (t) => {
  const db = await testDatabase(t)
  const check = 'deadlocks'
  t.strictSame(await findings(db.sql, check), [noHistory('1 day')])
  await db.sql`select steward.capture_statistics()`
  t.match(await findings(db.sql, check), [
    { status: 'ok', value: 0, detail: /^0 deadlocks were resolved in this database in /, evidence: { deadlocks: 0 } },
  ])
  const sessions = [await openSession(db), await openSession(db)] as const
  endSessions(t, db, ...sessions)
  for (const [i, { sql }] of sessions.entries()) {
    await sql.unsafe(`begin; select pg_advisory_xact_lock(${i})`).simple()
  }
  await Promise.allSettled(sessions.map(({ sql }, i) => sql.unsafe(`select pg_advisory_xact_lock(${1 - i})`).simple()))
  for (const { sql } of sessions) await sql.unsafe('rollback; select pg_stat_force_next_flush()').simple()
  t.match(await eventually(db, check, ([row]) => row?.value === 1), [
    { status: 'ok', severity: null, detail: /^1 deadlocks were resolved/, evidence: { deadlocks: 1 } },
  ])
  await db.sql`select steward.configure_health_check(${check}, warning => 1)`
  t.match(await findings(db.sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: null,
      value: 1,
      action: 'Lock rows and tables in the same order everywhere; the server log has the statements of each deadlock.',
      fix_sql: null,
    },
  ])
})

t.test('rollback_ratio judges a thousand transactions and more', async (t) => {
  const db = await testDatabase(t)
  const check = 'rollback_ratio'
  t.strictSame(await findings(db.sql, check), [noHistory('1 day')])
  await db.sql`select steward.capture_statistics()`
  const session = await openSession(db)
  endSessions(t, db, session)
  const transact = async (commits: number, rollbacks: number) => {
    await session.sql.unsafe(`
      do $$
      begin
        for i in 1..${commits} loop perform 1; commit; end loop;
        for i in 1..${rollbacks} loop perform 1; rollback; end loop;
      end $$`).simple()
    // A session hands its counters over only if it has read something.
    await session.sql.unsafe('select pg_stat_force_next_flush() from pg_class limit 1').simple()
  }
  await transact(500, 300)
  t.match(await eventually(db, check, ([row]) => Number(row?.evidence?.['rollbacks']) >= 300), [
    {
      status: 'ok',
      severity: null,
      value: null,
      detail: /^30\d of 8\d\d transactions in this database were rolled back in [^,]+, too few to judge\.$/,
    },
  ])
  await transact(300, 0)
  const [row] = await eventually(db, check, ([found]) => found?.status === 'finding')
  t.match(row, {
    severity: 'warning',
    object: null,
    detail: /^30\d of 11\d\d transactions in this database were rolled back in \S+\.$/,
    action: 'Look in the server log for the errors; if the application rolls back on purpose, raise the thresholds.',
    fix_sql: null,
  })
  t.ok((row?.value ?? 0) > 25 && (row?.value ?? 0) < 30, `${row?.value} %`)
  await transact(3000, 0)
  t.match(await eventually(db, check, ([found]) => found?.status === 'ok'), [{ detail: /^30\d of 41\d\d transactions/ }])
})

t.test('abnormal_session_ends tells lost clients, fatal errors and terminated sessions apart', async (t) => {
  const db = await testDatabase(t)
  const check = 'abnormal_session_ends'
  t.strictSame(await findings(db.sql, check), [noHistory('1 day')])
  await db.sql`select steward.capture_statistics()`
  t.match(await findings(db.sql, check), [{ status: 'ok', evidence: { abandoned: 0, fatal: 0, killed: 0 } }])

  const killed = await openSession(db)
  await db.sql`select pg_terminate_backend(${killed.pid})`
  t.match(await eventually(db, check, ([row]) => row?.evidence?.['killed'] === 1), [
    {
      status: 'finding',
      severity: 'info',
      object: null,
      value: null,
      detail: /^Of \d+ sessions in this database, 0 lost their client, 0 ended with a fatal error and 1 were terminated, in \S+\.$/,
      action: 'Look in the server log for FATAL and for "connection to client lost" or "unexpected EOF".',
      fix_sql: null,
      evidence: { abandoned: 0, fatal: 0, killed: 1 },
    },
  ])

  await loseClients(t, db, 9)
  t.match(await eventually(db, check, ([row]) => row?.evidence?.['abandoned'] === 9), [{ severity: 'info' }], 'a few happen to everyone')
  await loseClients(t, db, 1)
  t.match(await eventually(db, check, ([row]) => row?.evidence?.['abandoned'] === 10), [
    { severity: 'warning', detail: /, 10 lost their client, 0 ended with a fatal error and 1 were terminated, / },
  ])

  await db.sql`select steward.capture_statistics()`
  await db.sql`delete from steward.statistics_snapshots where id = (select min(id) from steward.statistics_snapshots)`
  t.match(await findings(db.sql, check), [{ status: 'ok' }], 'only what happened since counts')
  const idle = await openSession(db)
  await idle.sql.unsafe("set idle_session_timeout = '10ms'").simple()
  t.match(await eventually(db, check, ([row]) => row?.evidence?.['fatal'] === 1), [
    { severity: 'warning', evidence: { abandoned: 0, fatal: 1, killed: 0 } },
  ])
})

t.test('standby_conflicts sums up by reason', async (t) => {
  const { sql } = await testDatabase(t)
  const judge = async (conflicts: object) => [
    ...(await sql`
      select value::float8 as value, detail, action, severity
      from steward_internal.standby_conflict_rows(${sql.json(conflicts as never)})`),
  ]
  const none = {
    datid: 5, datname: 'a', confl_tablespace: 0, confl_lock: 0, confl_snapshot: 0, confl_bufferpin: 0, confl_deadlock: 0,
  }
  t.strictSame(await judge(none), [
    { value: 0, detail: 'Replay has cancelled 0 queries in this database on this standby.', action: null, severity: null },
  ])
  t.strictSame(await judge({ ...none, confl_snapshot: 3, confl_lock: 2, confl_active_logicalslot: 1 }), [
    {
      value: 6,
      detail:
        'Replay has cancelled 6 queries in this database on this standby: 3 for rows that VACUUM removed, 2 for a lock, 1 for a logical slot.',
      action: null,
      severity: 'info',
    },
  ])
  t.match(await judge({ ...none, confl_snapshot: 1, confl_lock: 2 }), [{ action: /raise max_standby_streaming_delay/ }])
  t.match(await findings(sql, 'standby_conflicts'), [{ status: 'skipped', evidence: { reason: 'not_applicable' } }])
})

t.test('subscription_errors counts the failures of an hour', async (t) => {
  const db = await testDatabase(t)
  const check = 'subscription_errors'
  t.strictSame(await findings(db.sql, check), nothingFound, 'without a subscription no history is needed')
  const publisher = await testDatabase(t, { empty: true })
  const name = db.name
  await publisher.admin.unsafe(`create table orders (id integer primary key); insert into orders values (1); create publication ${name} for table orders`)
  await publisher.admin`select pg_create_logical_replication_slot(${name}, 'pgoutput')`
  await db.sql.unsafe('create table orders (id integer primary key); insert into orders values (1)')
  const { username, password, hostname, port } = new URL(publisher.adminUrl)
  await db.admin.unsafe(`
    create subscription ${name}
    connection 'host=${hostname} port=${port} user=${username} password=${password} dbname=${publisher.name}'
    publication ${name} with (create_slot = false, slot_name = '${name}', enabled = false)`)
  t.teardown(async () => {
    await db.admin.unsafe(`alter subscription ${name} disable`)
    await db.admin.unsafe(`alter subscription ${name} set (slot_name = none)`)
    await db.admin.unsafe(`drop subscription ${name}`)
    // The copy of a table has a slot of its own.
    await poll(() => publisher.admin`
      select where not exists (select from pg_replication_slots where database = ${publisher.name} and active)`.then((r) => r.length))
    await publisher.admin`select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = ${publisher.name}`
  })
  t.strictSame(await findings(db.sql, check), [noHistory('01:00:00')])
  await db.sql`select steward.capture_statistics()`
  t.strictSame(await findings(db.sql, check), nothingFound)

  // The row is there already, so the first copy fails.
  await db.admin.unsafe(`alter subscription ${name} enable`)
  t.match(await eventually(db, check, ([row]) => row?.status === 'finding'), [
    {
      severity: 'warning',
      object: `subscription ${name}`,
      value: Number,
      detail: new RegExp(`^Subscription ${name} failed 0 times while it applied changes and \\d times while it copied tables, in \\S+\\.$`),
      action: 'Read in the server log what conflicts; repair the row or table, or skip the transaction: alter subscription ... skip.',
      fix_sql: null,
      evidence: { apply_errors: 0 },
    },
  ])
})

/** Opens sessions and cuts their connections, as a crashed client or a broken network does. */
async function loseClients(t: Test, db: TestDatabase, count: number): Promise<void> {
  const sockets: Socket[] = []
  const proxy = createServer((client) => {
    const server = connectSocket(testServer().port, '127.0.0.1')
    sockets.push(server, client)
    for (const socket of [server, client]) socket.on('error', () => undefined)
    client.pipe(server).pipe(client)
  })
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening))
  t.teardown(() => void proxy.close())
  const url = new URL(db.url)
  url.port = String((proxy.address() as AddressInfo).port)
  for (let i = 0; i < count; i++) await openSession(db, { url: url.href })
  for (const socket of sockets) socket.destroy()
}
