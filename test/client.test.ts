import t from 'tap'
import { StewardError, createSteward } from '../src/index.js'
import { testDatabase } from './support/database.js'

t.test('calls functions with named arguments and returns typed rows', async (t) => {
  const { sql, url } = await testDatabase(t)
  await sql.unsafe(`create sequence worn as smallint; select setval('worn', 32000); create table no_key (id int)`)
  await using steward = createSteward({ databaseUrl: url })

  t.match(await steward.health.databaseHealthCheck({ minSeverity: 'critical', categories: ['capacity'] }), [
    { status: 'finding', severity: 'critical', check_id: 'sequence_exhaustion', object: 'public.worn', value: '97.7 %' },
  ])
  const [finding] = await steward.health.healthFindings({ checks: ['sequence_exhaustion'] })
  t.match(finding, { value: 97.7, threshold_critical: 90, measured_at: Date, fix_sql: ['alter sequence public.worn as bigint no maxvalue;'] })
  t.equal(await steward.health.recordHealthCheck(), 1n)
  t.equal(await steward.core.getSetting({ name: 'health.time_budget' }), '10 s')
  t.strictSame(await steward.core.setSetting({ name: 'health.time_budget', value: '5 s' }), [
    { setting: 'health.time_budget', old_value: '10 s', new_value: '5 s' },
  ])
  t.equal(await steward.maintenance.purgeCronHistory({ keep: '1 day' }), undefined)
  const [table] = await steward.health.getTableBloatStats({ minBytes: 0n })
  t.match(table, { estimated_bytes: /^\d+$/ })
  t.equal(typeof table?.estimated_bytes, 'bigint')
})

t.test('leaves a pool or transaction open that it was given', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.begin(async (tx) => {
    await using steward = createSteward({ sql: tx })
    await steward.core.setSetting({ name: 'health.keep_runs', value: '1 day' })
  })
  t.match(await sql`select value from steward.settings where name = 'health.keep_runs'`, [{ value: '1 day' }])
})

t.test('throws StewardError with SQLSTATE, detail and hint', async (t) => {
  const { sql } = await testDatabase(t)
  const steward = createSteward({ sql })
  const error = await steward.core.setSetting({ name: 'health.time_budget', value: 'long' }).catch((caught: unknown) => caught)
  t.ok(error instanceof StewardError)
  t.match(error, {
    code: 'SW002', message: "invalid value for setting 'health.time_budget': 'long'", detail: 'The setting is of type interval.', hint: "Its default is '10 s'.",
  })
})
