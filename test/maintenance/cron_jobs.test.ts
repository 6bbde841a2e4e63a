import t from 'tap'
import { asSuperuser, needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'

t.test('without pg_cron there are no jobs and no runs', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame([...(await sql`select * from steward_internal.cron_jobs()`)], [])
  t.strictSame([...(await sql`select * from steward_internal.cron_last_runs()`)], [])
})

t.test('lists the jobs of this database that the role may see', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`delete from steward.schedules`
    await tx`select steward.sync_schedules()`
    await tx`select cron.schedule('mine', '1 2 3 4 5', 'select 1')`
    await tx`select cron.schedule('@daily', 'select 2')`
    await asSuperuser(tx, () => tx`select cron.alter_job(jobid, active => false) from cron.job where jobname = 'mine'`)
    await asSuperuser(tx, async () => {
      await tx`select cron.schedule('of postgres', '* * * * *', 'select 3')`
      await tx`select cron.schedule_in_database('elsewhere', '* * * * *', 'select 4', 'postgres', 'app')`
    })
    const jobs = async () => [
      ...(await tx`
        select job_name, cron, command, is_active, owner, job_id is not null as has_id
        from steward_internal.cron_jobs() where command like 'select _' order by command`),
    ]
    const own = [
      { job_name: 'mine', cron: '1 2 3 4 5', command: 'select 1', is_active: false, owner: 'app', has_id: true },
      { job_name: null, cron: '@daily', command: 'select 2', is_active: true, owner: 'app', has_id: true },
    ]
    t.strictSame(await jobs(), own)
    const [superuser] = await asSuperuser(tx, () => tx<{ name: string }[]>`select current_user::text as name`)
    t.strictSame(await asSuperuser(tx, jobs), [
      ...own,
      { job_name: 'of postgres', cron: '* * * * *', command: 'select 3', is_active: true, owner: superuser?.name, has_id: true },
    ])
  })
})
