import t from 'tap'
import type postgres from 'postgres'
import { letTimePass, measure, measureFromTable } from '../support/alerts.js'
import { poll, testDatabase } from '../support/database.js'

const evaluate = async (sql: postgres.Sql | postgres.TransactionSql) => [
  ...(await sql`select rule, status, open_alerts from steward.evaluate_alerts()`),
]

const told = async (sql: postgres.Sql) =>
  (await sql<{ line: string }[]>`
    select kind || ': ' || (payload ->> 'message') as line from steward.alert_notifications order by id`).map((row) => row.line)

const alerts = async (sql: postgres.Sql) => [
  ...(await sql`
    select
      rule, object, first_value::float8 as first, last_value::float8 as last, peak_value::float8 as peak, clear_count,
      unknown_since is not null as is_unknown, notified_at is not null as is_told, resolution
    from steward.alerts order by id`),
]

/** A database with one rule about the metric `load`, and how to let one evaluation pass. */
async function withLoadRule(t: Parameters<typeof testDatabase>[0], options: Record<string, unknown> = {}) {
  const db = await testDatabase(t)
  await measureFromTable(db.sql)
  await measure(db.sql, ['load', 1])
  const rule = { name: 'busy', condition: 'load > 80', severity: 'warning', message: 'load is {value}', cooldown: '0', ...options }
  const list = Object.keys(rule).map((key, index) => `${key} => $${index + 1}`)
  await db.sql.unsafe(`select steward.add_alert_rule(${list.join(', ')})`, Object.values(rule))
  const at = async (value: number | undefined) => {
    await measure(db.sql, ...(value === undefined ? [] : [['load', value] as [string, number]]))
    return (await evaluate(db.sql))[0]
  }
  return { db, sql: db.sql, at }
}

t.test('opens an alert, keeps its values up to date, tells of it once, and of its end with the duration', async (t) => {
  const { sql, at } = await withLoadRule(t)
  t.strictSame(await at(80), { rule: 'busy', status: 'ok', open_alerts: 0 })
  t.strictSame(await at(81), { rule: 'busy', status: 'breaching', open_alerts: 1 })
  await at(95)
  await at(85)
  t.strictSame(await alerts(sql), [
    { rule: 'busy', object: null, first: 81, last: 85, peak: 95, clear_count: 0, is_unknown: false, is_told: true, resolution: null },
  ])
  t.strictSame(await told(sql), ['opened: load is 81'])
  await letTimePass(sql, '12 minutes 30 seconds')
  t.strictSame(await at(10), { rule: 'busy', status: 'ok', open_alerts: 0 })
  t.strictSame(await alerts(sql), [
    { rule: 'busy', object: null, first: 81, last: 10, peak: 95, clear_count: 1, is_unknown: false, is_told: true, resolution: 'cleared' },
  ])
  const [alert] = await sql<{ seconds: string }[]>`
    select date_trunc('second', duration)::text as seconds, duration >= '12 minutes 30 seconds' as is_long, resolved_at - opened_at = duration as fits
    from steward.alerts`
  t.match(alert, { is_long: true, fits: true })
  t.strictSame(await told(sql), ['opened: load is 81', `resolved: resolved after ${alert?.seconds}: load is 85`])
  await at(10)
  t.equal((await told(sql)).length, 2)
})

t.test('the payload says all about the alert', async (t) => {
  const { sql } = await withLoadRule(t, { condition: 'load{at="a\\"b"} >= 2' })
  await measure(sql, ['load', 2.5, { at: 'a"b', cpu: '1' }], ['load', 9, { at: 'other' }])
  await evaluate(sql)
  const [row] = await sql`select alert_id, kind, payload from steward.alert_notifications`
  t.match(row, {
    kind: 'opened',
    payload: {
      kind: 'opened', alert_id: Number(row?.['alert_id']), rule: 'busy', severity: 'warning', object: 'at="a\\"b", cpu="1"',
      labels: { at: 'a"b', cpu: '1' }, message: 'load is 2.5', value: 2.5, value_text: '2.5', peak_value: 2.5, threshold: 2, unit: null,
      detail: 'load {at="a\\"b", cpu="1"} is 2.5; the rule alerts at >= 2.', action: null, duration: '00:00:00', resolved_at: null,
      condition: 'load{at="a\\"b"} >= 2', opened_at: /^20/, acknowledged_by: null, resolution: null,
    },
  })
})

