import t from 'tap'
import type postgres from 'postgres'
import { asSuperuser, needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'
import { rolledBack } from '../support/transaction.js'

const { sql } = await testDatabase(t)
const at = '2026-05-05T12:10:00Z'

const report = async (tx: postgres.TransactionSql, moment = at) => [
  ...(await tx`select * from steward_internal.schedule_report(${moment}::timestamptz) where name = 'job'`),
]

const schedule = (tx: postgres.TransactionSql, created = '2026-05-01') => tx`
  insert into steward.schedules (name, cron, command, created_at) values ('job', '0 * * * *', 'select 1', ${created}::timestamptz)`

const row = (last_start: string | null, last_status: string | null, problem: string | null, scheduler = 'worker', active = true) => ({
  name: 'job', cron: '0 * * * *', command: 'select 1', scheduler, active,
  last_start: last_start === null ? null : new Date(last_start), last_status,
  next_due: new Date('2026-05-05T13:00:00Z'), problem,
})

const missed = (scheduler: string) =>
  `missed: was due at 2026-05-05 12:00 UTC${scheduler === 'worker' ? ', is pgsteward worker running?' : ''}`

for (const [name, runs, expected] of [
  ['never ran', [], row(null, null, missed('worker'))],
  ['ran in time', [['2026-05-05T12:00:03Z', 'succeeded']], row('2026-05-05T12:00:03Z', 'succeeded', null)],
  ['is running', [['2026-05-05T12:00:00Z', 'running']], row('2026-05-05T12:00:00Z', 'running', null)],
  ['was skipped', [['2026-05-05T12:00:00Z', 'skipped']], row('2026-05-05T12:00:00Z', 'skipped', null)],
  ['ran the hour before', [['2026-05-05T11:00:03Z', 'succeeded']], row('2026-05-05T11:00:03Z', 'succeeded', missed('worker'))],
  ['failed', [['2026-05-05T11:00:03Z', 'succeeded'], ['2026-05-05T12:00:03Z', 'failed']],
    row('2026-05-05T12:00:03Z', 'failed', 'the last run failed: said 2026-05-05T12:00:03Z')],
  ['was interrupted', [['2026-05-05T12:00:03Z', 'interrupted']],
    row('2026-05-05T12:00:03Z', 'interrupted', 'the last run interrupted: said 2026-05-05T12:00:03Z')],
  ['failed and then succeeded', [['2026-05-05T11:00:03Z', 'failed'], ['2026-05-05T12:00:03Z', 'succeeded']],
    row('2026-05-05T12:00:03Z', 'succeeded', null)],
] as const) {
  t.test(`by the worker: a schedule that ${name}`, async (t) => {
    await rolledBack(sql, async (tx) => {
      await schedule(tx)
      await tx`
        insert into steward.schedule_runs (name, scheduled_for, started_at, status, message, worker)
        values ('other', '2026-05-05 12:00Z', '2026-05-05 12:00Z', 'failed', 'other', 'w')`
      for (const [started, status] of runs) {
        await tx`
          insert into steward.schedule_runs (name, scheduled_for, started_at, status, message, worker)
          values ('job', date_trunc('hour', ${started}::timestamptz), ${started}, ${status}, ${`said ${started}`}, 'w')`
      }
      t.strictSame(await report(tx), [expected])
    })
  })
}

t.test('a tick counts as missed after two minutes, and not from before the schedule', async (t) => {
  const problem = async (created: string, moment: string) => {
    let found: unknown
    await rolledBack(sql, async (tx) => {
      await schedule(tx, created)
      found = (await report(tx, moment))[0]?.['problem']
    })
    return found
  }
  t.equal(await problem('2026-05-05T11:30:00Z', '2026-05-05T12:02:00Z'), null)
  t.equal(await problem('2026-05-05T11:30:00Z', '2026-05-05T12:02:00.001Z'), missed('worker'))
  t.equal(await problem('2026-05-05T12:00:01Z', '2026-05-05T12:30:00Z'), null)
})

t.test('a schedule whose time was changed has missed nothing before the change', async (t) => {
  await rolledBack(sql, async (tx) => {
    await tx`select steward.add_schedule('job', '0 * * * *', 'select 1')`
    await tx`update steward.schedules set created_at = now() - interval '3 years' where name = 'job'`
    t.match([...(await tx`select problem from steward.schedule_status where name = 'job'`)], [{ problem: /^missed/ }])
    await tx`select steward.add_schedule('job', '* * * * *', 'select 1')`
    t.strictSame([...(await tx`
      select problem from steward_internal.schedule_report(now() + interval '30 seconds') where name = 'job'`)], [{ problem: null }])
    await tx`select steward.add_schedule('job', '0 * * * *', 'select 1')`
    t.strictSame([...(await tx`select problem from steward.schedule_status where name = 'job'`)], [{ problem: null }])
  })
})

const guarded = `call steward.run_schedule('job')`

const hourly = async (tx: postgres.TransactionSql) => {
  await tx`select steward.add_schedule('job', '0 * * * *', 'select 1')`
  await tx`update steward.schedules set created_at = '2026-05-01' where name = 'job'`
  await oldestRun(tx, '2026-05-01')
}

/** Makes the history of pg_cron begin there, with a run of another job. */
const oldestRun = (tx: postgres.TransactionSql, started: string) =>
  asSuperuser(tx, async () => {
    await tx`delete from cron.job_run_details where runid = -1`
    await tx`insert into cron.job_run_details (jobid, runid, username, start_time) values (0, -1, 'app', ${started}::timestamptz)`
  })

const cronRuns = (tx: postgres.TransactionSql, ...runs: (readonly [started: string | null, status: string])[]) =>
  asSuperuser(tx, async () => {
    for (const [index, [started, status]] of runs.entries()) {
      await tx`
        insert into cron.job_run_details (jobid, runid, username, database, command, status, return_message, start_time)
        select jobid, ${9_000_000_000_000 + index}, 'app', current_database(), '', ${status}, ${`said ${status}`}, ${started}::timestamptz
        from cron.job where jobname = 'steward.job'`
    }
  })

for (const [name, arrange, expected] of [
  ['never ran', () => undefined, row(null, null, missed('pg_cron'), 'pg_cron')],
  ['has a younger history', (tx) => oldestRun(tx, '2026-05-05T12:05Z'), row(null, null, null, 'pg_cron')],
  ['ran in time', (tx) => cronRuns(tx, ['2026-05-05T12:00:00Z', 'succeeded']), row('2026-05-05T12:00:00Z', 'succeeded', null, 'pg_cron')],
  ['ran the hour before', (tx) => cronRuns(tx, ['2026-05-05T11:00:00Z', 'succeeded']),
    row('2026-05-05T11:00:00Z', 'succeeded', missed('pg_cron'), 'pg_cron')],
  ['failed at last', (tx) => cronRuns(tx, ['2026-05-05T11:00:00Z', 'succeeded'], ['2026-05-05T12:00:00Z', 'failed']),
    row('2026-05-05T12:00:00Z', 'failed', 'the last run failed: said failed', 'pg_cron')],
  ['is off', (tx) => asSuperuser(tx, () => tx`select cron.alter_job(jobid, active => false) from cron.job where jobname = 'steward.job'`),
    row(null, null, 'inactive in pg_cron: select * from steward.sync_schedules();', 'pg_cron', false)],
  ['has another time there', (tx) => tx`select cron.schedule('steward.job', '1 * * * *', ${guarded})`,
    row(null, null, 'changed in pg_cron: select * from steward.sync_schedules();', 'pg_cron')],
  ['has another command there', (tx) => tx`select cron.schedule('steward.job', '0 * * * *', 'select 2')`,
    row(null, null, 'changed in pg_cron: select * from steward.sync_schedules();', 'pg_cron')],
  ['is not there', (tx) => tx`select cron.unschedule('steward.job')`,
    row(null, null, 'not in pg_cron (or owned by another role): select * from steward.sync_schedules();', 'pg_cron', false)],
  ['is in the ledger', (tx) => tx`
      insert into steward.schedule_runs (name, scheduled_for, started_at, status, worker)
      values ('job', '2026-05-05 12:00Z', '2026-05-05 12:00Z', 'succeeded', 'w')`,
    row('2026-05-05T12:00:00Z', 'succeeded', null, 'pg_cron')],
] as [string, (tx: postgres.TransactionSql) => unknown, ReturnType<typeof row>][]) {
  t.test(`by pg_cron: a schedule that ${name}`, needsCron, async (t) => {
    await withCron(t, async (tx) => {
      await hourly(tx)
      await arrange(tx)
      t.strictSame(await report(tx), [expected])
    })
  })
}

t.test('a job beside pg_cron that was due and never ran names the launcher that has not read it', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const problemAt = async (later: string) => (await tx<{ problem: string | null }[]>`
      select problem from steward_internal.schedule_report(now() + ${later}::interval) where name = 'new'`)[0]?.problem ?? null
    await tx`delete from steward.schedules`
    await tx`select steward.add_schedule('new', '* * * * *', 'select 1')`
    t.equal(await problemAt('0'), null, 'just made')
    t.equal(await problemAt('2 minutes'), null, 'one tick may still come')
    t.match(await problemAt('4 minutes'), /^missed: was due at .* and has never run; the launcher .*: select \* from steward\.sync_schedules\(\);$/)
    t.match([...(await tx`select steward_internal.schedule_pulse() as now, steward_internal.schedule_pulse(now() + interval '4 minutes') as later`)], [{
      now: /^no run so far; the first is due at .* UTC$/,
      later: /^no run so far; new missed: was due at .* and has never run; run: pgsteward schedule apply/,
    }])
    await tx`select steward.pause_schedule('new')`
    t.equal(await problemAt('4 minutes'), null, 'paused')
  })
})
