import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, switchOn } from '../../support/findings.js'

// Covers index_statement(), index_replacement() and the view user_indexes as well.
const db = await testDatabase(t)
const { sql } = db
const common = { status: 'finding', severity: 'info', value: null }

t.test('array_btree_indexes reports a btree on an array, which GIN could search', async (t) => {
  await sql.unsafe(`
    create domain tags as text[];
    create table "Ar rays" (id int primary key, "ta gs" text[], domained tags, other int, numbers int[] unique);
    create index "btree tags" on "Ar rays" ("ta gs") with (fillfactor = 80);
    create index on "Ar rays" (domained, other);
    create index on "Ar rays" ((string_to_array(other::text, '1')));
    create index on "Ar rays" (other, "ta gs");
    create index on "Ar rays" using gin ("ta gs");
    create unique index on "Ar rays" ("ta gs");
    create table parted (id int, a int[]) partition by range (id);
    create table parted_1 partition of parted for values from (0) to (9);
    create index on parted (a);
  `)
  const [{ oid }] = (await sql`select '"btree tags"'::regclass::oid::int as oid`) as unknown as [{ oid: number }]
  const action = 'Create a GIN index on the column and drop this one, unless queries compare whole arrays.'
  t.strictSame(await findings(sql, 'array_btree_indexes'), [
    {
      ...common,
      object: 'index public.Ar rays_domained_other_idx',
      detail:
        'Index public."Ar rays_domained_other_idx" is a btree on column domained of public."Ar rays", of type public.tags: it can find whole arrays and no elements.',
      action,
      fix_sql: null,
      evidence: { table: 'public."Ar rays"', column: 'domained' },
    },
    {
      ...common,
      object: 'index public.Ar rays_string_to_array_idx',
      detail:
        'Index public."Ar rays_string_to_array_idx" is a btree on an expression of public."Ar rays", of type text[]: it can find whole arrays and no elements.',
      action,
      fix_sql: null,
      evidence: { table: 'public."Ar rays"', column: null },
    },
    {
      ...common,
      object: 'index public.btree tags',
      detail: 'Index public."btree tags" is a btree on column "ta gs" of public."Ar rays", of type text[]: it can find whole arrays and no elements.',
      action,
      fix_sql: [
        `create index concurrently "btree tags_gin_${oid}" on public."Ar rays" using gin ("ta gs");`,
        'drop index concurrently public."btree tags";',
      ],
      evidence: { table: 'public."Ar rays"', column: 'ta gs' },
    },
    {
      ...common,
      object: 'index public.parted_a_idx',
      detail: 'Index public.parted_a_idx is a btree on column a of public.parted, of type integer[]: it can find whole arrays and no elements.',
      action,
      fix_sql: null,
      evidence: { table: 'public.parted', column: 'a' },
    },
  ])
  await assertFixes(t, sql, 'array_btree_indexes')
  t.match(await sql`select indexdef from pg_indexes where indexname = 'btree tags'`, [
    { indexdef: `CREATE INDEX "btree tags" ON public."Ar rays" USING btree ("ta gs") WITH (fillfactor='80')` },
  ])
})

t.test('redundant_index_predicates reports conditions that leave nothing out', async (t) => {
  await sql.unsafe(`
    create table "Or ders" (id int primary key, "at" timestamptz not null, code text collate "C" not null, paid int);
    create index needless on "Or ders" ("at" desc, code collate "POSIX" text_pattern_ops) include (paid)
      with (fillfactor = 70, deduplicate_items = off) where "at" is not null and code is not null;
    create unique index "un ique" on "Or ders" (code, paid nulls first) nulls not distinct where code is not null;
    create index gin_needless on "Or ders" using hash (code) where id is not null;
    create index on "Or ders" ("at") where paid is not null;
    create index on "Or ders" ("at") where paid is not null and "at" is not null;
    create index on "Or ders" ("at") where "at" is null;
    create index on "Or ders" ("at") where code is not null and id > 3;
    create index on "Or ders" ("at") where lower(code) is not null;
    create index on "Or ders" (lower(code)) where id is not null;
  `)
  const action = 'Replace the index by one without the condition.'
  const rows = await findings(sql, 'redundant_index_predicates')
  t.match(rows[1]?.fix_sql, [
    /^create index concurrently replaces_\d+ on public\."Or ders" using hash \(code\);$/,
    'drop index concurrently public.gin_needless;',
    /^alter index public\.replaces_\d+ rename to gin_needless;$/,
  ])
  t.strictSame(rows.map(({ fix_sql: _, ...row }) => row), [
    {
      ...common,
      object: 'index public.Or ders_lower_idx',
      detail: 'Index public."Or ders_lower_idx" on public."Or ders" has the condition (id is not null), which is true of every row: column id is NOT NULL.',
      action,
      evidence: { table: 'public."Or ders"', predicate: 'id is not null' },
    },
    {
      ...common,
      object: 'index public.gin_needless',
      detail: 'Index public.gin_needless on public."Or ders" has the condition (id is not null), which is true of every row: column id is NOT NULL.',
      action,
      evidence: { table: 'public."Or ders"', predicate: 'id is not null' },
    },
    {
      ...common,
      object: 'index public.needless',
      detail:
        'Index public.needless on public."Or ders" has the condition (at is not null and code is not null), which is true of every row: the columns are NOT NULL.',
      action,
      evidence: { table: 'public."Or ders"', predicate: 'at is not null and code is not null' },
    },
    {
      ...common,
      object: 'index public.un ique',
      detail: 'Index public."un ique" on public."Or ders" has the condition (code is not null), which is true of every row: column code is NOT NULL.',
      action,
      evidence: { table: 'public."Or ders"', predicate: 'code is not null' },
    },
  ])
  t.equal(rows[0]?.fix_sql, null, 'an expression cannot be written without locks')
  const definitions = () => sql`select indexname, indexdef from pg_indexes where tablename = 'Or ders' order by 1`
  const before = [...(await definitions())]
  await assertFixes(t, sql, 'redundant_index_predicates')
  t.strictSame([...(await definitions())], before, 'the indexes are exactly those of before')
  await sql`drop table "Or ders"`
})

