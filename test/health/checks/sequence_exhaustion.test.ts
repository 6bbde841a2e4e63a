import t from 'tap'
import { blindRole, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'

// Covers steward_internal.sequence_values() as well.
const check = 'sequence_exhaustion'

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports sequences that have used up three quarters of their range', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create schema "Odd Sch";
    create sequence "Odd Sch"."Se q" as smallint;
    create sequence near_miss as smallint;
    create sequence critical as integer;
    create sequence just_below as integer;
    create sequence down as integer increment -10 minvalue -999 maxvalue 0;
    create sequence bounded minvalue 101 maxvalue 200;
    create sequence endless;
    create sequence cycled as smallint cycle;
    create sequence untouched minvalue 1 maxvalue 2;
    select setval('"Odd Sch"."Se q"', 24576), setval('near_miss', 24540), setval('critical', 1932735283),
      setval('just_below', 1931600000), setval('down', -799), setval('bounded', 175),
      setval('endless', 9223372036854775806), setval('cycled', 32000);
  `)
  const action = 'Give the sequence a larger range.'
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'sequence Odd Sch.Se q',
      value: 75,
      detail: 'Sequence "Odd Sch"."Se q" has reached 24576 of its range from 1 to 32767 (smallint); 8,191 values are left.',
      action,
      fix_sql: ['alter sequence "Odd Sch"."Se q" as bigint no maxvalue;'],
      evidence: { last_value: 24576, left: 8191, data_type: 'smallint', owned_by: null },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'sequence public.bounded',
      value: 75,
      detail: 'Sequence public.bounded has reached 175 of its range from 101 to 200 (bigint); 25 values are left.',
      action,
      fix_sql: ['alter sequence public.bounded as bigint no maxvalue;'],
      evidence: { last_value: 175, left: 25, data_type: 'bigint', owned_by: null },
    },
    {
      status: 'finding',
      severity: 'critical',
      object: 'sequence public.critical',
      value: 90,
      detail: 'Sequence public.critical has reached 1932735283 of its range from 1 to 2147483647 (integer); 214,748,364 values are left.',
      action,
      fix_sql: ['alter sequence public.critical as bigint no maxvalue;'],
      evidence: { last_value: 1932735283, left: 214748364, data_type: 'integer', owned_by: null },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'sequence public.down',
      value: 80,
      detail: 'Sequence public.down has reached -799 of its range from 0 to -999 (integer); 20 values are left.',
      action,
      fix_sql: ['alter sequence public.down as bigint no minvalue;'],
      evidence: { last_value: -799, left: 20, data_type: 'integer', owned_by: null },
    },
    {
      status: 'finding',
      severity: 'critical',
      object: 'sequence public.endless',
      value: 100,
      detail: 'Sequence public.endless has reached 9223372036854775806 of its range from 1 to 9223372036854775807 (bigint); 1 values are left.',
      action,
      fix_sql: null,
      // eslint-disable-next-line no-loss-of-precision -- JSON.parse rounds it in the same way
      evidence: { last_value: 9223372036854775806, left: 1, data_type: 'bigint', owned_by: null },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'sequence public.just_below',
      value: 89.9,
      detail: 'Sequence public.just_below has reached 1931600000 of its range from 1 to 2147483647 (integer); 215,883,647 values are left.',
      action,
      fix_sql: ['alter sequence public.just_below as bigint no maxvalue;'],
      evidence: { last_value: 1931600000, left: 215883647, data_type: 'integer', owned_by: null },
    },
  ])

  await assertFixes(t, sql, check)
  for (const { fix_sql } of await findings(sql, check)) await sql.unsafe(fix_sql?.[0] ?? 'drop sequence endless')
  t.strictSame(await findings(sql, check), nothingFound, 'the fixes are right')
})

t.test('says when the column has to be widened first', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Ta ble" ("I d" serial, wide bigint generated always as identity);
    alter table "Ta ble" alter wide set maxvalue 100;
    select setval('"Ta ble_I d_seq"', 2000000000), setval('"Ta ble_wide_seq"', 90);
  `)
  t.match(await findings(sql, check), [
    {
      object: 'sequence public.Ta ble_I d_seq',
      action: 'Column public."Ta ble"."I d" holds no larger values either: change it to bigint first.',
      fix_sql: null,
      evidence: { owned_by: 'public."Ta ble"."I d"' },
    },
    {
      object: 'sequence public.Ta ble_wide_seq',
      severity: 'critical',
      action: 'Give the sequence a larger range.',
      fix_sql: ['alter sequence public."Ta ble_wide_seq" as bigint no maxvalue;'],
      evidence: { owned_by: 'public."Ta ble".wide' },
    },
  ])
  await sql.unsafe((await findings(sql, check))[1]?.fix_sql?.[0] ?? '')
  t.equal((await findings(sql, check)).length, 1, 'the fix works for an identity column')
})

