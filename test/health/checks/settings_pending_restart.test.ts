import type postgres from 'postgres'
import t from 'tap'
import { blindRole, poll, testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'

const check = 'settings_pending_restart'
const setting = 'max_files_per_process'

t.test('reports a setting between its change and the restart, and nothing else', async (t) => {
  const db = await testDatabase(t)
  const session = db.connect()
  const blind = await blindRole(t, db)
  const [before] = await session<{ value: string }[]>`select current_setting(${setting}) as value`
  const value = Number(before?.value)
  const change = async (to: number, isPending: boolean) => {
    await db.admin.unsafe(`alter system set ${setting} = ${to}`)
    await db.admin`select pg_reload_conf()`
    for (const sql of [session, blind]) await poll(() => hasState(sql, isPending))
  }
  t.teardown(async () => {
    // PostgreSQL forgets that a restart is pending when it reads the running value, not after a RESET.
    await change(value, false)
    await db.admin.unsafe(`alter system reset ${setting}`)
    await db.admin`select pg_reload_conf()`
  })

  await change(value, false)
  t.match(await own(session), [{ status: 'ok', severity: null, object: null, detail: 'Nothing found.' }])

  await change(value + 1, true)
  const expected = {
    status: 'finding',
    severity: 'warning',
    object: `setting ${setting}`,
    value: null,
    detail: `Setting ${setting} was changed in the configuration, but the server still runs with '${value}'.`,
    action: 'Restart the server in a quiet hour, or set the value with which it runs again and reload.',
    fix_sql: null,
    evidence: { running_value: String(value) },
  }
  t.strictSame(await own(session), [expected])
  t.strictSame(await own(blind), [
    expected,
    {
      status: 'skipped',
      severity: null,
      object: null,
      value: null,
      detail: `Role blind_${db.name} cannot see some settings, shared_preload_libraries among them.`,
      action: `grant pg_read_all_settings to blind_${db.name};`,
      fix_sql: null,
      evidence: { reason: 'privilege' },
    },
  ])

  await change(value, false)
  t.match(await own(session), [{ status: 'ok' }], 'the action is right')
})

/** The findings without those about settings that somebody else has changed on this server. */
const own = async (sql: postgres.Sql) =>
  (await findings(sql, check)).filter((row) => row.object === null || row.object === `setting ${setting}`)

async function hasState(sql: postgres.Sql, isPending: boolean): Promise<boolean> {
  const rows = await sql`select from pg_settings where name = ${setting} and pending_restart = ${isPending}`
  return rows.length > 0
}
