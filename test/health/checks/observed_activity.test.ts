import t from 'tap'
import { poll, runAndFlush, serverMajor, testDatabase, type TestDatabase } from '../../support/database.js'
import { findings, nothingFound, switchOn, undos } from '../../support/findings.js'

// Covers missing_history_rows() as well.
const captured = 'select steward.capture_statistics();'

/** Runs statements in one session and returns when what they counted is in the statistics. */
async function run(db: TestDatabase, statements: string[], counted?: string) {
  await runAndFlush(db.sql, statements)
  if (counted) await poll(async () => (await db.sql.unsafe<{ ok: boolean }[]>(`select ${counted} as ok`))[0]?.ok)
}

const repeat = (count: number, statement: string) => `do $$ begin for i in 1..${count} loop ${statement}; end loop; end $$`
const noHistory = (lookback: string) => [
  {
    status: 'skipped',
    severity: null,
    object: null,
    value: null,
    detail: `No statistics were captured in the last ${lookback}.`,
    action: captured,
    fix_sql: null,
    evidence: { reason: 'history' },
  },
]

t.test('sequential_scans counts scans of large tables since the last snapshots', async (t) => {
  const check = 'sequential_scans'
  const db = await testDatabase(t)
  await run(db, [
    'create table "Sca nned" (id int) with (autovacuum_enabled = off)',
    'create table small (id int) with (autovacuum_enabled = off)',
    'create table parted (id int) partition by range (id)',
    'create table parted_1 partition of parted for values from (0) to (10001) with (autovacuum_enabled = off)',
    'create table parted_2 partition of parted for values from (10001) to (20001) with (autovacuum_enabled = off)',
    'insert into "Sca nned" select generate_series(1, 10000)',
    'insert into small select generate_series(1, 9999)',
    'insert into parted select generate_series(1, 20000)',
    'create index on "Sca nned" (id)',
    repeat(200, 'perform from "Sca nned" where id + 0 = 1'),
  ], `pg_stat_get_numscans('"Sca nned"'::regclass) >= 200`)
  t.strictSame(await findings(db.sql, check), noHistory('1 day'))
  await db.sql.unsafe(captured)
  t.strictSame(await findings(db.sql, check), nothingFound, 'what happened before is forgotten')

  await run(db, [
    'set enable_bitmapscan = off',
    repeat(99, 'perform from "Sca nned" where id + 0 = 1'),
    repeat(100, 'perform from small where id = 1'),
    repeat(50, 'perform from parted where id + 0 = 1'),
  ], `pg_stat_get_numscans('parted_2'::regclass) >= 50`)
  const parted = {
    status: 'finding',
    severity: 'info',
    object: 'table public.parted',
    value: 100,
    action:
      'Look for its queries in pg_stat_statements, and EXPLAIN those with a condition; an index on the columns of the condition is what is mostly missing.',
    fix_sql: null,
  }
  const found = await findings(db.sql, check)
  t.match(found, [
    {
      ...parted,
      detail: /^100 of 100 scans of public\.parted since \d{4}-\d\d-\d\d \d\d:\d\d UTC read it from end to end, 10,000 rows each\.$/,
      evidence: { sequential_scans: 100, index_scans: 0, rows_read: 1000000, observed_seconds: Number },
    },
  ])
  t.equal(found.length, 1)

  const scanned = async () => (await findings(db.sql, check)).filter(({ object }) => object !== parted.object)
  await run(db, ['select from "Sca nned" where id + 0 = 1'], `pg_stat_get_numscans('"Sca nned"'::regclass) >= 300`)
  t.match(await scanned(), [{ severity: 'info', object: 'table public.Sca nned', value: 100 }])
  await run(db, [repeat(900, 'perform from "Sca nned" where id + 0 = 1')], `pg_stat_get_numscans('"Sca nned"'::regclass) >= 1200`)
  t.match(await scanned(), [{ severity: 'warning', evidence: { sequential_scans: 1000 } }])
  await run(db, ['set enable_seqscan = off', repeat(19000, 'perform from "Sca nned" where id = 1'), 'reset enable_seqscan'],
    `pg_stat_get_numscans('"Sca nned_id_idx"'::regclass) >= 19000`)
  t.strictSame(await scanned(), [], '5 % of all scans are few')
})

