import t from 'tap'
import { blindRole, poll, serverMajor, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, switchOn } from '../../support/findings.js'

// Covers btree_candidates() as well.
const db = await testDatabase(t)
const { name, sql, admin } = db

/** What the fix does last: it refuses while an index still has the file that it has now. */
const refresh = async (statement: string, indexes: string[]): Promise<string> => {
  const rows = await sql<{ pair: string }[]>`
    select format('(%s, %s)', oid, relfilenode) as pair from pg_class
    where oid = any (${indexes}::text[]::regclass[]::oid[]) order by oid`
  const body = "begin if exists (select from pg_catalog.pg_class as c where (c.oid, c.relfilenode) in " +
    `(${rows.map(({ pair }) => pair).join(', ')})) then raise exception using errcode = '55000', ` +
    "message = 'an index that is sorted by the old version has not been rebuilt', " +
    "hint = 'Run the REINDEX statements before this one again, and see why one of them fails.'; end if; " +
    `execute '${statement}'; end`
  return `do '${body.replaceAll("'", "''")}';`
}

const outdate = (names: string[]) => admin`update pg_catalog.pg_collation set collversion = '1.2' where collname = any (${names})`

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
  await outdate(['Ger man', 'unused'])
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'collation public.Ger man',
      value: null,
      detail: `Collation public."Ger man" was created or last refreshed with version 1.2, and the server now has version ${actual?.version}; 2 indexes depend on it.`,
      action: 'Rebuild the indexes that depend on it, then refresh the version.',
      fix_sql: [
        'reindex index concurrently public."by name";',
        'reindex index concurrently public.parted_1_a_idx;',
        await refresh('alter collation public."Ger man" refresh version', ['"by name"', 'parted_1_a_idx']),
      ],
      evidence: { recorded: '1.2', actual: actual?.version, indexes: 2, partitioned_tables: null, constraints: null },
    },
  ])
  t.strictSame([...(await sql`select statement from steward.plan_table_maintenance() where check_id = ${check}`)], [], 'not half of it each night')
  await assertFixes(t, sql, check, { reversible: false })
})

t.test('collation_version_mismatch counts every index whose order hangs on it, in types, expressions and predicates', async (t) => {
  const check = 'collation_version_mismatch'
  await admin`create extension if not exists btree_gist schema public`
  await sql.unsafe(`
    create collation far (provider = icu, locale = 'sv');
    create type far_range as range (subtype = text, collation = far);
    create domain far_span as far_range;
    create type far_pair as (name text collate far, span int);
    create type far_box as (inner_pair far_pair[]);
    create table far_1 (r far_range, s far_span, p far_pair, q far_pair[], b far_box, t text collate far, c text collate "C", n int, m far_multirange,
      exclude using gist (r with &&), exclude using gist (n with =, s with &&));
    create index in_domain on far_1 using gist (s);
    create index in_multirange on far_1 (m);
    create index in_composite on far_1 (p);
    create index in_array on far_1 (q);
    create index in_gin on far_1 using gin (q);
    create index in_nested on far_1 (b);
    create index in_expression on far_1 ((t < 'm'));
    create index in_predicate on far_1 (n) where t > 'm';
    create index in_row on far_1 (n) where (t, n) > ('m', 1);
    create index none_number on far_1 (n);
    create index none_c on far_1 (c);
    create index none_null on far_1 (n) where t is not null;
    create index none_included on far_1 (n) include (t);
    create index none_pattern on far_1 (t text_pattern_ops);
    create unlogged table far_2 (t text collate far primary key);`)
  t.strictSame(await findings(sql, check), nothingFound)
  await outdate(['far'])
  const rebuilt = ['in_array', 'in_composite', 'in_domain', 'in_expression', 'in_gin', 'in_multirange', 'in_nested', 'in_predicate', 'in_row']
  const [found] = await findings(sql, check)
  const fix = found?.fix_sql ?? []
  t.strictSame(fix.slice(0, -1), [
    'reindex index concurrently public.far_2_pkey;',
    ...rebuilt.map((name) => `reindex index concurrently public.${name};`),
    'reindex index public.far_1_n_s_excl;',
    'reindex index public.far_1_r_excl;',
  ])
  const last = fix.at(-1) ?? ''
  await t.rejects(sql.unsafe(last), { code: '55000', message: 'an index that is sorted by the old version has not been rebuilt' })
  // psql without ON_ERROR_STOP goes on after one that failed.
  for (const statement of fix.filter((text) => !/far_1_r_excl/.test(text)).slice(0, -1)) await sql.unsafe(statement)
  await t.rejects(sql.unsafe(last), { code: '55000' })
  t.match(await findings(sql, check), [{ object: 'collation public.far', evidence: { indexes: 12 } }])
  await sql.unsafe('reindex index far_1_r_excl')
  await sql.unsafe(last)
  t.strictSame(await findings(sql, check), nothingFound)
  await outdate(['far'])
  await assertFixes(t, sql, check, { reversible: false })
  if (serverMajor() < 18) return
  await sql.unsafe('create table far_3 (n int, r far_range, primary key (n, r without overlaps))')
  await outdate(['far'])
  t.ok((await findings(sql, check))[0]?.fix_sql?.includes('reindex index public.far_3_pkey;'))
  await assertFixes(t, sql, check, { reversible: false })
})

