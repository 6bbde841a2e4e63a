import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { assertFixes, findings, nothingFound, type Finding } from '../../support/findings.js'
import { ownServer } from '../../support/server.js'

// Settings belong to the whole server, so these tests have one of their own.
const server = await ownServer(t)
const { sql, state, run } = server

const reload = 'select pg_reload_conf();'

const names = (rows: Finding[]) => rows.filter((row) => row.status === 'finding').map((row) => row.object)

/** What a check says about a setting that this session has for itself. */
const hidden = (setting: string, value: string): Finding => ({
  status: 'skipped',
  severity: null,
  object: `setting ${setting}`,
  value: null,
  detail: `The value of ${setting} for the whole server cannot be seen: this session has its own (session: ${value}).`,
  action: 'Run the check in a session whose role and database do not set it.',
  fix_sql: null,
  evidence: { reason: 'server' },
})

t.test('default_memory_settings lists what is as shipped', async (t) => {
  const row = (setting: string, value: string, action: string) => ({
    status: 'finding',
    severity: 'info',
    object: `setting ${setting}`,
    value: null,
    detail: `Setting ${setting} is ${value}, as shipped.`,
    action,
    fix_sql: null,
    evidence: { value },
  })
  const expected = [
    row('effective_cache_size', '4GB',
      'Set it to what shared_buffers and the cache of the operating system hold together; it reserves nothing.'),
    row('maintenance_work_mem', '64MB',
      'Raise it for faster VACUUM and CREATE INDEX: autovacuum_max_workers processes may each use it.'),
    row('shared_buffers', '128MB', 'A quarter of the memory is the usual start on a server of its own; a restart is needed.'),
    row('work_mem', '4MB', 'Raise it if queries write temporary files: each sort and hash of each session may use it.'),
  ]
  t.strictSame(await findings(sql, 'default_memory_settings'), expected)
  await run(["alter system set work_mem = '5MB'", "alter system set effective_cache_size = '3GB'", reload])
  t.strictSame(names(await findings(sql, 'default_memory_settings')), ['setting maintenance_work_mem', 'setting shared_buffers'])
  await sql.unsafe("set work_mem = '4MB'")
  t.strictSame((await findings(sql, 'default_memory_settings')).at(-1), hidden('work_mem', '4096'))
  await sql.unsafe('reset work_mem')
})

