import t from 'tap'
import { runAndFlush, testDatabase } from '../support/database.js'

t.test('reads everything in a read-only transaction', async (t) => {
  const { name, sql, admin } = await testDatabase(t)
  // Building the index has scanned the table, which may or may not be in the statistics by now.
  await runAndFlush(sql, ['create table seen (id int primary key)'])
  await admin`select pg_stat_reset_single_table_counters(oid) from pg_class where relname in ('seen', 'seen_pkey')`
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
