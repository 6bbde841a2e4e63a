import t from 'tap'
import { connect } from '../../../src/database.js'
import { poll } from '../../support/database.js'
import { assertFixes, findings, nothingFound, type Finding } from '../../support/findings.js'
import { ownServer, standbyOf } from '../../support/server.js'

// A primary and a standby of its own, because slots, standbys and settings belong to the whole server.
const primary = await ownServer(t)
const { sql, admin, run } = primary
const slot = 'standby_one'
const conninfo = (() => {
  const { username, password, hostname, port } = new URL(primary.state.adminUrl)
  return `host=${hostname} port=${port} user=${username} password=${password} application_name=one`
})()
const reload = 'select pg_reload_conf();'

// Tests begin after all of this file has been read, so what they find without a standby is looked at here.
const withoutSlots = await findings(sql, 'unlimited_slot_retention')
await admin`select pg_create_physical_replication_slot(${slot}, true)`
const standby = await standbyOf(t, primary, { primary_conninfo: conninfo, primary_slot_name: slot, hot_standby_feedback: 'on' })
// The copy has the slot as well.
await standby.admin`select pg_drop_replication_slot(${slot})`
await poll(() => sql`select from pg_stat_replication where state = 'streaming'`.then((rows) => rows.length))

/** Waits until the standby has replayed everything. */
async function caughtUp(): Promise<void> {
  const [row] = await admin<{ lsn: string }[]>`select pg_current_wal_insert_lsn()::text as lsn`
  await poll(async () => (await standby.sql`select from pg_last_wal_replay_lsn() as l where l >= ${row?.lsn ?? ''}`).length)
}

t.test('unlimited_slot_retention reports slots without a limit', async (t) => {
  const check = 'unlimited_slot_retention'
  t.strictSame(withoutSlots, nothingFound)
  await admin`select pg_create_physical_replication_slot('temporary_one', true, true)`
  const expected: Finding = {
    status: 'finding',
    severity: 'warning',
    object: 'setting max_slot_wal_keep_size',
    value: null,
    detail: `Setting max_slot_wal_keep_size is -1, so replication slot ${slot} can keep WAL until the disk is full.`,
    action: 'Set max_slot_wal_keep_size to what the disk can spare and reload; no restart is needed.',
    fix_sql: null,
    evidence: { slots: 1 },
  }
  t.strictSame(await findings(sql, check), [expected], 'a temporary slot goes away with its session')
  await admin`select pg_drop_replication_slot('temporary_one')`
  await admin`select pg_create_physical_replication_slot('another', true)`
  t.match(await findings(sql, check), [{ detail: /any of 2 replication slots can keep WAL/, evidence: { slots: 2 } }])
  await admin`select pg_drop_replication_slot('another')`
  await run(["alter system set max_slot_wal_keep_size = '1GB'", reload])
  t.strictSame(await findings(sql, check), nothingFound)
  await run(['alter system reset max_slot_wal_keep_size', reload])
})

t.test('replication_limits measures slots and connections', async (t) => {
  const check = 'replication_limits'
  t.strictSame(await findings(sql, check), nothingFound)
  await sql`select steward.configure_health_check(${check}, warning => 10, critical => 90)`
  const row = (setting: string, subject: string): Finding => ({
    status: 'finding',
    severity: 'warning',
    object: `setting ${setting}`,
    value: 10,
    detail: `1 of 10 ${subject} are in use (${setting}).`,
    action: 'Drop slots that nobody needs, or raise the setting and restart the server.',
    fix_sql: null,
    evidence: { used: 1, limit: 10 },
  })
  t.strictSame(await findings(sql, check), [
    row('max_replication_slots', 'replication slots'),
    row('max_wal_senders', 'connections for replication'),
  ])
})

