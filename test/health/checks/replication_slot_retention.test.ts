import t from 'tap'
import { blindRole, testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'

// Covers steward_internal.retaining_slot_rows() as well. Slots belong to the whole server, so each test looks at its own.
const check = 'replication_slot_retention'

t.test('measures the WAL that a slot keeps', async (t) => {
  const db = await testDatabase(t)
  const { sql, admin, name } = db
  const own = async (as = sql) => (await findings(as, check)).filter(({ object }) => object?.includes(name))
  t.teardown(() => admin`
    select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name like ${`${name}%`}`)
  await admin`select pg_create_physical_replication_slot(${name}, true)`
  await admin`select pg_create_physical_replication_slot(${`${name}_idle`})`
  t.strictSame(await own(), [], 'below 1 GB')

  const kept = async () => Number((await admin<{ bytes: string }[]>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), restart_lsn) as bytes
    from pg_replication_slots where slot_name = ${name}`)[0]?.bytes)
  const start = await kept()
  await sql`create table filler as select repeat('x', 100) from generate_series(1, 10000)`
  await sql`select from steward.configure_health_check(${check}, warning => ${start + 1000000})`
  const before = await kept()
  const found = await own()
  const after = await kept()
  t.match(found, [
    {
      status: 'finding',
      severity: 'warning',
      object: `replication slot ${name}`,
      detail: new RegExp(
        `^Replication slot ${name} keeps \\d+ [kM]B of WAL, and nobody is reading from it\\. No limit is set, so it can fill the disk\\.$`,
      ),
      action:
        'Let the consumer catch up; if there is none any more, drop the slot. Set max_slot_wal_keep_size so that no slot can fill the disk.',
      fix_sql: null,
      evidence: { slot_type: 'physical', active: false, wal_status: 'reserved', safe_wal_size: null },
    },
  ])
  t.equal(found.length, 1, 'a slot without a position keeps nothing')
  t.ok((found[0]?.value ?? 0) >= before && (found[0]?.value ?? 0) <= after, `${before} <= ${found[0]?.value} <= ${after}`)
  t.equal((await own(await blindRole(t, db))).length, 1, 'any role can see it')
})

t.test('judges a slot by its row', async (t) => {
  const { sql } = await testDatabase(t)
  const slot = {
    slot_name: 's1', slot_type: 'logical', active: true, restart_lsn: '0/1000000', wal_status: 'reserved', safe_wal_size: null,
  }
  const judge = async (changes: object) => [
    ...(await sql`
      select object_type, object_name, value::float8 as value, detail, action, severity, status
      from steward_internal.retaining_slot_rows(${sql.json({ ...slot, ...changes })}, '0/5000000')`),
  ]
  const row = {
    object_type: 'replication slot',
    object_name: 's1',
    value: 67108864,
    detail: 'Replication slot s1 keeps 64 MB of WAL, and its consumer is connected. No limit is set, so it can fill the disk.',
    action: null as string | null,
    severity: null as string | null,
    status: null,
  }
  t.strictSame(await judge({}), [row])
  t.strictSame(await judge({ wal_status: 'extended' }), [row])
  t.strictSame(await judge({ restart_lsn: null }), [])
  t.strictSame(await judge({ wal_status: 'lost' }), [])
  t.match(await judge({ active: false }), [{ detail: /, and nobody is reading from it\./ }])
  t.match(await judge({ restart_lsn: '0/6000000' }), [{ value: 0 }], 'a standby may not have received it yet')

  const limited = {
    ...row,
    detail: 'Replication slot s1 keeps 64 MB of WAL, and its consumer is connected. After 16 MB more it will be invalidated.',
    action: 'Let the consumer catch up or raise max_slot_wal_keep_size; if there is none any more, drop the slot.',
    severity: 'critical',
  }
  t.strictSame(await judge({ safe_wal_size: 16777216 }), [limited], 'four fifths of what it may keep')
  t.match(await judge({ safe_wal_size: 16777217 }), [{ severity: null }])
  t.strictSame(await judge({ wal_status: 'unreserved', safe_wal_size: -1000 }), [
    {
      ...limited,
      detail:
        'Replication slot s1 keeps 64 MB of WAL, and its consumer is connected. This is more than max_slot_wal_keep_size allows: the next checkpoint may invalidate it.',
    },
  ])
  t.match(await judge({ wal_status: 'unreserved' }), [{ severity: 'critical' }], 'the limit was taken away meanwhile')
})