t.test('unselective_index_scans is off by default, and reports scans of many entries', async (t) => {
  const check = 'unselective_index_scans'
  const db = await testDatabase(t)
  t.match(await findings(db.sql, check), [{ status: 'skipped', evidence: { reason: 'disabled' } }])
  await switchOn(db.sql, check)
  t.strictSame(await findings(db.sql, check), noHistory('1 day'))
  await run(db, [
    'create table "Ta ble" (id int, kind int) with (autovacuum_enabled = off)',
    'insert into "Ta ble" select i, i / 1000 from generate_series(0, 9999) as i',
    'create index "by kind" on "Ta ble" (kind)',
    'create index by_id on "Ta ble" (id)',
  ])
  await db.sql.unsafe(captured)
  const scan = (count: number) => [
    'set enable_seqscan = off',
    'set enable_bitmapscan = off',
    repeat(count, 'perform from "Ta ble" where kind = 3'),
    repeat(count, 'perform from "Ta ble" where id < 999'),
    'reset all',
  ]
  await run(db, scan(99), `pg_stat_get_numscans('by_id'::regclass) = 99`)
  t.strictSame(await findings(db.sql, check), nothingFound, 'fewer than 100 scans')
  await run(db, scan(1), `pg_stat_get_numscans('by_id'::regclass) = 100`)
  const found = await findings(db.sql, check)
  t.strictSame(found.map(({ detail, ...row }) => row), [
    {
      status: 'finding',
      severity: 'info',
      object: 'index public.by kind',
      value: 1000,
      action: 'EXPLAIN (ANALYZE) the queries that use the index, and look for "Rows Removed by Filter".',
      fix_sql: null,
      evidence: { table: 'public."Ta ble"', scans: 100, entries_read: 100000 },
    },
  ])
  t.match(found[0]?.detail, /^Each of the 100 scans of index public\."by kind" on public\."Ta ble" since .* UTC read 1,000 entries on average\.$/)
})

t.test('rarely_used_indexes weighs scans against writes, when it has observed long enough', async (t) => {
  const check = 'rarely_used_indexes'
  const db = await testDatabase(t)
  t.strictSame(await findings(db.sql, check), noHistory('31 days'))
  await db.sql.unsafe(captured)
  t.match(await findings(db.sql, check), [
    {
      status: 'skipped',
      detail: /^Only 00:\d\d:\d\d of the 30 days that a verdict needs have been observed\.$/,
      action: 'Wait: install schedules capture_statistics() every hour.',
      evidence: { reason: 'history' },
    },
  ])
  await db.sql`select steward.set_setting('health.usage_window', '0')`
  await run(db, [
    'create table "Ta ble" (id int unique, a int, b int, c int, d int references "Ta ble" (id)) with (autovacuum_enabled = off)',
    'create index "rare ly" on "Ta ble" (a desc)',
    'create index often on "Ta ble" (b)',
    'create index never on "Ta ble" (c)',
    'create index small on "Ta ble" (a) where a = 4',
    'create index for_key on "Ta ble" (d)',
  ])
  await db.sql.unsafe(captured)
  const resize = () => db.admin`
    update pg_catalog.pg_class set relpages = 1280
    where relname in ('rare ly', 'often', 'never', 'for_key', 'Ta ble_id_key')`
  await run(db, [
    'insert into "Ta ble" select i, i, i, i from generate_series(1, 9998) as i',
    'set enable_seqscan = off',
    'set enable_bitmapscan = off',
    'select from "Ta ble" where id = 3',
    repeat(10, 'perform from "Ta ble" where a = 3 order by a desc'),
    repeat(11, 'perform from "Ta ble" where b = 3'),
    'select from "Ta ble" where d = 3',
    'select from "Ta ble" where a = 4',
    'reset all',
    'update "Ta ble" set c = c where id = 1',
  ], `pg_stat_get_tuples_inserted('"Ta ble"'::regclass) = 9998 and pg_stat_get_tuples_updated('"Ta ble"'::regclass) = 1`)
  // Only now, because the planner looks at the size as well.
  await resize()
  t.strictSame(await findings(db.sql, check), nothingFound, 'fewer than 10,000 writes')
  await run(db, ['update "Ta ble" set c = -1 where id = 3'], `pg_stat_get_tuples_updated('"Ta ble"'::regclass) = 2`)
  const found = await findings(db.sql, check)
  t.match(found, [
    {
      status: 'finding',
      severity: 'info',
      object: 'index public.rare ly',
      value: 10,
      detail: /^Index public\."rare ly" on public\."Ta ble" \(about 10 MB\) was scanned 10 times since \d{4}-\d\d-\d\d and written 10,000 times\.$/,
      action: 'Find out what its few scans are for, and whether a replica uses it; then drop it or live without.',
      fix_sql: ['drop index concurrently public."rare ly";'],
      evidence: { table: 'public."Ta ble"', index_bytes: 10485760, scans: 10, writes: Number },
    },
  ])
  t.equal(found.length, 1)
  t.strictSame(await undos(db.sql, check), {
    'index public.rare ly': ['create index concurrently "rare ly" on public."Ta ble" USING btree (a DESC);'],
  })
  await db.sql.unsafe(found[0]?.fix_sql?.[0] ?? '')
  t.strictSame(await findings(db.sql, check), nothingFound, 'the fix is right')
  await db.sql.unsafe('create index concurrently "rare ly" on public."Ta ble" USING btree (a DESC);')
})

