import t from 'tap'
import { asSuperuser, needsCron, withCron } from '../support/cron.js'
import { poll, testDatabase } from '../support/database.js'

t.test('without pg_cron it says that the worker runs the schedules', async (t) => {
  const { sql } = await testDatabase(t)
  for (const dryRun of [true, false]) {
    t.strictSame([...(await sql`select * from steward.sync_schedules(${dryRun})`)], [
      { schedule: 'capture statistics', action: 'left to pgsteward worker', statement: null },
      { schedule: 'record health check', action: 'left to pgsteward worker', statement: null },
      { schedule: 'run database maintenance', action: 'left to pgsteward worker', statement: null },
      { schedule: 'run deep analysis', action: 'left to pgsteward worker', statement: null },
      { schedule: 'watch schedules', action: 'left to pgsteward worker', statement: null },
    ])
  }
})

t.test('makes the jobs equal to the table, and a second time finds nothing to do', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const jobs = async () => [
      ...(await tx`select jobname, schedule, command, active from cron.job where jobname ~ '^(steward|other)' order by jobname`),
    ]
    const sync = async (dryRun: boolean) =>
      (await tx`select schedule, action from steward.sync_schedules(${dryRun})`).map((row) => `${row['schedule'] as string}: ${row['action'] as string}`)

    await tx`delete from steward.schedules where name <> 'run deep analysis'`
    await tx`
      insert into steward.schedules (name, cron, command)
      values ('new', '1 * * * *', 'vacuum'), ('off', '2 * * * *', 'analyze')`
    await tx`select cron.schedule('steward.off', '3 * * * *', 'select 3'), cron.schedule('other', '4 * * * *', 'select 4')`
    await asSuperuser(tx, () => tx`select cron.alter_job(jobid, active => false) from cron.job where jobname = 'steward.off'`)
    const before = await jobs()

    const actions = [
      'capture statistics: remove', 'new: create', 'off: update', 'record health check: remove', 'run database maintenance: remove', 'run deep analysis: none',
      'watch schedules: remove',
    ]
    t.strictSame(await sync(true), actions)
    t.strictSame(await jobs(), before, 'a dry run changes nothing')
    t.strictSame(await sync(false), actions)
    const after = [
      { jobname: 'other', schedule: '4 * * * *', command: 'select 4', active: true },
      { jobname: 'steward.new', schedule: '1 * * * *', command: 'vacuum', active: true },
      { jobname: 'steward.off', schedule: '2 * * * *', command: 'analyze', active: true },
      { jobname: 'steward.run deep analysis', schedule: '0 3 * * 0', command: 'call steward.run_deep_analysis()', active: true },
    ]
    t.strictSame(await jobs(), after)
    t.strictSame(await sync(false), ['new: none', 'off: none', 'run deep analysis: none'])

    await asSuperuser(tx, () => tx`select cron.alter_job(jobid, active => false) from cron.job where jobname = 'steward.new'`)
    t.strictSame(await sync(false), ['new: activate', 'off: none', 'run deep analysis: none'])
    t.strictSame(await jobs(), after)
  })
})

t.test('two at once wait for each other', async (t) => {
  const { sql, connect } = await testDatabase(t)
  const other = connect()
  const [{ pid } = { pid: 0 }] = await other<{ pid: number }[]>`select pg_backend_pid() as pid`
  let waiting: Promise<unknown> = Promise.resolve()
  await sql.begin(async (tx) => {
    await tx`select steward.sync_schedules()`
    waiting = other`select steward.sync_schedules()`.execute()
    await poll(async () => (await sql`select from pg_locks where pid = ${pid} and locktype = 'advisory' and not granted`).length > 0)
  })
  await t.resolves(waiting)
})
