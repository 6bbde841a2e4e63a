import t from 'tap'
import { blindRole, poll, serverMajor, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, switchOn } from '../../support/findings.js'

// Covers btree_candidates() as well.
const db = await testDatabase(t)
const { name, sql, admin } = db

t.test('collation_version_mismatch reports what was sorted by another version', async (t) => {
  const check = 'collation_version_mismatch'
  await sql.unsafe(`
    create collation "Ger man" (provider = icu, locale = 'de');
    create collation unused (provider = icu, locale = 'fr');
    create table "Na mes" (id int primary key, german text collate "Ger man", plain text collate "C", own text);
    create index "by name" on "Na mes" (id, german);
    create index on "Na mes" (plain);
    create index on "Na mes" (own);
    create index on "Na mes" (lower(own), own);
    create table parted (a text collate "Ger man") partition by list (a);
    create table parted_1 partition of parted for values in ('a');
    create index by_part on parted (a);
  `)
  t.strictSame(await findings(sql, check), nothingFound)
  const [actual] = await sql<{ version: string }[]>`
    select collversion as version from pg_collation where collname = 'Ger man'`
  await admin`update pg_catalog.pg_collation set collversion = '1.2' where collname in ('Ger man', 'unused')`
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'collation public.Ger man',
      value: null,
      detail: `Collation public."Ger man" was created or last refreshed with version 1.2, and the server now has version ${actual?.version}; 2 indexes are sorted by it.`,
      action: 'Rebuild the indexes that are sorted by it, then refresh the version.',
      fix_sql: [
        'reindex index concurrently public."by name";',
        'reindex index concurrently public.by_part;',
        'alter collation public."Ger man" refresh version;',
      ],
      evidence: { recorded: '1.2', actual: actual?.version, indexes: 2 },
    },
  ])
  await assertFixes(t, sql, check, { reversible: false })

  // The catalog can say that this database sorts by ICU; no new session is opened here that would believe it.
  const locale = serverMajor() >= 17 ? 'datlocale' : 'daticulocale'
  await admin.unsafe(`
    update pg_catalog.pg_database set datlocprovider = 'i', ${locale} = 'de', datcollversion = '1.2'
    where datname = current_database()`)
  const [found] = await findings(sql, check)
  const indexes = found?.evidence?.indexes as number
  t.equal(indexes, 2)
  t.strictSame([found], [
    {
      status: 'finding',
      severity: 'warning',
      object: `database ${name}`,
      value: null,
      detail: `Database ${name} was created or last refreshed with version 1.2 of its collation, and the server now has version ${actual?.version}; ${indexes} indexes are sorted by it.`,
      action: 'Rebuild the indexes that are sorted by it, then refresh the version.',
      fix_sql: [`reindex (concurrently) database ${name};`, `alter database ${name} refresh collation version;`],
      evidence: { recorded: '1.2', actual: actual?.version, indexes },
    },
  ])
  await assertFixes(t, sql, check, { reversible: false })
})

t.test('corrupted_indexes is off by default, and reports an index that is out of order', async (t) => {
  const check = 'corrupted_indexes'
  t.match(await findings(sql, check), [{ status: 'skipped', evidence: { reason: 'disabled' } }])
  await switchOn(sql, check)
  t.match(await findings(sql, check), [{ status: 'skipped', evidence: { reason: 'extension' }, action: 'create extension amcheck;' }])
  await admin`create extension amcheck schema public`
  const [role] = await sql<{ name: string }[]>`select current_user::text as name`
  const denied = await findings(sql, check)
  t.strictSame(denied, [
    {
      status: 'skipped',
      severity: null,
      object: null,
      value: null,
      detail: `Role ${role?.name} may not verify indexes.`,
      action: `grant usage on schema public to ${role?.name}; grant execute on function public.bt_index_check(regclass) to ${role?.name};`,
      fix_sql: null,
      evidence: { reason: 'privilege' },
    },
  ])
  await admin.unsafe(denied[0]?.action ?? '')

  // An operator class whose order changes is what a new version of a collation amounts to.
  await admin.unsafe(`
    create function public.compare(int, int) returns int language sql immutable as 'select btint4cmp($1, $2)';
    create operator class public.changing for type int using btree as
      operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 public.compare(int, int);
    create table public."Or der" (id int);
    insert into public."Or der" select generate_series(1, 100);
    create index "by order" on public."Or der" (id public.changing);
    alter table public."Or der" owner to ${role?.name};
    create table public.locked (id int primary key);
  `)
  t.strictSame(await findings(sql, check), nothingFound)
  await admin.unsafe(`create or replace function public.compare(int, int) returns int language sql immutable as 'select btint4cmp($2, $1)'`)
  const damaged = {
    status: 'finding',
    severity: 'critical',
    object: 'index public.by order',
    value: null,
    detail: 'Index public."by order" on public."Or der" is damaged: item order invariant violated for index "by order".',
    action: 'Find the cause (collations, storage), then rebuild the index; look for duplicates if it is unique.',
    fix_sql: ['reindex index concurrently public."by order";'],
    evidence: { table: 'public."Or der"', sqlstate: 'XX002', message: 'item order invariant violated for index "by order"' },
  }
  const holder = await admin.reserve()
  await holder`begin`
  await holder`lock table public.locked in access exclusive mode`
  t.strictSame(await findings(db.connect(), check), [
    damaged,
    {
      status: 'skipped',
      severity: null,
      object: 'index public.locked_pkey',
      value: null,
      detail: 'Index public.locked_pkey was not verified: another session holds or awaits an exclusive lock.',
      action: 'See who holds the lock with get_blocking_locks(), and run the check again.',
      fix_sql: null,
      evidence: { reason: 'lock' },
    },
  ])
  await holder`rollback`
  holder.release()
  await assertFixes(t, db.connect(), check, { reversible: false })

  await admin`update pg_catalog.pg_class set relpages = 131073 where relname = 'by order'`
  t.match(await findings(sql, check), [
    {
      status: 'skipped',
      detail: '1 indexes were not verified, for lack of time or because they are larger than 1 GB; one is public."by order".',
      action: `select public.bt_index_check('public."by order"');`,
      evidence: { reason: 'time' },
    },
  ])
  await admin`drop table public."Or der"`
})

