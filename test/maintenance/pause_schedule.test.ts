import t from 'tap'
import { needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'

t.test('a schedule that is paused is not due, and does not count as missed', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.schedules`
  await sql`select steward.add_schedule('job', '* * * * *', 'select 1', missed_run => 'run_once')`
  await sql`update steward.schedules set created_at = now() - interval '1 day'`
  t.strictSame([...(await sql`select * from steward.pause_schedule('job')`)], [
    { schedule: 'job', action: 'left to pgsteward worker', statement: null },
  ])
  t.strictSame([...(await sql`select active, next_due, problem from steward.schedule_status`)], [
    { active: false, next_due: null, problem: null },
  ])
  t.strictSame([...(await sql`select * from steward_internal.due_runs(now(), '1 minute')`)], [])
  await sql`select steward.add_schedule('job', '*/2 * * * *', 'select 2')`
  t.strictSame([...(await sql`select active, command from steward.schedules`)], [{ active: false, command: 'select 2' }], 'a change does not resume it')
})

t.test('refuses an unknown name with SW005', async (t) => {
  const { sql } = await testDatabase(t)
  for (const name of ['none', null]) await t.rejects(sql`select steward.pause_schedule(${name})`, { code: 'SW005' })
})

t.test('with pg_cron its job goes, and sync leaves it so', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const [{ id } = {}] = await tx`select jobid as id from cron.job where jobname = 'steward.run deep analysis'`
    const pause = () => tx`select * from steward.pause_schedule('run deep analysis')`
    t.strictSame([...(await pause())], [
      { schedule: 'run deep analysis', action: 'deactivate', statement: `select cron.unschedule(${id as string})` },
    ])
    t.strictSame([...(await pause())], [{ schedule: 'run deep analysis', action: 'none', statement: null }])
    t.strictSame([...(await tx`select from cron.job where jobname = 'steward.run deep analysis'`)], [])
  })
})
