import t from 'tap'
import { testDatabase } from '../support/database.js'
import { endSessions, isBlocked, openSession } from '../support/sessions.js'

t.test('shows a chain of three with its root', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create schema "Odd Sch"`
  await db.sql`create table "Odd Sch"."Ta ble" (a int)`
  const [reader, ddl, writer] = [await openSession(db), await openSession(db), await openSession(db)]
  endSessions(t, db, writer, ddl, reader)
  await reader.sql.unsafe('begin; select from "Odd Sch"."Ta ble"').simple()
  ddl.start('alter table "Odd Sch"."Ta ble" add b int')
  await isBlocked(db, ddl)
  writer.start('insert into "Odd Sch"."Ta ble" values (1)')
  await isBlocked(db, writer)

  const pids = [reader.pid, ddl.pid, writer.pid]
  const rows = await db.sql`
    select
      blocked_pid, blocked_user,
      blocked_for between interval '0' and clock_timestamp() - (
        select a.query_start from pg_stat_activity as a where a.pid = blocked_pid
      ) as is_recent,
      blocked_query, lock_mode, relation, blocking_pids, root_blocker_pid, root_blocker_user,
      root_blocker_state, root_blocker_query
    from steward.get_blocking_locks()
    where root_blocker_pid = any (${pids})`
  const root = {
    root_blocker_pid: reader.pid,
    root_blocker_user: 'app',
    root_blocker_state: 'idle in transaction',
    root_blocker_query: 'begin; select from "Odd Sch"."Ta ble"',
  }
  t.strictSame([...rows], [
    {
      blocked_pid: ddl.pid,
      blocked_user: 'app',
      is_recent: true,
      blocked_query: 'alter table "Odd Sch"."Ta ble" add b int',
      lock_mode: 'AccessExclusiveLock',
      relation: '"Odd Sch"."Ta ble"',
      blocking_pids: [reader.pid],
      ...root,
    },
    {
      blocked_pid: writer.pid,
      blocked_user: 'app',
      is_recent: true,
      blocked_query: 'insert into "Odd Sch"."Ta ble" values (1)',
      lock_mode: 'RowExclusiveLock',
      relation: '"Odd Sch"."Ta ble"',
      blocking_pids: [ddl.pid],
      ...root,
    },
  ])
})

t.test('finds the true pairs of a queue behind an ALTER: not 1, not 9', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table busy (a int)`
  const [reader, ddl] = [await openSession(db), await openSession(db)]
  const readers = await Promise.all([1, 2, 3, 4].map(() => openSession(db)))
  endSessions(t, db, ...readers, ddl, reader)
  await reader.sql.unsafe('begin; select from busy').simple()
  ddl.start('alter table busy add b int')
  await isBlocked(db, ddl)
  for (const session of readers) session.start('select from busy')
  await Promise.all(readers.map((session) => isBlocked(db, session)))

  const rows = await db.sql`
    select blocked_pid, unnest(blocking_pids) as blocking_pid
    from steward.get_blocking_locks()
    where root_blocker_pid = ${reader.pid}
    order by 1`
  t.strictSame(
    [...rows],
    [
      { blocked_pid: ddl.pid, blocking_pid: reader.pid },
      ...readers.map(({ pid }) => ({ blocked_pid: pid, blocking_pid: ddl.pid })),
    ].sort((a, b) => a.blocked_pid - b.blocked_pid),
  )
})

t.test('answers at once when two dozen sessions queue for one lock', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table busy (a int)`
  const holder = await openSession(db)
  const queue = await Promise.all(Array.from({ length: 24 }, () => openSession(db)))
  endSessions(t, db, ...queue, holder)
  await holder.sql.unsafe('begin; lock table busy').simple()
  for (const session of queue) session.start('begin; lock table busy; commit')
  await Promise.all(queue.map((session) => isBlocked(db, session)))

  const session = await openSession(db)
  // A search of all the ways through the queue would take hours.
  await session.sql`set statement_timeout = '30s'`
  const rows = await session.sql`
    select count(*)::int as count from steward.get_blocking_locks() where root_blocker_pid = ${holder.pid}`
  t.strictSame([...rows], [{ count: 24 }])
})

t.test('names one and the same root for sessions that block each other', async (t) => {
  const db = await testDatabase(t)
  const circle = [await openSession(db, { url: db.adminUrl }), await openSession(db, { url: db.adminUrl })]
  endSessions(t, db, ...circle)
  for (const [i, { sql }] of circle.entries()) {
    await sql.unsafe(`set deadlock_timeout = '1h'; begin; select pg_advisory_xact_lock(${i})`).simple()
  }
  circle[0]?.start('select pg_advisory_xact_lock(1)')
  circle[1]?.start('select pg_advisory_xact_lock(0)')
  await Promise.all(circle.map((session) => isBlocked(db, session)))

  const pids = circle.map(({ pid }) => pid)
  const rows = await db.sql`
    select blocked_pid, relation, root_blocker_pid from steward.get_blocking_locks()
    where root_blocker_pid = any (${pids})
    order by 1`
  const root = Math.min(...pids)
  t.strictSame(
    [...rows],
    pids.sort((a, b) => a - b).map((pid) => ({ blocked_pid: pid, relation: null, root_blocker_pid: root })),
  )
})
