import t from 'tap'
import { oneByOne, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'

const check = 'unused_indexes'
const setUp = `
  create table "Ta ble" (id int primary key, a int unique, b int, c int);
  insert into "Ta ble" select i, i, i, i from generate_series(1, 60000) as i;
  create index "un used" on "Ta ble" (b);
  create index small on "Ta ble" (c) where c < 10;
  vacuum analyze;
`

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('gives no verdict before the statistics are old enough', async (t) => {
  const { sql } = await testDatabase(t)
  await oneByOne(sql, setUp.split(';\n'))
  t.match(await findings(sql, check), [
    {
      status: 'skipped',
      object: null,
      detail: '0 of 30 days observed; 1 indexes have not been used so far.',
      action: /capture_statistics/,
      evidence: { reason: 'history' },
    },
  ])
})

t.test('reports what nobody used since, and the fix drops it', async (t) => {
  const { sql } = await testDatabase(t)
  await oneByOne(sql, setUp.split(';\n'))
  await sql`select steward.set_setting('health.usage_window', '0')`
  const rows = await findings(sql, check)
  t.equal(rows.length, 1, 'small ones and those with a duty are left out')
  t.match(rows[0], {
    status: 'finding',
    severity: 'info',
    object: 'index public.un used',
    detail: /^No query has used index public\."un used" on "Ta ble" \(about 1\d{3} kB\) in the 0 days observed since now\.$/,
    fix_sql: ['drop index concurrently public."un used";'],
    evidence: { table: 'public."Ta ble"' },
  })
  t.ok((rows[0]?.value ?? 0) > 1_048_576)
  await assertFixes(t, sql, check)
})

t.test('a large one is a warning, a used one is none', async (t) => {
  const { sql } = await testDatabase(t)
  await oneByOne(sql, setUp.split(';\n'))
  await sql`select steward.set_setting('health.usage_window', '0')`
  const session = await sql.reserve()
  await session`set enable_seqscan = off`
  await session`select count(*) from "Ta ble" where b = 5`
  await session`select pg_stat_force_next_flush()`
  await session`select 1`
  session.release()
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('keeps what the planner knows of an expression, and the undo takes it back', async (t) => {
  const { sql } = await testDatabase(t)
  await oneByOne(sql, [
    'create table "Ta ble" (a text, b int)',
    `insert into "Ta ble" select 'A' || i, i % 4 from generate_series(1, 60000) as i`,
    'create index "un used" on "Ta ble" (lower(a), (b * 2))',
    'alter index "un used" alter column 2 set statistics 7',
    'create index partial on "Ta ble" (upper(a)) where b < 9',
    'create statistics known on (b * 2) from "Ta ble"',
    'drop statistics known',
    'vacuum analyze "Ta ble"',
  ])
  await sql`select steward.set_setting('health.usage_window', '0')`
  const rows = await findings(sql, check)
  t.match(rows, [
    { object: 'index public.partial', fix_sql: ['drop index concurrently public.partial;'] },
    { object: 'index public.un used', fix_sql: [
      /^create statistics if not exists public\."Ta ble_\w{8}_stat" on \(.*\) from public\."Ta ble";$/,
      /^create statistics if not exists public\."Ta ble_\w{8}_stat" on \(.*\) from public\."Ta ble";$/,
      /^alter statistics public\."Ta ble_\w{8}_stat" set statistics 7;$/,
      'analyze public."Ta ble";',
      'drop index concurrently public."un used";',
    ] },
  ])
  const rowsOf = async (condition: string) => {
    const [row] = await sql.unsafe(`explain (format json) select from "Ta ble" where ${condition}`)
    return (row?.['QUERY PLAN'] as [{ Plan: { 'Plan Rows': number } }])[0].Plan['Plan Rows']
  }
  const conditions = [`lower(a) = 'a7'`, 'b * 2 = 4']
  const estimates = async () => await Promise.all(conditions.map(rowsOf))
  const near = (rows: number[]) => [(rows[0] ?? 99) < 10, Math.abs((rows[1] ?? 0) - 15000) < 3000]
  t.strictSame(near(await estimates()), [true, true])
  await oneByOne(sql, rows.flatMap(({ fix_sql }) => fix_sql ?? []))
  t.strictSame(near(await estimates()), [true, true], 'the estimates stay')
})
