import t from 'tap'
import { needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'

t.test('what was due during the pause is not made up for; one that was not paused keeps its past', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.schedules`
  await sql`select steward.add_schedule('job', '* * * * *', 'select 1', missed_run => 'run_once')`
  const isNew = async () => (await sql`select created_at > now() - interval '1 hour' as is_new from steward.schedules`)[0]?.['is_new'] as boolean
  await sql`update steward.schedules set created_at = now() - interval '1 day'`
  await sql`select steward.resume_schedule('job')`
  t.equal(await isNew(), false)
  await sql`select steward.pause_schedule('job')`
  t.equal(await isNew(), false)
  await sql`select steward.resume_schedule('job')`
  t.equal(await isNew(), true)
  t.strictSame([...(await sql`select active from steward.schedules`)], [{ active: true }])
})

t.test('refuses an unknown name with SW005', async (t) => {
  const { sql } = await testDatabase(t)
  await t.rejects(sql`select steward.resume_schedule('none')`, { code: 'SW005' })
})

t.test('with pg_cron its job is there again', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`select steward.pause_schedule('record health check')`
    t.match([...(await tx`select * from steward.resume_schedule('record health check')`)], [{ action: 'create' }])
    t.strictSame([...(await tx`select command, active from cron.job where jobname = 'steward.record health check'`)], [
      { command: `call steward.run_schedule('record health check')`, active: true },
    ])
  })
})
