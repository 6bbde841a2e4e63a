import t from 'tap'
import { measure, measureFromTable } from '../support/alerts.js'
import { testDatabase } from '../support/database.js'

t.test('notes who, when and why, and may be repeated while the alert is open', async (t) => {
  const { sql } = await testDatabase(t)
  await measureFromTable(sql)
  await measure(sql, ['load', 90])
  await sql`select from steward.add_alert_rule('busy', 'load > 80', 'info', 'busy')`
  await sql`select from steward.evaluate_alerts()`
  t.match((await sql`select * from steward.acknowledge_alert(1, 'looking')`)[0], {
    id: '1', rule: 'busy', acknowledged_at: Date, acknowledged_by: 'app', acknowledge_note: 'looking', resolved_at: null,
  })
  t.match((await sql`select * from steward.acknowledge_alert(1)`)[0], { acknowledge_note: null, acknowledged_by: 'app' })
  await measure(sql, ['load', 1])
  await sql`select from steward.evaluate_alerts()`
  await t.rejects(sql`select steward.acknowledge_alert(1)`, { code: 'SW011', message: 'there is no open alert 1', hint: /steward\.alerts/ })
})

t.test('refuses an alert that is not there with SW011', async (t) => {
  const { sql } = await testDatabase(t)
  await t.rejects(sql`select steward.acknowledge_alert(1)`, { code: 'SW011' })
  await t.rejects(sql`select steward.acknowledge_alert(null)`, { code: 'SW011', message: 'there is no open alert without id' })
})
