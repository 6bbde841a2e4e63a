import t from 'tap'
import { blindRole, poll, testDatabase } from '../../support/database.js'
import { type Finding, findings, nothingFound } from '../../support/findings.js'

const check = 'table_bloat'

/** A table of 13 MB (8 MB as a small one) that has lost some of every ten rows. */
const filled = (name: string, lost: number, rows = 20000) => `
  create table ${name} (a int, filler text) with (autovacuum_enabled = off);
  insert into ${name} select a, repeat('x', 600) from generate_series(1, ${rows}) as a;
  delete from ${name} where a % 10 < ${lost};`

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports tables of 10 MB and more that are half empty', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(
    filled('"Ta ble"', 6) + filled('worse', 9) + filled('fresh', 0) + filled('near_miss', 4) + filled('small', 9, 12000) +
      `create materialized view summary as select * from fresh;`,
  )
  await sql`refresh materialized view summary`
  // An autovacuum worker in this database may keep VACUUM from removing the rows at the first try.
  let found: Finding[] = []
  await poll(async () => {
    await sql`vacuum`
    found = await findings(sql, check)
    return found.every(({ evidence }) => evidence?.dead_bytes === 0 && evidence.scanned_percent === 0)
  })
  t.match(found, [
    {
      status: 'finding',
      severity: 'warning',
      object: 'table public.Ta ble',
      detail: /^6\d\.\d % of the 1[34] MB of table public\."Ta ble" holds no row that anybody can see: \d+ [kM]B is free, 0 bytes is dead rows\.$/,
      action:
        'Vacuum the table if much of it is dead rows, and find out why autovacuum did not. Free space that will not be filled again goes back with pg_repack or pg_squeeze, which hardly block anybody; VACUUM FULL locks the table until it is done.',
      fix_sql: null,
      evidence: { dead_bytes: 0, scanned_percent: 0 },
    },
    { severity: 'critical', object: 'table public.worse' },
  ])
  t.strictSame(found.map(({ value }) => Math.round((value ?? 0) / 10)), [6, 9])
  t.match(found[0]?.detail, `${found[0]?.value?.toFixed(1)} % of`)
})

t.test('counts dead rows, also of a materialized view', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table source (a int, filler text);
    insert into source select a, repeat('x', 600) from generate_series(1, 20000) as a;`)
  await sql`create materialized view "Summ ary" with (autovacuum_enabled = off) as select * from source`
  await sql`create unique index on "Summ ary" (a)`
  await sql`truncate source`
  await sql`insert into source select a, repeat('x', 600) from generate_series(1, 20000) as a where a % 10 >= 6`
  await sql`refresh materialized view concurrently "Summ ary"`
  await sql`analyze "Summ ary"`
  const found = await findings(sql, check)
  t.match(found, [
    {
      object: 'materialized view public.Summ ary',
      detail: /of the 1[34] MB of materialized view public\."Summ ary" holds .* \d+ [kM]B is dead rows\.$/,
      evidence: { scanned_percent: 100 },
    },
  ])
  t.ok(Number(found[0]?.evidence?.dead_bytes) > 7e6)
  t.ok((found[0]?.value ?? 0) > 55, 'dead rows count')
})

t.test('says which tables it could not measure', async (t) => {
  const db = await testDatabase(t)
  const { sql, admin } = db
  await sql.unsafe(filled('"Ta ble"', 6) + filled('huge', 0))
  await sql`vacuum`
  const holder = await sql.reserve()
  await holder.unsafe('begin; lock table "Ta ble" in access exclusive mode')
  await admin`update pg_catalog.pg_class set relpages = 200000, relallvisible = 0 where relname = 'huge'`
  t.strictSame(await findings(sql, check), [
    {
      status: 'skipped',
      severity: null,
      object: 'table public.Ta ble',
      value: null,
      detail: 'Table public."Ta ble" was not measured: another session holds or awaits an exclusive lock on the table.',
      action: 'See who holds the lock with get_blocking_locks(), and run the check again.',
      fix_sql: null,
      evidence: { reason: 'lock' },
    },
    {
      status: 'skipped',
      severity: null,
      object: 'table public.huge',
      value: null,
      detail: 'Table public.huge was not measured: 1563 MB would have to be read; VACUUM the table first.',
      action: 'vacuum public.huge;',
      fix_sql: null,
      evidence: { reason: 'time' },
    },
  ])
  await holder`rollback`
  holder.release()

  await sql`vacuum`
  const late = await sql.begin(async (tx) => {
    await tx`select set_config('pgsteward.deadline', '2000-01-01', true)`
    return tx`select status, object_name, detail, action, evidence from steward_internal.check_table_bloat()`
  })
  t.strictSame([...late].map((row) => ({ ...row })), [
    {
      status: 'skipped',
      object_name: null,
      detail: 'The time budget was used up before 2 tables were measured; the largest is public."Ta ble".',
      action: 'select * from steward.get_table_bloat_stats();',
      evidence: { reason: 'time' },
    },
  ])

  const blind = await blindRole(t, db)
  const role = `blind_${db.name}`
  const withheld = {
    status: 'skipped',
    severity: null,
    object: null,
    value: null,
    detail: `Role ${role} may not measure the 2 tables of 10 MB or more.`,
    action: `grant pg_stat_scan_tables to ${role};`,
    fix_sql: null,
    evidence: { reason: 'privilege' },
  }
  t.strictSame(await findings(blind, check), [withheld])
  await admin.unsafe(withheld.action)
  t.match(await findings(blind, check), [{ object: 'table public.Ta ble' }], 'the grant is right')
})

t.test('needs the extension pgstattuple', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await admin`drop extension pgstattuple`
  t.match(await findings(sql, check), [{ status: 'skipped', action: 'create extension pgstattuple;' }])
})
