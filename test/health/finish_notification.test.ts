import t from 'tap'
import { measure, measureFromTable } from '../support/alerts.js'
import { testDatabase } from '../support/database.js'

t.test('a failure is tried again later, with its reason; a delivery stays delivered', async (t) => {
  const { sql } = await testDatabase(t)
  await measureFromTable(sql)
  await measure(sql, ['load', 90])
  await sql`select from steward.add_alert_rule('busy', 'load > 80', 'info', 'busy')`
  await sql`select from steward.evaluate_alerts()`
  await sql`select from steward.claim_notifications('pager')`
  /** The least and the most that the delay can be, as it begins at some moment of the call. */
  const finish = async (error: string | null) =>
    (await sql<{ least: number | null; most: number | null }[]>`
      select extract(epoch from f.due - clock_timestamp())::float8 as least, extract(epoch from f.due - statement_timestamp())::float8 as most
      from (select steward.finish_notification(1, 'pager', ${error}) as due offset 0) as f`)[0]
  const state = async () =>
    (await sql`select attempts, last_error, delivered_at is not null as is_delivered from steward.alert_deliveries`)[0]
  const delay = await finish('HTTP 503')
  t.ok(delay?.least && delay.most && delay.least <= 5 && delay.most >= 2.5, JSON.stringify(delay))
  t.strictSame(await state(), { attempts: 1, last_error: 'HTTP 503', is_delivered: false })
  await finish('x'.repeat(5000))
  t.equal((await state())?.['last_error'], 'x'.repeat(1000))
  await finish('HTTP 503')
  t.strictSame({ ...(await finish(null)) }, { least: null, most: null })
  t.strictSame(await state(), { attempts: 1, last_error: 'HTTP 503', is_delivered: true })
  t.strictSame({ ...(await finish('too late')) }, { least: null, most: null })
  t.strictSame(await state(), { attempts: 1, last_error: 'HTTP 503', is_delivered: true })
})

t.test('a notification that is gone by now is nothing to complain about', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame([...(await sql`select steward.finish_notification(7, 'pager') as due`)], [{ due: null }])
})

t.test('the delay doubles up to 15 minutes, less a jitter of up to half', async (t) => {
  const { sql } = await testDatabase(t)
  const rows = await sql`
    select attempts,
      extract(epoch from steward_internal.alert_retry_delay(attempts, 0))::float8 as least,
      extract(epoch from steward_internal.alert_retry_delay(attempts, 1))::float8 as most
    from unnest('{0,1,2,3,8,9,1000000}'::int[]) as a (attempts)`
  t.strictSame([...rows], [
    { attempts: 0, least: 2.5, most: 5 },
    { attempts: 1, least: 2.5, most: 5 },
    { attempts: 2, least: 5, most: 10 },
    { attempts: 3, least: 10, most: 20 },
    { attempts: 8, least: 320, most: 640 },
    { attempts: 9, least: 450, most: 900 },
    { attempts: 1000000, least: 450, most: 900 },
  ])
})
