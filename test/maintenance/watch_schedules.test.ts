import t from 'tap'
import type postgres from 'postgres'
import { asSuperuser, needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'
import { farAway, ledger } from '../support/schedules.js'

t.test('without pg_cron it leaves everything to the worker', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.run_schedule_now('record health check')`
  await sql.unsafe('call steward.watch_schedules()').simple()
  t.strictSame(await ledger(sql), [])
  await t.rejects(sql.begin((tx) => tx.unsafe('call steward.watch_schedules()')), { code: '2D000' })
})

t.test('with pg_cron elsewhere it runs what is due beside the ticks', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.schedules`
  await sql`select steward.set_setting('maintenance.cron_database', 'elsewhere')`
  await sql`select steward.add_schedule('ticks', '* * * * *', 'select 1')`
  await sql`update steward.schedules set created_at = now() - interval '1 hour'`
  await sql`select steward.add_schedule('asked for', '0 0 30 2 *', 'select 1')`
  await sql`select steward.run_schedule_now('asked for')`
  await sql`select steward.add_one_shot('once', now(), 'select 1')`
  for (let call = 0; call < 2; call += 1) await sql.unsafe('call steward.watch_schedules()').simple()
  t.strictSame((await ledger(sql)).map(({ name, status }) => `${name} ${status}`).sort(), ['asked for succeeded', 'once succeeded'])
})

const watch = (tx: postgres.TransactionSql) => tx`select steward_internal.watch_runs()`

const onceJobs = async (tx: postgres.TransactionSql) =>
  (await tx`select jobname from cron.job where jobname like 'steward-once.%' order by 1`).map((row) => row['jobname'] as string)

let nextRun = 9_100_000_000_000

/** Makes a run of a job in the history of pg_cron. */
const cronRun = (tx: postgres.TransactionSql, job: string, status: string, pid = 0) =>
  asSuperuser(tx, async () => {
    await tx`
      insert into cron.job_run_details (jobid, runid, job_pid, database, username, command, status, return_message, start_time, end_time)
      select jobid, ${nextRun++}, ${pid}, database, username, command, ${status}, ${`said ${status}`}, now() - interval '2 minutes',
        case when ${status} <> 'running' then now() end
      from cron.job where jobname = ${job}`
  })

t.test('makes one job for each run that is due beside the ticks, and removes it when it has run', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`delete from steward.schedules where name <> 'watch schedules'`
    await tx`select steward.sync_schedules()`
    for (const [name, cron] of [['missed', farAway], ['skips', farAway], ['ticks', '* * * * *']] as const) {
      await tx`select steward.add_schedule(${name}, ${cron}, 'select 1', missed_run => ${name === 'skips' ? 'skip' : 'run_once'})`
    }
    await tx`update steward.schedules set created_at = '2020-01-01' where name <> 'ticks'`
    await tx`select steward.add_schedule('failed', ${farAway}, 'select 1', retries => 1)`
    await tx`
      insert into steward.schedule_runs (name, scheduled_for, started_at, finished_at, status, worker)
      values ('failed', now() - interval '1 hour', now() - interval '1 hour', now() - interval '1 hour', 'failed', 'w')`
    await watch(tx)
    const jobs = ['steward-once.failed', 'steward-once.missed']
    t.strictSame(await onceJobs(tx), jobs)
    await watch(tx)
    t.strictSame(await onceJobs(tx), jobs)
    await cronRun(tx, 'steward-once.failed', 'running')
    await watch(tx)
    t.strictSame(await onceJobs(tx), jobs, 'a job that runs stays: removing it would cancel it')
    await tx`insert into steward.schedule_runs (name, scheduled_for, attempt, status, worker)
      select name, scheduled_for, 2, 'succeeded', 'w' from steward.schedule_runs where name = 'failed'`
    await cronRun(tx, 'steward-once.failed', 'succeeded')
    await watch(tx)
    t.strictSame(await onceJobs(tx), ['steward-once.missed'])
  })
})

t.test('a job that pg_cron did not start goes when its minute has passed', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    for (const [name, at] of [['lost', '-10 minutes'], ['recent', '-2 minutes'], ['coming', '1 minute']] as const) {
      await tx`
        select cron.schedule(${`steward-once.${name}`}, to_char((now() + ${at}::interval) at time zone 'UTC', 'FMMI FMHH24 FMDD FMMM *'), 'select 1')`
    }
    await watch(tx)
    t.strictSame(await onceJobs(tx), ['steward-once.coming', 'steward-once.recent'])
  })
})

t.test('copies the runs that pg_cron makes by itself into the ledger, with their end, and tries them again', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`select steward.add_schedule('raw', ${farAway}, 'vacuum', retries => 1, retry_delay => '1 second')`
    await tx`select steward.add_schedule('guarded', ${farAway}, 'select 1')`
    const [{ pid } = { pid: 0 }] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    await cronRun(tx, 'steward.raw', 'running', pid)
    await cronRun(tx, 'steward.guarded', 'succeeded')
    await cronRun(tx, 'steward.watch schedules', 'succeeded')
    for (let round = 0; round < 2; round += 1) await watch(tx)
    t.strictSame(await ledger(tx), [{ name: 'raw', attempt: 1, status: 'running', message: null }])

    await asSuperuser(tx, () => tx`
      update cron.job_run_details set status = 'failed', end_time = now() - interval '5 seconds' where job_pid = ${pid} and return_message = 'said running'`)
    await watch(tx)
    t.strictSame(await ledger(tx), [
      { name: 'raw', attempt: 1, status: 'failed', message: 'said running' },
      { name: 'raw', attempt: 2, status: 'running', message: null },
    ])
    t.strictSame(await onceJobs(tx), ['steward-once.raw'])
    await cronRun(tx, 'steward-once.raw', 'succeeded', pid)
    await watch(tx)
    t.match(await ledger(tx), [{ attempt: 1, status: 'failed' }, { attempt: 2, status: 'succeeded', message: null }])
    t.strictSame(await onceJobs(tx), [])
    t.strictSame([...(await tx`select problem from steward.schedule_status where name = 'raw'`)], [{ problem: null }])
  })
})

t.test('a run of pg_cron whose backend is gone was interrupted, unless pg_cron says how it ended', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`select steward.add_schedule('raw', ${farAway}, 'vacuum')`
    await cronRun(tx, 'steward.raw', 'running', 99_999_999)
    await watch(tx)
    t.strictSame(await ledger(tx), [{ name: 'raw', attempt: 1, status: 'interrupted', message: 'its session is gone' }])
    await asSuperuser(tx, () => tx`update cron.job_run_details set status = 'succeeded', end_time = now() where job_pid = 99999999`)
    await watch(tx)
    t.strictSame(await ledger(tx), [{ name: 'raw', attempt: 1, status: 'succeeded', message: null }])
  })
})
