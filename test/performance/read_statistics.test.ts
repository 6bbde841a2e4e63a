import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('reads everything in a read-only transaction', async (t) => {
  const { name, sql } = await testDatabase(t)
  await sql`create table seen (id int primary key)`
  await sql.begin('read only', async (tx) => {
    const [row] = await tx`select steward.read_statistics() as document`
    t.match(row?.['document'], {
      node: 'primary',
      system_identifier: /^\d+$/,
      database: name,
      taken_at: String,
      stats_since: String,
      gauges: { 'connections.used': Number, 'database.size_bytes': Number, 'transaction_id.age': Number },
      counters: { 'database.deadlocks': 0, 'database.xact_commit': Number, 'wal.wal_bytes': Number, 'transaction_id.next': Number },
    })
    const [oid] = await tx`select 'seen'::regclass::oid::int as table, 'seen_pkey'::regclass::oid::int as index`
    const relations = new Map((row?.['document'] as { relations: [number, number[]][] }).relations)
    t.strictSame(relations.get(oid?.['table'] as number)?.slice(0, 8), [0, 0, 0, 0, 0, 0, 0, 0])
    t.strictSame(relations.get(oid?.['index'] as number), [0, 0, 0])
  })
})