t.test('autovacuum_settings measures against what PostgreSQL ships', async (t) => {
  const check = 'autovacuum_settings'
  t.strictSame(await findings(sql, check), nothingFound)
  await run([
    'alter system set autovacuum_vacuum_scale_factor = 0.1',
    'alter system set autovacuum_naptime = 30',
    'alter system set autovacuum_vacuum_cost_limit = 2000',
    "alter system set autovacuum_vacuum_cost_delay = '20ms'",
    'alter system set autovacuum_vacuum_insert_threshold = 0',
    reload,
  ])
  t.strictSame(await findings(sql, check), nothingFound, 'eager settings, and ten times the points in ten times the time')

  await run([
    'alter system set autovacuum_vacuum_scale_factor = 0.4',
    "alter system set autovacuum_naptime = '2min'",
    'alter system set autovacuum_vacuum_cost_limit = 1999',
    'alter system set autovacuum_vacuum_insert_threshold = -1',
    reload,
  ])
  const row = (setting: string, severity: string, detail: string, fix: string[], evidence: Record<string, unknown>) => ({
    status: 'finding',
    severity,
    object: `setting ${setting}`,
    value: null,
    detail,
    action: 'Take back what slows autovacuum down, unless it was measured to help.',
    fix_sql: [...fix, reload],
    evidence,
  })
  const expected = [
    row('autovacuum_naptime', 'info', 'Setting autovacuum_naptime is 2min, PostgreSQL ships 60. Each database is looked at less often.',
      ['alter system set autovacuum_naptime = 60;'], { autovacuum_naptime: 120 }),
    row('autovacuum_vacuum_cost_delay', 'info',
      'All autovacuum workers together may spend 99950 cost points a second (limit 1999, delay 20 ms), PostgreSQL ships 100000.',
      ["alter system set autovacuum_vacuum_cost_delay = '2ms';", 'alter system set autovacuum_vacuum_cost_limit = 200;'],
      { autovacuum_vacuum_cost_delay: 20, autovacuum_vacuum_cost_limit: 1999 }),
    row('autovacuum_vacuum_insert_threshold', 'info',
      'Setting autovacuum_vacuum_insert_threshold is -1, so tables that only grow are not vacuumed until their transaction IDs are old, and then all at once.',
      ['alter system set autovacuum_vacuum_insert_threshold = 1000;'], { autovacuum_vacuum_insert_threshold: -1 }),
    row('autovacuum_vacuum_scale_factor', 'info',
      'Setting autovacuum_vacuum_scale_factor is 0.4, PostgreSQL ships 0.2. Tables are vacuumed only after a larger share of their rows is dead.',
      ['alter system set autovacuum_vacuum_scale_factor = 0.2;'], { autovacuum_vacuum_scale_factor: 0.4 }),
  ]
  t.strictSame(await findings(sql, check), expected)
  await assertFixes(t, sql, check, { run })
  await run(['alter system set autovacuum_vacuum_cost_limit = -1', reload])
  t.match((await findings(sql, check))[1], { severity: 'warning', detail: /spend 10000 cost points/ }, 'the pace before PostgreSQL 12')
  await run(['alter system reset all', reload])
  await run(['alter system set vacuum_cost_limit = 100', reload])
  t.match(await findings(sql, check), [{ detail: /50000 cost points a second \(limit 100, delay 2 ms\)/ }], 'the setting of VACUUM counts as well')
  await assertFixes(t, sql, check, { run })
  await run(['alter system set autovacuum_vacuum_cost_delay = 0', reload])
  t.strictSame(await findings(sql, check), nothingFound, 'no delay, no limit')
  await run(['alter system reset all', reload])
})

t.test('planner_settings reports methods that are off, and old prices', async (t) => {
  const check = 'planner_settings'
  const action = 'Set it back, and cure the query for which it was changed.'
  const price: Finding = {
    status: 'finding',
    severity: 'info',
    object: 'setting random_page_cost',
    value: null,
    detail: 'Setting random_page_cost is 4 and seq_page_cost 1: index scans are priced as on spinning disks.',
    action: 'Lower it, on solid-state disks to 1.1, for one database first; leave it on spinning disks.',
    fix_sql: ['alter system set random_page_cost = 1.1;', reload],
    evidence: { setting: 'random_page_cost', value: '4', scope: 'the whole server' },
  }
  t.strictSame(await findings(sql, check), [price], 'what PostgreSQL ships switched off is left alone')
  await run([
    'alter system set enable_nestloop = off',
    'alter system set default_statistics_target = 10',
    'create role "odd role"',
    'alter role "odd role" in database steward set enable_seqscan = no',
    'alter role "odd role" set enable_hashjoin = on',
    'alter database steward set enable_partitionwise_join = off',
    reload,
  ])
  const expected: Finding[] = [
    {
      status: 'finding',
      severity: 'info',
      object: 'setting default_statistics_target',
      value: null,
      detail: 'Setting default_statistics_target is 10, PostgreSQL ships 100: the planner guesses more.',
      action,
      fix_sql: ['alter system set default_statistics_target = 100;', reload],
      evidence: { setting: 'default_statistics_target', value: '10', scope: 'the whole server' },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'setting enable_nestloop',
      value: null,
      detail: 'Setting enable_nestloop is off for the whole server, so no query may use this method.',
      action,
      fix_sql: ['alter system set enable_nestloop = on;', reload],
      evidence: { setting: 'enable_nestloop', value: 'off', scope: 'the whole server' },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'setting enable_seqscan (role "odd role" in database steward)',
      value: null,
      detail: 'Setting enable_seqscan is off for role "odd role" in database steward, so no query there may use this method.',
      action,
      fix_sql: ['alter role "odd role" in database steward reset enable_seqscan;'],
      evidence: { setting: 'enable_seqscan', value: 'off', scope: 'role "odd role" in database steward' },
    },
    price,
  ]
  t.strictSame(await findings(sql, check), expected)
  await assertFixes(t, sql, check, { run })
  await sql.unsafe('set enable_nestloop = off')
  t.strictSame((await findings(sql, check))[1], hidden('enable_nestloop', 'off'))
  await sql.unsafe('reset enable_nestloop')
  await run(['drop role "odd role"', 'alter database steward reset all', 'alter system reset all', reload])
})

