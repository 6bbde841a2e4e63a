import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('takes a document of a replica and keeps it apart from the primary', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table kept (id int primary key)`
  await sql`select steward.capture_statistics()`
  await sql`select steward.import_statistics(steward.read_statistics() || '{"node": "replica"}')`
  t.strictSame([...(await sql`select node from steward.statistics_snapshots order by id`)], [{ node: 'primary' }, { node: 'replica' }])
  t.match(await sql`select count(*)::int from steward_internal.relation_counters where relid = 'kept'::regclass`, [{ count: 2 }])
})

t.test('refuses what is not of a replica, says why and keeps nothing', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.import_statistics(steward.read_statistics() || '{"node": "replica"}')`
  const cases: [string, RegExp][] = [
    [`read_statistics()`, /read on a primary/],
    [`'[]'`, /not a document/],
    [`read_statistics() - 'relations'`, /not a document/],
    [`read_statistics() || '{"node": "r", "system_identifier": "1"}'`, /no physical replica/],
    [`read_statistics() || '{"node": "r", "database": "other"}'`, /in database other/],
    [`read_statistics() || '{"node": "replica", "taken_at": "2020-01-01"}'`, /later document/],
  ]
  for (const [document, detail] of cases) {
    const call = sql.unsafe(`set search_path = steward; select import_statistics(${document})`)
    await t.rejects(call, { code: '22023', detail, hint: /streaming replica/ }, document)
  }
  t.strictSame([...(await sql`select id::int from steward.statistics_snapshots`)], [{ id: 1 }])
})
