import t from 'tap'
import { blindRole, serverMajor, testDatabase } from '../../support/database.js'
import { assertFixes, findings } from '../../support/findings.js'

// Covers steward_internal.inactive_slot_rows() as well. Slots belong to the whole server, so each test looks at its own.
const check = 'inactive_replication_slots'

t.test('reports slots of this server that nobody reads from', async (t) => {
  const db = await testDatabase(t)
  const { sql, admin, name } = db
  const [physical, logical] = [`${name}_p`, `${name}_l`]
  t.teardown(() => admin`
    select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name in (${physical}, ${logical})`)
  const own = async (as = sql) => (await findings(as, check)).filter(({ object }) => object?.includes(name))
  t.strictSame(await own(), [])

  await admin`select pg_create_physical_replication_slot(${physical}, true)`
  await admin`select pg_create_logical_replication_slot(${logical}, 'pgoutput')`
  const session = await admin.reserve()
  await session`select pg_create_physical_replication_slot(${`${name}_t`}, true, true)`
  const knowsSince = serverMajor() >= 17
  if (knowsSince) {
    t.strictSame(await own(), [], 'an hour of grace')
    await sql`select from steward.configure_health_check(${check}, warning => 0)`
  }

  const found = await own()
  const expected = (slot: string, description: string, kept: string, evidence: object) => ({
    status: 'finding',
    severity: 'warning',
    object: `replication slot ${slot}`,
    detail: new RegExp(
      `^Nobody is reading from replication slot ${slot} \\(${description}\\)` +
        `${knowsSince ? ', since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC' : ''}\\. It keeps all WAL from [0-9A-F]+/[0-9A-F]+ on${kept}\\.$`,
    ),
    action: 'Bring its consumer back; if there is none any more, drop the slot.',
    fix_sql: [`select pg_drop_replication_slot('${slot}');`],
    evidence: { ...evidence, wal_status: 'reserved', restart_lsn: /^[0-9A-F]+\/[0-9A-F]+$/ },
  })
  t.match(found, [
    expected(logical, `plugin pgoutput, database ${name}`, ', and VACUUM from removing dead rows', {
      slot_type: 'logical', database: name,
    }),
    expected(physical, 'physical', '', { slot_type: 'physical', database: null }),
  ])
  t.equal(found.length, 2, 'the temporary slot is left out')
  t.strictSame(found.map(({ value }) => value !== null && value >= 0 && value < 60), [knowsSince, knowsSince])
  if (!knowsSince) t.equal((await own(await blindRole(t, db))).length, 2, 'any role can see it')

  await session`select pg_drop_replication_slot(${`${name}_t`})`
  session.release()
  await assertFixes(t, admin, check, { reversible: false, mine: ({ object }) => object?.includes(name) ?? false })
  t.strictSame(await own(), [], 'the fix is right')
})

t.test('judges a slot by its row', async (t) => {
  const { sql } = await testDatabase(t)
  const slot = {
    slot_name: 's1', slot_type: 'physical', plugin: null, database: null, active: false, temporary: false,
    restart_lsn: '0/1500000', xmin: null, catalog_xmin: null, wal_status: 'reserved',
  }
  const judge = async (changes: object, inRecovery = false) => [
    ...(await sql`
      select object_type, object_name, value::float8 as value, detail, action, severity, status, fix_sql
      from steward_internal.inactive_slot_rows(
        ${sql.json({ ...slot, ...changes })}, ${inRecovery}, '2026-01-02 03:04:05+00')`),
  ]
  const row = {
    object_type: 'replication slot',
    object_name: 's1',
    value: null as number | null,
    detail: 'Nobody is reading from replication slot s1 (physical). It keeps all WAL from 0/1500000 on.',
    action: null as string | null,
    severity: 'warning' as string | null,
    status: null,
    fix_sql: ["select pg_drop_replication_slot('s1');"],
  }
  t.strictSame(await judge({}), [row])
  t.strictSame(await judge({ active: true }), [])
  t.strictSame(await judge({ temporary: true }), [])
  t.strictSame(await judge({ synced: true }, true), [], 'a copy of the slot of the primary')
  t.strictSame(await judge({ synced: true }), [row], 'after a failover')
  t.strictSame(await judge({ synced: false }, true), [row])

  t.strictSame(await judge({ inactive_since: '2026-01-02T02:04:05.4+00:00' }), [
    {
      ...row,
      value: 3600,
      severity: null,
      detail: 'Nobody is reading from replication slot s1 (physical), since 2026-01-02 02:04:05 UTC. It keeps all WAL from 0/1500000 on.',
    },
  ])
  t.strictSame(await judge({ restart_lsn: null }), [
    { ...row, detail: 'Nobody is reading from replication slot s1 (physical). It has never been read from and keeps nothing.' },
  ])
  const holdsRows = 'Nobody is reading from replication slot s1 (physical). It keeps all WAL from 0/1500000 on, and VACUUM from removing dead rows.'
  t.strictSame(await judge({ xmin: '731' }), [{ ...row, detail: holdsRows }])
  t.strictSame(await judge({ catalog_xmin: '731' }), [{ ...row, detail: holdsRows }])

  const lost = (reason: string) => ({
    ...row,
    severity: 'critical',
    action: 'Drop the slot, and set its consumer up anew with another one.',
    detail: `Replication slot s1 (physical) was invalidated (${reason}): its consumer cannot go on and has to be set up anew.`,
  })
  t.strictSame(await judge({ restart_lsn: null, wal_status: 'lost' }), [lost('its WAL was removed')])
  t.strictSame(await judge({ invalidation_reason: 'rows_removed', wal_status: 'lost' }), [lost('rows_removed')])
  t.strictSame(await judge({ synced: true, invalidation_reason: 'wal_removed' }, true), [lost('wal_removed')])
  t.strictSame(await judge({ invalidation_reason: 'idle_timeout', inactive_since: '2026-01-02T03:04:04+00:00' }), [
    { ...lost('idle_timeout'), value: 1 },
  ])

  t.match(await judge({ slot_type: 'logical', plugin: 'pgoutput', database: 'Other db' }), [
    {
      detail: /^Nobody is reading from replication slot s1 \(plugin pgoutput, database "Other db"\)\./,
      action: 'Bring its consumer back; if there is none any more, drop the slot in database "Other db".',
    },
  ])
})
