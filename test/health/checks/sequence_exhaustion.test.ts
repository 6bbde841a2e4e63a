import t from 'tap'
import { blindRole, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'

// Covers steward_internal.sequence_values() as well.
const check = 'sequence_exhaustion'

const unfed =
  'Nothing here tells what it feeds: look at the triggers and functions that take values from it, and at the applications, widen the columns that the values go to, and then the sequence.'

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
  const action = unfed
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'sequence Odd Sch.Se q',
      value: 75,
      detail: 'Sequence "Odd Sch"."Se q" has reached 24576 of its range from 1 to 32767 (smallint); 8,191 values are left.',
      action,
      fix_sql: null,
      evidence: { last_value: 24576, left: 8191, data_type: 'smallint', owned_by: null, narrow_columns: null },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'sequence public.bounded',
      value: 75,
      detail: 'Sequence public.bounded has reached 175 of its range from 101 to 200 (bigint); 25 values are left.',
      action,
      fix_sql: null,
      evidence: { last_value: 175, left: 25, data_type: 'bigint', owned_by: null, narrow_columns: null },
    },
    {
      status: 'finding',
      severity: 'critical',
      object: 'sequence public.critical',
      value: 90,
      detail: 'Sequence public.critical has reached 1932735283 of its range from 1 to 2147483647 (integer); 214,748,364 values are left.',
      action,
      fix_sql: null,
      evidence: { last_value: 1932735283, left: 214748364, data_type: 'integer', owned_by: null, narrow_columns: null },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'sequence public.down',
      value: 80,
      detail: 'Sequence public.down has reached -799 of its range from 0 to -999 (integer); 20 values are left.',
      action,
      fix_sql: null,
      evidence: { last_value: -799, left: 20, data_type: 'integer', owned_by: null, narrow_columns: null },
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
      evidence: { last_value: 9223372036854775806, left: 1, data_type: 'bigint', owned_by: null, narrow_columns: null },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'sequence public.just_below',
      value: 89.9,
      detail: 'Sequence public.just_below has reached 1931600000 of its range from 1 to 2147483647 (integer); 215,883,647 values are left.',
      action,
      fix_sql: null,
      evidence: { last_value: 1931600000, left: 215883647, data_type: 'integer', owned_by: null, narrow_columns: null },
    },
  ])


  // Where a column of bigint is known, the sequence can be given more.
  await sql.unsafe(`
    drop sequence endless;
    create table fed (a bigint default nextval('"Odd Sch"."Se q"'), b bigint default nextval('bounded'), c numeric default nextval('critical'),
      d bigint default nextval('down'), e text default nextval('just_below'))`)
  t.strictSame((await findings(sql, check)).map(({ action, fix_sql }) => [action, fix_sql]), [
    'alter sequence "Odd Sch"."Se q" as bigint no maxvalue;',
    'alter sequence public.bounded as bigint no maxvalue;',
    'alter sequence public.critical as bigint no maxvalue;',
    'alter sequence public.down as bigint no minvalue;',
    'alter sequence public.just_below as bigint no maxvalue;',
  ].map((fix) => ['Give the sequence a larger range.', [fix]]))
  await assertFixes(t, sql, check)
  for (const { fix_sql } of await findings(sql, check)) await sql.unsafe(fix_sql?.[0] ?? '')
  t.strictSame(await findings(sql, check), nothingFound, 'the fixes are right')
})

