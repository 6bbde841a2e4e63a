import t from 'tap'
import { measure, measureFromTable } from '../support/alerts.js'
import { testDatabase } from '../support/database.js'

t.test('removes the rule, closes its alerts, keeps them, and tells those who were told', async (t) => {
  const { sql } = await testDatabase(t)
  await measureFromTable(sql)
  await measure(sql, ['load', 90])
  await sql`select from steward.add_alert_rule('busy', 'load > 80', 'info', 'busy')`
  await sql`select from steward.add_alert_rule('other', 'load > 80', 'info', 'other')`
  await sql`select from steward.evaluate_alerts()`
  t.strictSame([...(await sql`select steward.drop_alert_rule('busy') as closed`)], [{ closed: 1 }])
  t.strictSame([...(await sql`select name, open_alerts from steward.alert_rules`)], [{ name: 'other', open_alerts: 1 }])
  t.strictSame([...(await sql`select rule, resolution from steward.alerts order by rule`)], [
    { rule: 'busy', resolution: 'rule dropped' }, { rule: 'other', resolution: null },
  ])
  await sql`select from steward.evaluate_alerts()`
  t.match(await sql`select kind, payload ->> 'message' as message from steward.alert_notifications order by id desc limit 1`, [
    { kind: 'resolved', message: /^closed after 00:00:\d\d \(rule dropped\): busy$/ },
  ])
})

t.test('refuses a name that is not there with SW010', async (t) => {
  const { sql } = await testDatabase(t)
  await t.rejects(sql`select steward.drop_alert_rule('nope')`, { code: 'SW010', hint: /alert_rules/ })
})
