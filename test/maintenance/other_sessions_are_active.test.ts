import t from 'tap'
import type postgres from 'postgres'
import { blindRole, poll, testDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

// The whole server counts, and other tests are on it, so each looks for its own session only.
const looksAt = async (sql: postgres.Sql, pid: number): Promise<boolean> => {
  const [body] = await sql<{ text: string }[]>`
    select replace(prosrc, 's.pid <> pg_backend_pid()', ${`s.pid = ${pid}`}) as text
    from pg_proc where oid = 'steward_internal.other_sessions_are_active()'::regprocedure`
  const [row] = await sql.unsafe(body?.text ?? '')
  return row?.['exists'] as boolean
}

t.test('a session that it may not look into counts while it is in a transaction', async (t) => {
  const db = await testDatabase(t)
  const blind = await blindRole(t, db)
  const { other } = await testRoles(t, db, { other: `login password 'x'` })
  const url = new URL(db.url)
  url.username = other
  url.password = 'x'
  const session = db.connect({ url: url.href })
  const [{ pid } = { pid: 0 }] = await session<{ pid: number }[]>`select pg_backend_pid() as pid`
  const [seen] = await blind`select state, backend_type, application_name from pg_stat_activity where pid = ${pid}`
  t.strictSame(seen, { state: null, backend_type: null, application_name: 'pgsteward' }, 'this is all that it sees')
  await session`set application_name = 'pool'`
  const active = () => looksAt(blind, pid)
  await poll(async () => !(await active()))

  await session`begin`.simple()
  t.equal(await active(), true, 'in a transaction')
  await session`commit`.simple()
  t.equal(await active(), false, 'idle')
  const sleep = session`select pg_sleep(60)`.execute()
  sleep.catch(() => undefined)
  t.equal(await poll(active), true, 'in a statement')
  await db.admin`select pg_cancel_backend(${pid})`
  await t.rejects(sleep, { code: '57014' })
  await session`set application_name = 'pg_cron scheduler'`
  await session`begin`.simple()
  t.equal(await active(), false, 'the launcher of pg_cron is no neighbour')
  await session`commit`.simple()
  await session.end()
})

t.test('a session that it may look into counts for another second', async (t) => {
  const db = await testDatabase(t)
  const session = db.connect()
  const [{ pid } = { pid: 0 }] = await session<{ pid: number }[]>`
    select pg_backend_pid() as pid, set_config('application_name', 'pool', false)`
  t.equal(await looksAt(db.sql, pid), true, 'just now')
  await poll(async () => !(await looksAt(db.sql, pid)))
})
