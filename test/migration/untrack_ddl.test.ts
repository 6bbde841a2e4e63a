import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('nothing more is recorded, and what was stays', async (t) => {
  const { sql, admin } = await testDatabase(t)
  t.match(await admin`select steward.untrack_ddl() as was`, [{ was: false }])
  await admin`select steward.track_ddl()`
  await sql`create table a ()`
  t.match(await admin`select steward.untrack_ddl() as was`, [{ was: true }])
  t.strictSame([...(await admin`select from pg_event_trigger where evtname like 'steward%'`)], [])
  await sql`create table b ()`
  t.match(await admin`select steward.track_ddl() as began`, [{ began: true }])
  await sql`create table c ()`
  t.strictSame([...(await sql`select identity from steward.migration_ddl order by id`)], [{ identity: 'public.a' }, { identity: 'public.c' }])
})
