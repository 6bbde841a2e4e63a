import t from 'tap'
import { testDatabase } from '../support/database.js'

const run = (sql: Awaited<ReturnType<typeof testDatabase>>['sql'], pid: string, name = 'a') => sql<{ id: string }[]>`
  select steward_internal.begin_migration(
    jsonb_build_object('run_id', gen_random_uuid(), 'ledger', 'public.pgmigrations', 'tool', 'test', 'application_name', 'test', 'lock_wait', '1 second',
      'pid', ${pid}::int, 'backend_start', (select a.backend_start from pg_stat_activity as a where a.pid = pg_backend_pid())),
    jsonb_build_object('name', ${name}::text, 'file', 'a.sql', 'checksum', 'c'), 'up') as id`

t.test('interrupt_abandoned_migrations() and is_session_alive(): ends what has no session any more, and nothing else', async (t) => {
  const { sql } = await testDatabase(t)
  const [me] = await sql<{ pid: string }[]>`select pg_backend_pid()::text as pid`
  await run(sql, me?.pid ?? '', 'alive')
  await run(sql, '1', 'dead')
  // The number of this session, which began later than the one that is meant.
  await run(sql, me?.pid ?? '', 'number used again')
  await sql`update steward.migration_log set backend_start = backend_start - interval '1 hour' where name = 'number used again'`
  t.strictSame((await sql`select name from steward_internal.interrupt_abandoned_migrations() as name order by 1`).map((row) => row['name'] as string), ['dead', 'number used again'])
  t.strictSame([...(await sql`select name, status, finished_at is null as goes_on from steward.migration_log order by id`)], [
    { name: 'alive', status: 'started', goes_on: true }, { name: 'dead', status: 'interrupted', goes_on: false },
    { name: 'number used again', status: 'interrupted', goes_on: false },
  ])
  t.strictSame([...(await sql`select * from steward_internal.interrupt_abandoned_migrations()`)], [])
})

t.test('finish_migration() ends a row once', async (t) => {
  const { sql } = await testDatabase(t)
  const [row] = await run(sql, '1')
  await sql`select steward_internal.finish_migration(${row?.id ?? ''}, 'failed', 3, '2 seconds', '{"sqlstate": "22012", "message": "m", "line": 7}')`
  t.strictSame([...(await sql`select status, attempts, lock_wait::text, sqlstate, message, line, xid from steward.migration_log`)], [
    { status: 'failed', attempts: 3, lock_wait: '00:00:02', sqlstate: '22012', message: 'm', line: 7, xid: null },
  ])
  await t.rejects(sql`select steward_internal.finish_migration(${row?.id ?? ''}, 'ok', 1, '0')`, { code: 'SW014', hint: /repaired/ })
})

t.test('unfinished_index() finds the index of the statement, and only that', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe('create schema "o ther"; create table "o ther"."Ta ble" (n int); create index "in dex" on "o ther"."Ta ble" (n); create table "in dex_table" (n int); create index plain on "in dex_table" (n)').simple()
  const find = async (statement: string, path = 'public') => [...(await sql`select * from steward_internal.unfinished_index(${statement}, ${path})`)]
  const found = [{ index_name: '"o ther"."in dex"', is_valid: true }]
  t.strictSame(await find('create index concurrently "in dex" on "o ther"."Ta ble" (n)'), found)
  t.strictSame(await find('-- why\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "in dex"\n  ON ONLY "Ta ble" using btree (n)', '"o ther"'), found)
  t.strictSame(await find('create index concurrently PLAIN on public."in dex_table" (n)'), [{ index_name: 'public.plain', is_valid: true }])
  for (const none of [
    'create index "in dex" on "o ther"."Ta ble" (n)', 'create index concurrently "in dex" on "Ta ble" (n)', 'create index concurrently on "o ther"."Ta ble" (n)',
    'create index concurrently another on "o ther"."Ta ble" (n)', `select 'create index concurrently "in dex" on "o ther"."Ta ble" (n)'`, '',
  ]) t.strictSame(await find(none), [], none)
})

t.test('migration_progress() speaks of the last try only', async (t) => {
  const { sql } = await testDatabase(t)
  const progress = async () => [...(await sql`select * from steward_internal.migration_progress('public.pgmigrations', 'a', 'up')`)]
  t.strictSame(await progress(), [])
  const [row] = await run(sql, '1')
  await sql`select steward_internal.note_migration_progress(${row?.id ?? ''}, 2, 'x')`
  t.strictSame(await progress(), [], 'it goes on')
  await sql`select steward_internal.interrupt_abandoned_migrations()`
  t.strictSame(await progress(), [{ statements_done: 2, done_checksum: 'x' }])
  const [next] = await run(sql, '1')
  await sql`select steward_internal.finish_migration(${next?.id ?? ''}, 'ok', 1, '0')`
  t.strictSame(await progress(), [])
})
