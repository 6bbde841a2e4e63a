import t from 'tap'
import type postgres from 'postgres'
import { letTimePass, measure, measureFromTable } from '../support/alerts.js'
import { poll, testDatabase } from '../support/database.js'

/** A database in which `alert(value)` opens or ends the alert "load" and writes its notification. */
async function withAlerts(t: Parameters<typeof testDatabase>[0]) {
  const db = await testDatabase(t)
  await measureFromTable(db.sql)
  await measure(db.sql, ['load', 1])
  await db.sql`select from steward.add_alert_rule('busy', 'load > 80', 'info', 'load is {value}', '0')`
  const alert = async (...values: number[]) => {
    await measure(db.sql, ...values.map((value, cpu): [string, number, Record<string, string>] => ['load', value, { cpu: String(cpu) }]))
    await db.sql`select from steward.evaluate_alerts()`
  }
  return { db, sql: db.sql, alert }
}

const claim = async (sql: postgres.Sql | postgres.TransactionSql, channel: string, count = 10) =>
  (await sql<{ claim: string }[]>`
    select notification_id || ' ' || attempt || ' ' || (payload ->> 'kind') as claim
    from steward.claim_notifications(${channel}, ${count})`).map((row) => row.claim)

t.test('each notification is claimed once on each channel, until its lease is over', async (t) => {
  const { sql, alert } = await withAlerts(t)
  t.strictSame(await claim(sql, 'pager'), [], 'it subscribes')
  t.strictSame(await claim(sql, 'chat'), [])
  await alert(90, 91)
  t.strictSame(await claim(sql, 'pager', 1), ['1 1 opened'])
  t.strictSame(await claim(sql, 'pager'), ['2 1 opened'])
  t.strictSame(await claim(sql, 'pager'), [])
  t.strictSame(await claim(sql, 'chat'), ['1 1 opened', '2 1 opened'])
  await letTimePass(sql, '61 seconds')
  await sql`select steward.finish_notification(1, 'pager')`
  t.strictSame(await claim(sql, 'pager'), ['2 2 opened'], 'whoever held it has died')
  t.match((await sql`select payload from steward.claim_notifications('chat')`)[0], {
    payload: { id: 1, attempt: 2, kind: 'opened', rule: 'busy', created_at: /^20/, message: 'load is 91' },
  })
})

t.test('the end of an alert is not delivered before its beginning', async (t) => {
  const { sql, alert } = await withAlerts(t)
  await claim(sql, 'pager')
  await alert(90, 1)
  t.strictSame(await claim(sql, 'pager'), ['1 1 opened'])
  await alert(10, 95)
  t.strictSame(await claim(sql, 'pager'), ['3 1 opened'], 'another alert need not wait')
  await sql`select steward.finish_notification(1, 'pager', 'HTTP 503')`
  await letTimePass(sql, '-1 hour')
  t.strictSame(await claim(sql, 'pager'), [], 'however long it took to ask')
  await letTimePass(sql, '1 hour 6 seconds')
  t.strictSame(await claim(sql, 'pager'), ['1 2 opened'])
  await sql`select steward.finish_notification(1, 'pager')`
  t.strictSame(await claim(sql, 'pager'), ['2 1 resolved'])
})

t.test('a new channel learns of the alerts that are open, with the last word on each', async (t) => {
  const { sql, alert } = await withAlerts(t)
  await alert(80.5, 90)
  await alert(91, 10)
  t.strictSame((await sql`select kind from steward.alert_notifications order by id`).map((row) => row['kind'] as string), [
    'opened', 'opened', 'resolved',
  ])
  t.strictSame(await claim(sql, 'pager'), ['2 1 opened'], 'the end of the other is history')
  t.strictSame([...(await sql`select name from steward.alert_channels`)], [{ name: 'pager' }])
})

t.test('two deliverers of a channel at once get different ones, and neither waits', async (t) => {
  const { db, sql, alert } = await withAlerts(t)
  await claim(sql, 'pager')
  await alert(90, 91, 92)
  const other = await db.connect().reserve()
  await other`begin`
  t.strictSame(await claim(other, 'pager', 2), ['1 1 opened', '2 1 opened'])
  t.strictSame(await claim(sql, 'pager'), ['3 1 opened'])
  await other`rollback`
  other.release()
  t.strictSame(await claim(sql, 'pager'), ['1 1 opened', '2 1 opened'])
})

t.test('a channel that is being added misses nothing that is being written', async (t) => {
  const { db, sql } = await withAlerts(t)
  await measure(sql, ['load', 90])
  const writer = await db.connect().reserve()
  await writer`begin`
  await writer`select from steward.evaluate_alerts()`
  const claimed = claim(db.connect(), 'pager')
  await poll(async () => (await sql`
    select from pg_locks as l inner join pg_database as d on d.oid = l.database
    where l.locktype = 'advisory' and not l.granted and d.datname = current_database()`).length)
  await writer`commit`
  writer.release()
  t.strictSame(await claimed, ['1 1 opened'])
})

t.test('refuses arguments that make no sense', async (t) => {
  const { sql } = await testDatabase(t)
  const refused = { code: '22023', hint: /claim_notifications/ }
  await t.rejects(sql`select from steward.claim_notifications('')`, refused)
  await t.rejects(sql`select from steward.claim_notifications(null)`, refused)
  await t.rejects(sql`select from steward.claim_notifications('x', 0)`, refused)
  await t.rejects(sql`select from steward.claim_notifications('x', 1, '0')`, refused)
})
