import t, { type Test } from 'tap'
import { poll, testDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'
import { addDueSchedule, ledger, runLocks } from '../support/schedules.js'

async function withDue(t: Test, command: string) {
  const db = await testDatabase(t)
  await db.sql.unsafe('delete from steward.schedules; create table public.done (what text); create table public.gate ()').simple()
  await addDueSchedule(db.sql, 'job', command)
  return db
}

/** A session that runs the job and waits in it, at the gate. */
async function waiting(t: Test, db: Awaited<ReturnType<typeof withDue>>) {
  const keeper = await db.connect().reserve()
  await keeper.unsafe('begin; lock table public.gate').simple()
  const session = db.connect()
  const [{ pid } = { pid: 0 }] = await session<{ pid: number }[]>`select pg_backend_pid() as pid`
  const outcome = session.unsafe(`call steward.run_schedule('job')`).simple().then(() => 'done', (error: unknown) => error)
  await poll(async () => (await db.sql`select from pg_locks where pid = ${pid} and relation = 'public.gate'::regclass and not granted`).length > 0)
  const open = async () => {
    await keeper`rollback`
    keeper.release()
  }
  return { pid, outcome, open }
}

t.test('runs what is due once, with the search_path of the session, and leaves the session as it was', async (t) => {
  const { sql } = await withDue(t, `insert into public.done values (current_setting('search_path'))`)
  const session = await sql.reserve()
  await session`set search_path = "Odd, Sch", public`
  for (let call = 0; call < 3; call += 1) await session.unsafe(`call steward.run_schedule('job')`).simple()
  t.strictSame([...(await session`show search_path`)], [{ search_path: '"Odd, Sch", public' }])
  session.release()
  t.strictSame([...(await sql`select what from public.done`)], [{ what: '"Odd, Sch", public' }])
  t.strictSame([...(await sql`
    select r.name, r.status, r.attempt, r.message, r.pid is not null as has_pid, r.finished_at >= r.started_at as is_finished,
      r.scheduled_for = date_trunc('minute', r.scheduled_for) as is_tick
    from steward.schedule_runs as r`)], [
    { name: 'job', status: 'succeeded', attempt: 1, message: null, has_pid: true, is_finished: true, is_tick: true },
  ])
  t.strictSame([...(await runLocks(sql))], [])
})

t.test('does nothing before the schedule is due, or while it is paused', async (t) => {
  const { sql } = await withDue(t, `insert into public.done values ('x')`)
  await sql`update steward.schedules set active = false`
  await sql.unsafe(`call steward.run_schedule('job')`).simple()
  await sql`update steward.schedules set active = true, cron = '0 0 30 2 *'`
  await sql.unsafe(`call steward.run_schedule('job')`).simple()
  t.strictSame([...(await ledger(sql)), ...(await sql`select * from public.done`)], [])
})

t.test('records an error and raises it; nothing of the command stays', async (t) => {
  const { sql } = await withDue(t, `with x as (insert into public.done values ('x') returning 1) select 1 / (count(*) - 1) from x`)
  await t.rejects(sql.unsafe(`call steward.run_schedule('job')`).simple(), {
    code: '22012', message: 'division by zero', detail: /^This was run \d+ of schedule 'job'\.$/, hint: /steward\.schedule_runs/,
  })
  t.strictSame(await ledger(sql), [{ name: 'job', attempt: 1, status: 'failed', message: '22012: division by zero' }])
  t.strictSame([...(await sql`select * from public.done`)], [])
  t.strictSame([...(await runLocks(sql))], [])
})

t.test('a tick that passed during another run is skipped, as pg_cron replays it afterwards', async (t) => {
  const { sql } = await withDue(t, `insert into public.done values ('x')`)
  const runAround = (finished: string) => sql`
    insert into steward.schedule_runs (name, scheduled_for, started_at, finished_at, status, worker)
    values ('job', now() - interval '10 minutes', now() - interval '10 minutes', now() - ${finished}::interval, 'succeeded', 'w')`
  await runAround('1 second')
  await sql.unsafe(`call steward.run_schedule('job')`).simple()
  await sql.unsafe(`call steward.run_schedule('job')`).simple()
  t.strictSame((await ledger(sql)).slice(1), [
    { name: 'job', attempt: 1, status: 'skipped', message: 'the previous run was still going on' },
  ])
  await sql`delete from steward.schedule_runs`
  await runAround('5 minutes')
  await sql.unsafe(`call steward.run_schedule('job')`).simple()
  t.match((await ledger(sql)).slice(1), [{ status: 'succeeded' }], 'one that had ended by then does not matter')
})

t.test('two at once run it once', async (t) => {
  const db = await withDue(t, 'select from public.gate')
  const { outcome, open } = await waiting(t, db)
  await db.sql.unsafe(`call steward.run_schedule('job')`).simple()
  t.match(await ledger(db.sql), [{ status: 'running' }])
  await open()
  t.equal(await outcome, 'done')
  t.match(await ledger(db.sql), [{ status: 'succeeded' }])
})

t.test('a run whose session was killed becomes interrupted, and its claim stays', async (t) => {
  const db = await withDue(t, 'select from public.gate')
  const { pid, outcome, open } = await waiting(t, db)
  await db.admin`select pg_terminate_backend(${pid})`
  await outcome
  await open()
  await poll(async () => (await db.admin`select from pg_stat_activity where pid = ${pid}`).length === 0)
  await db.sql.unsafe(`call steward.run_schedule('job')`).simple()
  t.strictSame(await ledger(db.sql), [{ name: 'job', attempt: 1, status: 'interrupted', message: 'its session is gone' }])
})

t.test('a run that somebody cancels has failed; one past its limit that the watchdog cancels timed out', async (t) => {
  for (const [limit, status, message] of [
    [null, 'failed', '57014: canceling statement due to user request'],
    ['1 millisecond', 'timed_out', 'cancelled after its time limit of 00:00:00.001'],
  ] as const) {
    const db = await withDue(t, 'select from public.gate')
    await db.sql`update steward.schedules set time_limit = ${limit}`
    const { pid, outcome, open } = await waiting(t, db)
    await db.sql`select steward_internal.cancel_overdue_runs()`
    if (limit === null) await db.admin`select pg_cancel_backend(${pid})`
    t.match(await outcome, { code: '57014' })
    t.strictSame(await ledger(db.sql), [{ name: 'job', attempt: 1, status, message }])
    await open()
  }
})

t.test('the watchdog leaves alone who has time left, and who is not its to cancel', async (t) => {
  const db = await withDue(t, 'select from public.gate')
  await db.sql`update steward.schedules set time_limit = '1 hour'`
  const { outcome, open } = await waiting(t, db)
  const roles = await testRoles(t, db, { operator: 'in role steward_operator' })
  await db.sql`select steward_internal.cancel_overdue_runs()`
  await db.sql`update steward.schedules set time_limit = '1 millisecond'`
  await db.admin.begin(async (tx) => {
    await tx.unsafe(`set local role ${roles.operator}`)
    await tx`select steward_internal.cancel_overdue_runs()`
  })
  t.match(await ledger(db.sql), [{ status: 'running' }])
  await open()
  t.equal(await outcome, 'done')
})

t.test('a member of steward_operator may run what its tables allow', async (t) => {
  const db = await withDue(t, `insert into public.done values (current_user)`)
  const { operator } = await testRoles(t, db, { operator: `login password 'x' in role steward_operator` })
  const url = new URL(db.url)
  url.username = operator
  url.password = 'x'
  const session = db.connect({ url: url.href })
  await t.rejects(session.unsafe(`call steward.run_schedule('job')`).simple(), { code: '42501', message: /table done/ })
  t.match(await ledger(db.sql), [{ status: 'failed', message: /^42501: permission denied for table done/ }])
  await session.end()
})

t.test('refuses an unknown name with SW005, and a transaction block with 2D000', async (t) => {
  const { sql } = await withDue(t, 'select 1')
  await t.rejects(sql.unsafe(`call steward.run_schedule('none')`).simple(), { code: 'SW005' })
  await t.rejects(sql.begin((tx) => tx.unsafe(`call steward.run_schedule('job')`)), { code: '2D000' })
  t.strictSame(await ledger(sql), [])
})
