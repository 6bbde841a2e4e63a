import t from 'tap'
import { oneByOne, runAndFlush, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, problems } from '../../support/findings.js'

const check = 'redundant_indexes'

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

const needed: [string, string][] = [
  ['is not a prefix', 'create index on tab (b); create index on tab (a, b)'],
  ['is a duplicate', 'create index on tab (a); create index on tab (a)'],
  ['is unique', 'create unique index on tab (a); create index on tab (a, b)'],
  ['serves a constraint', 'alter table tab add unique (a); create index on tab (a, b)'],
  ['orders the table', 'create index s on tab (a); create index on tab (a, b); cluster tab using s'],
  ['has another direction', 'create index on tab (a desc); create index on tab (a, b)'],
  ['has another operator class', 'create index on tab (t text_pattern_ops); create index on tab (t, b)'],
  ['has another predicate', 'create index on tab (a) where b > 0; create index on tab (a, b)'],
  ['includes a column', 'create index on tab (a) include (c); create index on tab (a, b)'],
  ['is of another method', 'create index on tab using brin (a); create index on tab (a, b)'],
  ['is longer only by included columns', 'create index on tab (a); create index on tab (a) include (b)'],
]
for (const [name, statements] of needed) {
  t.test(`leaves an index that ${name}`, async (t) => {
    const { sql } = await testDatabase(t)
    await sql.unsafe(`create table tab (a int, b int, c int, t text); ${statements}`)
    t.strictSame(await findings(sql, check), nothingFound)
  })
}

t.test('reports the shorter index, and the fix drops it', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Ta b" (a int, b int, c int);
    create index "sho rt" on "Ta b" (a) where c > 0;
    create index longest on "Ta b" (a, b, c) where c > 0;
    create unique index longer on "Ta b" (a, b) where c > 0;
  `)
  const rows = await findings(sql, check)
  t.strictSame(rows, [
    {
      status: 'finding',
      severity: 'info',
      object: 'index public.sho rt',
      value: 8192,
      detail: 'Index public."sho rt" (about 8192 bytes) is a prefix of public.longer on public."Ta b", which can answer the same queries.',
      action: 'Drop the shorter index if writes matter more than the last bit of speed of its queries.',
      fix_sql: ['drop index concurrently public."sho rt";'],
      evidence: { table: 'public."Ta b"', prefix_of: 'public.longer' },
    },
  ])
  await assertFixes(t, sql, check)
})

t.test('of a chain the longest stays, and of equal ones one', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table tab (a int, b int, c int);
    create index one on tab (a); create index two on tab (a, b); create index three on tab (a, b, c); create index three_again on tab (a, b, c);
  `)
  t.match(await findings(sql, check), [
    { object: 'index public.one', evidence: { prefix_of: 'public.three' } },
    { object: 'index public.two', evidence: { prefix_of: 'public.three' } },
  ])
  t.match(await findings(sql, 'duplicate_indexes'), [{ object: 'index public.three_again', evidence: { same_as: 'public.three' } }])
  await assertFixes(t, sql, check)
})

t.test('an index that is to go as unused makes no other redundant', async (t) => {
  const { sql } = await testDatabase(t)
  await oneByOne(sql, [
    'create table tab (a int, note text)',
    `insert into tab select i, 'note ' || i from generate_series(1, 60000) as i`,
    'create index used on tab (a)',
    'vacuum analyze tab',
  ])
  await sql`select steward.set_setting('health.usage_window', '0')`
  await runAndFlush(sql, ['set enable_seqscan = off', 'select from tab where a = 7'])
  await oneByOne(sql, ['create index longer on tab (a, note)', 'vacuum analyze tab'])
  t.match(await problems(sql, 'unused_indexes'), [{ object: 'index public.longer' }])
  t.strictSame(await problems(sql, check), [])
  await sql`select steward.set_setting('health.usage_window', '30 days')`
  t.match(await problems(sql, check), [{ object: 'index public.used', evidence: { prefix_of: 'public.longer' } }], 'before there is a verdict it stays')
})
