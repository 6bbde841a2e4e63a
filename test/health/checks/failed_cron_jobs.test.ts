import t from 'tap'
import type postgres from 'postgres'
import { asSuperuser, needsCron, withCron } from '../../support/cron.js'
import { testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

const check = 'failed_cron_jobs'

t.test('finds nothing where there is no pg_cron', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('a role that may not look at pg_cron gets the GRANT', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await asSuperuser(tx, () => tx`revoke usage on schema cron from app`)
    for (const blind of [check, 'missed_cron_jobs', 'silent_cron_scheduler']) {
      t.match(await findings(tx, blind), [{ status: 'skipped', action: 'grant usage on schema cron to app;', evidence: { reason: 'privilege' } }])
    }
  })
})

t.test('reports jobs whose last run failed, critically after three in a row', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const schedule = async (name: string) => (await tx<{ id: string }[]>`select cron.schedule(${name}, '0 0 1 1 *', 'select 1') as id`)[0]?.id ?? ''
    const [recovered, failed, thrice] = [await schedule('recovered'), await schedule('it failed'), await schedule('thrice')]
    await runs(tx, recovered, ['failed', 'failed', 'failed', 'succeeded'])
    await runs(tx, failed, ['succeeded', 'failed'])
    await runs(tx, thrice, ['failed', 'failed', 'failed'])
    const own = (await findings(tx, check)).filter((row) => /recovered|it failed|thrice/.test(row.object ?? ''))
    const action = 'See the runs of the job in cron.job_run_details; the message is the error of its command.'
    t.strictSame(own, [
      {
        status: 'finding', severity: 'warning', object: 'job it failed', value: null,
        detail: 'The last run of job it failed failed at 2026-01-02 00:01: ERROR: out of paper',
        action, fix_sql: null, evidence: { job_id: Number(failed), failures_in_last_three_runs: 1 },
      },
      {
        status: 'finding', severity: 'critical', object: 'job thrice', value: null,
        detail: 'The last run of job thrice failed at 2026-01-03 00:01: ERROR: out of paper',
        action, fix_sql: null, evidence: { job_id: Number(thrice), failures_in_last_three_runs: 3 },
      },
    ])
  })
})

let nextRun = 9_000_000_000
async function runs(tx: postgres.TransactionSql, job: string, states: string[]): Promise<void> {
  await asSuperuser(tx, async () => {
    for (const [index, status] of states.entries()) {
      await tx`
        insert into cron.job_run_details (jobid, runid, database, username, command, status, return_message, start_time, end_time)
        values (${job}, ${nextRun++}, current_database(), 'app', 'select 1', ${status}, ${status === 'failed' ? 'ERROR: out of paper' : '1 row'},
          ${`2026-01-0${index + 1} 00:00+00`}, ${`2026-01-0${index + 1} 00:01+00`})`
    }
  })
}