t.test('paused_replay reports a pause, and resumes', async (t) => {
  const check = 'paused_replay'
  t.match(await findings(sql, check), [{ status: 'skipped', evidence: { reason: 'not_applicable' } }], 'on the primary')
  const running: Finding = {
    status: 'ok',
    severity: null,
    object: null,
    value: null,
    detail: 'Replay is not paused.',
    action: null,
    fix_sql: null,
    evidence: { state: 'not paused' },
  }
  t.strictSame(await findings(standby.sql, check), [running])
  await standby.admin`select pg_wal_replay_pause()`
  await poll(() => standby.sql`select where pg_get_wal_replay_pause_state() = 'paused'`.then((rows) => rows.length))
  const paused: Finding = {
    ...running,
    status: 'finding',
    severity: 'warning',
    detail: 'Replay is paused: WAL piles up here, and the data stays as it was.',
    action: 'Resume it.',
    fix_sql: ['select pg_wal_replay_resume();'],
    evidence: { state: 'paused' },
  }
  t.strictSame(await findings(standby.sql, check), [paused])
  const run = async (statements: string[]) => {
    await standby.run(statements)
    await poll(() => standby.sql`select where pg_get_wal_replay_pause_state() <> 'pause requested'`.then((rows) => rows.length))
  }
  await assertFixes(t, standby.sql, check, { run })
  await standby.run(paused.fix_sql)
})

t.test('replication_lag measures what has not been replayed', async (t) => {
  const check = 'replication_lag'
  t.strictSame(await findings(sql, check), nothingFound, 'below 100 MB')
  await sql`select steward.configure_health_check(${check}, warning => 1000000, critical => 1000000000)`
  await caughtUp()
  // The primary may write at any moment: checkpoints and autovacuum do.
  const current = await poll(async () => {
    const rows = await findings(standby.sql, check)
    return rows[0]?.value === 0 && rows
  })
  t.match(current, [
    { status: 'ok', object: null, value: 0, detail: 'This standby has replayed all WAL that it has received.', evidence: { seconds: null } },
  ])
  await standby.admin`select pg_wal_replay_pause()`
  await sql`create table filler as select repeat('x', 100) from generate_series(1, 20000)`
  const late = async (rows: Promise<Finding[]>) => (await rows).find((row) => row.status === 'finding')
  const sent = await poll(() => late(findings(sql, check)))
  t.match(sent, {
    severity: 'warning',
    object: 'standby one',
    detail: /^Standby one at 127\.0\.0\.1 is \d+ \wB behind.*: \d+ \w+ not sent, \d+ \w+ not written to its disk, \d+ \w+ not replayed\. Its state is (streaming|catchup)\.$/,
    action: 'Look at the network and the disks of the standby, and for queries there that hold replay up.',
    fix_sql: null,
    evidence: { client_addr: '127.0.0.1', sync_state: 'async' },
  })
  t.ok((sent.value ?? 0) > 1000000)
  const received = await poll(() => late(findings(standby.sql, check)))
  t.match(received, {
    severity: 'warning',
    object: null,
    detail: /^This standby has received \d+ \wB of WAL that it has not replayed; it shows the data of \d\d:\d\d:\d\d ago\.$/,
  })
  t.ok(Number(received.evidence?.['seconds']) >= 0)
  await standby.admin`select pg_wal_replay_resume()`
  await caughtUp()
  await poll(async () => !(await late(findings(sql, check))))
  t.strictSame(await findings(sql, check), nothingFound)

  const judge = async (sender: object) => [
    ...(await sql`select value::float8 as value, detail from steward_internal.sender_lag_rows(${sql.json({
      pid: 7, application_name: '', client_addr: null, state: 'streaming', sent_lsn: '0/4000000', flush_lsn: '0/3000000',
      replay_lsn: '0/1000000', replay_lag: '00:01:02.5', sync_state: 'async', ...sender,
    })}, '0/5000000')`),
  ]
  t.strictSame(await judge({}), [
    {
      value: 67108864,
      detail:
        'Standby pid 7 is 64 MB behind (00:01:02): 16 MB not sent, 16 MB not written to its disk, 32 MB not replayed. Its state is streaming.',
    },
  ])
  t.match(await judge({ replay_lsn: '0/5000000' }), [{ value: 0, detail: /^Standby pid 7 is 0 bytes behind: / }], 'a quiet primary')
  t.strictSame(await judge({ state: 'backup' }), [])
  t.strictSame(await judge({ state: 'startup' }), [])
  t.strictSame(await judge({ replay_lsn: null }), [])
  const replay = async (received: string | null, until: string | null) => [
    ...(await sql`
      select value::float8 as value, detail
      from steward_internal.replay_lag_rows(${received}, '0/1000000', ${until}, '2026-01-02 03:04:05+00')`),
  ]
  t.strictSame(await replay('0/2000000', '2026-01-02 03:00:00+00'), [
    {
      value: 16777216,
      detail: 'This standby has received 16 MB of WAL that it has not replayed; it shows the data of 00:04:05 ago.',
    },
  ])
  t.match(await replay('0/2000000', null), [{ detail: 'This standby has received 16 MB of WAL that it has not replayed.' }])
  t.match(await replay('0/1000000', '2025-01-02 03:00:00+00'), [{ value: 0, detail: /has replayed all WAL/ }])
  t.strictSame(await replay(null, null), [], 'it reads an archive')
})

