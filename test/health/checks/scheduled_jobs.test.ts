import type postgres from 'postgres'
import t from 'tap'
import { asSuperuser, needsCron, withCron } from '../../support/cron.js'
import { oneByOne, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, type Finding } from '../../support/findings.js'

const checks = [
  'cron_history_size', 'failed_schedule_runs', 'inactive_cron_jobs', 'slow_cron_jobs', 'stuck_cron_jobs', 'unsynced_schedules',
]

t.test('the checks of jobs find nothing where there is no pg_cron', async (t) => {
  const { sql } = await testDatabase(t)
  for (const check of checks) t.strictSame(await findings(sql, check), nothingFound, check)
})

t.test('a role that may not look at pg_cron gets the GRANT', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await asSuperuser(tx, () => tx`revoke usage on schema cron from app`)
    for (const check of checks.filter((name) => name !== 'cron_history_size')) {
      t.match(await findings(tx, check), [
        { status: 'skipped', action: 'grant usage on schema cron to app;', evidence: { reason: 'privilege' } },
      ], check)
    }
  })
})

t.test('failed_schedule_runs reports what the worker could not run, critically after three in a row', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.schedules`
  const runs = async (name: string, states: string[]) => {
    await sql`select steward.add_schedule(${name}, '0 3 * * *', 'select 1')`
    for (const [day, status] of states.entries()) {
      await sql`
        insert into steward.schedule_runs (name, scheduled_for, started_at, finished_at, status, worker, message)
        values (${name}, ${`2026-01-0${day + 1} 03:00+00`}, ${`2026-01-0${day + 1} 03:00+00`},
          ${status === 'running' ? null : `2026-01-0${day + 1} 03:01+00`}, ${status}, 'w', ${status === 'failed' ? 'division by zero' : null})`
    }
  }
  await runs('recovered', ['failed', 'failed', 'failed', 'succeeded'])
  await runs('it failed', ['succeeded', 'failed', 'skipped', 'running'])
  await runs('thrice', ['failed', 'interrupted', 'failed'])
  await runs('lost', ['succeeded', 'interrupted'])
  await runs('never', [])
  await runs('slow', ['timed_out'])
  await runs('tried again', ['failed'])
  await sql`
    insert into steward.schedule_runs (name, scheduled_for, started_at, finished_at, status, worker, attempt)
    select name, scheduled_for, started_at, finished_at, 'succeeded', worker, 2 from steward.schedule_runs where name = 'tried again'`
  const common = { status: 'finding', value: null, action: 'See the runs in steward.schedule_runs; the message is the error of the command.', fix_sql: null }
  const found = [
    {
      ...common, severity: 'warning', object: 'job it failed',
      detail: 'The last run of schedule it failed failed at 2026-01-02 03:01 UTC: division by zero',
      evidence: { cron: '0 3 * * *', failures_in_last_three_runs: 1 },
    },
    {
      ...common, severity: 'warning', object: 'job lost',
      detail: 'The last run of schedule lost was interrupted at 2026-01-02 03:01 UTC: no message',
      evidence: { cron: '0 3 * * *', failures_in_last_three_runs: 1 },
    },
    {
      ...common, severity: 'warning', object: 'job slow',
      detail: 'The last run of schedule slow timed out at 2026-01-01 03:01 UTC: no message',
      evidence: { cron: '0 3 * * *', failures_in_last_three_runs: 1 },
    },
    {
      ...common, severity: 'critical', object: 'job thrice',
      detail: 'The last run of schedule thrice failed at 2026-01-03 03:01 UTC: division by zero',
      evidence: { cron: '0 3 * * *', failures_in_last_three_runs: 3 },
    },
  ]
  t.strictSame(await findings(sql, 'failed_schedule_runs'), found)
  await sql`select steward.set_setting('maintenance.cron_database', 'elsewhere')`
  t.strictSame(await findings(sql, 'failed_schedule_runs'), found, 'what pg_cron of another database ran is in the same ledger')
})

t.test('slow_cron_jobs compares with the median, and with the next time that is due', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const add = adder(tx)
    const slow = await add('slow', '0 0 1 1 *', [60, 60, 60, 30, 90, 200])
    await add('steady', '0 0 1 1 *', [600, 600, 600, 600, 600, 900])
    await add('short', '0 0 1 1 *', [1, 1, 1, 1, 1, 50])
    await add('new', '0 0 1 1 *', [60, 60, 60, 60, 600])
    const overlapping = await add('overlapping', '* * * * *', [10, 150])
    const running = await add('still running', '0 0 1 1 *', [60, 60, 60, 60, 60])
    await add('dead', '0 0 1 1 *', [60, 60, 60, 60, 60])
    await add('recovered', '0 0 1 1 *', [60, 60, 60, 60, 6000, 60])
    const [backend] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    await asSuperuser(tx, async () => {
      await run(tx, running, { started: '10 minutes', pid: backend?.pid ?? 0, status: 'running' })
    })
    const action = 'See what the job waits for (get_blocking_locks(), wait_events), or let it do less at once.'
    t.strictSame(await own(tx, 'slow_cron_jobs', ['slow', 'steady', 'short', 'new', 'overlapping', 'still running', 'dead', 'recovered']), [
      {
        status: 'finding', severity: 'warning', object: 'job overlapping', value: 150,
        detail: 'The last run of job overlapping took 00:02:30, and it was due again at <time> UTC.',
        action, fix_sql: null,
        evidence: { job_id: Number(overlapping), cron: '* * * * *', usual_seconds: 10, runs: 1, is_running: false },
      },
      {
        status: 'finding', severity: 'warning', object: 'job slow', value: 200,
        detail: 'The last run of job slow took 00:03:20 and half of the 5 before took less than 00:01:00.',
        action, fix_sql: null,
        evidence: { job_id: Number(slow), cron: '0 0 1 1 *', usual_seconds: 60, runs: 5, is_running: false },
      },
      {
        status: 'finding', severity: 'warning', object: 'job still running', value: 600,
        detail: 'The run of job still running that is going on took 00:10:00 and half of the 5 before took less than 00:01:00.',
        action, fix_sql: null,
        evidence: { job_id: Number(running), cron: '0 0 1 1 *', usual_seconds: 60, runs: 5, is_running: true },
      },
    ])
  })
})

t.test('stuck_cron_jobs reports runs that are over without anybody saying so', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const add = adder(tx)
    const [vanished, unstarted, recovered, alive, recent] = [
      await add('vanished', '0 0 1 1 *', []), await add('unstarted', '0 0 1 1 *', []), await add('put right', '0 0 1 1 *', []),
      await add('alive', '0 0 1 1 *', []), await add('recent', '0 0 1 1 *', []),
    ]
    const [backend] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    await asSuperuser(tx, async () => {
      await run(tx, vanished, { started: '2 hours', pid: 999_999_99, status: 'running' })
      await run(tx, recovered, { started: '2 hours', pid: 999_999_99, status: 'running' })
      await run(tx, unstarted, { status: 'starting' })
      await run(tx, recovered, { started: '61 minutes', seconds: 1, status: 'succeeded' })
      await run(tx, alive, { started: '2 hours', pid: backend?.pid ?? 0, status: 'running' })
      await run(tx, recent, { started: '59 minutes', pid: 999_999_99, status: 'running' })
    })
    const rows = await own(tx, 'stuck_cron_jobs', ['vanished', 'unstarted', 'put right', 'alive', 'recent'])
    t.match(rows, [
      {
        status: 'finding', severity: 'warning', object: 'job unstarted', value: 7200,
        detail: 'Job unstarted is starting according to pg_cron since <time> UTC or before, and no session works on it.',
        evidence: { job_id: Number(unstarted), pid: null, status: 'starting' },
      },
      {
        status: 'finding', severity: 'warning', object: 'job vanished', value: 7200,
        detail: 'Job vanished is running according to pg_cron since <time> UTC or before, and no session works on it.',
        action: 'Look in the server log at that time, and run the command of the job by hand if it matters.', fix_sql: null,
        evidence: { job_id: Number(vanished), pid: 99_999_999, status: 'running' },
      },
    ])
    t.equal(rows.length, 2)
  })
})

t.test('cron_history_size counts what nobody removes', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const check = 'cron_history_size'
    const job = await adder(tx)('busy', '0 0 1 1 *', [])
    await asSuperuser(tx, async () => {
      await tx`delete from cron.job_run_details`
      await tx`
        insert into cron.job_run_details (jobid, runid, database, username, command, status, start_time, end_time)
        select ${job}, ${nextRun}::bigint + i, current_database(), 'app', 'select 1', 'succeeded', now() - interval '30 days', now() - interval '30 days'
        from generate_series(1, 1000) as i`
      await tx`analyze cron.job_run_details`
    })
    nextRun += 1001
    t.match(await findings(tx, check), [{ status: 'ok', object: null }])
    await tx`select steward.configure_health_check(${check}, warning => 1000)`
    const [row] = await findings(tx, check)
    t.match(row, {
      status: 'finding', severity: 'warning', object: 'table cron.job_run_details', value: 1000,
      detail: /^The run history of pg_cron has about 1000 rows in [\d.]+ \w+, and pg_cron never removes any\.$/,
      action: 'Schedule purge_cron_history() for each role that owns jobs, or as a superuser for all of them.',
      fix_sql: ['call steward.purge_cron_history();'],
      evidence: { keep: '7 days', is_purged: true, bytes: Number },
    })
    // The procedure commits, which this transaction must not; this is what it does.
    await asSuperuser(tx, async () => {
      await tx`select * from steward_internal.purge_cron_history_batch(now() - interval '7 days', 0, 10000)`
      await tx`analyze cron.job_run_details`
    })
    t.match(await findings(tx, check), [{ status: 'ok' }])
  })
})

t.test('unsynced_schedules sees what differs from pg_cron, and its fix mends all of it', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const check = 'unsynced_schedules'
    await tx`delete from steward.schedules`
    for (const name of ['as it should', 'changed', 'off', 'gone', 'dropped']) await tx`select steward.add_schedule(${name}, '0 3 * * *', 'select 1')`
    t.strictSame(await findings(tx, check), nothingFound)
    await asSuperuser(tx, async () => {
      await tx`update cron.job set schedule = '0 4 * * *' where jobname = 'steward.changed'`
      await tx`update cron.job set active = false where jobname = 'steward.off'`
      await tx`delete from cron.job where jobname = 'steward.gone'`
    })
    await tx`delete from steward.schedules where name = 'dropped'`
    const common = {
      status: 'finding', severity: 'warning', value: null,
      action: 'Bring the jobs in line as the role that installed pgsteward, or change the schedule with add_schedule().',
      fix_sql: ['select * from steward.sync_schedules();'], evidence: null,
    }
    t.strictSame(await findings(tx, check), [
      { ...common, object: 'job changed', detail: 'Schedule changed is changed in pg_cron.' },
      { ...common, object: 'job dropped', detail: 'Schedule dropped is only in pg_cron.' },
      { ...common, object: 'job gone', detail: 'Schedule gone is not in pg_cron (or owned by another role).' },
      { ...common, object: 'job off', detail: 'Schedule off is inactive in pg_cron.' },
    ])
    await asSuperuser(tx, async () => {
      await tx.unsafe('create role other_reader; grant steward_reader to other_reader; grant usage on schema cron to other_reader')
      await tx.unsafe('grant select on cron.job, cron.job_run_details to other_reader; set local role other_reader')
      t.match(await findings(tx, check), [
        { status: 'skipped', action: 'grant app to other_reader; set role app;', evidence: { reason: 'privilege' } },
      ])
    })
    await assertFixes(t, tx, check, { reversible: false })
  })
})

t.test('inactive_cron_jobs lists what was switched off, and can switch it on and off', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const add = adder(tx)
    const off = await add('off', '0 3 * * *', [])
    await add('on', '0 3 * * *', [])
    await tx`select steward.add_schedule('own', '0 3 * * *', 'select 1')`
    await asSuperuser(tx, () => tx`update cron.job set active = false where jobname in ('off', 'steward.own')`)
    t.strictSame(await own(tx, 'inactive_cron_jobs', ['off', 'on', 'steward.own']), [
      {
        status: 'finding', severity: 'info', object: 'job off', value: null, detail: 'Job off (0 3 * * *) is switched off.',
        action: 'Switch it on again, or remove it with cron.unschedule() if nobody needs it any more.',
        fix_sql: [`select cron.alter_job(${off}, active => true);`], evidence: { job_id: Number(off), cron: '0 3 * * *' },
      },
    ])
    const run = (statements: string[]) => asSuperuser(tx, () => oneByOne(tx, statements))
    await assertFixes(t, tx, 'inactive_cron_jobs', { run, mine: ({ object }) => object === 'job off' })
  })
})

t.test('expressions are read in the time zone of the scheduler', async (t) => {
  const { sql } = await testDatabase(t)
  const ticks = async (cron: string, zone: string, at: string) => {
    const [row] = await sql`
      select to_char(previous_tick at time zone 'UTC', 'DD HH24:MI') as previous, to_char(next_tick at time zone 'UTC', 'DD HH24:MI') as next
      from steward_internal.zoned_cron_ticks(${cron}, ${zone}, ${at})`
    return { ...row }
  }
  t.strictSame(await ticks('0 6 * * *', 'UTC', '2026-07-10 05:00+00'), { previous: '09 06:00', next: '10 06:00' })
  t.strictSame(await ticks('0 6 * * *', 'Europe/Berlin', '2026-07-10 05:00+00'), { previous: '10 04:00', next: '11 04:00' }, 'summer')
  t.strictSame(await ticks('0 6 * * *', 'Europe/Berlin', '2026-01-10 05:00+00'), { previous: '10 05:00', next: '11 05:00' }, 'winter')
  t.strictSame(await ticks('0 0 * * *', 'America/New_York', '2026-01-10 02:00+00'), { previous: '09 05:00', next: '10 05:00' }, 'another day')
  t.strictSame(await ticks('30 seconds', 'UTC', '2026-01-10 02:00+00'), { previous: null, next: null })
  const session = await sql.reserve()
  await session`set cron.timezone = 'Europe/Berlin'`.catch(() => undefined)
  t.match(await session`select steward_internal.cron_timezone() as zone`, [{ zone: 'UTC' }], 'the worker knows only UTC')
  session.release()
})

t.test('a run that the history may have lost is not called missed', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.schedules`
  await sql`select steward.add_schedule('monthly', '0 12 1 * *', 'select 1')`
  await sql`update steward.schedules set created_at = '2026-01-01 00:00+00'`
  const missedAt = async (at: string) => (await sql`select job_name from steward_internal.missed_jobs(${at})`).length
  t.equal(await missedAt('2026-03-05 12:00+00'), 1, 'four days ago: the history of seven days would have it')
  t.equal(await missedAt('2026-03-09 12:00+00'), 0, 'eight days ago: its run may have been purged')
  await sql`select steward.set_setting('maintenance.keep_cron_history', '30 days')`
  t.equal(await missedAt('2026-03-09 12:00+00'), 1)
})

