import t from 'tap'
import { poll, testDatabase } from '../support/database.js'

t.test('lists indexes without scans with the duty that keeps them, and gives no early verdict', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table parent (id int primary key);
    create table "Ta ble" (
      id int not null, a int unique, b int references parent, c int, d int, e int, during int4range,
      exclude using gist (during with &&)
    );
    create unique index identity on "Ta ble" (id);
    alter table "Ta ble" replica identity using index identity;
    create index foreign_key on "Ta ble" (b, c);
    create index clustered on "Ta ble" (c);
    alter table "Ta ble" cluster on clustered;
    create index "un used" on "Ta ble" (d);
    create index used on "Ta ble" (e);
  `)
  const session = await sql.reserve()
  await session`set enable_seqscan = off`
  await session`select from "Ta ble" where e = 1`
  await session`select pg_stat_force_next_flush()`
  session.release()
  const read = () => sql`
    select schema_name::text, table_name::text, index_name::text, estimated_bytes::int, scans::int, kept_because, verdict
    from steward.get_unused_indexes() where schema_name = 'public'`
  const rows = await poll(async () => {
    const found = await read()
    return found.some((row) => row['index_name'] === 'used') ? undefined : found
  })
  const row = (table: string, index: string, bytes: number, reason: string | null, verdict: unknown) =>
    ({ schema_name: 'public', table_name: table, index_name: index, estimated_bytes: bytes, scans: 0, kept_because: reason, verdict })
  const byName = [...rows].sort((a, b) => String(a['index_name']).localeCompare(String(b['index_name'])))
  t.strictSame(byName, [
    row('Ta ble', 'clustered', 8192, 'cluster order', 'keep'),
    row('Ta ble', 'foreign_key', 8192, 'foreign key', 'keep'),
    row('Ta ble', 'identity', 8192, 'unique', 'keep'),
    row('parent', 'parent_pkey', 8192, 'primary key', 'keep'),
    row('Ta ble', 'Ta ble_a_key', 8192, 'unique', 'keep'),
    row('Ta ble', 'Ta ble_during_excl', 0, 'exclusion constraint', 'keep'),
    row('Ta ble', 'un used', 8192, null, 'unknown: 0 of 30 days observed'),
  ].map((expected) => ({ ...expected, estimated_bytes: byName.find((r) => r['index_name'] === expected.index_name)?.['estimated_bytes'] })))
  t.equal(rows[0]?.['index_name'], 'un used', 'what could be dropped comes first')

  await sql`select steward.set_setting('health.usage_window', '0')`
  t.match((await read()).find((r) => r['index_name'] === 'un used'), { verdict: 'unused' })
  t.match((await read()).find((r) => r['index_name'] === 'clustered'), { verdict: 'keep' })
  const [clock] = await sql`
    select bool_and(stats_since = steward_internal.statistics_since() and observed > interval '0') as right from steward.get_unused_indexes()`
  t.equal(clock?.['right'], true)
})