t.test('low_hot_update_ratio reports tables whose updates write to their indexes', async (t) => {
  const check = 'low_hot_update_ratio'
  const db = await testDatabase(t)
  t.strictSame(await findings(db.sql, check), noHistory('1 day'))
  await run(db, [
    'create table "Upda ted" (id int primary key, a int) with (autovacuum_enabled = off)',
    'create table roomy (id int primary key, a int) with (autovacuum_enabled = off, fillfactor = 40)',
    'create table unindexed (id int, a int) with (autovacuum_enabled = off)',
    'insert into "Upda ted" select i, i from generate_series(1, 10000) as i',
    'insert into roomy select i, i from generate_series(1, 10000) as i',
    'insert into unindexed select i, i from generate_series(1, 10000) as i',
  ])
  await db.sql.unsafe(captured)
  const updated = (table: string, count: number) => `pg_stat_get_tuples_updated('${table}'::regclass) = ${count}`
  await run(db, [
    'update roomy set a = -a',
    'update unindexed set a = -a',
    'update "Upda ted" set a = -a where id < 10000',
  ], updated('"Upda ted"', 9999))
  t.strictSame(await findings(db.sql, check), nothingFound, 'fewer than 10,000 updates')
  await run(db, ['update "Upda ted" set a = -a where id = 10000'], updated('"Upda ted"', 10000))
  const found = await findings(db.sql, check)
  const countsMoves = serverMajor() >= 16
  t.match(found, [
    {
      status: 'finding',
      severity: 'info',
      object: 'table public.Upda ted',
      detail: countsMoves
        ? /^\d+\.\d % of the 10,000 updates of public\."Upda ted" since .* UTC were HOT, and (9\d\.\d|100\.0) % found no room on the page of the old row\.$/
        : /^\d+\.\d % of the 10,000 updates of public\."Upda ted" since .* UTC were HOT\.$/,
      action: countsMoves
        ? /^Leave room on each page, for new rows from now on: alter table public\."Upda ted" set \(fillfactor = 85\);$/
        : 'See whether an index on a column that changes often is needed; otherwise leave room with a lower fillfactor.',
      fix_sql: null,
      evidence: { updates: 10000, hot_updates: Number, reloptions: ['autovacuum_enabled=off'] },
    },
  ])
  t.equal(found.length, 1)
  t.ok((found[0]?.value ?? 100) < 10)
})