t.test('a sequence has no fix where nothing tells what its columns can hold', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create sequence s_trg as int; create table trgfed (id int);
    create function feed() returns trigger language plpgsql as $f$begin new.id := nextval('s_trg'); return new; end$f$;
    create trigger feed before insert on trgfed for each row execute function feed();
    create sequence s_view maxvalue 1000; create table svt (id numeric(3) default nextval('s_view'), code varchar(4) default 'A' || nextval('s_view'));
    create sequence s_numeric maxvalue 1000000; create table num (id numeric(6, 2) default nextval('s_numeric'));
    create sequence s_room maxvalue 1000; create table room (id numeric(6, 2) default nextval('s_room'));
    create sequence s_sum as int; create table summed (id bigint default nextval('s_sum') * 10);
    create sequence s_cast as int; create table cut (id bigint default nextval('s_cast')::int);
    create sequence s_real as int; create table reals (id double precision default nextval('s_real'));
    create sequence s_char maxvalue 99999; create table chars (id char(5) default nextval('s_char'));
    create sequence s_view_default as int; create view svd as select id from trgfed; alter view svd alter id set default nextval('s_view_default');
    select setval('s_trg', 2147483640), setval('s_view', 990), setval('s_numeric', 9990), setval('s_room', 990), setval('s_sum', 2147483640),
      setval('s_cast', 2147483640), setval('s_char', 99990), setval('s_real', 2147483640), setval('s_view_default', 2147483640)`)
  const look = (columns: string) => `Look first how large a value the columns that it feeds can hold, and widen them before the sequence: ${columns}.`
  const stuck = (why: string) =>
    `Change the columns that it feeds to bigint first, of which some cannot be changed in place (${why}): change the type where it comes from, or move the rows to a new table.`
  t.strictSame((await findings(sql, check)).map(({ object, action, fix_sql }) => [object?.slice('sequence public.'.length), action, fix_sql]), [
    ['s_cast', look('public.cut.id: its default has a cast to a smaller type'), null],
    ['s_char', look('public.chars.id: its default computes with the value'), null],
    ['s_numeric', stuck('public.num.id: it is of the type numeric(6,2)'), null],
    ['s_real', look('public.reals.id: its default computes with the value'), null],
    ['s_room', 'Give the sequence a larger range.', ['alter sequence public.s_room as bigint maxvalue 9999;']],
    ['s_sum', look('public.summed.id: its default computes with the value'), null],
    ['s_trg', unfed, null],
    ['s_view', stuck('public.svt.code: its default computes with the value, public.svt.id: it is of the type numeric(3,0)'), null],
    ['s_view_default', stuck('public.svd.id: it is no column of a table'), null],
  ])
})

t.test('changes the columns that a sequence feeds, and then the sequence', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Ta ble" ("I d" serial, wide bigint generated always as identity);
    alter table "Ta ble" alter wide set maxvalue 100;
    create table by_identity (id smallint generated always as identity);
    create sequence free as integer;
    create table by_default (id integer default nextval('free'));
    create table by_cast (id bigint, small smallint default nextval('free'), wide bigint default nextval('free'));
    create sequence downward as integer increment -1;
    create table down (id integer default nextval('downward'));
    create sequence begins_again cycle;
    create table around (id integer default nextval('begins_again'));
    create sequence roomy maxvalue 100;
    create table room (id integer default nextval('roomy'));
    create table parted (id serial, k integer) partition by list (k);
    create table part_1 partition of parted for values in (1);
    create table near_miss (id serial);
    select setval('"Ta ble_I d_seq"', 2000000000), setval('"Ta ble_wide_seq"', 90), setval('by_identity_id_seq', 32767),
      setval('free', 32767), setval('downward', -2147483648), setval('begins_again', 2147483647), setval('roomy', 90),
      setval('parted_id_seq', 2147483647), setval('near_miss_id_seq', 1609000000);
  `)
  const row = (name: string, value: number, detail: string, columns: string | null, fix: string[], evidence: object) => ({
    status: 'finding',
    severity: value >= 90 ? 'critical' : 'warning',
    object: `sequence public.${name}`,
    value,
    detail: `Sequence public.${/ /.test(name) ? `"${name}"` : name} has reached ${detail}`,
    action: columns === null
      ? 'Give the sequence a larger range.'
      : `Change ${columns} to bigint, and what references them; for a large table add a bigint column, keep it filled with a trigger, copy the old rows in batches, and swap the names.`,
    fix_sql: fix,
    evidence: { narrow_columns: columns, ...evidence },
  })
  const change = (column: string) => `alter table public.${column.replace('.', ' alter column ')} type bigint;`
  const found = await findings(sql, check)
  t.match(found, [
    row('Ta ble_I d_seq', 93.1, '2000000000 of its range from 1 to 2147483647 (integer); 147,483,647 values are left.',
      'public."Ta ble"."I d" (integer)', [change('"Ta ble"."I d"'), 'alter sequence public."Ta ble_I d_seq" as bigint no maxvalue;'],
      { owned_by: 'public."Ta ble"."I d"' }),
    row('Ta ble_wide_seq', 90, '90 of its range from 1 to 100 (bigint); 10 values are left.', null,
      ['alter sequence public."Ta ble_wide_seq" as bigint no maxvalue;'], { owned_by: 'public."Ta ble".wide' }),
    row('begins_again', 100, '2147483647, and the columns that it feeds hold values up to 2147483647: public.around.id (integer); 0 values are left.',
      'public.around.id (integer)', [change('around.id')], { left: 0 }),
    row('by_identity_id_seq', 100, '32767 of its range from 1 to 32767 (smallint); 0 values are left.', 'public.by_identity.id (smallint)',
      [change('by_identity.id'), 'alter sequence public.by_identity_id_seq as bigint no maxvalue;'], {}),
    row('downward', 100, '-2147483648 of its range from -1 to -2147483648 (integer); 0 values are left.', 'public.down.id (integer)',
      [change('down.id'), 'alter sequence public.downward as bigint no minvalue;'], {}),
    row('free', 100, '32767, and the columns that it feeds hold values up to 32767: public.by_cast.small (smallint), public.by_default.id (integer); 0 values are left.',
      'public.by_cast.small (smallint), public.by_default.id (integer)',
      [change('by_cast.small'), change('by_default.id'), 'alter sequence public.free as bigint no maxvalue;'], {}),
    row('parted_id_seq', 100, '2147483647 of its range from 1 to 2147483647 (integer); 0 values are left.', 'public.parted.id (integer)',
      [change('parted.id'), 'alter sequence public.parted_id_seq as bigint no maxvalue;'], {}),
    { ...row('roomy', 90, '90 of its range from 1 to 100 (bigint); 10 values are left.', null,
      ['alter sequence public.roomy as bigint maxvalue 2147483647;'], {}), evidence: { narrow_columns: 'public.room.id (integer)' } },
  ])
  t.equal(found.length, 8)
  await assertFixes(t, sql, check)
  for (const { fix_sql } of await findings(sql, check)) for (const statement of fix_sql ?? []) await sql.unsafe(statement)
  t.strictSame(await findings(sql, check), nothingFound)
  // What was full takes rows again, beyond the old end.
  await sql.unsafe(`
    insert into by_identity default values; insert into by_default default values; insert into by_cast default values;
    insert into down default values; insert into around default values; insert into room default values; insert into parted (k) values (1);
    insert into parted (id, k) values (2147483649, 1)`)
  t.match(await sql`
    select (select id from by_identity) as a, (select small from by_cast) as b, (select id from down) as c, (select id from around) as d,
      (select min(id) from parted) as e`, [{ a: '32768', b: '32769', c: '-2147483649', d: '2147483648', e: '2147483648' }])
})