t.test('a history that begins later does not make a job of pg_cron missed', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`delete from steward.schedules`
    await tx`select steward.add_schedule('daily', '0 12 * * *', 'select 1')`
    await tx`update steward.schedules set created_at = '2026-01-01 00:00+00'`
    const missed = async () => (await tx`select from steward_internal.missed_jobs('2026-01-03 13:00+00') where job_name = 'daily'`).length
    const job = await adder(tx)('frequent', '0 0 1 1 *', [])
    await asSuperuser(tx, () => tx`delete from cron.job_run_details`)
    t.equal(await missed(), 1)
    await asSuperuser(tx, () => tx`
      insert into cron.job_run_details (jobid, runid, database, username, command, status, start_time, end_time)
      values (${job}, ${nextRun++}, current_database(), 'app', 'select 1', 'succeeded', '2026-01-03 12:30+00', '2026-01-03 12:30+00')`)
    t.equal(await missed(), 0)
  })
})

let nextRun = 9_200_000_000

/** Adds a job to pg_cron, whose runs took so many seconds. */
function adder(tx: postgres.TransactionSql): (name: string, cron: string, seconds: number[]) => Promise<string> {
  return async (name, cron, seconds) => {
    const [row] = await tx<{ id: string }[]>`select cron.schedule(${name}, ${cron}, 'select 1') as id`
    const id = row?.id ?? ''
    await asSuperuser(tx, async () => {
      for (const [index, took] of seconds.entries()) await run(tx, id, { started: `${100 - index} hours`, seconds: took, status: 'succeeded' })
    })
    return id
  }
}

interface Run {
  /** How long ago it began. */
  started?: string
  /** How long it took, unless it is not over. */
  seconds?: number
  pid?: number
  status: string
}

async function run(tx: postgres.TransactionSql, job: string, { started, seconds, pid, status }: Run): Promise<void> {
  await tx`
    insert into cron.job_run_details (jobid, runid, job_pid, database, username, command, status, start_time, end_time)
    values (${job}, ${nextRun++}, ${pid ?? null}, current_database(), 'app', 'select 1', ${status},
      now() - ${started ?? null}::interval, now() - ${started ?? null}::interval + make_interval(secs => ${seconds ?? null}))`
}

/** The findings about these jobs, as the server may have others. */
async function own(tx: postgres.TransactionSql, check: string, names: string[]): Promise<Finding[]> {
  const rows = await findings(tx, check)
  return rows
    .filter((row) => names.some((name) => row.object === `job ${name}`))
    .map((row) => ({ ...row, detail: row.detail.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, '<time>') }))
}