t.test('wal_receiver_down tells whether the standby is connected', async (t) => {
  const check = 'wal_receiver_down'
  t.match(await findings(sql, check), [{ status: 'skipped', evidence: { reason: 'not_applicable' } }], 'on the primary')
  t.match(await findings(standby.sql, check), [
    {
      status: 'ok',
      object: null,
      value: Number,
      detail: /^The WAL receiver is streaming, and its last message came at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$/,
      evidence: { status: 'streaming' },
    },
  ])
  await standby.run(["alter system set primary_conninfo = 'host=127.0.0.1 port=1'", reload])
  const down = await poll(async () => (await findings(standby.sql, check)).find((row) => row.status === 'finding'))
  t.strictSame(down, {
    status: 'finding',
    severity: 'critical',
    object: null,
    value: null,
    detail: 'This standby has a primary_conninfo, but no WAL receiver: it is not connected to its primary.',
    action: 'Look in the server log of the standby for the reason: network, password, or WAL that the primary has removed.',
    fix_sql: null,
    evidence: { status: null },
  })
  await standby.run([`alter system set primary_conninfo = '${conninfo}'`, reload])
  await poll(async () => (await findings(standby.sql, check)).every((row) => row.evidence?.['status'] === 'streaming'))

  const judge = async (info: string, status: string | null, at: string | null) => [
    ...(await sql`
      select value::float8 as value, detail, severity
      from steward_internal.wal_receiver_rows(${info}, ${status}, ${at}, '2026-01-02 03:05:00+00')`),
  ]
  t.strictSame(await judge('', null, null), [
    { value: null, detail: 'This standby has no primary_conninfo: it gets WAL from the archive or a folder only.', severity: null },
  ])
  t.match(await judge('host=a', 'streaming', '2026-01-02 03:00:00+00'), [{ value: 300, severity: null }])
  t.match(await judge('host=a', 'streaming', '2026-01-02 02:59:59+00'), [{ value: 301, severity: 'critical' }])
})