t.test('a sequence of bigint does not hide the column that it feeds, whatever other checks think of that', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create sequence free; create table no_key (id integer default nextval('free')); select setval('free', 3000000000);
    create domain small_id as integer check (value > 0);
    create sequence tame; create table typed (id small_id default nextval('tame')); select setval('tame', 2147483647);
    create sequence shared; create table parent (id integer); create table child () inherits (parent);
    alter table child alter id set default nextval('shared'); select setval('shared', 2147483647);
    create sequence bound; create table bound_to (id integer default nextval('bound')) partition by list (id); select setval('bound', 2147483647);
    create sequence cut; create table by_cast (id integer default nextval('cut')::integer); select setval('cut', 2147483647);`)
  await t.rejects(sql.unsafe('insert into no_key default values'), { code: '22003' })
  const stuck = (name: string, why: string) => ({
    object: `sequence public.${name}`, fix_sql: null, value: 100,
    action: `Change the columns that it feeds to bigint first, of which some cannot be changed in place (${why}): change the type where it comes from, or move the rows to a new table.`,
  })
  t.match(await findings(sql, check), [
    stuck('bound', 'public.bound_to.id: the table is partitioned by it'),
    stuck('cut', 'public.by_cast.id: its default has a cast to a smaller type'),
    { object: 'sequence public.free', severity: 'critical', value: 139.7, fix_sql: ['alter table public.no_key alter column id type bigint;'],
      detail: /; 0 values are left\.$/ },
    stuck('shared', 'public.child.id: it is inherited'),
    stuck('tame', 'public.typed.id: it is of the domain public.small_id'),
  ])
  await assertFixes(t, sql, check)
  await sql.unsafe('alter table no_key alter column id type bigint; insert into no_key default values')
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
