import type postgres from 'postgres'
import t from 'tap'
import { asSuperuser, needsCron, withCron } from '../../support/cron.js'
import { testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, type Finding } from '../../support/findings.js'

const checks = [
  'failed_cron_starts', 'foreign_cron_jobs', 'lagging_cron_sequences', 'never_started_cron_jobs', 'orphaned_cron_jobs',
  'superuser_cron_jobs', 'unfinished_cron_runs',
]
/** Of these, what a role does not see of others would decide; the rest judge its own jobs. */
const complete = ['foreign_cron_jobs', 'lagging_cron_sequences', 'orphaned_cron_jobs', 'superuser_cron_jobs']

t.test('without pg_cron there is nothing to find', async (t) => {
  const { sql } = await testDatabase(t)
  for (const check of checks) t.strictSame(await findings(sql, check), nothingFound, check)
})

t.test('with pg_cron in another database no check looks for its tables here', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.set_setting('maintenance.cron_database', 'elsewhere')`
  const rows = await sql`select check_id, status from steward.health_findings(categories => '{schedule}') order by 1`
  t.ok(rows.length >= 17)
  t.strictSame(rows.filter((row) => row['status'] !== 'ok'), [])
})

t.test('a role that may not look at pg_cron gets the GRANT, and one that sees a part is told so', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    for (const check of complete) {
      t.match(await findings(tx, check), [{
        status: 'skipped', object: null, detail: 'Role app sees only its own jobs and runs in pg_cron.',
        action: 'Run the check as a superuser, or: alter role app bypassrls;', evidence: { reason: 'superuser' },
      }], check)
    }
    await asSuperuser(tx, () => tx`revoke usage on schema cron from app`)
    for (const check of checks) {
      t.match(await findings(tx, check), [
        { status: 'skipped', action: 'grant usage on schema cron to app;', evidence: { reason: 'privilege' } },
      ], check)
    }
  })
})

t.test('orphaned_cron_jobs names what each job lacks, and mends it', needsCron, async (t) => {
  await asRoot(t, async (tx) => {
    await tx.unsafe(`
      create role "Can not" nologin; create role outsider; alter role outsider login; create role fine login;
      create role "Has been" nologin valid until '2020-01-01';
      revoke connect on database postgres from public;
    `)
    const gone = await job(tx, 'gone', { owner: 'nobody knows' })
    const goneToo = await job(tx, 'gone and off', { owner: 'nobody knows', active: false })
    const lost = await job(tx, 'lost', { database: 'Old name' })
    await job(tx, 'lost and off', { database: 'Old name', active: false })
    const mute = await job(tx, 'mute', { owner: 'Can not' })
    const expired = await job(tx, 'expired', { owner: 'Has been' })
    await job(tx, 'mute and off', { owner: 'Can not', active: false })
    const shut = await job(tx, 'shut', { database: 'template0', owner: 'fine' })
    await job(tx, 'shut and off', { database: 'template0', active: false })
    const outside = await job(tx, 'outside', { database: 'postgres', owner: 'outsider' })
    await job(tx, 'outside and off', { database: 'postgres', owner: 'outsider', active: false })
    await job(tx, 'fine', { owner: 'fine' })
    const common = { status: 'finding', value: null }
    const evidence = (id: string, owner: string, database: string, active = true) => ({ job_id: Number(id), owner, database, is_active: active })
    const launcher = 'belongs to role "nobody knows", which does not exist: the launcher of pg_cron fails over it, and then no job of anybody runs.'
    const remove = 'Remove the job, or create the role again.'
    t.strictSame(await findings(tx, 'orphaned_cron_jobs'), [
      {
        ...common, severity: 'warning', object: 'job expired', detail: 'Job expired belongs to role "Has been", which may not log in.',
        action: 'The role has expired: switch the job off, or let another role schedule it.',
        fix_sql: [`select cron.alter_job(${expired}, active => false);`], evidence: evidence(expired, 'Has been', 'steward'),
      },
      {
        ...common, severity: 'critical', object: 'job gone', detail: `Job gone ${launcher}`, action: remove,
        fix_sql: [`select cron.unschedule(${gone});`], evidence: evidence(gone, 'nobody knows', 'steward'),
      },
      {
        ...common, severity: 'critical', object: 'job gone and off', detail: `Job gone and off ${launcher}`, action: remove,
        fix_sql: [`select cron.unschedule(${goneToo});`], evidence: evidence(goneToo, 'nobody knows', 'steward', false),
      },
      {
        ...common, severity: 'warning', object: 'job lost', detail: 'Job lost runs in database "Old name", which does not exist.',
        action: 'Remove the job, or schedule it anew in the database of its new name.',
        fix_sql: [`select cron.unschedule(${lost});`], evidence: evidence(lost, 'app', 'Old name'),
      },
      {
        ...common, severity: 'warning', object: 'job mute', detail: 'Job mute belongs to role "Can not", which may not log in.',
        action: 'Let the role log in, or let another role schedule the job.',
        fix_sql: ['alter role "Can not" login;'], evidence: evidence(mute, 'Can not', 'steward'),
      },
      {
        ...common, severity: 'warning', object: 'job outside',
        detail: 'Job outside belongs to role outsider, which may not connect to database postgres.',
        action: 'Let the role connect, or let another role schedule the job.',
        fix_sql: ['grant connect on database postgres to outsider;'], evidence: evidence(outside, 'outsider', 'postgres'),
      },
      {
        ...common, severity: 'warning', object: 'job shut', detail: 'Job shut runs in database template0, which accepts no connections.',
        action: 'Switch the job off for as long as the database is closed.',
        fix_sql: [`select cron.alter_job(${shut}, active => false);`], evidence: evidence(shut, 'fine', 'template0'),
      },
    ])
    const reversible = ['job expired', 'job mute', 'job outside', 'job shut']
    await assertFixes(t, tx, 'orphaned_cron_jobs', { mine: ({ object }) => reversible.includes(object ?? '') })
    await assertFixes(t, tx, 'orphaned_cron_jobs', { mine: ({ object }) => !reversible.includes(object ?? ''), reversible: false })
  })
})

t.test('lagging_cron_sequences finds numbers that would come twice, and goes past them', needsCron, async (t) => {
  await asRoot(t, async (tx) => {
    const check = 'lagging_cron_sequences'
    // What a rollback does not undo is left as it was: the sequences are copies.
    await tx.unsafe(`
      alter table cron.job alter jobid drop default; alter sequence cron.jobid_seq rename to "kept 1";
      alter table cron.job_run_details alter runid drop default; alter sequence cron.runid_seq rename to "kept 2";
      create sequence cron.jobid_seq start 50; create sequence cron.runid_seq start 50;
      insert into cron.job (jobid, schedule, command, nodeport) values (49, '0 0 1 1 *', 'select 1', 1);
      insert into cron.job_run_details (jobid, runid, status) values (49, 49, 'succeeded');
    `)
    t.strictSame(await findings(tx, check), nothingFound)
    await tx.unsafe(`update cron.job set jobid = 50; update cron.job_run_details set runid = 57`)
    const common = { status: 'finding', action: 'Set the sequence to the largest number in use, as a superuser.' }
    t.strictSame(await findings(tx, check), [
      {
        ...common, severity: 'warning', object: 'sequence cron.jobid_seq', value: 1,
        detail: 'The last number that sequence cron.jobid_seq gave is 49, and the table has 50 already: new jobs cannot be scheduled.',
        fix_sql: [`select setval('cron.jobid_seq', 50);`], evidence: { last_id: 49, max_id: 50 },
      },
      {
        ...common, severity: 'critical', object: 'sequence cron.runid_seq', value: 8,
        detail: 'The last number that sequence cron.runid_seq gave is 49, and the table has 57 already: '
          + 'the launcher of pg_cron fails whenever a job is due, and no job runs.',
        fix_sql: [`select setval('cron.runid_seq', 57);`], evidence: { last_id: 49, max_id: 57 },
      },
    ])
    await tx`select setval('cron.jobid_seq', 50), setval('cron.runid_seq', 56)`
    t.match(await findings(tx, check), [{ object: 'sequence cron.runid_seq', value: 1, evidence: { last_id: 56 } }], 'a number that was given counts')
    await assertFixes(t, tx, check, { reversible: false })
  })
})

t.test('foreign_cron_jobs finds what was made for another port or host', needsCron, async (t) => {
  await asRoot(t, async (tx) => {
    const [server] = await tx<{ port: number }[]>`select current_setting('port')::int as port`
    const port = server?.port ?? 0
    const copied = await job(tx, 'copied', { port: 1 })
    const remote = await job(tx, 'remote', { host: 'db1.internal' })
    await job(tx, 'copied and off', { port: 1, active: false })
    for (const host of ['', 'localhost', '127.0.0.1', '::1', '/var/run/postgresql']) await job(tx, `local ${host}`, { host })
    const row = (name: string, id: string, host: string, at: number): Finding => ({
      status: 'finding', severity: 'warning', object: `job ${name}`, value: null,
      detail: `Job ${name} was made for ${host}:${at}, and this server is localhost:${port}. It is active, and its command is meant for another server.`,
      action: `Switch it off if it came with a dump. If it belongs here: update cron.job set nodename = 'localhost', nodeport = ${port} where jobid = ${id};`,
      fix_sql: [`select cron.alter_job(${id}, active => false);`],
      evidence: { job_id: Number(id), database: 'steward', owner: 'app', node_name: host, node_port: at },
    })
    t.strictSame(await findings(tx, 'foreign_cron_jobs'), [row('copied', copied, 'localhost', 1), row('remote', remote, 'db1.internal', port)])
    await assertFixes(t, tx, 'foreign_cron_jobs')
  })
})

t.test('superuser_cron_jobs finds active jobs of superusers, and minds those of pgsteward more', needsCron, async (t) => {
  await asRoot(t, async (tx) => {
    const own = await job(tx, 'steward.nightly', { owner: 'postgres' })
    const other = await job(tx, 'Of the dba', { owner: 'postgres', database: 'postgres' })
    await job(tx, 'steward.off', { owner: 'postgres', active: false })
    await job(tx, 'steward.fine', { owner: 'app' })
    const row = (name: string, id: string, severity: string, database: string): Finding => ({
      status: 'finding', severity, object: `job ${name}`, value: null,
      detail: `Job ${name} runs as postgres, a superuser: triggers and functions of every table that it touches do as well.`,
      action: `Let it run as a role that has the rights it needs: select cron.alter_job(${id}, username => 'app');`,
      fix_sql: null, evidence: { role: 'postgres', job_id: Number(id), database },
    })
    t.strictSame(await findings(tx, 'superuser_cron_jobs'), [
      row('Of the dba', other, 'info', 'postgres'),
      row('steward.nightly', own, 'warning', 'steward'),
    ])
    await tx.unsafe(`select cron.alter_job(${own}::bigint, username => 'app')`)
    t.match(await findings(tx, 'superuser_cron_jobs'), { length: 1 })
  })
})

t.test('unfinished_cron_runs counts rows without an end and without a session, and gives them one', needsCron, async (t) => {
  await asRoot(t, async (tx) => {
    const check = 'unfinished_cron_runs'
    const [backend] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    const pid = backend?.pid ?? 0
    const gone = 99_999_999
    await run(tx, { status: 'succeeded', began: '3 hours', ended: '3 hours', pid: gone })
    await run(tx, { status: 'running', began: '30 seconds', pid })
    await run(tx, { status: 'running', began: '59 minutes', pid: gone })
    t.strictSame(await findings(tx, check), nothingFound)
    await tx`delete from cron.job_run_details`
    const runs = [
      await run(tx, { status: 'failed', began: '5 hours', pid: gone, message: 'server restarted' }),
      await run(tx, { status: 'sending', began: '4 hours', pid: gone }),
      // The number of the process has come round: this session is younger than the run.
      await run(tx, { status: 'running', began: '3 hours', pid }),
      await run(tx, { status: 'connecting' }),
    ]
    const last = runs.at(-1) ?? 0
    await run(tx, { status: 'running', began: '61 minutes', ended: '60 minutes', pid: gone })
    await run(tx, { status: 'running', began: '59 minutes', pid: gone })
    await run(tx, { status: 'starting' })
    t.strictSame(await findings(tx, check), [
      {
        status: 'finding', severity: 'info', object: 'table cron.job_run_details', value: 4,
        detail: '4 of the last 10000 runs that pg_cron recorded have no end and no session any more; 3 of them are still said to be going on.',
        action: 'Give them an end as a superuser, or let purge_cron_history() remove them when they are old.',
        fix_sql: [
          `update cron.job_run_details as d set status = 'failed', return_message = coalesce(d.return_message, 'the session is gone'), `
            + `end_time = coalesce(d.start_time, now()) where d.end_time is null and d.runid <= ${last} and not exists `
            + '(select from pg_stat_activity as a where a.pid = d.job_pid and coalesce(a.backend_start < d.start_time + interval \'1 minute\', true));',
        ],
        evidence: { undecided: 3, last_run_id: last },
      },
    ])
    await assertFixes(t, tx, check, { reversible: false })
    t.strictSame([...(await tx`
      select status, return_message as message, end_time = coalesce(start_time, now()) as is_set from cron.job_run_details
      where runid = any (${runs}::bigint[]) order by runid`)], [
      { status: 'failed', message: 'server restarted', is_set: true },
      ...Array(3).fill({ status: 'failed', message: 'the session is gone', is_set: true }) as object[],
    ])
    t.match(await tx`select count(*)::int as n from cron.job_run_details where end_time is null`, [{ n: 2 }], 'what may go on is left alone')
  })
})

t.test('failed_cron_starts counts runs without a worker or a connection in the last day', needsCron, async (t) => {
  await asRoot(t, async (tx) => {
    const check = 'failed_cron_starts'
    await run(tx, { status: 'failed', message: 'job startup timeout' })
    await run(tx, { status: 'succeeded', began: '25 hours', ended: '25 hours' })
    await run(tx, { status: 'failed', began: '1 hour', ended: '1 hour', message: 'ERROR: division by zero' })
    await run(tx, { status: 'succeeded', began: '1 hour', ended: '1 hour', message: 'job startup timeout' })
    t.strictSame(await findings(tx, check), nothingFound)
    await run(tx, { status: 'failed', began: '23 hours', ended: '23 hours', message: 'job startup timeout', job: 8 })
    await run(tx, { status: 'failed', message: 'could not start background process; more details may be available in the server log', job: 7 })
    await run(tx, { status: 'failed', message: 'connection failed' })
    const common = { status: 'finding', severity: 'warning', fix_sql: null }
    const rows = await findings(tx, check)
    t.match(rows, [
      {
        ...common, object: 'setting cron.use_background_workers', value: 1, detail: '1 run of 1 job did not start in the last day: connection failed.',
        action: /^Let pg_cron use background workers and restart the server; or let the role connect/,
        evidence: { reason: 'connections', jobs: 1, last_message: 'connection failed' },
      },
      {
        ...common, object: 'setting max_worker_processes', value: 2,
        detail: /^2 runs of 2 jobs did not start in the last day, the last that has a time at \d{4}-\d\d-\d\d \d\d:\d\d UTC: could not start background process/,
        action: 'Spread the jobs over other minutes, or raise max_worker_processes (16) and cron.max_running_jobs (5) and restart the server.',
        evidence: { reason: 'workers', jobs: 2 },
      },
    ])
    t.equal(rows.length, 2)
  })
})

t.test('never_started_cron_jobs knows from later rows how long a job has been there', needsCron, async (t) => {
  await asRoot(t, async (tx) => {
    const check = 'never_started_cron_jobs'
    await tx`delete from steward.schedules`
    await tx`delete from steward.statistics_snapshots`
    // Each savepoint that writes is a transaction with a number of its own.
    const step = (use: (sp: postgres.TransactionSql) => Promise<unknown>) => tx.savepoint(use)
    await step((sp) => snapshot(sp, '9 days'))
    const never = await job(tx, 'never', { cron: '* * * * *', savepoint: true })
    await step((sp) => job(sp, 'off', { cron: '* * * * *', active: false }))
    await step((sp) => job(sp, 'yearly', { cron: yearly() }))
    await step((sp) => job(sp, 'unreadable', { cron: '30 seconds' }))
    const ran = await job(tx, 'ran', { cron: '* * * * *', savepoint: true })
    await step((sp) => job(sp, 'steward.own', { cron: '* * * * *' }))
    await tx`insert into steward.schedules (name, cron, command) values ('own', '* * * * *', 'select 1')`
    await step((sp) => run(sp, { status: 'failed', began: '8 days', ended: '8 days', job: Number(ran) }))
    t.strictSame(await findings(tx, check), nothingFound, 'an earlier row and a run that failed tell nothing')
    await step((sp) => snapshot(sp, '1 hour'))
    await step((sp) => job(sp, 'new', { cron: '* * * * *' }))
    const rows = await findings(tx, check)
    t.match(rows, [{
      status: 'finding', severity: 'warning', object: 'job never', value: null,
      detail: /^Job never was due at \d{4}-\d\d-\d\d \d\d:\d\d UTC and has not run once; it has been in pg_cron as it is since \d{4}-\d\d-\d\d \d\d:\d\d UTC or before\.$/,
      action: /^The launcher may never have read the job, if a large transaction made it: .+ Else see whether the launcher of pg_cron lives/, fix_sql: null,
      evidence: { job_id: Number(never), cron: '* * * * *', database: 'steward', run_id: null },
    }])
    t.equal(rows.length, 1)

    const names = async (at: string) => (await tx<{ job_name: string }[]>`
      select job_name from steward_internal.never_started_jobs(now() + ${at}::interval) order by 1`).map((row) => row.job_name)
    t.strictSame(await names('5 minutes'), ['never'])
    await step((sp) => run(sp, { status: 'succeeded', began: '2 minutes', ended: '0 minutes', job: Number(ran) }))
    t.strictSame(await names('0 minutes'), ['never'])
    t.strictSame(await names('1 minute'), ['never'], 'two minutes are given')
    t.strictSame(await names('5 minutes'), ['never', 'new'], 'the end of a run tells as well')
    await run(tx, { status: 'running', began: '-30 seconds', job: Number(ran) })
    const waiting = await run(tx, { status: 'starting', job: Number(ran) })
    await run(tx, { status: 'starting', job: Number(never) })
    t.strictSame(await names('5 minutes'), ['never', 'new', 'ran'])
    t.match(await findings(tx, check), [{ object: 'job never' }], 'one that began at its last due time is let be')
    await tx`update cron.job_run_details set status = 'failed', start_time = start_time - interval '1 hour' where jobid = ${ran} and start_time is not null`
    t.match(await findings(tx, check), [
      { object: 'job never', evidence: { run_id: waiting + 1 } },
      {
        object: 'job ran', evidence: { run_id: waiting },
        detail: new RegExp(`^Job ran was due at [-\\d]+ [\\d:]+ UTC and its run ${waiting} has not begun; it has been in pg_cron as it is since `),
      },
    ])
    await tx`update cron.job_run_details set status = 'failed' where status = 'starting'`
    t.strictSame(await findings(tx, check), nothingFound, 'that a run failed is told by failed_cron_jobs')
    await tx`delete from cron.job_run_details where status = 'failed'`
    t.strictSame(await names('0 minutes'), ['never', 'ran'])
    await step((sp) => sp`update cron.job set schedule = '*/2 * * * *' where jobid = ${never}`)
    t.strictSame(await names('0 minutes'), ['ran'], 'a job that was changed is as good as new')
  })
})

t.test('stale_schedule_records sees from the records that nothing runs, where nobody may look', async (t) => {
  const { sql } = await testDatabase(t)
  const check = 'stale_schedule_records'
  await sql`delete from steward.statistics_snapshots`
  t.strictSame(await findings(sql, check), nothingFound, 'nothing was due yet')
  await sql`update steward.schedules set created_at = now() - interval '1 day'`
  t.strictSame(await findings(sql, check), nothingFound, 'missed_cron_jobs reports the worker that runs nothing')
  // The worker says that it ran everything.
  await sql`
    insert into steward.schedule_runs (name, scheduled_for, started_at, finished_at, status, worker)
    select s.name, now() + interval '1 minute', now() + interval '1 minute', now(), 'succeeded', 'w' from steward.schedules as s`
  await sql`select steward.add_schedule('another', '*/15 * * * *', 'select 1')`
  await sql`update steward.schedules set created_at = now() - interval '1 day' where name <> 'another'`
  const action = 'Look at the scheduler from where it is: pgsteward schedule doctor as a superuser in the database of pg_cron, '
    + 'or start pgsteward worker. Its errors are in the server log.'
  const common = { status: 'finding', severity: 'critical', value: Number, action, fix_sql: null }
  const nothing = await findings(sql, check)
  t.match(nothing, [
    {
      ...common, object: 'job capture statistics',
      detail: /^Schedule capture statistics \(7 \* \* \* \*\) should have written to steward\.statistics_snapshots at [-\d]+ \d\d:07 UTC, and there is no row\.$/,
      evidence: { cron: '7 * * * *', table: 'steward.statistics_snapshots', last_written: null },
    },
    {
      ...common, object: 'job record health check',
      detail: /^Schedule record health check \(\*\/15 \* \* \* \*\) should have written to steward\.health_runs at [-\d]+ \d\d:\d\d UTC, and there is no row\.$/,
      evidence: { cron: '*/15 * * * *', table: 'steward.health_runs', last_written: null },
    },
  ])
  t.equal(nothing.length, 2)

  await sql`select steward.record_health_check(), steward.capture_statistics()`
  t.strictSame(await findings(sql, check), nothingFound, 'the records are fresh')
  await sql`
    insert into steward.statistics_snapshots (node, taken_at, counters, gauges) values ('a replica', now() + interval '1 minute', '{}', '{}')`
  await sql`update steward.statistics_snapshots set taken_at = now() - interval '5 hours' where node = 'primary'`
  await sql`update steward.health_runs set started_at = now() - interval '5 hours'`
  t.match(await findings(sql, check), [
    { object: 'job capture statistics', severity: 'critical', detail: /, and its last row is of [-\d]+ [\d:]+ UTC\.$/ },
    { object: 'job record health check', severity: 'critical' },
  ])
  // At most an hour passes until the first row that is missing, and less than five have passed in all.
  await sql`select steward.configure_health_check(${check}, warning => 3 * 3600, critical => 6 * 3600)`
  t.match(await findings(sql, check), [{ severity: 'warning' }, { severity: 'warning' }])
  await sql`select steward.configure_health_check(${check}, warning => 6 * 3600, critical => 6 * 3600)`
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('stale_schedule_records also tells a role that may not look at pg_cron', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`update steward.schedules set created_at = now() - interval '1 day'`
    await asSuperuser(tx, () => tx`revoke usage on schema cron from app`)
    t.match(await findings(tx, 'missed_cron_jobs'), [{ status: 'skipped' }])
    t.match(await findings(tx, 'stale_schedule_records'), [
      { status: 'finding', severity: 'critical', object: 'job capture statistics' },
      { status: 'finding', severity: 'critical', object: 'job record health check' },
    ])
  })
})

t.test('restarting_cron_launcher is content with a launcher that began with the server', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, 'restarting_cron_launcher'), nothingFound)
})

/** A transaction beside pg_cron as a superuser, with no jobs and no runs. */
async function asRoot(t: Parameters<typeof withCron>[0], use: (tx: postgres.TransactionSql) => Promise<unknown>): Promise<void> {
  await withCron(t, async (tx) => {
    await asSuperuser(tx, async () => {
      // Jobs of this server that somebody uses wait meanwhile, and write no runs.
      await tx`lock table cron.job_run_details in share row exclusive mode`
      await tx`delete from cron.job`
      await tx`delete from cron.job_run_details`
      await use(tx)
    })
  })
}

interface Job {
  cron?: string
  owner?: string
  database?: string
  host?: string
  port?: number
  active?: boolean
  /** Whether it is made in a transaction of its own. */
  savepoint?: boolean
}

async function job(tx: postgres.TransactionSql, name: string, options: Job = {}): Promise<string> {
  const { cron = '0 0 1 1 *', owner = 'app', database = 'steward', host = 'localhost', port = null, active = true, savepoint } = options
  const insert = (sql: postgres.TransactionSql) => sql<{ jobid: string }[]>`
    insert into cron.job (jobname, schedule, command, nodename, nodeport, database, username, active)
    values (${name}, ${cron}, 'select 1', ${host}, coalesce(${port}::int, current_setting('port')::int), ${database}, ${owner}, ${active})
    returning jobid`
  const [row] = await (savepoint ? tx.savepoint(insert) : insert(tx))
  return row?.jobid ?? ''
}

let nextRun = 9_300_000_000

interface Run {
  status: string
  /** How long ago it began and ended. */
  began?: string
  ended?: string
  pid?: number
  message?: string
  job?: number
}

async function run(tx: postgres.TransactionSql, { status, began, ended, pid, message, job = 1 }: Run): Promise<number> {
  await tx`
    insert into cron.job_run_details (jobid, runid, job_pid, database, username, command, status, return_message, start_time, end_time)
    values (${job}, ${nextRun}, ${pid ?? null}, 'steward', 'app', 'select 1', ${status}, ${message ?? null},
      now() - ${began ?? null}::interval, now() - ${ended ?? null}::interval)`
  return nextRun++
}

const snapshot = (tx: postgres.TransactionSql, age: string) => tx`
  insert into steward.statistics_snapshots (node, taken_at, counters, gauges) values ('primary', now() - ${age}::interval, '{}', '{}')`

/** Due once a year, half a year from now. */
function yearly(): string {
  const month = ((new Date().getUTCMonth() + 6) % 12) + 1
  return `0 0 1 ${month} *`
}
