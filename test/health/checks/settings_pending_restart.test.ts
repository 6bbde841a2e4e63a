import t from 'tap'
import { blindRole, poll, testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'

const check = 'settings_pending_restart'
const setting = 'max_pred_locks_per_transaction'

t.test('reports a setting that waits for a restart until it is taken back', async (t) => {
  const { sql, admin } = await testDatabase(t)
  const reload = async (pending: boolean) => {
    await admin`select pg_reload_conf()`
    await poll(async () => {
      const [row] = await admin.begin((tx) => tx`select pending_restart from pg_settings where name = ${setting}`)
      return row?.['pending_restart'] === pending
    })
  }
  t.teardown(async () => {
    await admin.unsafe(`alter system set ${setting} = 64`)
    await reload(false)
    await admin.unsafe(`alter system reset ${setting}`)
    await admin`select pg_reload_conf()`
  })
  const own = async () => (await findings(sql, check)).filter((row) => row.object?.includes(setting))
  t.strictSame(await own(), [])

  await admin.unsafe(`alter system set ${setting} = 77`)
  await reload(true)
  const [row] = await poll(async () => {
    const rows = await own()
    return rows.length > 0 ? rows : undefined
  })
  t.match(row, {
    status: 'finding',
    severity: 'warning',
    object: `setting ${setting}`,
    value: null,
    detail: /^Setting max_pred_locks_per_transaction was changed in .* and takes effect after a restart; 64 is still in force\.$/,
    action: /^Plan the restart/,
    fix_sql: null,
    evidence: { setting: '64' },
  })
})

t.test('tells a role that hidden settings are not covered', async (t) => {
  const db = await testDatabase(t)
  const blind = await blindRole(t, db)
  const skipped = (await findings(blind, check)).filter((row) => row.status === 'skipped')
  t.match(skipped, [{ detail: /only superusers may read are not covered/, action: /^grant pg_read_all_settings to blind_/ }])
})
