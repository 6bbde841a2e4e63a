import t from 'tap'
import { blindRole, oneByOne, poll, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'
import { endSessions, isBlocked, openSession, type Session } from '../../support/sessions.js'

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
    action: 'Rebuild it with REINDEX INDEX CONCURRENTLY, a unique one, once its rows are unique, by dropping and creating it; drop a leftover that ends in _ccnew or _ccold.',
    evidence: { table: 'public."Ta b"' },
  }
  t.strictSame(await findings(sql, check), [
    {
      ...common,
      object: 'index public.brok en',
      detail: 'Index public."brok en" on public."Ta b" is invalid: its build was interrupted, and neither writes nor queries use it.',
      fix_sql: ['drop index concurrently public."brok en";', 'create unique index concurrently "brok en" on public."Ta b" USING btree (a);'],
    },
    {
      ...common,
      object: 'index public.half_ccnew',
      detail: 'Index public.half_ccnew on public."Ta b" is invalid: its build was interrupted, and neither writes nor queries use it.',
      fix_sql: ['drop index concurrently public.half_ccnew;'],
    },
  ])
  await sql.unsafe('drop index half_ccnew')
  const indexes = () => sql`select indexrelid::regclass::text as name, indisvalid from pg_index where indrelid = '"Ta b"'::regclass`
  for (const time of ['once', 'twice']) {
    const [found] = await findings(sql, check)
    await t.rejects(oneByOne(sql, found?.fix_sql ?? []), { code: '23505' }, time)
    t.strictSame([...(await indexes())], [{ name: '"brok en"', indisvalid: false }], `the fix leaves no other index, run ${time}`)
  }
  t.match(await sql`select statement from steward.plan_table_maintenance() where check_id = ${check}`,
    [{ statement: 'reindex index concurrently public."brok en";' }], 'pgsteward maintain removes what is left')
  await sql.unsafe('delete from "Ta b"')
  await assertFixes(t, sql, check, { reversible: false })
  t.strictSame([...(await indexes())], [{ name: '"brok en"', indisvalid: true }])
})

t.test('an index that is not unique is rebuilt', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe('create table plain (a int); insert into plain values (1)')
  const writer = await openSession(db)
  endSessions(t, db, writer)
  await writer.sql.unsafe('begin; insert into plain values (2)').simple()
  const builder = await db.connect().reserve()
  await builder`set lock_timeout = '200ms'`
  await t.rejects(builder.unsafe('create index concurrently plain_a on plain (a)').simple(), { code: '55P03' })
  builder.release()
  await writer.sql.unsafe('rollback').simple()
  t.match(await findings(db.sql, check), [{ fix_sql: ['reindex index concurrently public.plain_a;'] }])
  await assertFixes(t, db.sql, check, { reversible: false })
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
  t.strictSame(await findings(await blindRole(t, db), check), nothingFound, 'nor does a role that cannot see what is built')
  await holder`rollback`
  await building
  holder.release()
  builder.release()
})

/** Cancels what a session does, and waits until it has stopped. */
async function cancel(db: Awaited<ReturnType<typeof testDatabase>>, { pid }: Session): Promise<void> {
  await db.admin`select pg_cancel_backend(${pid})`
  await poll(async () => (await db.admin`select from pg_stat_activity where pid = ${pid} and state = 'idle'`).length > 0)
}

t.test('an index that somebody is dropping is left alone, and one whose drop was interrupted is never rebuilt', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe('create table "Ta b" (a int); create index "go ne" on "Ta b" (a)')
  const [first, second, dropper] = [await openSession(db), await openSession(db), await openSession(db)]
  endSessions(t, db, first, second, dropper)
  await first.sql.unsafe('begin; select from "Ta b"').simple()
  dropper.start('drop index concurrently "go ne"')
  await isBlocked(db, dropper)
  t.match(await db.sql`select indisvalid, indislive from pg_index where indexrelid = '"go ne"'::regclass`, [{ indisvalid: false, indislive: true }])
  t.strictSame(await findings(db.sql, check), nothingFound)
  await second.sql.unsafe('begin; select from "Ta b"').simple()
  await first.sql.unsafe('rollback').simple()
  await poll(() => db.sql`select from pg_index where not indislive`.then((rows) => rows.length))
  t.strictSame(await findings(db.sql, check), nothingFound)
  await cancel(db, dropper)
  await second.sql.unsafe('rollback').simple()
  t.strictSame(await findings(db.sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'index public.go ne',
      value: null,
      detail: 'Index public."go ne" on public."Ta b" was being dropped when that was interrupted: nothing uses or maintains it any more.',
      action: 'Drop it; if the index is wanted after all, create it again.',
      fix_sql: ['drop index concurrently public."go ne";'],
      evidence: { table: 'public."Ta b"' },
    },
  ])
  t.strictSame([...(await db.sql`select statement from steward.plan_table_maintenance() where check_id = ${check}`)], [])
  await assertFixes(t, db.sql, check, { reversible: false })
})

