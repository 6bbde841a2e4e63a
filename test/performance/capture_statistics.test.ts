import t from 'tap'
import { poll, preloads, runAndFlush, testDatabase, type TestDatabase } from '../support/database.js'

const tables = (db: TestDatabase) => db.sql`
  select relid::regclass::text as table, seq_scan::int, seq_tup_read::int, idx_scan::int, n_tup_ins::int, n_tup_upd::int
  from steward_internal.table_changes('1 day') where relid::regclass::text in ('busy', 'idle') order by 1`
const indexes = (db: TestDatabase) => db.sql`
  select indexrelid::regclass::text as index, relid::regclass::text as table, idx_scan::int
  from steward_internal.index_changes('1 day') where relid = 'busy'::regclass order by 1`
const capture = async (db: TestDatabase): Promise<number> => {
  const [row] = await db.sql<{ id: number }[]>`select steward.capture_statistics()::int as id`
  return row?.id ?? 0
}

const act = (db: TestDatabase, statements: string) => runAndFlush(db.sql, statements.split(';'))

t.test('says nothing before the first snapshot', async (t) => {
  const db = await testDatabase(t)
  for (const changes of ['counter_changes', 'table_changes', 'index_changes', 'query_changes', 'observed_window'])
    t.strictSame([...(await db.sql.unsafe(`select from steward_internal.${changes}('10 years')`))], [], changes)
})

t.test('counts what happened since the first snapshot, over the later ones and up to now', async (t) => {
  const db = await testDatabase(t)
  await act(db, `
    create table busy (id bigint primary key, n int);
    create table idle (id int);
    insert into busy select i, 0 from generate_series(1, 10) i;
    select count(*) from busy`)
  t.equal(await capture(db), 1)
  await act(db, 'insert into busy values (11, 0), (12, 0); update busy set n = 1 where n = 0; select count(*) from busy')
  const first = [
    { table: 'busy', seq_scan: 2, seq_tup_read: 24, idx_scan: 0, n_tup_ins: 2, n_tup_upd: 12 },
    { table: 'idle', seq_scan: 0, seq_tup_read: 0, idx_scan: 0, n_tup_ins: 0, n_tup_upd: 0 },
  ]
  t.strictSame([...(await tables(db))], first, 'live')
  t.equal(await capture(db), 2)
  t.strictSame([...(await tables(db))], first, 'from the snapshot')
  await act(db, 'set enable_seqscan = off; select n from busy where id = 3; reset enable_seqscan; insert into busy values (13, 0)')
  t.strictSame([...(await tables(db))], [
    { table: 'busy', seq_scan: 2, seq_tup_read: 24, idx_scan: 1, n_tup_ins: 3, n_tup_upd: 12 },
    first[1],
  ])
  t.strictSame([...(await indexes(db))], [{ index: 'busy_pkey', table: 'busy', idx_scan: 1 }])
  const kept = await db.sql`select relid::regclass::text as relation from steward_internal.relation_changes
    where relid in ('busy'::regclass, 'idle'::regclass, 'busy_pkey'::regclass)`
  t.strictSame([...kept], [{ relation: 'busy' }], 'what did not move costs no row')
})

t.test('a reset between two snapshots loses the time before it, and nothing becomes negative', async (t) => {
  const db = await testDatabase(t)
  await act(db, 'create table busy (id int primary key); insert into busy values (1), (2), (3)')
  await capture(db)
  await db.sql`update steward.statistics_snapshots set taken_at = taken_at - interval '2 hours'`
  await db.admin`select pg_stat_reset()`
  await poll(async () => (await db.sql`select from pg_stat_database where datname = current_database() and stats_reset is not null`).length)
  await act(db, 'insert into busy values (4)')
  const [table] = await tables(db)
  t.match(table, { table: 'busy', n_tup_ins: 1 })
  const [clock] = await db.sql`
    select elapsed < interval '1 minute' as short, now() - changed_since > interval '1 hour' as long, is_continued
    from steward_internal.observed_window('1 day')`
  t.strictSame(clock, { short: true, long: true, is_continued: false })
  await capture(db)
  await act(db, 'insert into busy values (5)')
  t.match(await tables(db), [{ table: 'busy', n_tup_ins: 2 }])
  const [counted] = await db.sql`
    select change >= 2 and change < 1000 as right from steward_internal.counter_changes('1 day') where counter = 'database.tup_inserted'`
  t.strictSame(counted, { right: true })
})

