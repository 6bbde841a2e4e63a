import t from 'tap'
import { blindRole, poll, testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'
import { ownServer } from '../../support/server.js'
import { endSessions, openSession } from '../../support/sessions.js'

t.test('idle_connections reports a pool that is mostly idle', async (t) => {
  // The sessions of other tests count as well.
  const verdict = ({ idle_connections: idles = 0, client_connections: clients = 0 }: Record<string, number>) =>
    idles >= 20 && Math.round((1000 * idles) / clients) > 500 ? { status: 'finding', severity: 'info' } : { status: 'ok', severity: null }
  const db = await testDatabase(t)
  const check = 'idle_connections'
  const pool = await Promise.all(Array.from({ length: 30 }, () => openSession(db)))
  const idle = async () =>
    Number((await db.admin<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity where datname = ${db.name} and state = 'idle' and application_name = 'pgsteward'`)[0]?.n)
  await poll(async () => (await idle()) >= 30)
  const [row, ...others] = await findings(db.sql, check)
  t.strictSame(others, [])
  const counts = row?.evidence as Record<string, number>
  const [clients, idles] = [counts['client_connections'] ?? 0, counts['idle_connections'] ?? 0]
  t.ok(idles >= 30 && clients > idles)
  t.match(row, {
    ...verdict(counts),
    object: null,
    value: Math.round((1000 * idles) / clients) / 10,
    detail: new RegExp(
      `^${idles} of ${clients} client connections are idle; \\d+ of them are of role app, database ${db.name}, application pgsteward\\.$`,
    ),
    action: row?.status === 'ok' ? null : 'Make the pool of that application smaller, or put a pooler such as PgBouncer in front.',
    fix_sql: null,
  })
  const busy = pool.slice(0, 29)
  endSessions(t, db, ...pool)
  for (const session of busy) session.start('select pg_sleep(60)')
  await poll(async () => (await idle()) <= 4)
  const [after] = await findings(db.sql, check)
  t.match(after, verdict(after?.evidence as Record<string, number>), 'they work')
  t.match(await findings(await blindRole(t, db), check), [{ status: 'skipped', evidence: { reason: 'privilege' } }])
})

t.test('old_idle_sessions counts the sessions of each role', async (t) => {
  const db = await testDatabase(t)
  t.strictSame(await findings(db.sql, 'old_idle_sessions'), nothingFound)
  const role = `idler_${db.name}`
  await db.admin.unsafe(`create role ${role} login password 'idle'`)
  const url = new URL(db.url)
  url.username = role
  url.password = 'idle'
  const [first, second, third] = [
    await openSession(db, { url: url.href }), await openSession(db, { url: url.href }), await openSession(db, { url: url.href }),
  ]
  t.teardown(() => db.admin.unsafe(`drop role ${role}`))
  endSessions(t, db, first, second, third)
  await third.sql.unsafe('begin').simple()
  const rows = async (age: string) => [
    ...(await db.sql<{ evidence: { sessions: number } }[]>`
      select object_type, object_name, value::float8 as value, detail, evidence
      from steward_internal.idle_session_rows(${age}) where object_name = ${role}`),
  ]
  await poll(async () => (await rows('1.5 s'))[0]?.evidence.sessions === 2)
  const [row] = await rows('1.5 s')
  t.match(row, {
    object_type: 'role',
    object_name: role,
    detail: new RegExp(
      `^2 sessions of role ${role} have been idle for more than 00:00:0[12][.\\d]*, ` +
        `the longest \\(pid ${first.pid}, database ${db.name}, application pgsteward\\) for \\d\\d:\\d\\d:\\d\\d\\.$`,
    ),
    evidence: { sessions: 2, pids: [first.pid, second.pid] },
  }, 'the one in a transaction is not among them')
  const single = await poll(async () => {
    await first.sql.unsafe('select 1').simple()
    const found = await rows('1.5 s')
    // On a busy machine it may have been idle for that long before anybody asks.
    return found[0]?.evidence.sessions === 1 && found
  })
  t.match(single, [{ detail: /^1 session of role .* has been idle/, evidence: { sessions: 1, pids: [second.pid] } }])
  t.strictSame(await rows('1 hour'), [])
})

t.test('lock_table_usage counts locked objects', async (t) => {
  // What other tests lock meanwhile would count as well.
  const { sql, admin, connect, state } = await ownServer(t)
  const check = 'lock_table_usage'
  const counted = async () => (await findings(sql, check))[0]
  const before = await counted()
  const places = Number(before?.evidence?.['places'])
  const [size] = await sql<{ places: number }[]>`
    select current_setting('max_locks_per_transaction')::int
      * (current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int) as places`
  t.equal(places, size?.places)
  const holders = [admin, connect(state.url)]
  for (const holder of holders) await holder`select pg_advisory_lock_shared(i) from generate_series(1, 1000) as i`
  const after = await counted()
  const taken = Number(after?.evidence?.['locked_objects'])
  t.ok(taken >= 1000 && taken < 1700, `two sessions lock the same 1000 objects: ${taken}`)
  t.strictSame(after, {
    status: 'ok',
    severity: null,
    object: null,
    value: Math.round((1000 * taken) / places) / 10,
    detail: `${taken} of about ${places} places in the lock table are taken.`,
    action: null,
    fix_sql: null,
    evidence: { locked_objects: taken, places },
  })
  await sql`select steward.configure_health_check(${check}, warning => 10, critical => 99)`
  t.match(await findings(sql, check), [{ severity: 'warning', action: /raise max_locks_per_transaction/ }])
  t.match(await sql`select warning::int, critical::int from steward_internal.health_check_overrides`, [{ warning: 10, critical: 99 }])
  for (const holder of holders) await holder`select pg_advisory_unlock_all()`
  t.match(await findings(sql, check), [{ status: 'ok' }])
})

// Replication slots and standbys, which hold it as well, are tested in replication.test.ts.
t.test('xmin_horizon names who holds VACUUM back', async (t) => {
  const db = await testDatabase(t)
  const check = 'xmin_horizon'
  const gid = `steward ${db.name}`
  const sessions = { reader: await openSession(db), writer: await openSession(db), fresh: await openSession(db) }
  endSessions(t, db, ...Object.values(sessions))
  const { reader, writer, fresh } = sessions
  await reader.sql.unsafe('begin isolation level repeatable read; select 1').simple()
  await fresh.sql.unsafe(`begin; select pg_current_xact_id(); prepare transaction '${gid}'`).simple()
  await writer.sql.unsafe('begin; select pg_current_xact_id()').simple()
  await db.sql.unsafe('do $$ begin for i in 1..300 loop perform pg_current_xact_id(); commit; end loop; end $$')
  await fresh.sql.unsafe('begin isolation level repeatable read; select 1').simple()
  const objects = [...Object.values(sessions).map(({ pid }) => `session pid ${pid}`), `prepared transaction ${gid}`]
  const own = async () => (await findings(db.sql, check)).filter((row) => objects.includes(row.object ?? ''))
  t.strictSame(await own(), [], 'below 50 million')
  await db.sql`select steward.configure_health_check(${check}, warning => 300)`

  const held = 'keeps VACUUM from removing rows that were deleted in the last \\d{3,} transactions\\.$'
  const session = (pid: number) => ({
    status: 'finding',
    severity: 'warning',
    object: `session pid ${pid}`,
    detail: new RegExp(`^Session pid ${pid} \\(role app, database ${db.name}, application pgsteward\\), idle in transaction since [^,]+, ${held}`),
    action: `Let its application end the transaction, or end it: select pg_terminate_backend(${pid});`,
    fix_sql: null,
    evidence: { pid, database: db.name },
  })
  const found = await own()
  t.match(found, [
    {
      status: 'finding',
      severity: 'warning',
      object: `prepared transaction ${gid}`,
      detail: new RegExp(`^Prepared transaction '${gid}' \\(role app, database ${db.name}, prepared [^)]+\\) ${held}`),
      action: `In database ${db.name}, if nobody is going to commit it: rollback prepared '${gid}';`,
      fix_sql: null,
      evidence: { owner: 'app', database: db.name },
    },
    ...[session(reader.pid), session(writer.pid), session(fresh.pid)].sort((a, b) => (a.object < b.object ? -1 : 1)),
  ])
  t.equal(found.length, 4, 'a snapshot that was taken beside an old transaction is as old')
  t.ok(found.every((row) => (row.value ?? 0) >= 300))
  await db.sql.unsafe(`rollback prepared '${gid}'`)
  for (const { sql } of [reader, writer, fresh]) await sql.unsafe('rollback').simple()
  // It is as old as the oldest transaction of all tests that run meanwhile.
  await poll(async () => {
    await fresh.sql.unsafe('rollback; begin isolation level repeatable read; select 1').simple()
    return (await own()).length === 0
  })
  t.match(await findings(await blindRole(t, db), check), [{ status: 'skipped', evidence: { reason: 'privilege' } }])
})

t.test('prepared_transactions waits five minutes', async (t) => {
  const db = await testDatabase(t)
  const check = 'prepared_transactions'
  const gid = `it's ${db.name}`
  const literal = `'${gid.replace("'", "''")}'`
  const own = async () => (await findings(db.sql, check)).filter((row) => row.object === `prepared transaction ${gid}`)
  const session = await openSession(db)
  endSessions(t, db, session)
  await session.sql.unsafe(`begin; select pg_current_xact_id(); prepare transaction ${literal}`).simple()
  t.strictSame(await own(), [])
  t.strictSame([...(await db.sql`select warning::int, critical::int from steward.health_checks where check_id = ${check}`)], [
    { warning: 300, critical: 1800 },
  ])
  await db.sql`select steward.configure_health_check(${check}, warning => 0, critical => 3600)`
  t.match(await own(), [
    {
      status: 'finding',
      severity: 'warning',
      detail: new RegExp(
        `^Prepared transaction ${literal} \\(role app, database ${db.name}\\) has waited 00:\\d\\d:\\d\\d for its COMMIT PREPARED, since [^,]+\\.$`,
      ),
      action: `Ask its transaction manager; if nobody is going to commit it, in database ${db.name}: rollback prepared ${literal};`,
      fix_sql: null,
      evidence: { owner: 'app', database: db.name },
    },
  ])
  await db.sql.unsafe(`rollback prepared ${literal}`)
  t.strictSame(await own(), [])
})

t.test('subtransaction_overflow reports sessions with more than 64 subtransactions', async (t) => {
  const db = await testDatabase(t)
  const check = 'subtransaction_overflow'
  const [known] = await db.sql`select to_regprocedure('pg_stat_get_backend_subxact(integer)') is not null as known`
  if (!known?.['known']) {
    t.match(await findings(db.sql, check), [{ status: 'skipped', action: /pg_stat_slru/, evidence: { reason: 'server' } }])
    return
  }
  const sessions = { full: await openSession(db), close: await openSession(db) }
  endSessions(t, db, ...Object.values(sessions))
  await db.sql`create table written (i integer)`
  const savepoints = (n: number) =>
    `begin; ${Array.from({ length: n }, (_, i) => `savepoint s${i}; insert into written values (${i});`).join(' ')}`
  await sessions.full.sql.unsafe(savepoints(65)).simple()
  await sessions.close.sql.unsafe(savepoints(64)).simple()
  for (const { sql } of Object.values(sessions)) await sql.unsafe('select 1').simple()
  const found = async () => (await findings(db.sql, check)).filter((row) => Object.values(sessions).some(({ pid }) => row.object === `session pid ${pid}`))
  t.match(await found(), [
    {
      status: 'finding',
      severity: 'warning',
      object: `session pid ${sessions.full.pid}`,
      value: 64,
      detail: new RegExp(
        `^Session pid ${sessions.full.pid} \\(role app, database ${db.name}, application pgsteward\\) has too many subtransactions open ` +
          'in one transaction: 64 are remembered, and more are looked up on disk\\. Query: select 1$',
      ),
      action: 'Commit more often, and handle errors without a SAVEPOINT or EXCEPTION block for each row.',
      evidence: { pid: sessions.full.pid },
    },
  ])
  await sessions.full.sql.unsafe('rollback').simple()
  t.strictSame(await found(), [])
})
