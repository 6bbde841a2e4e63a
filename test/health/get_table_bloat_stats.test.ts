import type postgres from 'postgres'
import t from 'tap'
import { blindRole, poll, testDatabase } from '../support/database.js'

// Covers steward_internal.bloat_candidates() as well.
interface Row {
  schema_name: string
  table_name: string
  estimated_bytes: string
  free_bytes: string | null
  dead_bytes: string | null
  bloat_percent: string | null
  scanned_percent: string | null
  withheld: string | null
}

/** The tables of schema public, all sizes unless told otherwise, ordered by name. */
async function stats(sql: postgres.Sql | postgres.TransactionSql, minBytes: number | null = 0): Promise<Row[]> {
  const rows = await sql.unsafe<Row[]>(`
    select * from steward.get_table_bloat_stats(${minBytes ?? ''})
    where schema_name = 'public'
    order by table_name collate "C"`)
  return rows.map((row) => ({ ...row }))
}

const filled = (name: string, rows: number) => `
  create table ${name} (a int, filler text) with (autovacuum_enabled = off);
  insert into ${name} select a, repeat('x', 600) from generate_series(1, ${rows}) as a;`

t.test('measures within a point of the exact pgstattuple', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await sql.unsafe(`${filled('"Ta ble"', 5000)} ${filled('dead', 5000)} ${filled('packed', 5000)}
    create materialized view summary as select * from packed;
    delete from "Ta ble" where a % 2 = 0;`)
  // An autovacuum worker in this database may keep VACUUM from removing the rows at the first try.
  await poll(async () => {
    await sql`vacuum`
    return (await stats(sql)).every(({ dead_bytes, scanned_percent }) => dead_bytes === '0' && scanned_percent === '0.0')
  })
  await sql`delete from dead where a % 4 = 0`
  await sql`analyze`

  const measured = await stats(sql)
  t.strictSame(measured.map(({ table_name, withheld }) => [table_name, withheld]), [
    ['Ta ble', null], ['dead', null], ['packed', null], ['summary', null],
  ])
  for (const row of measured) {
    const [exact] = await admin<{ len: string; free: string; dead: string; percent: number }[]>`
      select table_len as len, free_space as free, dead_tuple_len as dead, free_percent + dead_tuple_percent as percent
      from public.pgstattuple(quote_ident(${row.table_name})::regclass)`
    if (!exact) throw new Error('pgstattuple returns a row')
    t.equal(row.estimated_bytes, exact.len, `${row.table_name}: size`)
    t.equal(row.dead_bytes, exact.dead, 'dead rows')
    t.ok(Math.abs(Number(row.bloat_percent) - exact.percent) < 1, `${row.bloat_percent} % is about ${exact.percent} %`)
    t.ok(Math.abs(Number(row.free_bytes) - Number(exact.free)) < Number(exact.len) / 100, 'free space')
  }
  const [half, dead, packed] = measured
  t.equal(half?.scanned_percent, '0.0', 'VACUUM has left nothing to read')
  t.ok(Number(dead?.scanned_percent) > 90, 'DELETE has touched every page')
  t.ok(Number(half?.bloat_percent) > 45 && Number(dead?.bloat_percent) > 20, 'both kinds of bloat are seen')
  t.ok(Number(packed?.bloat_percent) < 10, 'and none where there is none')
})

t.test('leaves out tables below the given size, 10 MB by default', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`${filled('large', 17000)} ${filled('small', 15000)} ${filled('unlogged', 1).replace('create', 'create unlogged')}
    create table parent (a int) partition by range (a);`)
  await sql`analyze`
  t.strictSame((await stats(sql)).map(({ table_name }) => table_name), ['large', 'small'])
  t.strictSame((await stats(sql, null)).map(({ table_name }) => table_name), ['large'])
  const [small] = (await stats(sql)).filter(({ table_name }) => table_name === 'small')
  const bytes = Number(small?.estimated_bytes)
  t.strictSame((await stats(sql, bytes)).length, 2)
  t.strictSame((await stats(sql, bytes + 1)).length, 1)
})

t.test('withholds what it may not or cannot measure', async (t) => {
  const db = await testDatabase(t)
  const { sql, admin } = db
  await sql.unsafe(`${filled('awaited', 10)} ${filled('fine', 10)} ${filled('huge', 10)} ${filled('locked', 10)}`)
  await sql`vacuum analyze`
  const empty = { free_bytes: null, dead_bytes: null, bloat_percent: null, scanned_percent: null }
  const row = (table_name: string, withheld: string, estimated_bytes = '8192') => ({
    schema_name: 'public', table_name, estimated_bytes, ...empty, withheld,
  })

  const [holder, reader, waiter] = [await sql.reserve(), await sql.reserve(), db.connect()]
  await holder.unsafe('begin; lock table locked in access exclusive mode')
  await reader.unsafe('begin; select from awaited')
  const waiting = waiter.begin((tx) => tx`lock table awaited`)
  await poll(async () => (await sql`select from pg_locks where relation = 'awaited'::regclass and not granted`).length > 0)
  await admin`update pg_catalog.pg_class set relpages = 131073, relallvisible = 0 where relname = 'huge'`
  const lock = 'lock: another session holds or awaits an exclusive lock on the table'
  const cost = 'cost: 1024 MB would have to be read; VACUUM the table first'
  const seen = await stats(sql)
  t.strictSame(
    seen.filter(({ withheld }) => withheld !== null),
    [row('awaited', lock), row('huge', cost, '1073750016'), row('locked', lock)],
  )
  t.match(seen[1], { table_name: 'fine', bloat_percent: /^\d+\.\d$/ })
  await holder`rollback`
  await reader`rollback`
  holder.release()
  reader.release()
  await waiting
  await admin`update pg_catalog.pg_class set relallvisible = 1 where relname = 'huge'`
  t.strictSame((await stats(sql)).filter(({ withheld }) => withheld !== null), [], '1 GB may be read')

  const late = await sql.begin(async (tx) => {
    await tx`select set_config('pgsteward.deadline', '2000-01-01', true)`
    return stats(tx, 0)
  })
  t.strictSame(late[1], row('fine', 'time: the time budget was used up'))

  const blind = await blindRole(t, db)
  t.strictSame((await stats(blind))[1], row('fine', `privilege: grant pg_stat_scan_tables to blind_${db.name};`))
  await admin`drop extension pgstattuple`
  t.strictSame((await stats(sql))[1], row('fine', 'extension: pgstattuple is not installed'))
})
