import t from 'tap'
import type postgres from 'postgres'
import { poll, runAndFlush, testDatabase } from '../support/database.js'
import { isBlocked, openSession } from '../support/sessions.js'

interface Row extends postgres.Row {
  statement: string
  severity: string
}

/** The rows about tables of `public`; what the server as a whole counts is left out. */
const plan = async (sql: postgres.Sql): Promise<Row[]> => [
  ...(await sql<Row[]>`
    select statement, target, reason, severity, lock, check_id from steward.plan_table_maintenance() where target like 'public.%'`),
]

async function run(sql: postgres.Sql, rows: Row[]): Promise<void> {
  for (const { statement } of rows) await sql.unsafe(statement).simple()
}

/** A run of retention of a table that ended so. */
const ran = (sql: postgres.Sql, target: string, rows: number, outcome = 'done', strategy = 'index_range', batches = 1) => sql`
  with run as (insert into steward.maintenance_runs (outcome, finished_at) values ('done', now()) returning id)
  insert into steward.maintenance_steps (run_id, step, target, outcome, rows, batches, strategy, finished_at)
  select id, 'retention', ${target}, ${outcome}, ${rows}, ${batches}, ${strategy}, clock_timestamp() from run`

t.test('in a new database there is nothing to plan', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await plan(sql), [])
})

t.test('the fixes of findings that are VACUUM, REINDEX or ANALYZE, worst first', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await sql.unsafe(`
    create table public."Ta ble" (id integer, n integer, primary key (id)) with (autovacuum_enabled = off);
    create index "bro ken" on public."Ta ble" (n);
    create index double on public."Ta ble" (n);
    create table public.grown (n integer) with (autovacuum_enabled = off);`)
  await runAndFlush(sql, [
    'analyze public.grown', 'insert into public.grown select n from generate_series(1, 5000) as n',
    `insert into public."Ta ble" select n, n from generate_series(1, 20000) as n`, 'analyze public."Ta ble"',
    'delete from public."Ta ble" where id <= 10000',
  ])
  await admin`update pg_index set indisvalid = false where indexrelid = 'public."bro ken"'::regclass`
  const rows = await poll(async () => {
    const found = await plan(sql)
    return found.some(({ statement }) => statement.startsWith('vacuum')) && found
  })
  const statements = rows.map(({ statement }) => statement)
  t.strictSame([...statements].sort(), [
    'analyze public.grown;', 'reindex index concurrently public."bro ken";', 'vacuum (analyze) public."Ta ble";',
  ], 'no ANALYZE of what VACUUM (ANALYZE) is planned for')
  const grades = rows.map(({ severity }) => ['critical', 'warning', 'info'].indexOf(severity))
  t.strictSame(grades, [...grades].sort())
  t.match(rows.find(({ statement }) => statement.startsWith('reindex')), {
    target: 'public.bro ken', reason: /is invalid/, check_id: 'invalid_indexes', lock: String, severity: 'warning',
  })
  await run(sql, rows)
  await poll(async () => (await plan(sql)).length === 0)
})

t.test('VACUUM after retention removed 10,000 rows, until somebody does it', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe('create table public."Ke pt" with (autovacuum_enabled = off) as select 1 as n; create table public.dropped (); create table public.few ()')
  await ran(sql, 'public."Ke pt"', 4000)
  await ran(sql, 'public."Ke pt"', 5999)
  await ran(sql, 'public.dropped', 10000, 'done', 'partition_drop')
  await ran(sql, 'public.dropped', 10000, 'done', 'index_range', 0)
  await ran(sql, 'public.gone', 10000)
  t.strictSame(await plan(sql), [])
  await ran(sql, 'public."Ke pt"', 1)
  const rows = await plan(sql)
  t.strictSame(rows, [
    {
      statement: 'vacuum (analyze) public."Ke pt";', target: 'public."Ke pt"',
      reason: 'Retention removed 10000 rows since the last VACUUM, whose space and index entries are still there.',
      severity: 'info', lock: 'SHARE UPDATE EXCLUSIVE: reads and writes go on', check_id: null,
    },
  ])
  await run(sql, rows)
  await poll(async () => (await plan(sql)).length === 0)
  await ran(sql, 'public."Ke pt"', 10000)
  t.equal((await plan(sql)).length, 1)
})