t.test('an invalid index that was in use before was being dropped, too', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe('create table used (a int); insert into used select generate_series(1, 1000); create index used_a on used (a)')
  const scanner = await db.sql.reserve()
  await scanner`set enable_seqscan = off`
  await scanner`select from used where a = 5`
  await scanner`select pg_stat_force_next_flush()`
  scanner.release()
  const [reader, dropper] = [await openSession(db), await openSession(db)]
  endSessions(t, db, reader, dropper)
  await reader.sql.unsafe('begin; select from used').simple()
  dropper.start('drop index concurrently used_a')
  await isBlocked(db, dropper)
  await cancel(db, dropper)
  await reader.sql.unsafe('rollback').simple()
  t.match(await findings(db.sql, check), [
    { object: 'index public.used_a', detail: /has been used before: its DROP INDEX CONCURRENTLY was interrupted;/, fix_sql: ['drop index concurrently public.used_a;'] },
  ])
  await assertFixes(t, db.sql, check, { reversible: false })
})

t.test('what a rebuild of a table has left on its TOAST table can only be dropped by who reaches it', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe('create table long (a int, b text); create index long_a on long (a)')
  const writer = await openSession(db)
  endSessions(t, db, writer)
  await writer.sql.unsafe('begin; insert into long values (1)').simple()
  const rebuild = await db.connect().reserve()
  await rebuild`set lock_timeout = '200ms'`
  await t.rejects(rebuild.unsafe('reindex table concurrently long').simple(), { code: '55P03' })
  rebuild.release()
  await writer.sql.unsafe('rollback').simple()
  const [toast] = await db.sql<{ name: string }[]>`select reltoastrelid::regclass || '_index_ccnew' as name from pg_class where relname = 'long'`
  const name = toast?.name ?? ''
  const found = await findings(db.sql, check)
  t.match(found.map(({ object }) => object), [`index ${name}`, 'index public.long_a_ccnew'])
  t.match(found[0], {
    detail: `Index ${name} on the TOAST table of public.long is invalid: its build was interrupted, and neither writes nor queries use it.`,
    action: 'Drop it as a superuser, or as the owner of the table with USAGE on schema pg_toast: nobody else reaches it.',
    fix_sql: [`drop index concurrently ${name};`],
    evidence: { table: 'public.long' },
  })
  const planned = (sql: typeof db.sql) => sql`select statement from steward.plan_table_maintenance() where check_id = ${check}`
  t.strictSame([...(await planned(db.sql))], [{ statement: 'drop index concurrently public.long_a_ccnew;' }], 'an owner is not asked to do what he cannot')
  await t.rejects(db.sql.unsafe(`drop index concurrently ${name}`), { code: '42501' })
  t.match(await planned(db.admin), { length: 2 })
  await assertFixes(t, db.sql, check, { as: db.admin, reversible: false })
  t.match(await db.sql`select from pg_index where indrelid = 'long'::regclass and indisvalid`, { length: 1 })
})

t.test('an index that is only named like a leftover is no leftover of another one', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table named (a int, b int); insert into named values (1, 1), (1, 1);
    create index k on named (a); create index k_ccnew on named (b); create index k_ccnew_ccnew on named (b)`)
  await t.rejects(sql.unsafe('create unique index concurrently k_ccnew1 on named (a)'), { code: '23505' })
  await t.rejects(sql.unsafe('create unique index concurrently k_ccnew2 on named (b)'), { code: '23505' })
  t.strictSame([...(await sql`select * from steward_internal.rebuild_leftovers()`)], [], 'k is not unique, and k_ccnew is valid')
  await t.rejects(sql.unsafe('reindex index concurrently k_ccnew1'), { code: '23505' })
  t.strictSame([...(await sql`select index_oid::regclass::text as index, statement from steward_internal.rebuild_leftovers()`)], [
    { index: 'k_ccnew1', statement: 'drop index concurrently public.k_ccnew1_ccnew;' },
  ])
})

t.test('the leftover of a partition belongs to the rebuild of the whole index', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table parts (a int) partition by list (a);
    create table part_1 partition of parts for values in (1); create index parts_a on parts (a)`)
  const writer = await openSession(db)
  endSessions(t, db, writer)
  await writer.sql.unsafe('begin; insert into parts values (1)').simple()
  const rebuild = await db.connect().reserve()
  await rebuild`set lock_timeout = '200ms'`
  await t.rejects(rebuild.unsafe('reindex index concurrently parts_a').simple(), { code: '55P03' })
  rebuild.release()
  await writer.sql.unsafe('rollback').simple()
  const left = [{ statement: 'drop index concurrently public.part_1_a_idx_ccnew;' }]
  for (const statement of ['reindex index concurrently public.parts_a;', 'reindex index concurrently public.part_1_a_idx;', null]) {
    t.strictSame([...(await db.sql`select statement from steward_internal.rebuild_leftovers(${statement})`)], left)
  }
  t.strictSame([...(await db.sql`select from steward_internal.rebuild_leftovers('reindex index concurrently public.other;')`)], [])
  await assertFixes(t, db.sql, check, { reversible: false })
})
