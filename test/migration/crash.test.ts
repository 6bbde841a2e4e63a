import t from 'tap'
import { poll, type TestDatabase } from '../support/database.js'
import { file, ok, withMigrations } from '../support/migrations.js'
import { startRunner } from '../support/runner.js'
import { openSession } from '../support/sessions.js'

const started = (db: TestDatabase, name: string) => async () =>
  (await db.sql<{ pid: number }[]>`select pid from steward.migration_log where name = ${name} and status = 'started'`)[0]?.pid

const isGone = (db: TestDatabase, pid: number) => async () => (await db.sql`select from pg_stat_activity where pid = ${pid}`).length === 0

t.test('the runner is killed in the middle of a file: nothing of it stays, and the next run says so and does it', async (t) => {
  const db = await withMigrations(t, {
    '1_a.sql': file('create table a (n int);'),
    '2_b.sql': file('insert into a values (1);\nlock table gate;\ninsert into a values (2);'),
    '3_c.sql': file('create table c ();'),
  })
  await db.sql`create table gate ()`
  const keeper = await openSession(db)
  await keeper.sql.unsafe('begin; lock table gate').simple()
  const runner = startRunner(t, db)
  const pid = await poll(started(db, '2_b'))
  await poll(async () => (await db.sql`select from pg_locks where pid = ${pid} and not granted`).length > 0)
  await runner.killed()
  t.match(await db.states(), { '1_a': 'applied', '3_c': 'pending' })
  await keeper.sql.unsafe('commit').simple()
  await poll(isGone(db, pid))
  t.strictSame(await db.states(), { '1_a': 'applied', '2_b': 'interrupted', '3_c': 'pending' }, 'seen before anything is written')
  t.strictSame(await db.up(), ['2_b', '3_c'])
  t.strictSame(db.said, ['2_b was interrupted the last time'])
  t.strictSame(await db.log(), [
    ok('1_a'), { ...ok('2_b'), status: 'interrupted', message: 'The session ended before the migration did.' }, ok('2_b'), ok('3_c'),
  ])
  t.strictSame([...(await db.sql`select n from a order by n`)], [{ n: 1 }, { n: 2 }])
})

t.test('the session is killed: the runner fails, and the log says so', async (t) => {
  const db = await withMigrations(t, { '1_a.sql': file('create table a ();\nselect pg_sleep(600);') })
  const running = db.up()
  running.catch(() => undefined)
  const pid = await poll(started(db, '1_a'))
  await poll(async () => (await db.sql`select from pg_stat_activity where pid = ${pid} and wait_event = 'PgSleep'`).length > 0)
  await db.admin`select pg_terminate_backend(${pid})`
  // The driver may see the end of the connection before it reads the message of the server.
  await t.rejects(running, { code: /^(57P01|08006)$/ })
  t.match(await db.log(), [{ name: '1_a', status: 'failed', sqlstate: /^(57P01|08006)$/, statement: 'select pg_sleep(600);', line: 3 }])
  t.strictSame([...(await db.sql`select to_regclass('public.a') as a`)], [{ a: null }])
})

t.test('killed while an index is built concurrently: what is invalid goes, and what was done is not done again', async (t) => {
  const db = await withMigrations(t, {
    '1_a.sql': file('create table "Ta ble" (n int);\ninsert into "Ta ble" values (1);'),
    '2_b.sql': file('insert into "Ta ble" values (2);\ncreate index concurrently if not exists "in dex" on public."Ta ble" (n);', undefined, '-- pgsteward: no-transaction\n'),
  })
  await db.up({ count: 1 })
  // CONCURRENTLY waits for this one to end.
  const keeper = await openSession(db)
  await keeper.sql.unsafe('begin isolation level repeatable read; select from "Ta ble"; insert into "Ta ble" values (0)').simple()
  const runner = startRunner(t, db)
  const pid = await poll(started(db, '2_b'))
  await poll(async () => (await db.sql`select from pg_locks where pid = ${pid} and not granted`).length > 0)
  await runner.killed()
  await db.admin`select pg_terminate_backend(${pid})`
  await poll(isGone(db, pid))
  await keeper.sql.unsafe('rollback').simple()
  t.strictSame([...(await db.sql`select indisvalid from pg_index where indrelid = '"Ta ble"'::regclass`)], [{ indisvalid: false }])
  t.match(await db.states(), { '2_b': 'interrupted' })
  t.strictSame(await db.up(), ['2_b'])
  t.strictSame(db.said, [
    '2_b was interrupted the last time', '2_b: 1 of 2 statements are done already', '2_b: dropping the invalid index public."in dex" of the try before',
  ])
  t.strictSame([...(await db.sql`select indisvalid from pg_index where indrelid = '"Ta ble"'::regclass`)], [{ indisvalid: true }])
  t.strictSame([...(await db.sql`select n from "Ta ble" order by n`)], [{ n: 1 }, { n: 2 }])
})

t.test('killed between the end of an index and its record: it is not built again', async (t) => {
  const db = await withMigrations(t, {
    '1_a.sql': file('create table a (n int);'),
    '2_b.sql': file('create index concurrently a_n on a (n);\nvacuum a;', undefined, '-- pgsteward: no-transaction\n'),
  })
  await db.up({ count: 1 })
  await db.sql`create index a_n on a (n)`
  await db.sql`
    insert into steward.migration_log (run_id, ledger, name, direction, status, finished_at, tool, indexes_before)
    values (gen_random_uuid(), 'public.pgmigrations', '2_b', 'up', 'interrupted', now(), 'pgsteward', '{}')`
  t.strictSame(await db.up(), ['2_b'])
  t.strictSame(db.said, ['2_b: index public.a_n was finished already'])
})