t.test('collation_version_mismatch leaves the refresh to a person where rows may be in the wrong place', async (t) => {
  const check = 'collation_version_mismatch'
  await sql.unsafe(`
    create collation near (provider = icu, locale = 'fi');
    create table "Rang es" (t text collate near, constraint early check (t < 'm'), constraint short check (length(t) < 9), constraint one check (t <> 'x'))
      partition by range (t);
    create table ranges_1 partition of "Rang es" for values from ('a') to ('m');`)
  await outdate(['near'])
  const [found] = await findings(sql, check)
  t.match(found, {
    object: 'collation public.near',
    detail: / 0 indexes depend on it\. Rows may be in the wrong partition of public\."Rang es"\. Check constraints that compare by it: early of public\."Rang es"\.$/,
    action: 'Rebuild the indexes, look for rows that are in the wrong partition or break a constraint, and only then refresh the version, which ends this finding: alter collation public.near refresh version;',
    fix_sql: null,
    evidence: { indexes: 0, partitioned_tables: ['public."Rang es"'], constraints: ['early of public."Rang es"'] },
  })
  await sql`create index ranges_t on "Rang es" (t)`
  t.match((await findings(sql, check))[0]?.fix_sql, ['reindex index concurrently public.ranges_1_t_idx;'])
  await sql`drop table "Rang es"`
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('collation_version_mismatch of the database names the indexes of pgsteward, too, and those of jsonb', async (t) => {
  const check = 'collation_version_mismatch'
  await sql.unsafe('create table docs (d jsonb); create index docs_btree on docs (d); create index docs_gin on docs using gin (d)')
  // The catalog can say that this database sorts by ICU; no new session is opened here that would believe it.
  const locale = serverMajor() >= 17 ? 'datlocale' : 'daticulocale'
  await admin.unsafe(`
    update pg_catalog.pg_database set datlocprovider = 'i', ${locale} = 'de', datcollversion = '1.2'
    where datname = current_database()`)
  const [found] = await findings(sql, check)
  const actual = found?.evidence?.actual as string
  const fix = found?.fix_sql ?? []
  t.match(found, {
    object: `database ${name}`,
    detail: `Database ${name} was created or last refreshed with version 1.2 of its collation, and the server now has version ${actual}; ${fix.length - 1} indexes depend on it.`,
    action: 'Rebuild the indexes that depend on it, then refresh the version.',
    evidence: { recorded: '1.2', indexes: fix.length - 1, partitioned_tables: null, constraints: null },
  })
  const mine = fix.filter((statement) => / public\./.test(statement))
  t.strictSame(mine, ['"Na mes_lower_own_idx"', '"Na mes_own_idx"', 'docs_btree'].map((index) => `reindex index concurrently public.${index};`))
  t.ok(fix.includes('reindex index concurrently steward.settings_pkey;'))
  t.match(fix.at(-1), /execute ''alter database test_\w+ refresh collation version''/)
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