t.test('missing_synchronous_standby reports commits that nobody confirms', async (t) => {
  const check = 'missing_synchronous_standby'
  t.strictSame(await findings(sql, check), nothingFound, 'none is asked for')
  await run(["alter system set synchronous_standby_names = 'FIRST 1 (one)'", reload])
  await poll(() => sql`select from pg_stat_replication where sync_state = 'sync'`.then((rows) => rows.length))
  t.strictSame(await findings(sql, check), nothingFound)
  await run(["alter system set synchronous_standby_names = 'ANY 2 (one, two)'", reload])
  await poll(() => sql`select from pg_stat_replication where sync_state = 'quorum'`.then((rows) => rows.length))
  const expected: Finding = {
    status: 'finding',
    severity: 'critical',
    object: 'setting synchronous_standby_names',
    value: null,
    detail:
      'Commits wait for 2 of the standbys in synchronous_standby_names (ANY 2 (one, two)), and 1 of them is connected: they wait for ever.',
    action: 'Bring the standby back; if that takes too long, let commits go on without it.',
    fix_sql: ["alter system set synchronous_standby_names = '';", reload],
    evidence: { needed: 2, connected: 1 },
  }
  t.strictSame(await findings(sql, check), [expected])
  const runAndConnect = async (statements: string[]) => {
    await run(statements)
    await poll(() => sql`
      select where (current_setting('synchronous_standby_names') <> '')
        = exists (select from pg_stat_replication where sync_state = 'quorum')`.then((rows) => rows.length))
  }
  await assertFixes(t, sql, check, { run: runAndConnect })
  await run(['alter system reset synchronous_standby_names', reload])

  const judge = async (names: string, connected: number) =>
    (await sql`select evidence from steward_internal.synchronous_standby_rows(${names}, ${connected})`).map((row) => row['evidence'])
  t.strictSame(await judge(' ', 0), [])
  t.strictSame(await judge('*', 0), [{ needed: 1, connected: 0 }])
  t.strictSame(await judge('a, b', 1), [])
  t.strictSame(await judge('2 (a, b, c)', 1), [{ needed: 2, connected: 1 }])
  t.strictSame(await judge('first 3(a, b, c)', 2), [{ needed: 3, connected: 2 }])
  t.strictSame(await judge('"ANY 2 (x)"', 1), [], 'a name, not a number')
})

t.test('disabled_replication_timeouts looks at servers that replicate', async (t) => {
  const check = 'disabled_replication_timeouts'
  t.strictSame(await findings(sql, check), nothingFound)
  await run(['alter system set wal_sender_timeout = 0', 'alter system set wal_receiver_timeout = 0', reload])
  const row = (setting: string, consequence: string): Finding => ({
    status: 'finding',
    severity: 'warning',
    object: `setting ${setting}`,
    value: null,
    detail: `Setting ${setting} is 0: ${consequence}.`,
    action: 'Set it to the shipped 60s, or more for slow networks.',
    fix_sql: [`alter system set ${setting} = '60s';`, reload],
    evidence: null,
  })
  const sender = row('wal_sender_timeout', 'a standby or subscriber that is gone without a word stays connected here for ever')
  t.strictSame(await findings(sql, check), [sender], 'nobody receives here')
  await assertFixes(t, sql, check, { run })
  await run(['alter system reset all', reload])

  await standby.run(['alter system set wal_receiver_timeout = 0', 'alter system set wal_sender_timeout = 0', reload])
  t.strictSame(await findings(standby.sql, check), [
    row('wal_receiver_timeout', 'this server would wait for ever for a primary or publisher that is gone without a word'),
  ], 'nobody sends there')
  await standby.run(['alter system reset wal_receiver_timeout', 'alter system reset wal_sender_timeout', reload])
})

t.test('slots and queries of standbys hold VACUUM back', async (t) => {
  const check = 'xmin_horizon'
  await sql`select steward.configure_health_check(${check}, warning => 200)`
  await admin`select pg_create_logical_replication_slot('logical_one', 'pgoutput')`
  await caughtUp()
  const reader = connect(standby.state.url, { max: 1 })
  t.teardown(() => reader.end({ timeout: 1 }))
  await reader.unsafe('begin isolation level repeatable read; select 1').simple()
  await sql.unsafe('do $$ begin for i in 1..300 loop perform pg_current_xact_id(); commit; end loop; end $$')
  const found = await poll(async () => {
    const rows = await findings(sql, check)
    return rows.length >= 2 && rows
  })
  const held = 'keeps VACUUM from removing rows that were deleted in the last \\d+ transactions\\.$'
  t.match(found, [
    {
      severity: 'warning',
      object: 'replication slot logical_one',
      detail: new RegExp(`^Replication slot logical_one \\(logical, not being read, catalogs only\\) ${held}`),
      action: 'Let its consumer catch up; if there is none any more, drop the slot.',
      fix_sql: null,
      evidence: { slot_type: 'logical', active: false, xmin: null },
    },
    {
      object: `replication slot ${slot}`,
      detail: new RegExp(`^Replication slot ${slot} \\(physical, being read\\) ${held}`),
      evidence: { slot_type: 'physical', active: true },
    },
  ])
  await admin`select pg_drop_replication_slot('logical_one')`
  await reader.unsafe('commit').simple()
})

