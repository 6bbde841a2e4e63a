import t from 'tap'
import { asSuperuser, needsCron, withCron } from '../support/cron.js'

t.test('returns the run that began last of each job of this database', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const [ids] = await tx<{ a: string; b: string; none: string }[]>`
      select cron.schedule('a', '* * * * *', 'select 1') as a, cron.schedule('b', '* * * * *', 'select 1') as b,
        cron.schedule('none', '* * * * *', 'select 1') as none`
    const { a, b } = ids ?? { a: '', b: '' }
    await asSuperuser(tx, () => tx`
      insert into cron.job_run_details (jobid, runid, username, database, command, status, return_message, start_time, end_time)
      values
        (${a}, 9000000000001, 'app', current_database(), '', 'failed', 'ERROR: x', '2026-01-01', '2026-01-02'),
        (${b}, 9000000000002, 'app', current_database(), '', 'succeeded', '1 row', '2026-01-03', '2026-01-03 00:00:01'),
        (${a}, 9000000000003, 'app', current_database(), '', 'starting', null, null, null),
        (-1, 9000000000004, 'app', current_database(), '', 'succeeded', 'of a job that is gone', '2026-01-05', '2026-01-05')`)
    const rows = await tx`
      select * from steward_internal.cron_last_runs() where job_id in (${a}, ${b}, ${ids?.none ?? ''}, -1) order by run_id`
    t.strictSame([...rows], [
      {
        job_id: b, run_id: '9000000000002', status: 'succeeded', message: '1 row',
        started_at: new Date('2026-01-03T00:00:00Z'), finished_at: new Date('2026-01-03T00:00:01Z'),
      },
      { job_id: a, run_id: '9000000000003', status: 'starting', message: null, started_at: null, finished_at: null },
    ])
  })
})