t.test('missing_timeouts looks at what roles would get in this database', async (t) => {
  const check = 'missing_timeouts'
  const row = (setting: string, consequence: string, roles: string[], more: Partial<Finding>): Finding => ({
    status: 'finding',
    severity: 'info',
    object: `setting ${setting}`,
    value: null,
    detail: `${consequence} in database steward for ${roles.join(', ')}: ${setting} is 0.`,
    action: 'Set it for this database; give batch jobs that need longer a role of their own with 0.',
    fix_sql: null,
    evidence: { roles },
    ...more,
  })
  const idle = (roles: string[]) => row('idle_in_transaction_session_timeout', 'Nothing ends a transaction that is left idle', roles, {
    fix_sql: ["alter database steward set idle_in_transaction_session_timeout = '15min';"],
  })
  const lock = (roles: string[]) => row('lock_timeout', 'Nothing ends the wait for a lock', roles, {
    action: "Set it at least for the roles that change the schema: alter role ... set lock_timeout = '5s';",
  })
  const statement = (roles: string[]) => row('statement_timeout', 'Nothing ends a statement that runs on and on', roles, {
    action: "Set it for each role by what it does: alter role ... set statement_timeout = '30s';",
  })
  t.strictSame(await findings(sql, check), [idle(['app']), lock(['app']), statement(['app'])])
  await assertFixes(t, sql, check, { run })

  await run([
    'create role batch login', 'create role web login', 'create role copy login replication', 'create role team',
    "alter role batch set statement_timeout = '0ms'",
    "alter role web set lock_timeout = '5s'",
    "alter role web in database steward set lock_timeout = '1s'",
    "alter role web in database postgres set statement_timeout = '1s'",
    "alter database steward set idle_in_transaction_session_timeout = '1min'",
  ])
  t.strictSame(await findings(sql, check), [lock(['app', 'batch']), statement(['app', 'web'])])
  await run(["alter role all set lock_timeout = '10s'", "alter system set statement_timeout = '1h'", reload])
  t.strictSame(await findings(sql, check), nothingFound)

  await run(['alter role app set statement_timeout = 0'])
  const session = server.connect(state.url)
  t.strictSame(await findings(session, check), [
    {
      status: 'skipped',
      severity: null,
      object: 'setting statement_timeout',
      value: null,
      detail: 'The statement_timeout of the server cannot be seen: role app has one of its own.',
      action: 'Run the check as a role that does not set it.',
      fix_sql: null,
      evidence: { reason: 'server' },
    },
  ])
  await run([
    'alter role app reset all', 'alter role all reset all', 'alter database steward reset all', 'alter system reset all', reload,
  ])
  const [limit] = await sql`select from pg_settings where name = 'transaction_timeout'`
  if (limit) {
    await run(["alter database steward set transaction_timeout = '1h'"])
    t.match(await findings(sql, check), [{ object: 'setting lock_timeout' }], 'it bounds statements and idle transactions as well')
    await run(['alter database steward reset all'])
  }
  await run(['drop role batch', 'drop role web', 'drop role copy', 'drop role team'])
})

