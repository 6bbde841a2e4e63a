import t from 'tap'
import { measure, measureFromTable } from '../support/alerts.js'
import { testDatabase } from '../support/database.js'

t.test('adds a rule with its defaults, and changes it as a whole', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame([...(await sql`select * from steward.add_alert_rule('keys', 'check tables_without_primary_key', 'warning', '{object}')`)], [
    { rule: 'keys', action: 'added', closed_alerts: 0 },
  ])
  const rules = () => sql`
    select name, condition, severity, message, cooldown::text, breaches_to_open, breaches_to_clear, renotify_every::text, is_enabled,
      status, detail, evaluated_at, open_alerts, created_by::text
    from steward.alert_rules`
  const rule = {
    name: 'keys', condition: 'check tables_without_primary_key', severity: 'warning', message: '{object}', cooldown: '01:00:00',
    breaches_to_open: 1, breaches_to_clear: 1, renotify_every: null, is_enabled: true, status: null, detail: null, evaluated_at: null,
    open_alerts: 0, created_by: 'app',
  }
  t.strictSame([...(await rules())], [rule])
  await sql`
    select from steward.add_alert_rule(
      'keys', 'health_status >= warning', 'critical', 'x', '5 minutes', 2, 3, '1 day', false)`
  t.strictSame([...(await rules())], [{
    ...rule, condition: 'health_status >= warning', severity: 'critical', message: 'x', cooldown: '00:05:00', breaches_to_open: 2,
    breaches_to_clear: 3, renotify_every: '1 day', is_enabled: false,
  }])
  t.equal((await sql`select from steward.evaluate_alerts()`).length, 0, 'a disabled rule is not evaluated')
})

t.test('another condition, or switching it off, closes the open alerts, and that is told', async (t) => {
  const { sql } = await testDatabase(t)
  await measureFromTable(sql)
  await measure(sql, ['load', 90])
  const add = (condition: string, enabled = true) => sql`
    select action, closed_alerts from steward.add_alert_rule('busy', ${condition}, 'info', 'busy', '0', enabled => ${enabled})`
  await add('load > 80')
  await sql`select from steward.evaluate_alerts()`
  t.strictSame([...(await add('load > 80'))], [{ action: 'changed', closed_alerts: 0 }])
  t.strictSame([...(await add('load > 85'))], [{ action: 'changed', closed_alerts: 1 }])
  await sql`select from steward.evaluate_alerts()`
  t.strictSame([...(await add('load > 85', false))], [{ action: 'changed', closed_alerts: 1 }])
  await sql`select from steward.evaluate_alerts()`
  t.match(await sql`select payload ->> 'message' as message from steward.alert_notifications order by id`, [
    { message: 'busy' },
    { message: /^closed after 00:00:\d\d \(rule changed\): busy$/ },
    { message: 'busy' },
    { message: /^closed after 00:00:\d\d \(rule disabled\): busy$/ },
  ])
})

t.test('refuses what makes no sense, says what, and keeps nothing', async (t) => {
  const { sql } = await testDatabase(t)
  const valid = { name: 'x', condition: 'health_status = critical', severity: 'info', message: 'x' }
  const add = (wrong: Record<string, unknown>) => {
    const rule = { ...valid, ...wrong }
    return sql.unsafe(
      `select steward.add_alert_rule(${Object.keys(rule).map((key, index) => `${key} => $${index + 1}`).join(', ')})`,
      Object.values(rule),
    )
  }
  for (const [wrong, detail] of [
    [{ name: '' }, /1 to 200 bytes/],
    [{ name: null }, /1 to 200 bytes/],
    [{ severity: 'fatal' }, "The severity is 'fatal', not critical, warning or info."],
    [{ severity: null }, /severity is NULL/],
    [{ message: ' ' }, /message is empty/],
    [{ message: '{value} {valeu}' }, /^The message has \{valeu\}; there are/],
    [{ cooldown: '-1 s' }, /cooldown/],
    [{ cooldown: null }, /cooldown/],
    [{ renotify_every: '0' }, /renotify_every/],
    [{ breaches_to_open: 0 }, /at least 1/],
    [{ breaches_to_clear: null }, /at least 1/],
  ] as const) {
    await t.rejects(add(wrong), { code: '22023', detail, hint: /add_alert_rule/ }, JSON.stringify(wrong))
  }
  await t.rejects(add({ enabled: null }), { code: '22004', message: 'enabled must not be null', hint: /its default, true\./ })
  await t.rejects(add({ condition: 'check nope' }), { code: 'SW003', hint: /health_checks/ })
  await t.rejects(add({ condition: 'no.such_metric > 1' }), {
    code: 'SW009', message: "metric 'no.such_metric' is not measured here", hint: /health_metrics/,
  })
  await t.rejects(add({ condition: 'increase(connections.used_percent) > 1' }), { code: 'SW009', message: /^counter / })
  await t.rejects(add({ condition: 'drop table x' }), { code: 'SW008' })
  t.equal((await sql`select from steward.alert_rules`).length, 0)
})
