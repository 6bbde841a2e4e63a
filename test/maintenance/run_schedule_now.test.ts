import t from 'tap'
import { needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'
import { ledger } from '../support/schedules.js'

t.test('asks once for a run, which a worker or system cron makes once', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.schedules`
  await sql`select steward.add_schedule('job', '0 0 30 2 *', 'select 1')`
  const [first] = await sql`select * from steward.run_schedule_now('job')`
  t.match(first, { schedule: 'job', requested_at: Date, started_by: 'worker' })
  t.strictSame([...(await sql`select * from steward.run_schedule_now('job')`)], [first], 'asking twice is asking once')
  for (let call = 0; call < 2; call += 1) await sql.unsafe('call steward.run_due_schedules()').simple()
  t.strictSame(await ledger(sql), [{ name: 'job', attempt: 1, status: 'succeeded', message: null }])
  t.strictSame([...(await sql`select scheduled_for from steward.schedule_runs`)], [{ scheduled_for: first?.['requested_at'] as Date }])
  await sql`select steward.run_schedule_now('job')`
  await sql.unsafe('call steward.run_due_schedules()').simple()
  t.equal((await ledger(sql)).length, 2)
})

t.test('does not run what is running: it is skipped, and the request is answered', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.run_schedule_now('record health check')`
  await sql`select pg_advisory_lock(20985, hashtext('w'))`
  await sql`insert into steward.schedule_runs (name, scheduled_for, worker) values ('record health check', now(), 'w')`
  await sql`select * from steward_internal.claim_due_schedules('w', only_name => 'record health check')`
  t.match((await ledger(sql))[1], { status: 'skipped', message: 'the previous run was still going on' })
  t.strictSame([...(await sql`select from steward.schedules where requested_at is not null`)], [])
})

t.test('refuses an unknown name with SW005', async (t) => {
  const { sql } = await testDatabase(t)
  await t.rejects(sql`select steward.run_schedule_now('none')`, { code: 'SW005' })
})

t.test('with pg_cron there is a job for the next minute, at once if its watchdog is ours', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const jobs = () => tx`
      select jobname, command, schedule ~ '^\\d+ \\d+ \\d+ \\d+ \\*$' as is_once from cron.job where jobname like 'steward-once.%' order by 1`
    t.match([...(await tx`select * from steward.run_schedule_now('capture statistics')`)], [{ started_by: 'pg_cron' }])
    await tx`select * from steward.run_schedule_now('run deep analysis')`
    await tx`select * from steward.run_schedule_now('run deep analysis')`
    t.strictSame([...(await jobs())], [
      { jobname: 'steward-once.capture statistics', command: `call steward.run_schedule('capture statistics')`, is_once: true },
      { jobname: 'steward-once.run deep analysis', command: 'call steward.run_deep_analysis()', is_once: true },
    ])
    t.strictSame(await ledger(tx), [{ name: 'run deep analysis', attempt: 1, status: 'running', message: null }],
      'what pg_cron runs by itself is claimed here; the second request waits for the end of the first')

    await tx`select cron.unschedule(jobid) from cron.job where jobname ~ '^steward(-once|.watch)'`
    await tx`select steward.run_schedule_now('record health check')`
    t.strictSame([...(await jobs())], [], 'the watchdog of somebody else makes the job')
  })
})