t.test('outdated_server_version compares with a dated list', async (t) => {
  const judge = async (version: number, date: string) => [
    ...(await sql`
      select object_type, object_name, detail, action, severity, status
      from steward_internal.server_version_rows(${version}, ${date})`),
  ]
  const row = {
    object_type: null, object_name: null, detail: '', action: null as string | null, severity: null as string | null, status: null,
  }
  const upgrade = 'Upgrade to a newer major version, with pg_upgrade or logical replication.'
  t.strictSame(await judge(150019, '2026-09-01'), [{ ...row, detail: 'The server runs PostgreSQL 15.19.' }])
  t.strictSame(await judge(150099, '2026-09-01'), [{ ...row, detail: 'The server runs PostgreSQL 15.99.' }], 'newer than the list')
  t.strictSame(await judge(190000, '2026-09-01'), [])
  t.strictSame(await judge(160014, '2027-02-11'), [
    {
      ...row,
      detail: 'The server runs PostgreSQL 16.14. 16.15 was already there on 2026-08-15.',
      severity: 'warning',
    },
  ])
  t.strictSame(await judge(160099, '2027-02-12'), [
    { ...row, detail: 'The server runs PostgreSQL 16.99.' },
    {
      object_type: 'list of releases',
      object_name: '2026-08-15',
      detail: 'Whether there is a newer minor release than 16.99 is not known: the list of pgsteward is of 2026-08-15.',
      action: 'Update pgsteward, or look at https://www.postgresql.org/support/versioning/',
      severity: null,
      status: 'skipped',
    },
  ])
  t.match(await judge(150099, '2027-05-15'), [{ severity: null }, { status: 'skipped' }])
  t.match(await judge(150099, '2027-05-16'), [
    {
      detail: 'The server runs PostgreSQL 15.99. PostgreSQL 15 gets no more fixes after 2027-11-11.',
      action: upgrade,
      severity: 'warning',
    },
    { status: 'skipped' },
  ])
  t.match(await judge(150099, '2027-11-11'), [{ severity: 'warning' }, { status: 'skipped' }])
  t.strictSame(await judge(150018, '2027-11-12'), [
    {
      ...row,
      detail: 'The server runs PostgreSQL 15.18. PostgreSQL 15 has had no fixes since 2027-11-11. 15.19 was already there on 2026-08-15.',
      action: upgrade,
      severity: 'critical',
    },
  ])
  const version = state.version.split('.')
  t.match(await findings(sql, 'outdated_server_version'), [
    { object: null, detail: new RegExp(`^The server runs PostgreSQL ${version[0]}\\.${version[1]}\\.`), evidence: { version: state.version } },
  ])
  t.strictSame([...(await sql`select count(*)::int as n, min(major) as first from steward_internal.server_releases()`)], [{ n: 4, first: 15 }])
})

t.test('logging_settings reports what the log leaves out', async (t) => {
  const check = 'logging_settings'
  const row = (setting: string, value: string, subject: string, wanted: string): Finding => ({
    status: 'finding',
    severity: 'info',
    object: `setting ${setting}`,
    value: null,
    detail: `Setting ${setting} is ${value}: the server log says nothing about ${subject}.`,
    action: 'Let the server log it.',
    fix_sql: [`alter system set ${setting} = ${wanted};`, reload],
    evidence: { value },
  })
  const slow = row('log_min_duration_statement', '-1', 'slow statements', "'1s'")
  const waits = row('log_lock_waits', 'off', 'sessions that waited for locks', 'on')
  const temporary = row('log_temp_files', '-1', 'temporary files', "'64MB'")
  t.strictSame(await findings(sql, check), [waits, slow, temporary])
  await run(['alter system set log_checkpoints = off', 'alter system set log_autovacuum_min_duration = -1', reload])
  t.strictSame(await findings(sql, check), [
    row('log_autovacuum_min_duration', '-1', 'long runs of autovacuum', "'10min'"),
    row('log_checkpoints', 'off', 'checkpoints', 'on'),
    waits, slow, temporary,
  ])
  await assertFixes(t, sql, check, { run })
  await run(['alter system reset all', reload])
  await run(["load 'auto_explain'"])
  for (const statement of [
    'alter system set log_min_duration_sample = 100', 'alter system set log_duration = on', "alter system set auto_explain.log_min_duration = '1s'",
  ]) {
    await run([statement, reload])
    t.strictSame(await findings(sql, check), [waits, temporary], statement)
    await run(['alter system reset all', reload])
  }
})

