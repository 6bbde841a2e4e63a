import t from 'tap'
import { needsCron } from '../../support/cron.js'
import { poll } from '../../support/database.js'
import { findings, nothingFound, problems } from '../../support/findings.js'
import { ownServer } from '../../support/server.js'

// It waits for two full minutes of pg_cron, beside all that it starts.
t.setTimeout(300_000)

t.test('runs that got lost', needsCron, async (t) => {
  const server = await ownServer(t)
  const { admin, sql } = server
  const launcher = async () => (await admin<{ pid: number }[]>`
    select pid from pg_stat_activity where application_name = 'pg_cron scheduler'`)[0]?.pid
  await admin`select cron.unschedule(jobid) from cron.job`

  await t.test('the server crashes under a run', async (t) => {
    const check = 'unfinished_cron_runs'
    const running = async () => (await admin<{ pid: number }[]>`
      select a.pid from cron.job_run_details as d inner join pg_stat_activity as a on a.pid = d.job_pid where d.status = 'running'`)[0]?.pid
    await sql`select cron.schedule('long', '* * * * *', 'select pg_sleep(3600)')`
    const pid = await poll(running, 90)
    t.strictSame(await findings(sql, check), nothingFound, 'it is going on')
    await admin`update cron.job set active = false`
    process.kill(pid, 'SIGKILL')
    await poll(() => admin`select from cron.job_run_details where return_message = 'server restarted' and end_time is null`
      .then((rows) => rows.length > 0, () => false))
    await poll(launcher)
    t.strictSame(await findings(admin, check), nothingFound, 'an hour is given')
    await admin`update cron.job_run_details set start_time = start_time - interval '2 hours', end_time = end_time - interval '2 hours'`
    const [row] = await problems(admin, check)
    t.match(row, { severity: 'info', value: 1, evidence: { undecided: 0 } })
    await server.run(row?.fix_sql ?? [])
    t.strictSame(await findings(admin, check), nothingFound)
    t.match(await admin`select count(*)::int as n from cron.job_run_details where end_time is null`, [{ n: 0 }])
  })

  await t.test('the sequence of the runs is behind: the launcher fails each minute', async (t) => {
    const before = await poll(launcher)
    await admin`
      insert into cron.job_run_details (jobid, runid, username, database, command, status, start_time, end_time)
      select 1, r, 'app', 'steward', 'select 1', 'succeeded', now() - interval '1 day', now() - interval '1 day'
      from generate_series((select max(runid) + 1 from cron.job_run_details), 1000) as r`
    await sql`select cron.schedule('of every minute', '* * * * *', 'select 1')`
    t.match(await problems(sql, 'lagging_cron_sequences'), [{ severity: 'critical', object: 'sequence cron.runid_seq' }], 'seen by the owner of the jobs as well')
    const [restarted] = await poll(async () => {
      const rows = await problems(sql, 'restarting_cron_launcher')
      return rows.length > 0 && rows
    }, 100)
    t.not(await poll(launcher), before)
    t.match(restarted, {
      severity: 'warning', object: null, fix_sql: null,
      detail: /^The launcher of pg_cron has been running for [\d:]+ and the server for [\d:]+: it ended and was started again\.$/,
      action: /see lagging_cron_sequences and orphaned_cron_jobs/,
    })
    const [behind] = await problems(admin, 'lagging_cron_sequences')
    t.match(behind, { severity: 'critical', object: 'sequence cron.runid_seq', fix_sql: [`select setval('cron.runid_seq', 1000);`] })
    await server.run(behind?.fix_sql ?? [])
    t.strictSame(await findings(admin, 'lagging_cron_sequences'), nothingFound)
    t.match(await admin`select nextval('cron.runid_seq') as id`, [{ id: '1001' }])
  })
})
