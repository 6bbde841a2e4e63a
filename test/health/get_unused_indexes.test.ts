import t, { type Test } from 'tap'
import { poll, testDatabase, type TestDatabase } from '../support/database.js'

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
})

/** A database whose snapshots say that it was observed for so many days, up to now. */
async function observed(t: Test, days: number): Promise<TestDatabase> {
  const db = await testDatabase(t)
  await db.sql.unsafe('create table orders (id bigint primary key, a int, b int); create index on orders (a); create index on orders (b)')
  await db.sql`select steward.capture_statistics()`
  await db.sql`update steward.statistics_snapshots set taken_at = taken_at - make_interval(days => ${days}), stats_since = stats_since - interval '1 year'`
  await db.sql`update steward_internal.relation_counters set first_seen = first_seen - make_interval(days => ${days})`
  // The clock of the server cannot be set back, so that of the function is.
  await db.sql.unsafe(`create or replace function steward_internal.statistics_since() returns timestamptz language sql stable as 'select timestamptz ''2020-01-01'''`)
  return db
}

const verdicts = async ({ sql }: TestDatabase): Promise<string[]> =>
  (await sql`select index_name, verdict from steward.get_unused_indexes() where schema_name = 'public' and kept_because is null order by 1`).map(
    (row) => `${row['index_name'] as string}: ${row['verdict'] as string}`,
  )

async function useIndex({ sql }: TestDatabase, column: string): Promise<void> {
  const session = await sql.reserve()
  await session`set enable_seqscan = off`
  await session.unsafe(`select from orders where ${column} = 1`)
  await session`select pg_stat_force_next_flush()`
  await session`select 1`
  session.release()
}

t.test('the verdict rests on snapshots of the whole window', async (t) => {
  const early = await observed(t, 12)
  t.strictSame(await verdicts(early), ['orders_a_idx: unknown: 12 of 30 days observed', 'orders_b_idx: unknown: 12 of 30 days observed'])
  const late = await observed(t, 30)
  t.strictSame(await verdicts(late), ['orders_a_idx: unused', 'orders_b_idx: unused'])
  await useIndex(late, 'a')
  t.strictSame(await verdicts(late), ['orders_b_idx: unused'])
  await late.sql`create index young on orders (a, b)`
  t.strictSame(await verdicts(late), ['orders_b_idx: unused', 'young: unknown: 0 of 30 days observed'])
})

t.test('an index used before the window only is unused, and one whose use a reset has wiped out is not', async (t) => {
  const db = await observed(t, 30)
  await useIndex(db, 'a')
  await useIndex(db, 'b')
  await db.sql`select steward.capture_statistics()`
  t.strictSame(await verdicts(db), [])
  await db.sql`delete from steward_internal.relation_changes where relid = 'orders_a_idx'::regclass`
  t.strictSame(await verdicts(db), ['orders_a_idx: unused'], 'its scans were counted before the first snapshot')
  await db.admin`select pg_stat_reset_single_table_counters('orders_b_idx'::regclass)`
  t.strictSame(await verdicts(db), ['orders_a_idx: unused'])
})

t.test('an index used on a replica is not unused, and a replica that was observed too briefly leaves doubt', async (t) => {
  const db = await observed(t, 30)
  const document = (days: number, scans: number) => db.sql`
    select steward.import_statistics(
      steward.read_statistics() || jsonb_build_object(
        'node', 'replica', 'taken_at', now() - make_interval(days => ${days}),
        'relations', jsonb_build_array(
          jsonb_build_array('orders_a_idx'::regclass::oid::bigint, jsonb_build_array(${scans}::int, 0, 0)),
          jsonb_build_array('orders_b_idx'::regclass::oid::bigint, '[0, 0, 0]'::jsonb)
        )
      )
    )`
  await document(30, 5)
  t.match(await verdicts(db), ['orders_a_idx: unknown: 0 of 30 days observed on replica', 'orders_b_idx: unknown: 0 of 30 days observed on replica'])
  await document(0, 6)
  t.strictSame(await verdicts(db), ['orders_b_idx: unused'])
})
