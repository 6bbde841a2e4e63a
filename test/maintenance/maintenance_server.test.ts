import t from 'tap'
import type postgres from 'postgres'
import { needsCron } from '../support/cron.js'
import { poll } from '../support/database.js'
import { ownServer, removeJobs, standbyOf } from '../support/server.js'
import { preview, steps } from '../support/retention.js'

const call = (sql: postgres.Sql, procedure: string): Promise<unknown> => sql.unsafe(`call steward.${procedure}()`).simple()

t.test('maintenance beside the real pg_cron, and on a standby', async (t) => {
  const server = await ownServer(t)
  const { sql, admin } = server
  await removeJobs(server)
  await t.test('purges the history of pg_cron by its run ids', needsCron, async (t) => {
    await poll(async () => (await admin`select from cron.job_run_details where status not in ('succeeded', 'failed')`).length === 0)
    await admin`delete from cron.job_run_details`
    await admin`select setval('cron.runid_seq', 1000)`
    await admin`
      insert into cron.job_run_details (jobid, runid, job_pid, database, username, command, status, start_time, end_time)
      select 1, 1, -1, current_database(), 'app', '', 'failed', null, null
      union all select 1, 2, -1, current_database(), 'app', '', 'succeeded', now() - interval '8 days', now() - interval '8 days'
      union all select 1, 3, -1, current_database(), 'postgres', '', 'succeeded', now() - interval '8 days', now() - interval '8 days'`
    await call(sql, 'run_database_maintenance')
    const left = await admin<{ runid: number }[]>`select runid::int from cron.job_run_details where runid < 4 order by 1`
    t.strictSame(left.map(({ runid }) => runid), [3], 'the run of another role stays, as pg_cron has it')
    t.strictSame((await steps(sql)).at(-1), {
      step: 'cron history', target: 'cron.job_run_details', outcome: 'done', rows: 2, sqlstate: null, message: null,
    })
  })

  await sql.unsafe(`
    create table public.kept as select now() - make_interval(hours => 5 * n) as at from generate_series(1, 10) as n;
    create index on public.kept (at);
    select from steward.add_retention_policy('public.kept', 'at', '1 day');
    select from steward.approve_retention_policy('public.kept', accept_share => 1)`)
  const standby = await standbyOf(t, server)

  await t.test('a standby shows what would go, and runs nothing', async (t) => {
    t.match(await preview(standby.sql, 'public.kept'), { expired_rows: 6, oldest: 50, newest: 25, problems: [] })
    for (const procedure of ['run_database_maintenance', 'run_deep_analysis']) {
      await t.rejects(call(standby.sql, procedure), { code: '25006', message: 'this server is a standby' }, procedure)
    }
    t.match((await standby.sql`select target, lag is not null as measured, withheld from steward.retention_status()`)[0], {
      target: 'public.kept', measured: true, withheld: null,
    })
    await t.resolves(standby.sql`select * from steward.plan_table_maintenance()`)
  })
})
