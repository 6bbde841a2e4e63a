import t from 'tap'
import { blindRole, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, undos } from '../../support/findings.js'

const check = 'autovacuum_disabled'

const remedy = 'Take the option away, unless a job of yours vacuums and analyzes the table.'

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports tables and TOAST tables that autovacuum leaves out', async (t) => {
  const db = await testDatabase(t)
  const { sql } = db
  await sql.unsafe(`
    create schema "Odd Sch";
    create table "Odd Sch"."Ta ble" (a text) with (autovacuum_enabled = OFF, fillfactor = 90);
    create table both_off (a text) with (autovacuum_enabled = false, toast.autovacuum_enabled = no);
    create table toast_off (a text) with (autovacuum_enabled = on, toast.autovacuum_enabled = 0);
    create materialized view summary with (autovacuum_enabled = 'f') as select 1 as a;
    create table fine (a text) with (autovacuum_enabled = true, toast.autovacuum_enabled = 1, fillfactor = 90);
    create table no_toast (a int) with (autovacuum_vacuum_threshold = 0);
    create table parent (a int) partition by range (a);
  `)
  const expected = [
    {
      status: 'finding',
      severity: 'warning',
      object: 'materialized view public.summary',
      value: null,
      detail: 'Autovacuum is switched off for materialized view public.summary.',
      action: remedy,
      fix_sql: ['alter materialized view public.summary reset (autovacuum_enabled);'],
      evidence: { table: true, toast: false },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'table Odd Sch.Ta ble',
      value: null,
      detail: 'Autovacuum is switched off for table "Odd Sch"."Ta ble".',
      action: remedy,
      fix_sql: ['alter table "Odd Sch"."Ta ble" reset (autovacuum_enabled);'],
      evidence: { table: true, toast: false },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'table public.both_off',
      value: null,
      detail: 'Autovacuum is switched off for table public.both_off and its TOAST table.',
      action: remedy,
      fix_sql: ['alter table public.both_off reset (autovacuum_enabled, toast.autovacuum_enabled);'],
      evidence: { table: true, toast: true },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'table public.toast_off',
      value: null,
      detail: 'Autovacuum is switched off for the TOAST table of table public.toast_off.',
      action: remedy,
      fix_sql: ['alter table public.toast_off reset (toast.autovacuum_enabled);'],
      evidence: { table: false, toast: true },
    },
  ]
  t.strictSame(await findings(sql, check), expected)
  t.strictSame(await findings(await blindRole(t, db), check), expected, 'any role can see it')

  await assertFixes(t, sql, check)
})

t.test('is critical when the statistics that autovacuum needs are off', async (t) => {
  const { admin, name, connect } = await testDatabase(t)
  const session = await admin.reserve()
  await session`set track_counts = off`
  const finding = {
    status: 'finding',
    severity: 'critical',
    object: 'setting track_counts',
    value: null,
    detail: 'track_counts is off, so nothing is vacuumed or analyzed until transaction IDs are about to run out.',
    action: 'Switch it on; a server that is busy with autovacuum needs it to run more often, not less.',
    fix_sql: ['reset track_counts;'],
    evidence: { source: 'session' },
  }
  t.strictSame(await findings(session, check), [finding])
  t.strictSame(await undos(session, check), { 'setting track_counts': ['set track_counts = off;'] })
  await assertFixes(t, session, check)
  session.release()

  await admin.unsafe(`alter database ${name} set track_counts = off`)
  const fresh = await findings(connect(), check)
  t.strictSame(fresh, [
    { ...finding, fix_sql: [`alter database ${name} reset track_counts;`], evidence: { source: 'database' } },
  ])
  const undo = (await undos(connect(), check))['setting track_counts']
  await admin.unsafe(fresh[0]?.fix_sql?.[0] ?? '')
  t.strictSame(await findings(connect(), check), nothingFound, 'the fix is right')
  await admin.unsafe(undo?.[0] ?? '')
  t.strictSame(await findings(connect(), check), fresh, 'so is the undo')
})
