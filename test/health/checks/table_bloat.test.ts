import t from 'tap'
import { blindRole, poll, testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

const check = 'table_bloat'
const fill = `create table "Bl oat" with (autovacuum_enabled = off)
  as select i, repeat('x', 1000) as filler from generate_series(1, 14000) as i`

t.test('reports a table of which most is free, and none that is full', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  await sql.unsafe(fill)
  await sql.unsafe('vacuum analyze "Bl oat"')
  t.strictSame(await findings(sql, check), nothingFound, 'a full table is fine')

  await sql.unsafe('delete from "Bl oat" where i % 10 > 3')
  const [dead] = await findings(sql, check)
  t.match(dead, { severity: 'warning', detail: /are free \(\d+ kB\) or dead \(\d+ kB\)\.$/ })
  await sql.unsafe('vacuum "Bl oat"')
  const rows = await findings(sql, check)
  t.equal(rows.length, 1)
  t.match(rows[0], {
    status: 'finding',
    severity: 'warning',
    object: 'table public.Bl oat',
    value: Number,
    detail: /^[56]\d\.\d % of the 16 MB of table public\."Bl oat" are free \(\d+ kB\) or dead \(0 bytes\)\.$/,
    action: /pg_repack or pg_squeeze/,
    fix_sql: null,
    evidence: { bytes: 16384000, dead_bytes: 0, free_bytes: Number },
  })
  await sql.unsafe('delete from "Bl oat" where i % 10 > 0')
  await sql.unsafe('vacuum "Bl oat"')
  t.match(await findings(sql, check), [{ severity: 'critical' }])
})

t.test('says what it did not measure', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(fill)
  await db.sql.unsafe('vacuum analyze "Bl oat"')
  const holder = await db.connect().reserve()
  await holder`begin`
  await holder`lock table "Bl oat" in access exclusive mode`
  await poll(() => db.sql`select from pg_locks where mode = 'AccessExclusiveLock' and granted`.then((rows) => rows.length))
  t.match(await findings(db.sql, check), [
    { status: 'skipped', object: 'table public.Bl oat', detail: /another session holds or awaits an exclusive lock/, evidence: { reason: 'lock' } },
  ])
  await holder`rollback`
  holder.release()
  t.match(await findings(await blindRole(t, db), check), [
    { status: 'skipped', object: null, action: `grant pg_stat_scan_tables to blind_${db.name};`, evidence: { reason: 'privilege' } },
  ])
  await db.admin`drop extension pgstattuple`
  t.match(await findings(db.sql, check), [{ status: 'skipped', action: 'create extension pgstattuple;', evidence: { reason: 'extension' } }])
})