t.test('subscription_workers and subscription_tables_not_ready follow a subscription', async (t) => {
  t.strictSame(await findings(sql, 'subscription_workers'), nothingFound)
  t.strictSame(await findings(sql, 'subscription_tables_not_ready'), nothingFound)
  await admin`create database publisher`
  const publisher = new URL(primary.state.adminUrl)
  publisher.pathname = '/publisher'
  const other = connect(publisher.href, { max: 1 })
  t.teardown(() => other.end({ timeout: 1 }))
  // Within one server the slot has to be there first, or CREATE SUBSCRIPTION would wait for itself.
  await other.unsafe(`
    create table orders (id integer primary key);
    insert into orders values (1);
    create publication orders;
    alter publication orders add table orders;
  `)
  await other`select pg_create_logical_replication_slot('orders', 'pgoutput')`
  await sql.unsafe('create table orders (id integer primary key); insert into orders values (1)')
  const [workers, tables] = ['subscription_workers', 'subscription_tables_not_ready']
  await admin.unsafe(`
    create subscription orders connection '${conninfo} dbname=publisher' publication orders
    with (create_slot = false, slot_name = 'orders', enabled = false)`)
  t.strictSame(await findings(sql, workers), [
    {
      status: 'finding',
      severity: 'info',
      object: 'subscription orders',
      value: null,
      detail: 'Subscription orders is disabled, while its publisher keeps all WAL since.',
      action:
        'Enable it, or drop it together with its slot: alter subscription orders enable; or: drop subscription orders;',
      fix_sql: null,
      evidence: { enabled: false, slot: 'orders', tables_not_ready: 1 },
    },
  ])
  t.strictSame(await findings(sql, tables), nothingFound, 'it is disabled')

  // The row is there already, so the copy fails again and again.
  await admin`alter subscription orders enable`
  await poll(async () => (await findings(sql, workers)).every((row) => row.status === 'ok'))
  const pending = await poll(async () => (await findings(sql, tables)).find((row) => row.status === 'finding'))
  t.match(pending, {
    object: 'table public.orders',
    value: null,
    detail: /^Table public\.orders of subscription orders is not replicated yet: (its copy has not begun|it is being copied)/,
    action: 'Wait for its copy; if it does not end, the server log says why it fails.',
    fix_sql: null,
    evidence: { subscription: 'orders' },
  })
  await poll(async () => (await findings(sql, tables)).some((row) => row.severity === 'warning' && /nobody is at work/.test(row.detail)))
  await sql`truncate orders`
  await poll(async () => (await findings(sql, tables)).every((row) => row.status === 'ok'))
  t.strictSame(await findings(sql, tables), nothingFound, 'the copy is done')
  // Copied is not yet handed over to the worker that applies changes.
  await poll(async () => (await admin`select from pg_subscription_rel where srsubstate <> 'r'`).length === 0)
  t.strictSame(await findings(sql, workers), nothingFound)

  await admin.unsafe(`alter subscription orders connection 'host=127.0.0.1 port=1'`)
  t.strictSame(await poll(async () => {
    const rows = await findings(sql, workers)
    return rows[0]?.status === 'finding' && rows
  }), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'subscription orders',
      value: null,
      detail: 'Subscription orders is enabled, but no worker applies its changes.',
      action: 'Read in the server log why it ends, and look at max_logical_replication_workers and max_worker_processes.',
      fix_sql: null,
      evidence: { enabled: true, slot: 'orders', tables_not_ready: 0 },
    },
  ])
  await admin.unsafe('alter subscription orders disable; alter subscription orders set (slot_name = none); drop subscription orders').simple()
  await other`select pg_drop_replication_slot('orders')`
})