t.test('VACUUM of a partitioned table', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.parts (n integer) partition by list (n);
    create table public.part_1 partition of public.parts for values in (1) with (autovacuum_enabled = off);
    create table public.part_2 partition of public.parts for values in (2) with (autovacuum_enabled = off);
    insert into public.parts values (1), (1), (2)`)
  await runAndFlush(sql, ['delete from public.parts where ctid = (select min(ctid) from public.parts where n = 1) and n = 1'])
  await ran(sql, 'public.parts', 10000)
  const rows = await poll(async () => {
    const found = await plan(sql)
    return found.length > 0 && found
  })
  t.strictSame(rows.map(({ statement }) => statement), ['vacuum (analyze) public.parts;'])
  await run(sql, rows)
  await poll(async () => (await plan(sql)).length === 0)
})

t.test('a partition whose DETACH CONCURRENTLY was interrupted', async (t) => {
  const db = await testDatabase(t)
  const { sql } = db
  await sql.unsafe(`
    create table public.parts (n integer) partition by list (n);
    create table public."part 1" partition of public.parts for values in (1)`)
  const [reader, detacher] = [await openSession(db), await openSession(db)]
  await reader.sql.unsafe('begin; select from public.parts').simple()
  detacher.start('alter table public.parts detach partition public."part 1" concurrently')
  await isBlocked(db, detacher)
  await db.admin`select pg_cancel_backend(${detacher.pid})`
  await poll(async () => (await db.admin`select from pg_stat_activity where pid = ${detacher.pid} and state = 'idle'`).length > 0)
  await reader.sql.unsafe('rollback').simple()
  const rows = await plan(sql)
  t.strictSame(rows, [
    {
      statement: 'alter table public.parts detach partition public."part 1" finalize;', target: 'public."part 1"',
      reason: 'DETACH PARTITION CONCURRENTLY of it was interrupted.', severity: 'warning',
      lock: 'SHARE UPDATE EXCLUSIVE of the table, ACCESS EXCLUSIVE of the partition', check_id: null,
    },
  ])
  await run(sql, rows)
  t.strictSame(await plan(sql), [])
})

t.test('expired partitions that a run could not drop', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.parts (at timestamptz) partition by range (at);
    create table public."ol d" partition of public.parts for values from ('2001-01-01') to ('2002-01-01');
    create table public.new partition of public.parts for values from ('2002-01-01') to (maxvalue)`)
  await sql`select from steward.add_retention_policy('public.parts', 'at', '1 day')`
  t.strictSame(await plan(sql), [], 'not tried yet')
  await ran(sql, 'public.parts', 0, 'lock_timeout', 'partition_drop', 0)
  const rows = await plan(sql)
  const row = {
    target: 'public."ol d"', reason: 'All rows are too old, and DROP TABLE did not get its lock.', severity: 'warning',
    lock: 'SHARE UPDATE EXCLUSIVE of the table, so nobody waits', check_id: null,
  }
  t.strictSame(rows, [
    { statement: 'alter table public.parts detach partition public."ol d" concurrently;', ...row },
    { statement: 'drop table public."ol d";', ...row },
  ])
  await sql`create table public.rest partition of public.parts default`
  t.strictSame(await plan(sql), [], 'with a default partition nothing is detached concurrently')
  await sql`drop table public.rest`
  await ran(sql, 'public.parts', 0, 'done')
  t.strictSame(await plan(sql), [], 'the last run counts')
  await ran(sql, 'public.parts', 0, 'lock_timeout', 'partition_drop', 0)
  await run(sql, rows)
  t.strictSame(await plan(sql), [])
})