t.test('values below the threshold have their lowest as peak', async (t) => {
  const { sql, at } = await withLoadRule(t, { condition: 'load < 5' })
  for (const value of [4, 2, 3]) await at(value)
  t.match(await alerts(sql), [{ first: 4, last: 3, peak: 2 }])
})

t.test('a rule waits for breaches_to_open and breaches_to_clear in a row', async (t) => {
  const { sql, at } = await withLoadRule(t, { breaches_to_open: 3, breaches_to_clear: 2 })
  for (const value of [90, 90, 10, 90, 90]) t.match(await at(value), { open_alerts: 0 }, 'a clear one in between starts anew')
  t.match(await at(90), { open_alerts: 1 })
  for (const value of [10, 90, 10]) t.match(await at(value), { open_alerts: 1 })
  t.match(await at(10), { open_alerts: 0 })
  t.strictSame((await told(sql)).map((line) => line.split(':')[0]), ['opened', 'resolved'])
})

t.test('what is unknown neither opens nor clears, neither counts nor starts anew, and says so', async (t) => {
  const { sql, at } = await withLoadRule(t, { breaches_to_open: 2, breaches_to_clear: 2 })
  await at(90)
  t.strictSame(await at(undefined), { rule: 'busy', status: 'unknown', open_alerts: 0 })
  t.match(await at(90), { open_alerts: 1 })
  await at(10)
  t.match(await at(undefined), { status: 'unknown', open_alerts: 1 })
  t.match(await alerts(sql), [{ last: 10, clear_count: 1, is_unknown: true }])
  t.strictSame([...(await sql`select unknown_reason from steward.alerts`)], [
    { unknown_reason: 'The metric load is not measured with these labels.' },
  ])
  t.match((await sql`select status, detail, open_alerts from steward.alert_rules`)[0], {
    status: 'unknown', detail: 'The metric load is not measured with these labels.', open_alerts: 1,
  })
  await at(90)
  t.match(await alerts(sql), [{ clear_count: 0, is_unknown: false, resolution: null }])
  await at(undefined)
  await letTimePass(sql, '6 days 23 hours')
  t.match(await at(undefined), { open_alerts: 1 })
  await letTimePass(sql, '2 hours')
  t.match(await at(undefined), { open_alerts: 0 })
  t.match(await alerts(sql), [{ resolution: 'unseen' }])
  t.match((await told(sql)).at(-1), /^resolved: closed after 7 days 01:00:\d\d \(unseen\): load is 90$/)
})

t.test('metrics that cannot be read are unknown, and rules about checks go on', async (t) => {
  const { sql, at } = await withLoadRule(t)
  await at(90)
  await sql`select steward.add_alert_rule('keys', 'check tables_without_primary_key', 'info', '{object}')`
  await sql`create table no_key (id int)`
  await sql`alter table public.measured add primary key (name, labels)`
  await sql`alter table public.measured rename to elsewhere`
  await sql`select steward.record_health_check()`
  t.strictSame([...(await sql`select name, status, detail, open_alerts from steward.alert_rules order by name`)], [
    { name: 'busy', status: 'unknown', detail: 'The metrics could not be read.', open_alerts: 1 },
    { name: 'keys', status: 'breaching', detail: 'Table public.no_key has no primary key.', open_alerts: 1 },
  ])
})

t.test('the cooldown holds back what opens again soon, and tells of it later if it is still open', async (t) => {
  const { sql, at } = await withLoadRule(t, { cooldown: '1 hour' })
  for (const value of [90, 10, 91, 10, 92]) await at(value)
  t.match(await told(sql), ['opened: load is 90', /^resolved: /], 'what opened and ended within the cooldown is not told')
  t.match(await alerts(sql), [{ is_told: true }, { is_told: false, resolution: 'cleared' }, { is_told: false, resolution: null }])
  await letTimePass(sql, '59 minutes')
  await at(93)
  t.equal((await told(sql)).length, 2)
  await letTimePass(sql, '2 minutes')
  await at(94)
  t.match(await told(sql), [/./, /./, 'opened: load is 94'])
})

