import t, { type Test } from 'tap'
import { blindRole, oneByOne, testDatabase, type TestDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, undos } from '../../support/findings.js'

// Covers leading_column_statistics() and hidden_statistics_rows() as well.
const common = { status: 'finding', severity: 'info' }

/** Makes relations look as large as they are not, until the next VACUUM, ANALYZE or REINDEX. */
async function resize(db: TestDatabase, pages: number, ...relations: string[]) {
  await db.admin`update pg_catalog.pg_class set relpages = ${pages} where relname = any (${relations})`
}

async function hidesStatistics(t: Test, db: TestDatabase, check: string, table: string) {
  await t.test('says when it cannot see the statistics', async (t) => {
    const blind = await blindRole(t, db)
    const [row] = await blind<{ name: string }[]>`select current_user::text as name`
    const role = row?.name ?? ''
    await db.sql.unsafe(`create policy own on ${table} using (true); alter table ${table} enable row level security`)
    const skipped = {
      status: 'skipped', severity: null, object: null, value: null, fix_sql: null, evidence: { reason: 'privilege' },
    }
    t.strictSame(await findings(blind, check), [
      {
        ...skipped,
        detail: `Role ${role} cannot see the statistics of 1 tables, for example ${table}; row security hides those of 1.`,
        action: `grant pg_read_all_data to ${role}; alter role ${role} bypassrls;`,
      },
    ])
    await db.sql.unsafe(`alter table ${table} disable row level security; drop policy own on ${table}`)
    t.strictSame(await findings(blind, check), [
      {
        ...skipped,
        detail: `Role ${role} cannot see the statistics of 1 tables, for example ${table}.`,
        action: `grant pg_read_all_data to ${role};`,
      },
    ])
    await db.admin.unsafe(`grant pg_read_all_data to ${role}`)
    t.match(await findings(blind, check), [{ status: 'finding' }], 'the grant helps')
  })
}

t.test('null_heavy_indexes reports large indexes of mostly NULLs', async (t) => {
  const db = await testDatabase(t)
  await oneByOne(db.sql, `
    create table "Ta ble" (id int primary key, "mostly null" int, less int, other int, un int unique) with (autovacuum_enabled = off);
    insert into "Ta ble" select i, case when i % 4 = 0 then i end, case when i % 100 > 48 then i end from generate_series(1, 1000) as i;
    create index "hea vy" on "Ta ble" ("mostly null" desc, other) with (fillfactor = 95);
    create index light on "Ta ble" (less);
    create index partial on "Ta ble" ("mostly null") where "mostly null" is not null;
    create index small on "Ta ble" ("mostly null");
    create unique index only_once on "Ta ble" ("mostly null");
    create index second on "Ta ble" (less, "mostly null");
    create index hashed on "Ta ble" using hash ("mostly null")`.split(';\n'))
  await resize(db, 1280, 'hea vy', 'light', 'partial', 'only_once', 'second', 'hashed', 'Ta ble_un_key')
  t.strictSame(await findings(db.sql, 'null_heavy_indexes'), nothingFound, 'before the first ANALYZE')
  await db.sql`analyze "Ta ble"`
  await resize(db, 1279, 'small')
  await resize(db, 1280, 'hea vy', 'light', 'partial', 'only_once', 'second', 'hashed', 'Ta ble_un_key')
  const rows = await findings(db.sql, 'null_heavy_indexes')
  t.match(rows[0]?.fix_sql, [
    /^create index concurrently replaces_\d+ on public\."Ta ble" \("mostly null" desc, other\) with \(fillfactor = '95'\) where "mostly null" is not null;$/,
    'drop index concurrently public."hea vy";',
    /^alter index public\.replaces_\d+ rename to "hea vy";$/,
  ])
  t.strictSame(rows.map(({ fix_sql: _, ...row }) => row), [
    {
      ...common,
      object: 'index public.hea vy',
      value: 75,
      detail: 'About 75.0 % of the rows of public."Ta ble" have no "mostly null", and index public."hea vy" (about 10 MB) holds every one of them.',
      action: 'If no query looks for IS NULL or sorts all rows by the column, replace the index by one WHERE column IS NOT NULL.',
      evidence: { table: 'public."Ta ble"', column: 'mostly null', index_bytes: 10485760 },
    },
  ])
  await hidesStatistics(t, db, 'null_heavy_indexes', 'public."Ta ble"')

  const run = async (statements: string[]) => {
    await oneByOne(db.sql, statements)
    await resize(db, 1280, 'hea vy')
  }
  await assertFixes(t, db.sql, 'null_heavy_indexes', { run })
})

