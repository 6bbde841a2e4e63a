import t from 'tap'
import { needsCron } from '../../support/cron.js'
import { poll } from '../../support/database.js'
import { problems } from '../../support/findings.js'
import { ownServer } from '../../support/server.js'

t.test('more jobs are due than there are workers', needsCron, async (t) => {
  // One is left beside the launchers of pg_cron and of logical replication.
  const { admin, sql } = await ownServer(t, { max_worker_processes: '3' })
  await admin`select cron.unschedule(jobid) from cron.job`
  for (const name of ['one', 'two']) await sql`select cron.schedule(${name}, '* * * * *', 'select pg_sleep(3600)')`
  await sql`select steward.capture_statistics()`
  const check = 'failed_cron_starts'
  const worker = async () => (await admin<{ pid: number }[]>`select pid from pg_stat_activity where backend_type = 'pg_cron'`)[0]?.pid
  // After ten seconds pg_cron gives up; release 1.4 writes it down only when a worker has become free.
  await poll(async () => (await admin`
    select from cron.job_run_details where status = 'running' and start_time < now() - interval '12 seconds'`).length > 0, 90)
  const starved = await sql`select job_name from steward_internal.never_started_jobs(now() + interval '5 minutes')`
  const recorded = await problems(sql, check)
  t.equal(starved.length + recorded.length, 1, 'it waits, or is recorded already')
  await admin`select pg_terminate_backend(${await worker() ?? 0})`
  const [row] = await poll(async () => {
    const rows = await problems(sql, check)
    return rows.length > 0 && rows
  })
  t.match(row, {
    object: 'setting max_worker_processes', severity: 'warning', value: 1, fix_sql: null,
    detail: /^1 run of 1 job did not start in the last day.*: .+\.$/, evidence: { reason: 'workers', jobs: 1 },
    action: /^Spread the jobs over other minutes, or raise max_worker_processes \(3\) and cron\.max_running_jobs/,
  })
})
