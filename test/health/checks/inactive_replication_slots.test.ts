import t from 'tap'
import { serverMajor, testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'

const check = 'inactive_replication_slots'

t.test('reports a slot that nobody reads from, and the fix drops it', async (t) => {
  const { sql, admin, name } = await testDatabase(t)
  const own = async () => (await findings(sql, check)).filter((row) => row.object?.includes(name))
  const slot = `slot_${name}`
  t.teardown(() => admin`select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ${slot}`)
  await admin`select pg_create_physical_replication_slot(${slot}, true)`

  if (serverMajor() >= 17) {
    t.strictSame(await own(), [], 'a consumer has an hour to come back')
    await sql`select steward.configure_health_check(${check}, warning => 0, critical => 3600)`
  }
  const [row] = await own()
  t.match(row, {
    status: 'finding',
    severity: 'warning',
    object: `replication slot ${slot}`,
    detail: new RegExp(`^Nobody reads from physical replication slot ${slot}( since [-0-9 :]+)?; it keeps WAL`),
    action: /drop the slot/,
    fix_sql: [`select pg_drop_replication_slot('${slot}');`],
    evidence: { slot_type: 'physical', wal_status: 'reserved' },
  })
  t.equal(row?.value === null, serverMajor() < 17)
  if (serverMajor() >= 17) {
    await sql`select steward.configure_health_check(${check}, warning => 0, critical => 0)`
    t.match(await own(), [{ severity: 'critical' }])
  }
  await admin.unsafe(row?.fix_sql?.[0] ?? '')
  t.strictSame(await own(), [])
})

t.test('does not mind a temporary slot', async (t) => {
  const { sql, admin, name } = await testDatabase(t)
  await sql`select steward.configure_health_check(${check}, warning => 0, critical => 0)`
  const session = await admin.reserve()
  await session`select pg_create_physical_replication_slot(${`temp_${name}`}, true, true)`
  t.strictSame((await findings(sql, check)).filter((row) => row.object?.includes(name)), [])
  await session`select pg_drop_replication_slot(${`temp_${name}`})`
  session.release()
})
