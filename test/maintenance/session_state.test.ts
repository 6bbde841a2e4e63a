import t from 'tap'
import type postgres from 'postgres'
import { poll, testDatabase, type TestDatabase } from '../support/database.js'
import { withHistory } from '../support/cron.js'
import { addDueSchedule } from '../support/schedules.js'

const settings = async (session: postgres.Sql) => [
  ...(await session`select name, setting from pg_settings where name <> 'in_hot_standby' order by name`),
  ...(await session`select current_user, current_setting('role') as role, count(*)::int as temporary from pg_class where relpersistence = 't'`),
]

const odd = '"Odd, Sch", public'

async function sessionOf(db: TestDatabase) {
  const session = db.connect()
  // Its own settings are there when the language is loaded.
  await session.unsafe(`do $$ begin end $$`)
  await session`select set_config('search_path', ${odd}, false)`
  const [{ pid } = { pid: 0 }] = await session<{ pid: number }[]>`select pg_backend_pid() as pid`
  return { session, pid }
}

/** Calls a procedure that waits for a lock, cancels it there, and returns its error. */
async function cancelled(db: TestDatabase, session: postgres.Sql, pid: number, table: string, call: string): Promise<unknown> {
  const keeper = await db.admin.reserve()
  await keeper.unsafe(`begin; lock table ${table}`).simple()
  const outcome = session.unsafe(call).simple().then(() => 'done', (error: unknown) => error)
  await poll(async () => (await db.admin`select from pg_locks where pid = ${pid} and not granted`).length > 0)
  await db.admin`select pg_cancel_backend(${pid})`
  const error = await outcome
  await keeper`rollback`
  keeper.release()
  return error
}

/** Where each public procedure of ours can be stopped. */
const places = {
  'steward.apply_retention': [`'public.kept'`, 'steward.maintenance_runs'],
  'steward.purge_cron_history': [`'1 day', 1`, 'cron.job_run_details'],
  'steward.run_database_maintenance': ['', 'steward.maintenance_runs'],
  'steward.run_deep_analysis': ['', 'steward.maintenance_runs'],
  'steward.run_due_schedules': ['', 'steward.schedule_runs'],
  'steward.run_schedule': [`'job'`, 'steward.schedules'],
  'steward.watch_schedules': ['', 'cron.job'],
} as const

t.test('a procedure that is canceled leaves the settings of the session as they were', async (t) => {
  const db = await withHistory(t)
  await db.sql.unsafe(`
    create table public.kept (at timestamptz);
    select from steward.add_retention_policy('public.kept', 'at', '1 day');
    select from steward.approve_retention_policy('public.kept')`)
  const procedures = await db.sql<{ name: string }[]>`
    select oid::regproc::text as name from pg_proc where prokind = 'p' and pronamespace = 'steward'::regnamespace order by 1`
  t.strictSame(procedures.map(({ name }) => name), Object.keys(places), 'every procedure is tried')
  for (const [name, [args, table]] of Object.entries(places)) {
    const { session, pid } = await sessionOf(db)
    const before = await settings(session)
    t.match(await cancelled(db, session, pid, table, `call ${name}(${args})`), { code: '57014' }, name)
    t.strictSame(await settings(session), before, name)
    await session.end()
  }
})

t.test('nor does one whose arguments, history or schedule fail', async (t) => {
  const db = await withHistory(t)
  await db.sql`delete from steward.schedules`
  await addDueSchedule(db.sql, 'job', `select set_config('search_path', 'elsewhere', false), set_config('work_mem', '7MB', false), 1 / 0`)
  for (const [call, code] of [
    [`steward.purge_cron_history('1 day', -1)`, '22023'],
    [`steward.run_schedule('none')`, 'SW005'],
    [`steward.run_schedule('job')`, '22012'],
    [`steward.apply_retention('steward.settings')`, 'SW013'],
  ] as const) {
    const { session } = await sessionOf(db)
    const before = await settings(session)
    await t.rejects(session.unsafe(`call ${call}`).simple(), { code }, call)
    t.strictSame(await settings(session), before, call)
    await session.end()
  }
})

t.test('what a canceled run of maintenance leaves locked stops neither that session nor another', async (t) => {
  const db = await testDatabase(t)
  await db.sql`delete from steward.schedules`
  await addDueSchedule(db.sql, 'job', 'call steward.run_database_maintenance()')
  const { session, pid } = await sessionOf(db)
  t.match(await cancelled(db, session, pid, 'steward.retention_policies', `call steward.run_schedule('job')`), { code: '57014' })
  t.match([...(await db.sql`select status from steward.schedule_runs`)], [{ status: 'running' }])
  for (const next of [db.connect(), session]) {
    await next.unsafe(`call steward.run_database_maintenance()`).simple()
    t.match([...(await db.sql`select outcome from steward.maintenance_runs order by id desc limit 1`)], [{ outcome: 'done' }])
  }
  await db.sql`select steward_internal.interrupt_abandoned_runs()`
  t.match([...(await db.sql`select status, message from steward.schedule_runs`)], [
    { status: 'interrupted', message: 'it was canceled in its session' },
  ])
})
