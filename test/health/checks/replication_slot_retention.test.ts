import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'

const check = 'replication_slot_retention'

t.test('measures the WAL that a slot keeps', async (t) => {
  const { sql, admin, name } = await testDatabase(t)
  const slot = `keep_${name}`
  const own = async () => (await findings(sql, check)).filter((row) => row.object?.includes(name))
  t.teardown(() => admin`select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ${slot}`)
  await admin`select pg_create_physical_replication_slot(${slot}, true)`
  await admin`select pg_create_physical_replication_slot(${`idle_${name}`})`
  t.teardown(() => admin`select pg_drop_replication_slot(${`idle_${name}`})`)
  await sql.unsafe(`create table filler as select repeat('x', 500) from generate_series(1, 5000)`)
  t.strictSame(await own(), [], 'a few megabytes are nothing')

  await sql`select steward.configure_health_check(${check}, warning => 1000000, critical => 1000000000000)`
  const [row, ...others] = await own()
  t.strictSame(others, [], 'a slot that keeps nothing yet is not listed')
  t.match(row, {
    status: 'finding',
    severity: 'warning',
    object: `replication slot ${slot}`,
    detail: new RegExp(`^Replication slot ${slot} keeps \\d+ \\w+ of WAL, without a limit; it is not being read\\.$`),
    action: /max_slot_wal_keep_size/,
    evidence: { wal_status: 'reserved', safe_wal_size: null, active: false },
  })
  t.ok((row?.value ?? 0) >= 2_500_000)
  await sql`select steward.configure_health_check(${check}, warning => 1000000, critical => 1000000)`
  t.match(await own(), [{ severity: 'critical' }])
})
