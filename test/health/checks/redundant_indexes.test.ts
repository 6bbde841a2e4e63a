import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'

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