t.test('low_cardinality_indexes reports large indexes that no value needs', async (t) => {
  const db = await testDatabase(t)
  await oneByOne(db.sql, `
    create table kinds (kind int primary key) with (autovacuum_enabled = off);
    insert into kinds select generate_series(1, 3);
    create table "Ta ble" ("is paid" boolean, rare boolean, rare_null boolean, three int, sorted int, kind int references kinds, four int)
      with (autovacuum_enabled = off);
    insert into "Ta ble"
    select i % 2 = 0, i % 25 = 0, case when i % 25 > 0 then i % 2 = 0 end, nullif(i % 4, 0), i / 400, 1 + i % 3, i % 4
    from generate_series(1, 1000) as i;
    analyze;
    create index "fl ag" on "Ta ble" ("is paid" nulls first);
    create index rare on "Ta ble" (rare);
    create index rare_null on "Ta ble" (rare_null);
    create index three on "Ta ble" (three) include (four);
    create index three_alone on "Ta ble" (three);
    create index sorted on "Ta ble" (sorted);
    create index kind on "Ta ble" (kind);
    create index four on "Ta ble" (four);
    create index two on "Ta ble" ("is paid", four);
    create index partial on "Ta ble" ("is paid") where rare;
    create index small on "Ta ble" ("is paid")`.split(';\n'))
  await resize(db, 1279, 'small')
  const large = ['fl ag', 'rare', 'rare_null', 'three', 'three_alone', 'sorted', 'kind', 'four', 'two', 'partial']
  await resize(db, 1280, ...large)
  const action = 'Drop the index, or make it a partial index for the rows that queries look for.'
  const flag = {
    ...common,
    object: 'index public.fl ag',
    value: 2,
    detail:
      'Column "is paid" of public."Ta ble" has 2 values, the rarest in about 50.0 % of the rows: reading the table is cheaper than index public."fl ag" (about 10 MB).',
    action,
    fix_sql: ['drop index concurrently public."fl ag";'],
    evidence: { table: 'public."Ta ble"', column: 'is paid', index_bytes: 10485760, scans: 0 },
  }
  t.strictSame(await findings(db.sql, 'low_cardinality_indexes'), [
    flag,
    {
      ...flag,
      object: 'index public.three_alone',
      value: 3,
      detail:
        'Column three of public."Ta ble" has 3 values and NULL, the rarest in about 25.0 % of the rows: reading the table is cheaper than index public.three_alone (about 10 MB).',
      fix_sql: ['drop index concurrently public.three_alone;'],
      evidence: { ...flag.evidence, column: 'three' },
    },
  ])
  t.strictSame(await undos(db.sql, 'low_cardinality_indexes'), {
    'index public.fl ag': ['create index concurrently "fl ag" on public."Ta ble" ("is paid" nulls first);'],
    'index public.three_alone': ['create index concurrently three_alone on public."Ta ble" (three);'],
  })
  const run = async (statements: string[]) => {
    await oneByOne(db.sql, statements)
    await resize(db, 1280, 'fl ag', 'three_alone')
  }
  await assertFixes(t, db.sql, 'low_cardinality_indexes', { run })
  await db.sql`drop index three_alone`
  await db.sql`drop index rare, rare_null, three, sorted, kind, four, two`
  await hidesStatistics(t, db, 'low_cardinality_indexes', 'public."Ta ble"')
})

t.test('expression_indexes_without_statistics reports what was not analyzed since', async (t) => {
  const db = await testDatabase(t)
  const check = 'expression_indexes_without_statistics'
  await oneByOne(db.sql, `
    create table "Ta ble" (id int primary key, name text) with (autovacuum_enabled = off);
    create table small (name text) with (autovacuum_enabled = off);
    insert into "Ta ble" select i, 'x' || i from generate_series(1, 10000) as i;
    insert into small select 'x' || i from generate_series(1, 9999) as i;
    create index analyzed on "Ta ble" (upper(name));
    analyze "Ta ble", small;
    create index "lo wer" on "Ta ble" (id, lower(name));
    create index unmeasured on "Ta ble" (lower(name));
    alter index unmeasured alter column 1 set statistics 0;
    create unique index on "Ta ble" (lower(name));
    create index plain on "Ta ble" (name);
    create index on small (lower(name))`.split(';\n'))
  t.strictSame(await findings(db.sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'index public.lo wer',
      value: null,
      detail:
        'Table public."Ta ble" (about 10,000 rows) has not been analyzed since index public."lo wer" was created, so nothing is known about the values of its expression.',
      action: 'Analyze the table after creating an index on an expression.',
      fix_sql: ['analyze public."Ta ble";'],
      evidence: { table: 'public."Ta ble"', estimated_rows: 10000 },
    },
  ])
  await hidesStatistics(t, db, check, 'public."Ta ble"')
  await assertFixes(t, db.sql, check, { reversible: false })
})

t.test('oversized_indexes reports what outgrew its table, TOAST included', async (t) => {
  const db = await testDatabase(t)
  const check = 'oversized_indexes'
  await oneByOne(db.sql, `
    create table "Ta ble" (id int, a int, long text) with (autovacuum_enabled = off);
    insert into "Ta ble" select i, i from generate_series(1, 1000) as i;
    analyze "Ta ble";
    create index "lar ge" on "Ta ble" (a);
    create index "bru sh" on "Ta ble" using brin (a);
    create index partial on "Ta ble" (a) where a > 3`.split(';\n'))
  await resize(db, 12800, 'lar ge', 'bru sh', 'partial')
  await resize(db, 12799, 'Ta ble')
  t.strictSame(await findings(db.sql, check), [
    {
      ...common,
      object: 'index public.lar ge',
      value: 104857600,
      detail: 'Index public."lar ge" (about 100 MB) is larger than all of its table public."Ta ble" (about 100 MB).',
      action: 'Rebuild the index; if it is as large again, index fewer columns.',
      fix_sql: ['reindex index concurrently public."lar ge";'],
      evidence: { table: 'public."Ta ble"', table_bytes: 12799 * 8192 },
    },
  ])
  const [toast] = await db.sql<{ name: string }[]>`
    select t.relname::text as name from pg_class as c inner join pg_class as t on t.oid = c.reltoastrelid where c.relname = 'Ta ble'`
  await resize(db, 1, toast?.name ?? '')
  t.strictSame(await findings(db.sql, check), nothingFound, 'as large as its table with TOAST')
  await resize(db, 0, toast?.name ?? '')
  await assertFixes(t, db.sql, check, { reversible: false })
  await resize(db, 12799, 'lar ge')
  await resize(db, 1, 'Ta ble')
  t.strictSame(await findings(db.sql, check), nothingFound, 'below 100 MB')
})
