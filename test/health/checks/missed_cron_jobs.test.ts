import t from 'tap'
import { asSuperuser, needsCron, withCron } from '../../support/cron.js'
import { testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

const check = 'missed_cron_jobs'

t.test('reports a schedule that no worker ran, and is content once one did', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.schedules`
  await sql`select steward.add_schedule('hourly report', '0 * * * *', 'select 1')`
  t.strictSame(await findings(sql, check), nothingFound, 'what was just added has not been missed')
  await sql`update steward.schedules set created_at = '2026-01-01 09:20+00'`
  const missed = `select job_name, problem from steward_internal.missed_jobs('2026-01-01 12:30+00')`
  t.match(await sql.unsafe(missed), [
    { job_name: 'hourly report', problem: /^missed: was due at 2026-01-01 12:00 UTC, is pgsteward worker running\?$/ },
  ])
  await sql`
    insert into steward.schedule_runs (name, scheduled_for, started_at, status, worker)
    values ('hourly report', '2026-01-01 12:00+00', '2026-01-01 12:00+00', 'succeeded', 'w')`
  t.strictSame([...(await sql.unsafe(missed))], [])
})

t.test('waits two minutes before it calls a run missed', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.schedules`
  await sql`select steward.add_schedule('daily', '0 12 * * *', 'select 1')`
  await sql`update steward.schedules set created_at = '2026-01-01 00:00+00'`
  const missedAt = async (at: string) => (await sql`select job_name from steward_internal.missed_jobs(${at})`).length
  t.equal(await missedAt('2026-01-01 11:59+00'), 0)
  t.equal(await missedAt('2026-01-01 12:01:30+00'), 0)
  t.equal(await missedAt('2026-01-01 12:02:30+00'), 1)
  await sql`update steward.schedules set cron = '* * * * *'`
  t.equal(await missedAt('2026-01-01 00:01:30+00'), 0)
  t.equal(await missedAt('2026-01-01 00:05:30+00'), 1, 'a job of every minute can be missed as well')
})

t.test('the finding has the name, the expression and the advice', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.schedules`
  // Due at a time that is always hours ago, whenever this runs.
  const [due] = await sql<{ cron: string }[]>`select to_char((now() - interval '3 hours') at time zone 'UTC', '"0" FMHH24 "* * *"') as cron`
  const cron = due?.cron ?? ''
  await sql`select steward.add_schedule('a nightly job', ${cron}, 'select 1')`
  await sql`update steward.schedules set created_at = now() - interval '3 days'`
  t.match(await findings(sql, check), [
    { status: 'finding', severity: 'warning', object: 'job a nightly job', value: null, detail: /^a nightly job: missed: was due at/, action: /pgsteward worker/, evidence: { cron } },
  ])
})

t.test('judges the other jobs of pg_cron by their last run', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`delete from steward.schedules`
    const schedule = async (name: string, cron: string) => (await tx<{ id: string }[]>`select cron.schedule(${name}, ${cron}, 'select 1') as id`)[0]?.id ?? ''
    const late = await schedule('late', '0 12 * * *')
    const fine = await schedule('fine', '0 12 * * *')
    const off = await schedule('off', '0 12 * * *')
    await schedule('never ran', '0 12 * * *')
    await asSuperuser(tx, async () => {
      await tx`update cron.job set active = false where jobid = ${off}`
      for (const [job, run, at] of [[late, 1, '2025-12-31 12:00+00'], [fine, 2, '2026-01-01 12:00:01+00'], [off, 3, '2025-12-31 12:00+00']] as const) {
        await tx`
          insert into cron.job_run_details (jobid, runid, status, start_time, database, username, command)
          values (${job}, ${9_100_000_000 + run}, 'succeeded', ${at}, current_database(), 'app', 'select 1')`
      }
    })
    const rows = await tx`select * from steward_internal.missed_jobs('2026-01-01 13:00+00') where job_name in ('late', 'fine', 'off', 'never ran')`
    t.strictSame([...rows], [
      { job_name: 'late', cron: '0 12 * * *', problem: 'missed: was due at 2026-01-01 12:00 UTC, the last run began at 2025-12-31 12:00 UTC' },
    ])
  })
})
