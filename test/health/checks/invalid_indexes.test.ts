import t from 'tap'
import { poll, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'

const check = 'invalid_indexes'

t.test('finds nothing in a new database, nor a partitioned index that waits for its partitions', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table parted (a int) partition by range (a);
    create table parted_1 partition of parted for values from (0) to (9);
    create index waiting on only parted (a);
  `)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports what a failed build left behind, and the fix repairs or removes it', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe('create table "Ta b" (a int); insert into "Ta b" values (1), (1)')
  await t.rejects(sql.unsafe('create unique index concurrently "brok en" on "Ta b" (a)'), { code: '23505' })
  await t.rejects(sql.unsafe('create unique index concurrently half_ccnew on "Ta b" (a)'), { code: '23505' })
  const common = {
    status: 'finding',
    severity: 'warning',
    value: null,
    action: 'Rebuild it with REINDEX INDEX CONCURRENTLY; drop a leftover that ends in _ccnew or _ccold.',
    evidence: { table: 'public."Ta b"' },
  }
  t.strictSame(await findings(sql, check), [
    {
      ...common,
      object: 'index public.brok en',
      detail: 'Index public."brok en" on public."Ta b" is invalid: writes maintain it, queries cannot use it.',
      fix_sql: ['reindex index concurrently public."brok en";'],
    },
    {
      ...common,
      object: 'index public.half_ccnew',
      detail: 'Index public.half_ccnew on public."Ta b" is invalid: writes maintain it, queries cannot use it.',
      fix_sql: ['drop index concurrently public.half_ccnew;'],
    },
  ])
  await sql.unsafe('delete from "Ta b"')
  await assertFixes(t, sql, check, { reversible: false })
})

t.test('does not report an index that is being built', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe('create table busy (a int)')
  const holder = await db.connect().reserve()
  await holder`begin`
  await holder`insert into busy values (1)`
  const builder = await db.connect().reserve()
  const building = builder`create index concurrently on busy (a)`.execute()

  await poll(() => db.sql`select from pg_index where not indisvalid`.then((rows) => rows.length))
  t.strictSame(await findings(db.sql, check), nothingFound)
  await holder`rollback`
  await building
  holder.release()
  builder.release()
})
