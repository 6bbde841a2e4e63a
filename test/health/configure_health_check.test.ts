import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('sets thresholds, switches off, and goes back to the shipped defaults', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame([...(await sql`select * from steward.configure_health_check('connection_saturation', warning => 50, critical => 60)`)], [
    { configured_check: 'connection_saturation', is_enabled: true, warning_threshold: '50', critical_threshold: '60' },
  ])
  t.strictSame(
    [...(await sql`select is_enabled, warning, critical from steward.health_checks where check_id = 'connection_saturation'`)],
    [{ is_enabled: true, warning: '50', critical: '60' }],
  )
  t.strictSame([...(await sql`select * from steward.configure_health_check('connection_saturation', enabled => false)`)], [
    { configured_check: 'connection_saturation', is_enabled: false, warning_threshold: '75', critical_threshold: '90' },
  ])
  await sql`select steward.configure_health_check('connection_saturation')`
  t.strictSame(
    [...(await sql`select is_enabled, warning, critical from steward.health_checks where check_id = 'connection_saturation'`)],
    [{ is_enabled: true, warning: '75', critical: '90' }],
  )
})

t.test('refuses what makes no sense and changes nothing', async (t) => {
  const { sql } = await testDatabase(t)
  await t.rejects(sql`select steward.configure_health_check('nope')`, { code: 'SW003', hint: /health_checks/ })
  const contradiction = { code: 'SW007', hint: /fixed severity/ }
  await t.rejects(sql`select steward.configure_health_check('connection_saturation', warning => 95)`, contradiction)
  await t.rejects(sql`select steward.configure_health_check('cache_hit_ratio', warning => 80, critical => 90)`, contradiction)
  await t.rejects(sql`select steward.configure_health_check('invalid_indexes', warning => 1)`, contradiction)
  t.equal((await sql`select from steward_internal.health_check_overrides`).length, 0)
})

t.test('thresholds decide the severity, from the threshold on', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`create sequence half as smallint; select setval('half', 16384)`)
  const severity = async () =>
    (await sql`select status, severity from steward.health_findings(checks => '{sequence_exhaustion}')`)[0]
  t.match(await severity(), { status: 'ok', severity: null })
  await sql`select steward.configure_health_check('sequence_exhaustion', warning => 50, critical => 60)`
  t.match(await severity(), { status: 'finding', severity: 'warning' })
  await sql`select steward.configure_health_check('sequence_exhaustion', warning => 40, critical => 50)`
  t.match(await severity(), { status: 'finding', severity: 'critical' })
})