t.test('index_bloat measures how empty the pages of large btree indexes are', async (t) => {
  const check = 'index_bloat'
  t.strictSame(await findings(sql, check), nothingFound)
  const blind = await blindRole(t, db)
  t.match(await findings(blind, check), [{ status: 'skipped', action: /^grant pg_stat_scan_tables to blind_/ }])
  for (const statement of [
    'create table "Blo at" (id bigint, half bigint) with (autovacuum_enabled = off)',
    'insert into "Blo at" select i, i from generate_series(1, 500000) as i',
    'create index "ful l" on "Blo at" (id) with (fillfactor = 60)',
    'create index "hol ey" on "Blo at" (half)',
    'create index small on "Blo at" (half) where half < 1000',
    'delete from "Blo at" where id % 5 <> 0 and id > 1000',
  ]) await sql.unsafe(statement)
  t.strictSame(await findings(sql, check), nothingFound, 'dead rows count as full before VACUUM')
  // Another session may still see the rows at the first try.
  const found = await poll(async () => {
    await sql`vacuum "Blo at"`
    const rows = await findings(sql, check)
    return rows.length === 2 ? rows : undefined
  })
  t.match(found[1], {
    status: 'finding',
    severity: 'critical',
    object: 'index public.hol ey',
    detail: /^Index public\."hol ey" on public\."Blo at" \(11 MB\) would be about (79|80)(\.\d)? % smaller after a rebuild: its leaf pages are 18 % full, and 0 pages are empty\.$/,
    action: 'Rebuild the index. If it comes back, see whether VACUUM comes often enough.',
    fix_sql: ['reindex index concurrently public."hol ey";'],
    evidence: { table: 'public."Blo at"', index_bytes: Number, leaf_density: Number, leaf_fragmentation: Number, empty_pages: 0 },
  })
  t.match(found[0], { object: 'index public.ful l', severity: 'critical' })
  t.ok(Math.abs((found[0]?.value ?? 0) - 79) < 2, 'measured against its own fillfactor')

  const holder = await sql.reserve()
  await holder`begin`
  await holder`lock table "Blo at" in access exclusive mode`
  t.match(await findings(db.connect(), check), [
    { status: 'skipped', object: 'index public.ful l', evidence: { reason: 'lock' } },
    {
      status: 'skipped',
      object: 'index public.hol ey',
      detail: 'Index public."hol ey" was not measured: another session holds or awaits an exclusive lock.',
    },
  ])
  await holder`rollback`
  holder.release()

  await admin`update pg_catalog.pg_class set relpages = 131073 where relname = 'ful l'`
  t.match((await findings(sql, check)).at(-1), {
    status: 'skipped',
    object: null,
    detail: '1 indexes were not measured, because no more than 1 GB is read; the largest is public."ful l".',
    action: `select * from public.pgstatindex('public."ful l"');`,
    evidence: { reason: 'time' },
  })
  await sql`vacuum analyze "Blo at"`
  await assertFixes(t, sql, check, { reversible: false })
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('checksum_failures reports damaged pages, and says when nobody would notice them', async (t) => {
  const check = 'checksum_failures'
  const own = async () => (await findings(sql, check)).filter(({ object, status }) => status === 'ok' || object === `database ${name}`)
  t.strictSame(await own(), nothingFound)
  await sql.unsafe('create table damaged (id int); insert into damaged values (1)')
  // The new file is not in the shared buffers, so the next reader takes it from the disk.
  await sql`vacuum full damaged`
  const [file] = await admin<{ path: string; object: number }[]>`
    select p.path, lo_from_bytea(0, overlay(pg_read_binary_file(p.path) placing '\\xdeadbeef' from 8000 for 4))::int as object
    from (select pg_relation_filepath('public.damaged') as path) as p`
  await admin`select lo_export(${file?.object ?? 0}, current_setting('data_directory') || '/' || ${file?.path ?? ''}::text)`
  await t.rejects(sql`select from damaged`, { code: 'XX001' })
  const found = await poll(async () => {
    const rows = await own()
    return rows[0]?.status === 'finding' ? rows : undefined
  })
  t.match(found, [
    {
      severity: 'critical',
      value: 1,
      detail: new RegExp(`^1 pages of database ${name} have failed their checksum, the last one on \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\.$`),
      action: /^Take a copy of the data directory first/,
      fix_sql: null,
      evidence: { last_failure: String },
    },
  ])
  await admin`select pg_stat_reset()`
  await poll(async () => (await own())[0]?.status === 'ok')
  await sql`drop table damaged`
})
