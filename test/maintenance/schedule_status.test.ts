import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('a new installation has its schedules and no problem', async (t) => {
  const { sql } = await testDatabase(t)
  const rows = await sql`
    select name, cron, command, scheduler, active, last_start, last_status, next_due > now() as is_next, problem
    from steward.schedule_status order by name`
  const row = (name: string, cron: string, command: string) => ({
    name, cron, command, scheduler: 'worker', active: true, last_start: null, last_status: null, is_next: true, problem: null,
  })
  t.strictSame([...rows], [
    row('capture statistics', '7 * * * *', 'select steward.capture_statistics()'),
    row('record health check', '*/15 * * * *', 'select steward.record_health_check()'),
    row('run database maintenance', '0 2 * * *', 'call steward.run_database_maintenance()'),
    row('run deep analysis', '0 3 * * 0', 'call steward.run_deep_analysis()'),
    row('watch schedules', '* * * * *', 'call steward.watch_schedules()'),
  ])
})

t.test('it is the report of this moment', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`update steward.schedules set created_at = now() - interval '3 days'`
  await sql.begin('isolation level repeatable read', async (tx) => {
    const status = await tx`select * from steward.schedule_status order by name`
    t.strictSame([...status], [...(await tx`select * from steward_internal.schedule_report(now()) order by name`)])
    t.match(status[0]?.['problem'], /^missed: was due at .* UTC, is pgsteward worker running\?$/)
  })
})

t.test('a role with the documented grants can read it', async (t) => {
  const { admin } = await testDatabase(t)
  await admin.begin(async (tx) => {
    await tx`set local role steward_reader`
    t.equal((await tx`select from steward.schedule_status`).length, 5)
  })
})
