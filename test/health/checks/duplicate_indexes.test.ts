import t from 'tap'
import { oneByOne, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'

const check = 'duplicate_indexes'
const remedy = 'Drop it; the other index does all that it does.'

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

const lookAlikes: [string, string][] = [
  ['columns in another order', 'create index on tab (a, b); create index on tab (b, a)'],
  ['another access method', 'create index on tab (a); create index on tab using hash (a)'],
  ['another operator class', 'create index on tab (t); create index on tab (t text_pattern_ops)'],
  ['another collation', 'create index on tab (t); create index on tab (t collate "C")'],
  ['another direction', 'create index on tab (a); create index on tab (a desc)'],
  ['another place of nulls', 'create index on tab (a); create index on tab (a nulls first)'],
  ['another predicate', 'create index on tab (a) where b = 1; create index on tab (a) where b = 2'],
  ['a predicate on one only', 'create index on tab (a) where b = 1; create index on tab (a)'],
  ['another expression', 'create index on tab (lower(t)); create index on tab (upper(t))'],
  ['other included columns', 'create index on tab (a) include (b); create index on tab (a)'],
  ['an included instead of a key column', 'create index on tab (a) include (b); create index on tab (a, b)'],
  ['other storage parameters', 'create index on tab using brin (a) with (pages_per_range = 1); create index on tab using brin (a) with (pages_per_range = 128)'],
  ['parameters on one only', 'create index on tab (a); create index on tab (a) with (fillfactor = 70)'],
  ['other parameters of the operator class', 'create index on tab using gist (v tsvector_ops (siglen = 64)); create index on tab using gist (v tsvector_ops (siglen = 256))'],
  ['parameters of the operator class on one only', 'create index on tab using gist (v); create index on tab using gist (v tsvector_ops (siglen = 256))'],
  ['a deferred check', 'create unique index on tab (a); alter table tab add unique (a) deferrable'],
  ['another treatment of nulls', 'create unique index on tab (a); create unique index on tab (a) nulls not distinct'],
]
for (const [name, statements] of lookAlikes) {
  t.test(`does not confuse indexes with ${name}`, async (t) => {
    const { sql } = await testDatabase(t)
    await sql.unsafe(`create table tab (a int, b int, t text, v tsvector); ${statements}`)
    t.strictSame(await findings(sql, check), nothingFound)
  })
}

t.test('reports the one that nobody needs, and the fix drops it', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Ta b" (a int, b int, t text, constraint kept unique (a, b));
    create index "twin 1" on "Ta b" (lower(t),b)  where a  >  0;
    create index "twin 2" on "Ta b" ( lower( t ), b ) where a > 0;
    create index shadow on "Ta b" (a, b);
  `)
  const rows = await findings(sql, check)
  t.strictSame(rows, [
    {
      status: 'finding',
      severity: 'warning',
      object: 'index public.shadow',
      value: 8192,
      detail: 'Index public.shadow (about 8192 bytes) is the same as public.kept on public."Ta b".',
      action: remedy,
      fix_sql: ['drop index concurrently public.shadow;'],
      evidence: { table: 'public."Ta b"', same_as: 'public.kept' },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'index public.twin 2',
      value: 8192,
      detail: 'Index public."twin 2" (about 8192 bytes) is the same as public."twin 1" on public."Ta b".',
      action: remedy,
      fix_sql: ['drop index concurrently public."twin 2";'],
      evidence: { table: 'public."Ta b"', same_as: 'public."twin 1"' },
    },
  ])
  await assertFixes(t, sql, check)
})

for (const [name, statements, loser, survivor] of [
  ['a constraint', 'create unique index loser on tab (a); alter table tab add constraint winner unique (a)', 'loser', 'winner'],
  ['the replica identity', 'create unique index loser on tab (a); create unique index winner on tab (a); alter table tab replica identity using index winner', 'loser', 'winner'],
  ['the cluster order', 'create index loser on tab (a); create index winner on tab (a); cluster tab using winner', 'loser', 'winner'],
] as const) {
  t.test(`keeps the one that serves ${name}`, async (t) => {
    const { sql } = await testDatabase(t)
    await sql.unsafe(`create table tab (a int not null); ${statements}`)
    t.match(await findings(sql, check), [
      { object: `index public.${loser}`, action: remedy, evidence: { same_as: `public.${survivor}` } },
    ])
  })
}

t.test('proposes no drop where both serve a constraint, and leaves partitions to their parent', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table tab (a int, constraint one unique (a)); alter table tab add constraint two unique (a);
    create table parted (a int) partition by range (a);
    create table parted_1 partition of parted for values from (0) to (9);
    create index p1 on parted (a); create index p2 on parted (a);
  `)
  t.match(await findings(sql, check), [
    { object: 'index public.p2', fix_sql: ['drop index public.p2;'] },
    { object: 'index public.two', action: /^Both indexes have a duty/, fix_sql: null },
  ])
  await assertFixes(t, sql, check)
})

t.test('counts parameters in any order as the same, and a condition that is true of every row as none', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table tab (a int not null, b int, v tsvector);
    create index one on tab (b) with (fillfactor = 70, deduplicate_items = off);
    create index two on tab (b) with (deduplicate_items = off, fillfactor = 70);
    create index short on tab using gist (v tsvector_ops (siglen = 64)); create index short_2 on tab using gist (v tsvector_ops (siglen = 64));
    create index most on tab (a) where a is not null; create index "all" on tab (a); create index every on tab (a) where b is not null;
  `)
  t.match(await findings(sql, check), [
    { object: 'index public.most', evidence: { same_as: 'public."all"' } },
    { object: 'index public.short_2', evidence: { same_as: 'public.short' } },
    { object: 'index public.two', evidence: { same_as: 'public.one' } },
  ])
  t.equal((await findings(sql, check)).length, 3)
  await assertFixes(t, sql, check)
})

t.test('the survivor takes over the cluster order, and the undo gives it back', async (t) => {
  const { sql } = await testDatabase(t)
  await oneByOne(sql, [
    'create table tab (a int)', 'insert into tab values (1)', 'create index ordered on tab (a)', 'cluster tab using ordered',
    'alter table tab add constraint kept unique (a)', 'vacuum analyze tab',
  ])
  t.match(await findings(sql, check), [{
    object: 'index public.ordered',
    fix_sql: ['alter table public.tab cluster on kept;', 'drop index concurrently public.ordered;'],
  }])
  await assertFixes(t, sql, check)
})
