import t from 'tap'
import { preloads, runAndFlush, testDatabase, type TestDatabase } from '../support/database.js'

const act = (db: TestDatabase, statements: string) => runAndFlush(db.sql, statements.split(';'))

t.test('table_activity and index_activity show what happened since the last snapshots', async (t) => {
  const db = await testDatabase(t)
  await act(db, 'create table "Ta ble" (id bigint primary key, n int); insert into "Ta ble" select i, 0 from generate_series(1, 50) i')
  const table = () => db.sql`
    select sequential_scans::int, rows_read_sequentially::int, index_scans::int, rows_inserted::int, rows_updated::int, rows_deleted::int,
      hot_update_percent::float8, live_rows::int, dead_rows::int, changed_since is not null as is_known
    from steward.table_activity where table_name = 'Ta ble'`
  t.match(await table(), [{ sequential_scans: null, rows_inserted: null, live_rows: 50, is_known: false }], 'unknown is not 0')
  await db.sql`select steward.capture_statistics()`
  await act(db, `select count(*) from "Ta ble"; update "Ta ble" set n = 1 where id <= 10; delete from "Ta ble" where id = 1;
    set enable_seqscan = off; set enable_bitmapscan = off; select n from "Ta ble" where id = 7`)
  t.match(await table(), [{ rows_inserted: 0, rows_updated: 10, rows_deleted: 1, hot_update_percent: 100, live_rows: 49, is_known: true }])
  t.match(await db.sql`select schema_name::text, table_name::text, scans > 0 as is_used, scans < scans_in_all + 1 as is_part, is_unique, is_valid
    from steward.index_activity where index_name = 'Ta ble_pkey'`, [
    { schema_name: 'public', table_name: 'Ta ble', is_used: true, is_part: true, is_unique: true, is_valid: true },
  ])
})

t.test('slow_queries falls back to all that is known, then shows the day', { skip: !preloads('pg_stat_statements') && 'not preloaded' }, async (t) => {
  const db = await testDatabase(t)
  await act(db, 'create table busy (id int); select count(*) from busy; select count(*) from busy')
  const read = () => db.sql`
    select role_name::text, calls::int, rows_per_call::float8, mean_ms >= 0 as took_time, query
    from steward.slow_queries where query = 'select count(*) from busy'`
  const expected = { role_name: 'app', calls: 2, rows_per_call: 1, took_time: true, query: 'select count(*) from busy' }
  t.strictSame([...(await read())], [expected])
  await db.sql`select steward.capture_statistics()`
  t.strictSame([...(await read())], [])
  await act(db, 'select count(*) from busy')
  t.strictSame([...(await read())], [{ ...expected, calls: 1 }])
})

t.test('query_regressions compares each statement with its own baseline', async (t) => {
  const { sql } = await testDatabase(t)
  const statements = {
    1: { name: 'slower', before: 10, after: 30 },
    2: { name: 'as ever', before: 10, after: 11 },
    3: { name: 'restless', before: 10, after: 30, spread: 20 },
    4: { name: 'tiny', before: 0.1, after: 0.5 },
    5: { name: 'rarely called', before: 10, after: 30, calls: 5 },
    6: { name: 'faster', before: 30, after: 10 },
  }
  await sql`
    insert into steward.statistics_snapshots (node, taken_at, stats_since, counters, gauges)
    select 'primary', now() - make_interval(hours => h), '2020-01-01', '{}', '{}' from generate_series(71, 0, -1) as h`
  for (const [id, { name, before, after, ...more }] of Object.entries(statements)) {
    const { spread = 0, calls = 10 } = more as { spread?: number; calls?: number }
    await sql`insert into steward_internal.statements values (${id}, 'app'::regrole, true, ${name}, now(), '{}')`
    await sql`
      insert into steward_internal.statement_changes (snapshot_id, queryid, userid, toplevel, changes)
      select s.id, ${id}::bigint, 'app'::regrole, true,
        case
          when s.taken_at > now() - interval '1 day' then array[${calls}::numeric / 2, ${calls}::numeric / 2 * ${after}::numeric]
          else array[${calls}::numeric, ${calls}::numeric * (${before}::numeric + case when s.id % 2 = 0 then ${spread}::numeric else 0 end)]
        end
      from steward.statistics_snapshots as s`
  }
  const rows = await sql`
    select query, role_name::text, baseline_mean_ms::float8, mean_ms::float8, ratio::float8, extra_ms::float8, calls::int, baseline_calls::int
    from steward.query_regressions order by 1`
  t.strictSame([...rows], [
    { query: 'rarely called', role_name: 'app', baseline_mean_ms: 10, mean_ms: 30, ratio: 3, extra_ms: 1200, calls: 60, baseline_calls: 240 },
    { query: 'slower', role_name: 'app', baseline_mean_ms: 10, mean_ms: 30, ratio: 3, extra_ms: 2400, calls: 120, baseline_calls: 480 },
  ])
})

t.test('table_growth shows the last day, the last week and all that was observed', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe('create table grown (id int); create table new (id int)')
  await sql`
    insert into steward.statistics_snapshots (node, taken_at, stats_since, counters, gauges)
    select 'primary', now() - make_interval(days => d), now() - interval '1 year', '{}', '{}' from unnest(array[20, 8, 2, 0]) as d`
  await sql`
    insert into steward_internal.table_sizes (snapshot_id, relid, bytes, estimated_rows)
    values (1, 'grown'::regclass, 1000, 10), (2, 'grown'::regclass, 3000, 30), (3, 'grown'::regclass, 7000, 70),
      (4, 'grown'::regclass, 8000, 80), (4, 'new'::regclass, 500, null)`
  const rows = await sql`
    select table_name::text, total_bytes::int, total_size, bytes_last_day::int, bytes_last_week::int, bytes_observed::int,
      percent_observed::float8, estimated_rows::int
    from steward.table_growth`
  t.strictSame([...rows], [
    { table_name: 'grown', total_bytes: 8000, total_size: '8000 bytes', bytes_last_day: 1000, bytes_last_week: 5000, bytes_observed: 7000, percent_observed: 700, estimated_rows: 80 },
    { table_name: 'new', total_bytes: 500, total_size: '500 bytes', bytes_last_day: null, bytes_last_week: null, bytes_observed: 0, percent_observed: 0, estimated_rows: null },
  ])
})

t.test('wait_events shows what active sessions wait for', async (t) => {
  const db = await testDatabase(t)
  const sleeper = db.connect()
  const [row] = await sleeper<{ pid: number }[]>`select pg_backend_pid() as pid`
  const sleeping = sleeper`select pg_sleep(60)`.catch(() => undefined)
  const pid = row?.pid ?? 0
  for (let found = 0; found === 0; )
    found = (await db.admin`select from steward.wait_events where wait_event = 'PgSleep' and ${pid} = any (oldest_pids) and sessions >= 1`).length
  await db.admin`select pg_terminate_backend(${pid})`
  await sleeping
})

t.test('every view can be read by a reader, and is empty or null where nothing is known', async (t) => {
  const db = await testDatabase(t)
  await db.admin.unsafe(`create role reader_${db.name} in role steward_reader, pg_monitor`)
  t.teardown(() => db.admin.unsafe(`drop role reader_${db.name}`))
  await db.admin.begin(async (tx) => {
    await tx.unsafe(`set local role reader_${db.name}`)
    for (const view of ['table_activity', 'index_activity', 'slow_queries', 'query_regressions', 'table_growth', 'wait_events', 'vacuum_progress'])
      await t.resolves(tx.savepoint((inner) => inner.unsafe(`select * from steward.${view}`)), view)
  })
})