t.test('never resets anything, and keeps the size of a table when it changes', async (t) => {
  const db = await testDatabase(t)
  await act(db, 'create table busy (id int, filler text)')
  const before = await db.sql`select stats_reset from pg_stat_database where datname = current_database()`
  await capture(db)
  await capture(db)
  const sizes = () => db.sql`
    select snapshot_id::int, bytes::int from steward_internal.table_sizes where relid = 'busy'::regclass order by 1`
  t.strictSame([...(await sizes())], [{ snapshot_id: 1, bytes: 8192 }], 'TOAST alone, once')
  await act(db, `insert into busy select i, repeat('x', 1000) from generate_series(1, 100) i`)
  await capture(db)
  t.match(await sizes(), [{ snapshot_id: 1 }, { snapshot_id: 3 }])
  t.strictSame(await db.sql`select stats_reset from pg_stat_database where datname = current_database()`, before)
})

t.test('follows a statement through snapshots', { skip: !preloads('pg_stat_statements') && 'not preloaded' }, async (t) => {
  const db = await testDatabase(t)
  await act(db, 'create table busy (id int); select max(id) from busy')
  await capture(db)
  const seen = () => db.sql`
    select query, calls::int, rows::int, total_exec_time > 0 as took_time, toplevel
    from steward_internal.query_changes('1 day') where query like '%from busy%' order by 1`
  await act(db, 'select count(*) as later from busy; select count(*) as later from busy')
  const expected = [{ query: 'select count(*) as later from busy', calls: 2, rows: 2, took_time: true, toplevel: true }]
  t.strictSame([...(await seen())], expected)
  await capture(db)
  t.strictSame([...(await seen())], expected)
  await act(db, 'select count(*) as later from busy')
  t.match(await seen(), [{ calls: 3 }])
})

t.test('does without pg_stat_statements', async (t) => {
  const db = await testDatabase(t)
  await db.admin`drop extension if exists pg_stat_statements`
  t.equal(await capture(db), 1)
  t.strictSame([...(await db.sql`select from steward_internal.query_changes('1 day')`)], [])
  t.strictSame([...(await db.sql`select from steward.slow_queries`)], [])
})

t.test('keeps limits once a day and removes what is too old', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`create sequence worn as smallint; select setval('worn', 30000)`)
  await db.sql`select steward.set_setting('capacity.disk_quota', '1 GB')`
  await capture(db)
  await capture(db)
  const [size] = await db.sql`select (1024 ^ 3)::bigint - pg_database_size(current_database()) as left`
  const limits = await db.sql`
    select snapshot_id::int, limit_name, object, remaining::float8 from steward_internal.limit_snapshots order by 2`
  t.match(limits, [
    { snapshot_id: 1, limit_name: 'disk quota', object: db.name },
    { snapshot_id: 1, limit_name: 'multixact ids', object: db.name, remaining: Number },
    { snapshot_id: 1, limit_name: 'sequence', object: 'public.worn', remaining: 2767 },
    { snapshot_id: 1, limit_name: 'transaction ids', object: db.name, remaining: Number },
  ])
  t.ok(Math.abs(Number(limits[0]?.['remaining']) - Number(size?.['left'])) < 10_000_000)
  await db.sql`update steward.statistics_snapshots set taken_at = taken_at - interval '37 days' where id = 1`
  await capture(db)
  t.strictSame([...(await db.sql`select id::int from steward.statistics_snapshots order by id`)], [{ id: 2 }, { id: 3 }])
  t.match(await db.sql`select distinct snapshot_id::int from steward_internal.limit_snapshots`, [{ snapshot_id: 3 }])
})

t.test('does not wait for a locked table, nor for another capture, and refuses to write where it cannot', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe('create table busy (id int); create table free (id int)')
  const holder = await db.connect().reserve()
  await holder`begin`
  await holder`lock table busy in access exclusive mode`
  t.equal(await capture(db), 1)
  t.strictSame(
    [...(await db.sql`select relid::regclass::text from steward_internal.table_sizes where relid in ('busy'::regclass, 'free'::regclass)`)],
    [{ relid: 'free' }],
  )
  await holder`select pg_advisory_xact_lock(20985, 3)`
  t.strictSame([...(await db.sql`select steward.capture_statistics() as id`)], [{ id: null }])
  await holder`rollback`
  holder.release()
  await db.sql.begin('read only', (tx) => t.rejects(tx`select steward.capture_statistics()`, { code: 'SW004', hint: /primary/ })).catch(() => undefined)
})

t.test('a reader sees all of it with the documented grants', async (t) => {
  const db = await testDatabase(t)
  await capture(db)
  await db.admin.unsafe(`create role reader_${db.name}; grant steward_reader to reader_${db.name}`)
  t.teardown(() => db.admin.unsafe(`drop role reader_${db.name}`))
  await db.admin.begin(async (tx) => {
    await tx.unsafe(`set local role reader_${db.name}`)
    for (const changes of ['counter_changes', 'table_changes', 'index_changes', 'query_changes'])
      t.ok(await tx.unsafe(`select from steward_internal.${changes}('1 day')`), changes)
  })
})
