import t from 'tap'
import { steward } from '../../cli/support.js'
import { needsCron } from '../../support/cron.js'
import { poll } from '../../support/database.js'
import { findings, nothingFound, problems } from '../../support/findings.js'
import { ownServer } from '../../support/server.js'

// It waits for a full minute of pg_cron, beside all that it starts.
t.setTimeout(300_000)

t.test('a scheduler that died', needsCron, async (t) => {
  const server = await ownServer(t)
  const { admin, sql, state } = server
  const launcher = async () => (await admin<{ pid: number }[]>`
    select pid from pg_stat_activity where backend_type = 'pg_cron launcher' and application_name = 'pg_cron scheduler'`)[0]?.pid
  const isDead = async () => (await problems(sql, 'silent_cron_scheduler')).length > 0

  await t.test('nothing is found in a new installation, and the doctor says what is in order', async (t) => {
    await poll(launcher)
    const { code, stdout, stderr } = await steward(['schedule', 'doctor', '--fail-on', 'info', '--database-url', state.adminUrl])
    t.match({ code, stderr }, { code: 0, stderr: '' })
    t.match(stdout, /^steward on PostgreSQL [\d.]+: no findings in \d+ checks\nIn order\n/)
    t.match(stdout, /silent_cron_scheduler +│ The launcher of pg_cron is running; it has 5 /)
    t.match(stdout, /orphaned_cron_jobs +│ Nothing found\./)
    t.notMatch(stdout, /Not checked|unused_indexes/)
  })

  await t.test('the role of a job is dropped: the launcher fails until the fix has been run', async (t) => {
    await admin.unsafe(`
      create role leaver; grant usage on schema cron to leaver; set role leaver;
      select cron.schedule('of a leaver', '0 0 1 1 *', 'select 1');
      reset role; drop owned by leaver; drop role leaver;
    `).simple()
    // The launcher finds out when it reads its list the next time.
    await admin`select cron.schedule('another', '0 0 1 1 *', 'select 1')`
    await poll(isDead)

    const doctor = (...args: string[]) => steward(['schedule', 'doctor', ...args, '--database-url', state.adminUrl])
    const { stdout } = await doctor()
    t.match(stdout, /CRITICAL │ Scheduled job cannot run \(orphaned_cron_jobs\)/)
    t.match(stdout, /select cron\.unschedule\(\d+\);/)
    t.equal((await doctor()).code, 0)
    t.equal((await doctor('--fail-on', 'critical')).code, 3)
    const json = JSON.parse((await doctor('--format', 'json')).stdout) as { findings: { category: string; check_id: string }[] }
    t.ok(json.findings.every((row) => row.category === 'schedule'))
    t.ok(json.findings.some((row) => row.check_id === 'orphaned_cron_jobs'))
    t.match((await doctor('--format', 'nagios')).code, 2)

    const [orphan] = await problems(admin, 'orphaned_cron_jobs')
    t.match(orphan, { severity: 'critical', object: 'job of a leaver', fix_sql: [/^select cron\.unschedule\(\d+\);$/] })
    await server.run(orphan?.fix_sql ?? [])
    t.strictSame(await findings(admin, 'orphaned_cron_jobs'), nothingFound)
    await poll(async () => !(await isDead()))
    await admin`select cron.unschedule('another')`
  })

  await t.test('a dump of the jobs is restored on another port, without the sequences', async (t) => {
    await admin.unsafe(`
      create temporary table dump as select * from cron.job;
      delete from cron.job;
      select setval('cron.jobid_seq', 1, false);
      insert into cron.job select * from dump;
      update cron.job set nodeport = 1, jobid = jobid + 100, active = jobname <> 'steward.capture statistics';
    `).simple()
    await t.rejects(admin`
      do $$ begin for i in 1..120 loop perform cron.schedule('number ' || i, '0 0 1 1 *', 'select 1'); end loop; end $$`, { code: '23505' })
    await admin`select setval('cron.jobid_seq', 1, false)`
    const behind = await problems(admin, 'lagging_cron_sequences')
    t.match(behind, [{ severity: 'warning', object: 'sequence cron.jobid_seq' }])
    t.equal(behind.length, 1)
    await server.run(behind[0]?.fix_sql ?? [])
    await admin`select cron.schedule('after the fix', '0 0 1 1 *', 'select 1')`
    await admin`select cron.unschedule('after the fix')`

    const copied = await problems(admin, 'foreign_cron_jobs')
    t.strictSame(copied.map((row) => row.object), [
      'job steward.record health check', 'job steward.run database maintenance', 'job steward.run deep analysis', 'job steward.watch schedules',
    ])
    for (const { fix_sql } of copied) await server.run(fix_sql)
    t.strictSame(await findings(admin, 'foreign_cron_jobs'), nothingFound)
    // Those that belong here: scheduled anew, they have the right port.
    await admin`delete from cron.job`
    await sql`select steward.sync_schedules()`
    t.strictSame(await findings(admin, 'foreign_cron_jobs'), nothingFound)
  })

  await t.test('the launcher is told to end, as by a script that throws everybody out', async (t) => {
    const before = await poll(launcher)
    await sql`select cron.unschedule(jobid) from cron.job`
    // Due in a minute or two: not before the launcher is gone, nor after the moment that is asked about.
    await sql`select cron.schedule('of a minute', extract(minute from now() + interval '2 minutes') || ' * * * *', 'select 1')`
    await sql`select steward.capture_statistics()`
    await admin`select pg_terminate_backend(${before})`
    // Since release 1.6.1 it comes back by itself.
    await poll(async () => (await isDead()) || (await launcher()) !== before)
    const silent = await problems(sql, 'silent_cron_scheduler')
    if (silent.length > 0) t.match(silent, [{ severity: 'critical', action: /restart the server/ }])
    const neverStarted = await sql`select job_name from steward_internal.never_started_jobs(now() + interval '5 minutes')`
    t.strictSame([...neverStarted], [{ job_name: 'of a minute' }], 'what will be due is never started')
    await sql`select cron.schedule('of a minute', '* * * * *', 'select 1')`
    await server.restart({ 'cron.use_background_workers': 'off' })
    await poll(async () => !(await isDead()))
    t.strictSame(await findings(admin, 'restarting_cron_launcher'), nothingFound, 'a restart of the server is none of the launcher')
  })

  await t.test('pg_cron has to connect with a password that it does not have', async (t) => {
    const check = 'failed_cron_starts'
    const [row] = await poll(async () => {
      const rows = await problems(admin, check)
      return rows.length > 0 && rows
    }, 90)
    t.match(row, {
      severity: 'warning', object: 'setting cron.use_background_workers', value: 1, detail: /^1 run of 1 job did not start in the last day/,
      fix_sql: ['alter system set cron.use_background_workers = on;', 'select pg_reload_conf();'], evidence: { reason: 'connections' },
    })
    await server.run(row?.fix_sql?.slice(0, 1) ?? [])
    await server.restart()
    t.match(await problems(admin, check), [{ fix_sql: null, evidence: { reason: 'connections' } }], 'what happened is still told, with no fix any more')
  })
})