t.test('statistics_tracking reports what is not collected', async (t) => {
  const check = 'statistics_tracking'
  t.strictSame(await findings(sql, check), nothingFound)
  await run(['alter system set track_activities = off', 'alter system set track_io_timing = off', reload])
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'setting track_activities',
      value: null,
      detail: 'Setting track_activities is off: nobody can see what sessions do, and the checks of sessions are blind.',
      action: 'Switch it on.',
      fix_sql: ['alter system set track_activities = on;', reload],
      evidence: { value: 'off' },
    },
    {
      status: 'finding',
      severity: 'info',
      object: 'setting track_io_timing',
      value: null,
      detail: 'Setting track_io_timing is off: nobody can see whether queries wait for the disks.',
      action: 'Switch it on.',
      fix_sql: ['alter system set track_io_timing = on;', reload],
      evidence: { value: 'off' },
    },
  ])
  await assertFixes(t, sql, check, { run })
  await run(['alter system reset all', reload])
})

t.test('oversized_max_connections compares the setting with its threshold', async (t) => {
  const check = 'oversized_max_connections'
  t.strictSame(await findings(sql, check), nothingFound, '100 connections')
  await sql`select steward.configure_health_check(${check}, warning => 100)`
  t.match(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'setting max_connections',
      value: 100,
      detail: /^Setting max_connections is 100, and \d client connections are open now\.$/,
      action: 'Put a pooler such as PgBouncer in front, then lower max_connections (needs a restart).',
      fix_sql: null,
      evidence: null,
    },
  ])
})

t.test('huge_pages_unused judges large shared memory only', async (t) => {
  const check = 'huge_pages_unused'
  const judge = async (setting: string, status: string | null, gigabytes: number) => [
    ...(await sql`
      select object_name, value::float8 as value, detail, action, severity, evidence
      from steward_internal.huge_pages_rows(${setting}, ${status}, ${Math.round(gigabytes * 2 ** 30)})`),
  ]
  const row = {
    object_name: 'huge_pages',
    value: 8 * 2 ** 30,
    detail: 'The server uses no huge pages for 8192 MB of shared memory: huge_pages is try, but the operating system gave none.',
    action: null as string | null,
    severity: null,
    evidence: { huge_pages: 'try', huge_pages_status: 'off' },
  }
  t.strictSame(await judge('try', 'off', 8), [row])
  t.strictSame(await judge('off', 'off', 8), [
    {
      ...row,
      detail: 'The server uses no huge pages for 8192 MB of shared memory: huge_pages is off.',
      action: 'Set huge_pages to try, reserve the pages, and restart the server.',
      evidence: { huge_pages: 'off', huge_pages_status: 'off' },
    },
  ])
  t.strictSame(await judge('try', 'off', 7.99), [])
  t.strictSame(await judge('try', 'on', 8), [])
  t.strictSame(await judge('try', null, 8), [])
  const [known] = await sql`select from pg_settings where name = 'huge_pages_status'`
  t.match(await findings(sql, check), known ? nothingFound : [{ status: 'skipped', evidence: { reason: 'server' } }])
})