t.test('range_column_not_last_indexes is off by default, and reports a date before other columns', async (t) => {
  const check = 'range_column_not_last_indexes'
  t.match(await findings(sql, check), [{ status: 'skipped', evidence: { reason: 'disabled' } }])
  await switchOn(sql, check)
  t.strictSame(await findings(sql, check), nothingFound)
  await sql.unsafe(`
    create table events (id int, part int, other int, "a t" timestamptz, on_day date, kind text, primary key (id, part), unique (on_day, kind));
    create index early on events ("a t", kind);
    create index middle on events (kind, on_day, other) where kind is not null;
    create index on events (kind, "a t");
    create index on events ("a t", id, part);
    create index on events ("a t") include (kind);
    create index on events (kind, part, "a t");
    create index on events using brin ("a t", kind);
    create unique index on events ("a t", kind);
  `)
  const row = {
    ...common,
    action: 'If queries compare the later columns with = and this one by range, put this one last.',
    fix_sql: null,
  }
  t.strictSame(await findings(sql, check), [
    {
      ...row,
      object: 'index public.early',
      detail:
        'Column "a t" (timestamp with time zone) is number 1 of the 2 columns of index public.early on public.events: a search for a range of it cannot use the columns after it to start and stop.',
      evidence: { table: 'public.events', column: 'a t', position: 1 },
    },
    {
      ...row,
      object: 'index public.middle',
      detail:
        'Column on_day (date) is number 2 of the 3 columns of index public.middle on public.events: a search for a range of it cannot use the columns after it to start and stop.',
      evidence: { table: 'public.events', column: 'on_day', position: 2 },
    },
  ])
})

t.test('many_indexes counts from 16 on, a partitioned table once', async (t) => {
  await sql.unsafe(`
    create table "Wi de" (id int primary key, a int);
    create table parts (id int, a int) partition by range (id);
    create table parts_1 partition of parts for values from (0) to (9);
  `)
  for (let count = 1; count < 15; count++) await sql.unsafe('create index on "Wi de" (a)')
  for (let count = 0; count < 17; count++) await sql.unsafe('create index on parts (a)')
  const parted = {
    ...common,
    object: 'table public.parts',
    value: 17,
    detail: 'public.parts has 17 indexes: each insert, and each update that is not HOT, writes to all of them.',
    action: 'Look for those that are unused, redundant or duplicates; one index of two columns often replaces two.',
    fix_sql: null,
    evidence: { table_bytes: 0, index_bytes: 0 },
  }
  t.match(await findings(sql, 'many_indexes'), [{ object: parted.object }])
  await sql`create index last_one on "Wi de" (a)`
  const [wide, parts] = await findings(sql, 'many_indexes')
  t.strictSame(wide, {
    ...parted,
    object: 'table public.Wi de',
    value: 16,
    detail: 'public."Wi de" has 16 indexes: each insert, and each update that is not HOT, writes to all of them.',
    evidence: { table_bytes: 0, index_bytes: 15 * 8192 + 8192 },
  })
  t.match(parts, { object: parted.object })
  await sql`drop index last_one`
  t.match(await findings(sql, 'many_indexes'), [{ object: parted.object }])
})
