import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('a condition is split where AND joins at its top, and nowhere else', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table x (a integer, b text, c boolean)`
  const terms = async (condition: string) => {
    await sql.unsafe(`create policy p on x using (${condition})`)
    const [row] = await sql<{ terms: string[] }[]>`
      select steward_internal.condition_terms(pg_get_expr(polqual, polrelid)) as terms from pg_policy where polrelid = 'x'::regclass`
    await sql`drop policy p on x`
    return row?.terms
  }
  t.strictSame(await terms('a = 1'), ['(a = 1)'])
  t.strictSame(await terms("a = 1 and b = '(x AND y' and c"), ['(a = 1)', "(b = '(x AND y'::text)", 'c'])
  t.strictSame(await terms('a = 1 or c'), ['((a = 1) OR c)'])
  t.strictSame(await terms('(a = 1 or c) and a between 2 and 3'), ['((a = 1) OR c)', '((a >= 2) AND (a <= 3))'])
  t.strictSame(await terms('c and not (c and a = 1)'), ['c', '(NOT (c AND (a = 1)))'])
  t.strictSame(await terms('exists (select from x as y where y.a = 1 and y.c)'), ['(EXISTS ( SELECT\n   FROM x y\n  WHERE ((y.a = 1) AND y.c)))'])
  t.strictSame(await terms('true'), ['true'])
})