t.test('settings_file_errors reads the files as they are now', async (t) => {
  const check = 'settings_file_errors'
  const [denied, ...others] = await findings(sql, check)
  t.strictSame(others, [])
  t.match(denied, {
    status: 'skipped',
    object: null,
    detail: 'The lines of the configuration files are hidden from this role.',
    action: 'grant select on pg_file_settings to app; grant execute on function pg_show_all_file_settings() to app;',
    evidence: { reason: 'superuser' },
  })
  await run((denied?.action ?? '').split('; '))
  t.strictSame(await findings(sql, check), nothingFound)

  await run(['alter system set max_connections = 101', reload])
  t.strictSame(await findings(sql, check), nothingFound, 'it waits for a restart, which is no error')
  await run(['alter system reset max_connections', reload])

  const file = join(state.dataDirectory, 'postgresql.conf')
  const before = readFileSync(file)
  const line = before.toString().split('\n').length
  appendFileSync(file, "work_mem = 'lots'\n")
  const found = await findings(sql, check)
  writeFileSync(file, before)
  t.strictSame(found, [
    {
      status: 'finding',
      severity: 'critical',
      object: `file ${file}:${line}`,
      value: null,
      detail: `Line ${line} of ${file} is not valid (work_mem): setting could not be applied.`,
      action: 'Correct the line and look here again, then: select pg_reload_conf();',
      fix_sql: null,
      evidence: { file, line, name: 'work_mem', error: 'setting could not be applied' },
    },
  ])
  t.strictSame(await findings(sql, check), nothingFound, 'corrected')
})

t.test('md5_password_encryption reports the server, roles and databases', async (t) => {
  const check = 'md5_password_encryption'
  t.strictSame(await findings(sql, check), nothingFound)
  const row = (object: string, scope: string, fix: string[]): Finding => ({
    status: 'finding',
    severity: 'warning',
    object: `setting ${object}`,
    value: null,
    detail: `New passwords are stored as MD5 hashes for ${scope}.`,
    action: 'Set password_encryption to scram-sha-256, then let the roles set their passwords anew.',
    fix_sql: fix,
    evidence: { scope },
  })
  await run([
    'create role legacy', "alter role legacy set password_encryption = 'MD5'",
    "alter database steward set password_encryption = 'scram-sha-256'",
    'alter system set password_encryption = md5', reload,
  ])
  t.strictSame(await findings(sql, check), [
    row('password_encryption', 'the whole server', ["alter system set password_encryption = 'scram-sha-256';", reload]),
    row('password_encryption (role legacy)', 'role legacy', ['alter role legacy reset password_encryption;']),
  ])
  await assertFixes(t, sql, check, { run })
  await sql`set password_encryption = 'scram-sha-256'`
  t.strictSame((await findings(sql, check))[0], hidden('password_encryption', 'scram-sha-256'))
  await sql`reset password_encryption`
  await run(['drop role legacy', 'alter database steward reset all', 'alter system reset all', reload])
})

t.test('scarce_worker_processes adds up who needs one', async (t) => {
  const check = 'scarce_worker_processes'
  t.strictSame(await findings(sql, check), nothingFound)
  const subscriptions = Array.from({ length: 6 }, (_, i) => `s${i}`)
  await run(subscriptions.map((name) => `create subscription ${name} connection 'dbname=none' publication p with (connect = false)`))
  t.strictSame(await findings(sql, check), nothingFound, 'subscriptions without connect are disabled')
  await run(subscriptions.map((name) => `alter subscription ${name} enable`))
  t.strictSame(await findings(sql, check), nothingFound, 'there are at most 4 workers for them')
  await server.restart({ max_worker_processes: '5' })
  // pg_cron has lowered its own limit meanwhile.
  const [cron] = await sql<{ jobs: number }[]>`
    select 1 + current_setting('cron.max_running_jobs')::int as jobs
    where current_setting('cron.max_running_jobs', true) is not null`
  const needed = (cron?.jobs ?? 0) + 5
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'setting max_worker_processes',
      value: null,
      detail:
        `Setting max_worker_processes is 5: ${needed} is what pg_cron (${cron?.jobs ?? 0}) and logical replication (5) may need, ` +
        'and parallel queries get the rest, if any.',
      action: 'Raise max_worker_processes and restart the server; a standby needs at least as many as its primary.',
      fix_sql: [`alter system set max_worker_processes = ${needed + 8};`, reload],
      evidence: { pg_cron: cron?.jobs ?? 0, logical_replication: 5 },
    },
  ])
  const runAndRestart = async (statements: string[]) => {
    await run(statements)
    await server.restart({ max_worker_processes: '5' })
  }
  await assertFixes(t, sql, check, { run: runAndRestart })
})
