import t from 'tap'
import type postgres from 'postgres'
import { poll, testDatabase } from '../support/database.js'

const noon = '2026-05-05T12:00:00Z'

/** A database with one schedule that is due at noon, and a session that holds the lock of the worker `me`. */
async function withSchedule(t: Parameters<typeof testDatabase>[0], cron = '0 12 * * *', created = '2026-05-01') {
  const db = await testDatabase(t)
  await db.sql`delete from steward.schedules`
  await db.sql`
    insert into steward.schedules (name, cron, command, created_at) values ('job', ${cron}, 'select 1', ${created}::timestamptz)`
  const session = db.connect()
  await session`select pg_advisory_lock(20985, hashtext('me'))`
  return { ...db, session }
}

const claim = async (sql: postgres.Sql | postgres.TransactionSql, at: string, worker = 'me') => [
  ...(await sql<{ run_id: string; name: string; command: string; time_limit: string | null }[]>`
    select * from steward_internal.claim_due_schedules(${worker}, ${at}::timestamptz)`),
]

const runs = async (sql: postgres.Sql) => [
  ...(await sql`
    select name, scheduled_for, status, message, worker, finished_at is not null as is_finished
    from steward.schedule_runs order by id`),
]

const run = (status: string, message: string | null, scheduled_for = noon, worker = 'me') => ({
  name: 'job', scheduled_for: new Date(scheduled_for), status, message, worker, is_finished: status !== 'running',
})

t.test('claims a tick in its minute, once', async (t) => {
  const { sql } = await withSchedule(t)
  t.strictSame(await claim(sql, '2026-05-05T11:59:59.9Z'), [])
  const claimed = await claim(sql, '2026-05-05T12:00:00Z')
  t.match(claimed, [{ run_id: /^\d+$/, name: 'job', command: 'select 1', time_limit: null }])
  t.equal(claimed.length, 1)
  t.strictSame(await claim(sql, '2026-05-05T12:00:05Z'), [])
  t.strictSame(await claim(sql, '2026-05-05T12:00:05Z', 'other'), [])
  t.strictSame(await runs(sql), [run('running', null)])
})

t.test('claims a tick up to a minute late, and does not make up for older ones', async (t) => {
  const { sql } = await withSchedule(t)
  t.strictSame(await claim(sql, '2026-05-05T12:01:00.001Z'), [])
  t.equal((await claim(sql, '2026-05-05T12:01:00Z')).length, 1)
})

t.test('does not claim a tick from before the schedule', async (t) => {
  const { sql } = await withSchedule(t, '* * * * *', '2026-05-05T12:00:30Z')
  t.strictSame(await claim(sql, '2026-05-05T12:00:40Z'), [])
  t.equal((await claim(sql, '2026-05-05T12:01:00Z')).length, 1)
})

t.test('claims all that is due and nothing else', async (t) => {
  const { sql } = await withSchedule(t)
  await sql`
    insert into steward.schedules (name, cron, command, created_at)
    values ('due too', '*/15 * * * *', 'select 2', '2026-05-01'), ('later', '1 12 * * *', 'select 3', '2026-05-01'),
      ('never', '0 0 30 2 *', 'select 4', '2026-05-01')`
  t.strictSame(
    (await claim(sql, noon)).map(({ name, command }) => ({ name, command })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    [{ name: 'due too', command: 'select 2' }, { name: 'job', command: 'select 1' }],
  )
})

t.test('skips a tick while the previous run goes on', async (t) => {
  const { sql } = await withSchedule(t, '* * * * *')
  const [first] = await claim(sql, noon)
  t.strictSame(await claim(sql, '2026-05-05T12:01:00Z', 'other'), [])
  t.strictSame(await runs(sql), [
    run('running', null),
    run('skipped', 'the previous run was still going on', '2026-05-05T12:01:00Z', 'other'),
  ])
  await sql`select steward_internal.finish_schedule_run(${first?.run_id ?? ''}, 'succeeded', null)`
  t.equal((await claim(sql, '2026-05-05T12:02:00Z')).length, 1, 'and goes on with the next')
})

t.test('a run of another schedule does not hold it up', async (t) => {
  const { sql } = await withSchedule(t)
  await sql`insert into steward.schedule_runs (name, scheduled_for, worker) values ('other', '2026-05-05', 'me')`
  t.equal((await claim(sql, noon)).length, 1)
})

t.test('runs of a worker that is gone become interrupted, and hold nothing up', async (t) => {
  const { sql, session, connect } = await withSchedule(t, '* * * * *')
  const other = connect()
  await other`select pg_advisory_lock(20985, hashtext('other'))`
  await sql`insert into steward.schedule_runs (name, scheduled_for, worker) values ('x', '2026-05-05', 'other')`
  await claim(sql, noon)
  await session.end()
  await poll(async () => (await sql`select from pg_locks where locktype = 'advisory' and objid = hashtext('me')::oid`).length === 0)
  t.equal((await claim(sql, '2026-05-05T12:01:00Z', 'other')).length, 1)
  t.strictSame(await runs(sql), [
    { ...run('running', null, '2026-05-05T00:00:00Z', 'other'), name: 'x' },
    run('interrupted', 'the worker is gone'),
    run('running', null, '2026-05-05T12:01:00Z', 'other'),
  ])
})

t.test('the lock of the same worker in another database does not count', async (t) => {
  const [here, there] = [await withSchedule(t), await withSchedule(t)]
  await claim(here.sql, noon)
  await here.session.end()
  await poll(async () => (await here.sql`
    select from pg_locks as l inner join pg_database as d on d.oid = l.database
    where l.locktype = 'advisory' and d.datname = current_database()`).length === 0)
  await claim(here.sql, '2026-05-05T12:30:00Z')
  t.strictSame(await runs(here.sql), [run('interrupted', 'the worker is gone')])
  await claim(there.sql, noon)
  await claim(there.sql, '2026-05-05T12:30:00Z')
  t.strictSame(await runs(there.sql), [run('running', null)])
})

t.test('of two workers at once one gets the tick', async (t) => {
  const { sql, connect } = await withSchedule(t)
  const second = connect()
  const [{ pid } = { pid: 0 }] = await second<{ pid: number }[]>`select pg_backend_pid() as pid`
  let other: Promise<unknown> = Promise.resolve()
  await sql.begin(async (tx) => {
    t.equal((await claim(tx, noon)).length, 1)
    other = claim(second, noon, 'other')
    await poll(async () => (await sql`select from pg_locks where pid = ${pid} and not granted`).length > 0)
  })
  t.strictSame(await other, [])
  t.strictSame(await runs(sql), [run('running', null)])
})

t.test('a tick whose claim was rolled back is free for the other', async (t) => {
  const { sql, connect } = await withSchedule(t)
  const second = connect()
  const [{ pid } = { pid: 0 }] = await second<{ pid: number }[]>`select pg_backend_pid() as pid`
  let other: Promise<unknown[]> = Promise.resolve([])
  await sql.begin(async (tx) => {
    await claim(tx, noon)
    other = claim(second, noon, 'other')
    await poll(async () => (await sql`select from pg_locks where pid = ${pid} and not granted`).length > 0)
    throw new Error('undo')
  }).catch(() => undefined)
  t.equal((await other).length, 1)
})