t.test('reminds of an alert until it is acknowledged, and still tells of its end', async (t) => {
  const { sql, at } = await withLoadRule(t, { renotify_every: '30 minutes' })
  await at(90)
  await letTimePass(sql, '29 minutes')
  await at(91)
  await letTimePass(sql, '2 minutes')
  await at(92)
  await at(93)
  t.match(await told(sql), ['opened: load is 90', /^reminder: still open after 00:31:\d\d: load is 92$/])
  await sql`select from steward.acknowledge_alert(1, 'looking')`
  await letTimePass(sql, '2 hours')
  await at(94)
  t.equal((await told(sql)).length, 2)
  await at(1)
  t.match((await told(sql))[2], /^resolved: resolved after 02:31/)
  await at(95)
  t.match((await told(sql))[3], 'opened: load is 95', 'the next episode is not acknowledged')
})

t.test('in a maintenance window nobody is told; afterwards of what is still true', async (t) => {
  const { sql, at } = await withLoadRule(t)
  await at(90)
  await sql`select from steward.add_maintenance_window('upgrade', now() + interval '1 hour', rules => '{busy}')`
  await at(10)
  await at(91)
  t.strictSame(await told(sql), ['opened: load is 90'])
  t.match(await alerts(sql), [{ resolution: 'cleared' }, { is_told: false, resolution: null }], 'it is evaluated')
  await letTimePass(sql, '61 minutes')
  await at(92)
  t.match(await told(sql), ['opened: load is 90', /^resolved: .*load is 90$/, 'opened: load is 92'])
  await sql`select from steward.add_maintenance_window('other', now() + interval '1 hour', rules => '{busy}')`
  await at(10)
  await at(91)
  await at(10)
  await sql`select from steward.drop_maintenance_window('other')`
  await at(10)
  t.match((await told(sql)).slice(3), [/^resolved: .*load is 92$/], 'what came and went in the window is not told')
})

t.test('a window that has not begun, or is about other rules, silences nothing', async (t) => {
  const { sql, at } = await withLoadRule(t)
  await sql`select steward.add_alert_rule('other', 'health_status = critical', 'info', 'x')`
  await sql`select from steward.add_maintenance_window('later', now() + interval '2 hours', now() + interval '1 hour')`
  await sql`select from steward.add_maintenance_window('other', now() + interval '2 hours', rules => '{other}')`
  await at(90)
  t.strictSame(await told(sql), ['opened: load is 90'])
})

t.test('each label set has an alert of its own, at most so many of them, the worst first', async (t) => {
  const { sql } = await withLoadRule(t)
  await sql`select steward.set_setting('alerts.max_open_per_rule', '2')`
  await measure(sql, ['load', 81, { cpu: '0' }], ['load', 99, { cpu: '1' }], ['load', 85, { cpu: '2' }], ['load', 3, { cpu: '3' }])
  t.strictSame(await evaluate(sql), [{ rule: 'busy', status: 'breaching', open_alerts: 2 }])
  t.match(await alerts(sql), [{ object: 'cpu="1"', last: 99 }, { object: 'cpu="2"', last: 85 }])
  t.match((await sql`select detail from steward.alert_rules`)[0], { detail: /^1 more objects breach it; at most 2 alerts/ })
  await measure(sql, ['load', 81, { cpu: '0' }], ['load', 9, { cpu: '1' }])
  await evaluate(sql)
  t.match(await alerts(sql), [
    { object: 'cpu="1"', last: 9, resolution: 'cleared' },
    { object: 'cpu="2"', is_unknown: true, resolution: null },
    { object: 'cpu="0"', last: 81, resolution: null },
  ])
})

t.test('the increase of a counter is since the evaluation before, over a reset too, and unknown at first', async (t) => {
  const { sql } = await testDatabase(t)
  await measureFromTable(sql)
  await measure(sql, ['deadlock_count', 100, { db: 'a' }])
  await sql`select steward.add_alert_rule('deadlocks', 'increase(deadlock_count{db="a"}) >= 2', 'warning', '{value}', '0')`
  const states: unknown[] = []
  for (const value of [100, 101, 103, 103, 3]) {
    await measure(sql, ['deadlock_count', value, { db: 'a' }])
    states.push((await sql`select status, detail from steward.evaluate_alerts()`)[0])
  }
  const detail = (value: number) => `The increase of deadlock_count {db="a"} is ${value}; the rule alerts at >= 2.`
  t.strictSame(states, [
    { status: 'unknown', detail: 'The increase of deadlock_count was not measured with these labels.' },
    { status: 'ok', detail: detail(1) },
    { status: 'breaching', detail: detail(2) },
    { status: 'ok', detail: detail(0) },
    { status: 'breaching', detail: detail(3) },
  ])
})

