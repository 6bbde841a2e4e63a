import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

const check = 'autovacuum_disabled'

t.test('finds nothing in a new database, nor where autovacuum is only tuned', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  await sql.unsafe(`
    create table tuned (id int) with (autovacuum_vacuum_scale_factor = 0, fillfactor = 50);
    create table explicit (id int, t text) with (autovacuum_enabled = on, toast.autovacuum_enabled = true);
    create temporary table passing (id int) with (autovacuum_enabled = off);
  `)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports tables and TOAST tables that are excluded, and the fix undoes it', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Ta ble" (id int) with (autovacuum_enabled = no);
    create table wide (t text) with (toast.autovacuum_enabled = 0);
    insert into "Ta ble" select generate_series(1, 10);
    analyze;
  `)
  const common = {
    status: 'finding',
    severity: 'warning',
    value: null,
    action: 'Remove the storage parameter; if autovacuum was too slow or in the way, tune its thresholds and cost limit instead.',
    evidence: null,
  }
  const rows = await findings(sql, check)
  t.strictSame(rows, [
    {
      ...common,
      object: 'table public.Ta ble',
      detail: 'Autovacuum is switched off for public."Ta ble", which has about 10 rows.',
      fix_sql: ['alter table public."Ta ble" reset (autovacuum_enabled);'],
    },
    {
      ...common,
      object: 'table public.wide',
      detail: 'Autovacuum is switched off for the TOAST table of public.wide, which has about 0 rows.',
      fix_sql: ['alter table public.wide reset (toast.autovacuum_enabled);'],
    },
  ])
  for (const row of rows) await sql.unsafe(row.fix_sql?.[0] ?? '')
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports a server that does not count or vacuum', async (t) => {
  const { sql, admin } = await testDatabase(t)
  const session = await admin.reserve()
  await session`set track_counts = off`
  t.match(
    await session`select severity, object_name, action from steward.health_findings(checks => array[${check}])`,
    [{ severity: 'critical', object_name: 'track_counts', action: 'alter system set track_counts = on; select pg_reload_conf();' }],
  )
  session.release()
  t.strictSame(await findings(sql, check), nothingFound)
})
