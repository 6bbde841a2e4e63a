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
  t.match(finding, { value: 97.7, threshold_critical: 90, measured_at: Date, fix_sql: null })
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

t.test('a boolean is what it says, and nothing else is taken for false', async (t) => {
  const { sql } = await testDatabase(t)
  const steward = createSteward({ sql })
  await sql.unsafe(`
    create table events (at timestamptz);
    select steward.add_retention_policy('events', 'at', '7 days');
  `).simple()
  const policies = () => sql`select target_table from steward.retention_policies`
  const remove = (dryRun: unknown) => steward.maintenance.syncRetentionPolicies({ desired: [], dryRun: dryRun as boolean })
  const removal = [{ target: 'public.events', action: 'remove', differences: [], statement: "select steward.drop_retention_policy('public.events');" }]
  for (const wrong of [null, '', 'maybe', {}, [], [true, false], 2, 0.5]) {
    const code = wrong === null ? '22004' : '22P02'
    await t.rejects(remove(wrong), { name: 'StewardError', code }, JSON.stringify(wrong))
  }
  for (const dryRun of [true, 'true', 'yes', 'on', 't', 1, [true]]) t.strictSame(await remove(dryRun), removal, JSON.stringify(dryRun))
  t.strictSame([...(await policies())], [{ target_table: 'events' }])
  t.strictSame(await remove('no'), removal)
  t.strictSame([...(await policies())], [])
  t.strictSame(await remove(undefined), [], 'near miss: what is undefined has its default')
  t.strictSame(await remove(false), [])
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