t.test('a rule about a check reads the recorded run, each run once, and runs no check', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.add_alert_rule('keys', 'check tables_without_primary_key', 'info', '{object}: {detail}', '0', 2)`
  t.strictSame(await evaluate(sql), [{ rule: 'keys', status: 'unknown', open_alerts: 0 }], 'nothing has been recorded')
  await sql.unsafe('create table no_key (id int); create table "No Key" (id int)')
  await sql`select steward.record_health_check()`
  t.strictSame(await evaluate(sql), [{ rule: 'keys', status: 'breaching', open_alerts: 0 }])
  t.strictSame(await evaluate(sql), [{ rule: 'keys', status: 'breaching', open_alerts: 0 }])
  await sql`select steward.record_health_check()`
  t.match((await alerts(sql)).map((row) => row['object']), ['public.no_key', 'public."No Key"'].sort())
  await sql`alter table no_key add primary key (id)`
  t.match(await evaluate(sql), [{ open_alerts: 2 }])
  await sql`select steward.record_health_check()`
  t.match((await sql`select object from steward.alerts where resolved_at is null`), [{ object: 'public."No Key"' }])
})

t.test('a check that is skipped, or a run that is too old, leaves its alerts as they are', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.add_alert_rule('keys', 'check tables_without_primary_key', 'info', '{object}')`
  await sql`create table no_key (id int)`
  await sql`select steward.record_health_check()`
  await sql`select from steward.configure_health_check('tables_without_primary_key', enabled => false)`
  await sql`drop table no_key`
  await sql`select steward.record_health_check()`
  t.match((await sql`select status, detail, open_alerts from steward.alert_rules`)[0], {
    status: 'unknown', detail: /^The check was skipped: The check is switched off/, open_alerts: 1,
  })
  await sql`select from steward.configure_health_check('tables_without_primary_key')`
  await sql`select steward.record_health_check()`
  t.match((await sql`select status, open_alerts from steward.alert_rules`)[0], { status: 'ok', open_alerts: 0 })
  await letTimePass(sql, '61 minutes')
  t.match((await sql`select status, detail from steward.evaluate_alerts()`)[0], { status: 'unknown', detail: /run_expires_after/ })
})

t.test('a rule about one object, or one severity, is silent about others', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create sequence worn as smallint; select setval('worn', 32000);
    create sequence used as smallint; select setval('used', 27000);
  `)
  await sql.unsafe(`
    select steward.add_alert_rule('worn', 'check sequence_exhaustion on public.worn', 'info', '{value} of {threshold}');
    select steward.add_alert_rule('critical', 'check sequence_exhaustion >= critical', 'critical', 'x');
    select steward.add_alert_rule('any', 'check sequence_exhaustion', 'critical', 'x');
    select steward.add_alert_rule('none', 'check sequence_exhaustion on public.other', 'critical', 'x');
    select steward.add_alert_rule('state', 'health_status >= warning', 'critical', '{detail}');
    select steward.add_alert_rule('exact', 'health_status = info', 'critical', '{detail}');
  `)
  await sql`select steward.record_health_check()`
  const rows = await sql`
    select rule, string_agg(object, ' ' order by object) as objects from steward.alerts group by rule order by rule`
  t.strictSame([...rows], [
    { rule: 'any', objects: 'public.used public.worn' },
    { rule: 'critical', objects: 'public.worn' },
    { rule: 'state', objects: null },
    { rule: 'worn', objects: 'public.worn' },
  ])
  t.match(await sql`select message from steward.alerts where rule in ('worn', 'state') order by rule`, [
    { message: /^The health check is critical: \d+ critical/ }, { message: /^97.7 % of \d+.* %$/ },
  ])
})

t.test('one rule that fails has the status error, and the others go on', async (t) => {
  const { sql, at } = await withLoadRule(t)
  await sql`select steward.add_alert_rule('broken', 'load > 1', 'info', 'x')`
  await sql`update steward_internal.alert_rule_definitions set condition = 'nonsense' where name = 'broken'`
  await at(90)
  t.match(await sql`select name, status, detail, open_alerts from steward.alert_rules order by name`, [
    { name: 'broken', status: 'error', detail: /^SQLSTATE SW008: cannot read the alert condition/, open_alerts: 0 },
    { name: 'busy', status: 'breaching', open_alerts: 1 },
  ])
})

t.test('of two evaluations at once one does nothing', async (t) => {
  const { db, sql, at } = await withLoadRule(t)
  await measure(sql, ['load', 90])
  const other = await db.connect().reserve()
  await other`begin`
  t.equal((await other`select from steward.evaluate_alerts()`).length, 1)
  t.equal((await sql`select from steward.evaluate_alerts()`).length, 0)
  await other`commit`
  other.release()
  t.match(await at(90), { open_alerts: 1 })
  t.strictSame(await told(sql), ['opened: load is 90'])
})

t.test('an error of the evaluation does not lose the recorded run', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.add_alert_rule('keys', 'check tables_without_primary_key', 'info', 'x')`
  await sql`alter table steward.alert_channels rename to gone`
  t.equal((await sql`select steward.record_health_check() as id`)[0]?.['id'], '1')
  t.equal((await sql`select from steward.health_runs`).length, 1)
  t.equal((await sql`select from steward_internal.alert_rule_states`).length, 0)
})

