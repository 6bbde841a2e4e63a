import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('is the worst state of the findings', async (t) => {
  const { sql } = await testDatabase(t)
  const status = async () => (await sql`select * from steward.health_status('{capacity,schema}')`)[0]
  t.match(await status(), { status: 'ok', critical_count: 0, warning_count: 0, info_count: 0, blind_count: 0, message: /^0 critical, 0 warning, 0 info in \d+ checks$/ })
  await sql`create table no_key (id int)`
  t.match(await status(), { status: 'info', info_count: 1, message: /worst: / })
  await sql.unsafe(`create sequence tired as smallint; select setval('tired', 26000)`)
  t.match(await status(), { status: 'warning', warning_count: 1 })
  await sql.unsafe(`create sequence worn as smallint; select setval('worn', 32000)`)
  t.match(await status(), { status: 'critical', critical_count: 1, warning_count: 1, info_count: 1 })
})

t.test('is unknown, not ok, while a check is blind', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.set_setting('health.time_budget', '0')`
  t.match(await sql`select *, blind_count > 0 and blind_count = skipped_count as is_blind from steward.health_status('{schema}')`, [
    { status: 'unknown', is_blind: true, ok_count: 0, message: /\d+ could not look$/ },
  ])
})

t.test('stays ok when a check does not apply', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await admin`drop extension if exists pg_stat_statements`
  await sql`select from steward.configure_health_check('pg_stat_statements_missing', enabled => false)`
  t.match(await sql`select *, skipped_count > 0 as is_skipped from steward.health_status('{queries}')`, [
    { status: 'ok', blind_count: 0, is_skipped: true },
  ])
})
