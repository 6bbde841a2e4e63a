import t from 'tap'
import { testDatabase, type TestDatabase } from '../support/database.js'

const check = 'tables_without_primary_key'
const history = (db: TestDatabase) => db.sql`
  select object_name, severity, worst_severity, seen_count, flap_count, resolved_at is not null as is_resolved,
    last_seen > first_seen as is_old, last_seen = (select max(started_at) from steward.health_runs) as is_current
  from steward.finding_history where check_id = ${check} order by 1`
const record = (db: TestDatabase) => db.sql`select steward.record_health_check()`

t.test('a finding appears, stays, is resolved, comes back', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table bare (a int)`
  const row = { object_name: 'bare', severity: 'info', worst_severity: 'info', seen_count: 1, flap_count: 0, is_resolved: false, is_old: false, is_current: true }
  await record(db)
  t.strictSame([...(await history(db))], [row])
  await record(db)
  t.strictSame([...(await history(db))], [{ ...row, seen_count: 2, is_old: true }])
  await db.sql`alter table bare add primary key (a)`
  await record(db)
  t.strictSame([...(await history(db))], [{ ...row, seen_count: 2, is_old: true, is_resolved: true, is_current: false }])
  await db.sql`alter table bare drop constraint bare_pkey`
  await record(db)
  t.strictSame([...(await history(db))], [{ ...row, seen_count: 3, is_old: true, flap_count: 1 }])
})

t.test('a check that could not look resolves nothing; one that was switched off does', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table bare (a int)`
  await record(db)
  await db.sql`select steward.set_setting('health.time_budget', '0')`
  await record(db)
  t.match(await history(db), [{ is_resolved: false, seen_count: 1 }])
  await db.sql`select steward.set_setting('health.time_budget', '10 s')`
  await db.sql`select steward.configure_health_check(${check}, enabled => false)`
  await record(db)
  t.match(await history(db), [{ is_resolved: true }])
})

t.test('an ignored finding lives on, the gravest severity is kept, and the resolved are forgotten at last', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table bare (a int)`
  await db.admin`create publication everything for all tables`
  await record(db)
  t.match(await history(db), [{ severity: 'warning', worst_severity: 'warning' }])
  await db.admin`drop publication everything`
  await db.sql`select steward.ignore_finding(${`${check}:*`}, 'known')`
  await record(db)
  t.match(await history(db), [{ severity: 'info', worst_severity: 'warning', seen_count: 2, is_resolved: false }])
  await db.sql`drop table bare`
  await record(db)
  await db.sql`update steward.finding_history set resolved_at = resolved_at - interval '2 years'`
  await record(db)
  t.strictSame([...(await history(db))], [])
})