t.test('announces each notification with NOTIFY, after commit', async (t) => {
  const { db, at } = await withLoadRule(t)
  const heard: string[] = []
  await db.connect().listen('steward_alerts', (payload) => heard.push(payload))
  await at(90)
  await at(91)
  await at(10)
  await poll(async () => heard.length >= 2)
  t.strictSame(heard, ['1', '2'])
})

t.test('removes what is older than the settings keep, and nothing else', async (t) => {
  const { sql, at } = await withLoadRule(t)
  await at(90)
  await sql`select from steward.claim_notifications('pager')`
  await sql`select from steward.add_maintenance_window('past', now() + interval '1 second', rules => '{busy}')`
  await letTimePass(sql, '8 days')
  await at(10)
  const left = async () => (await sql`
    select (select count(*)::int from steward.alerts) as alerts,
      (select array_agg(kind order by id) from steward.alert_notifications) as notifications,
      (select count(*)::int from steward.alert_channels) as channels,
      (select count(*)::int from steward.alert_deliveries) as deliveries,
      (select count(*)::int from steward.maintenance_windows) as windows`)[0]
  t.strictSame(await left(), { alerts: 1, notifications: ['resolved'], channels: 0, deliveries: 0, windows: 1 })
  await letTimePass(sql, '91 days')
  await at(10)
  t.strictSame(await left(), { alerts: 0, notifications: null, channels: 0, deliveries: 0, windows: 0 })
})

t.test('refuses where nothing can be written with SW004', async (t) => {
  const { sql } = await testDatabase(t)
  await t.rejects(sql.begin('read only', (tx) => tx`select from steward.evaluate_alerts()`), { code: 'SW004', hint: /primary/ })
})

t.test('an operator evaluates and a reader reads, and neither changes rules', async (t) => {
  const { db, sql } = await withLoadRule(t)
  await db.admin`grant select on public.measured to steward_reader`
  await measure(sql, ['load', 90])
  await db.admin.begin(async (tx) => {
    await tx`set local role steward_operator`
    t.strictSame(await evaluate(tx), [{ rule: 'busy', status: 'breaching', open_alerts: 1 }])
    t.equal((await tx`select from steward.acknowledge_alert(1)`).length, 1)
    t.equal((await tx`select from steward.claim_notifications('pager')`).length, 1)
    await tx`select steward.finish_notification(1, 'pager')`
    await t.rejects(tx.savepoint((sp) => sp`select steward.drop_alert_rule('busy')`), { code: '42501' })
    await tx`set local role steward_reader`
    t.equal((await tx`select from steward.alert_rules`).length, 1)
    t.equal((await tx`select from steward.alerts`).length, 1)
    await t.rejects(tx.savepoint((sp) => sp`select from steward.evaluate_alerts()`), { code: '42501' })
    await tx`set local role steward_admin`
    t.match(await tx`select steward.drop_alert_rule('busy') as closed`, [{ closed: 1 }])
  })
})