t.test('says which sequences it may not read', async (t) => {
  const db = await testDatabase(t)
  const { sql, admin } = db
  const blind = await blindRole(t, db)
  const role = `blind_${db.name}`
  t.strictSame(await findings(blind, check), nothingFound, 'those of pgsteward last for centuries')

  await sql.unsafe(`
    create sequence "s 1" as integer; create sequence s2 as smallint; create sequence s3 maxvalue 4611686018427387903;
    create sequence endless; create sequence cycled as integer cycle;
    create sequence readable as smallint; select setval('readable', 30000);
    grant usage on sequence readable to ${role};
  `)
  const withheld = {
    status: 'skipped',
    severity: null,
    object: null,
    value: null,
    detail: `Role ${role} may not read 3 sequences: public."s 1", public.s2, public.s3.`,
    action: `grant select on sequence public."s 1", public.s2, public.s3 to ${role};`,
    fix_sql: null,
    evidence: { reason: 'privilege' },
  }
  const [found, skipped] = await findings(blind, check)
  t.match(found, { object: 'sequence public.readable', severity: 'critical' })
  t.strictSame(skipped, withheld)

  await sql`create sequence s4 as integer`
  t.match((await findings(blind, check))[1], {
    detail: `Role ${role} may not read 4 sequences: public."s 1", public.s2, public.s3 and 1 more.`,
    action: `grant pg_read_all_data to ${role};`,
  })
  await sql`drop sequence s4`
  await admin.unsafe(withheld.action)
  t.equal((await findings(blind, check)).length, 1, 'the grant is right')
})

t.test('waits for nobody and stops in time', async (t) => {
  const db = await testDatabase(t)
  const { sql } = db
  const blind = await blindRole(t, db)
  await sql.unsafe(`create sequence "held s" as smallint; create sequence altered as smallint; create sequence free as smallint;
    select setval('free', 30000); grant usage on sequence free, altered to blind_${db.name}`)
  const holder = await sql.reserve()
  // LOCK TABLE takes no sequence; DROP takes the strongest lock, ALTER one that only bothers readers without SELECT.
  await holder.unsafe('begin; alter sequence altered increment 2; drop sequence "held s"')
  const locked = (name: string, qualified: string) => ({
    status: 'skipped',
    severity: null,
    object: `sequence public.${name}`,
    value: null,
    detail: `Sequence ${qualified} was not read: another session has locked it.`,
    action: 'See who holds the lock with get_blocking_locks(), and run the check again.',
    fix_sql: null,
    evidence: { reason: 'lock' },
  })
  const found = await findings(sql, check)
  t.match(found[0], { object: 'sequence public.free', status: 'finding' })
  t.strictSame(found.slice(1), [locked('held s', 'public."held s"')])
  t.strictSame((await findings(blind, check))[0], locked('altered', 'public.altered'))
  await holder`rollback`
  holder.release()

  const late = await sql.begin(async (tx) => {
    await tx`select set_config('pgsteward.deadline', '2000-01-01', true)`
    return tx`select status, object_name, detail, action, evidence from steward_internal.check_sequence_exhaustion()`
  })
  t.strictSame(late.map((row) => ({ ...row })), [
    {
      status: 'skipped',
      object_name: null,
      detail: late[0]?.detail,
      action: "select * from steward.health_findings(checks => '{sequence_exhaustion}');",
      evidence: { reason: 'time' },
    },
  ])
  t.match(late[0]?.detail, /^The time budget was used up before \d+ sequences were read\.$/)
})
