import t from 'tap'
import { concurrentBuild } from '../../src/migrate/concurrent-build.js'
import { oneByOne, testDatabase } from '../support/database.js'

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

t.test('index_builds(): the indexes of what a statement with CONCURRENTLY names, and which of them nobody can use', async (t) => {
  const { sql } = await testDatabase(t)
  await oneByOne(sql, [
    'create schema "o ther"', 'create table "o ther"."Ta ble" (n int, m int)', 'insert into "o ther"."Ta ble" values (1), (1)',
    'create index "in dex" on "o ther"."Ta ble" (n)', 'create table parent (n int) partition by range (n)', 'create table part partition of parent default',
    'create index on parent (n)',
  ])
  for (const index of ['broken', 'twice']) await sql`create unique index concurrently ${sql(index)} on "o ther"."Ta ble" (n)`.catch(() => undefined)
  await sql`create unique index concurrently whole on "o ther"."Ta ble" (n, ctid)`.catch(() => undefined)
  const builds = async (relation: string | null, schema: string | null = null) => [...(await sql`
    select b.index_name, b.bare_name, b.is_valid, b.is_being_built, b.is_leftover
    from steward_internal.index_builds(to_regclass(${relation}), to_regnamespace(${schema})) as b
    where b.index_name !~ 'steward|pg_toast|pg_catalog' order by b.index_name`)]
  const row = (index_name: string, is_valid: boolean, is_leftover = false) =>
    ({ index_name, bare_name: index_name.replace(/^.*\."?|"$/g, ''), is_valid, is_being_built: false, is_leftover })
  const found = [row('"o ther"."in dex"', true), row('"o ther".broken', false), row('"o ther".twice', false)]
  t.strictSame(await builds('"o ther"."Ta ble"'), found)
  t.strictSame(await builds('"o ther"."in dex"'), found, 'an index stands for its table')
  t.strictSame(await builds(null, '"o ther"'), found)
  t.strictSame(await builds('parent'), [row('public.part_n_idx', true)])
  await sql`delete from "o ther"."Ta ble" where ctid = (select min(ctid) from "o ther"."Ta ble")`
  await sql`reindex index "o ther".twice`
  t.strictSame(await builds('"o ther"."Ta ble"'), [found[0], row('"o ther".broken', false, true), row('"o ther".twice', true)])
})

t.test('what builds indexes concurrently is read by the grammar', async (t) => {
  const read = (text: string) => concurrentBuild({ text, line: 1 })
  const none = { relation: undefined, schema: undefined, index: undefined }
  t.strictSame(await read('CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "in dex"\n ON ONLY "o ther"."Ta ""ble" (n) -- x'), {
    ...none, kind: 'create', relation: '"o ther"."Ta ""ble"', index: 'in dex',
  })
  t.strictSame(await read('create index concurrently on T (n)'), { ...none, kind: 'create', relation: '"t"' })
  t.strictSame(await read('reindex index concurrently s.i'), { ...none, kind: 'reindex', relation: '"s"."i"', index: 'i' })
  t.strictSame(await read('reindex (verbose, concurrently) table t'), { ...none, kind: 'reindex', relation: '"t"' })
  t.strictSame(await read('reindex schema concurrently s'), { ...none, kind: 'reindex', schema: '"s"' })
  t.strictSame(await read('reindex database concurrently d'), { ...none, kind: 'reindex' })
  t.strictSame(await read('drop index concurrently if exists s."I"'), { ...none, kind: 'drop', relation: '"s"."I"', index: 'I' })
  for (const other of ['create index i on t (n)', 'drop index i', 'refresh materialized view concurrently m', `select 'create index concurrently i on t (n)'`, 'create index concurrently']) {
    t.strictSame(await read(other), undefined, other)
  }
})

t.test('migration_progress() speaks of the last try only', async (t) => {
  const { sql } = await testDatabase(t)
  const progress = async () => [...(await sql`select * from steward_internal.migration_progress('public.pgmigrations', 'up')`)]
  t.strictSame(await progress(), [])
  const [row] = await run(sql, '1')
  await sql`select steward_internal.note_migration_progress(${row?.id ?? ''}, 2, 'x')`
  t.strictSame(await progress(), [], 'it goes on')
  await sql`select steward_internal.interrupt_abandoned_migrations()`
  t.match(await progress(), [{ name: 'a', statements_done: 2, done_checksum: 'x', session_state: null, indexes_before: null }])
  const caller = JSON.stringify({ role: 'none', search_path: 'x' })
  await sql`select steward_internal.note_migration_session(${row?.id ?? ''}, ${caller}::text::jsonb), steward_internal.note_migration_indexes(${row?.id ?? ''}, '{1,2}')`
  t.match(await progress(), [{ session_state: { role: 'none', search_path: 'x', temporary_relations: null }, indexes_before: [1, 2] }])
  const [next] = await run(sql, '1')
  await sql`select steward_internal.finish_migration(${next?.id ?? ''}, 'failed', 1, '0', '{"sqlstate": "22012"}')`
  t.match(await progress(), [{ statements_done: 2, done_checksum: 'x' }], 'what the first try has done is done')
  t.match(await progress(), [{ indexes_before: null }], 'what has failed was not finished by the server')
  const [third] = await run(sql, '1')
  await sql`select steward_internal.finish_migration(${third?.id ?? ''}, 'ok', 1, '0')`
  t.strictSame(await progress(), [])
})
