import t from 'tap'
import { blindRole, oneByOne, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'

// Covers steward_internal.narrow_key_columns() and steward_internal.column_maxima() as well.
const check = 'int4_key_exhaustion'

const action =
  'Plan the change to bigint, of every column that references this one too. ALTER COLUMN TYPE rewrites the table and blocks it meanwhile; for a large table add a bigint column, keep it filled with a trigger, copy the old rows in batches, and swap the names.'

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('measures a key by the sequence that feeds it', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create schema "Odd Sch";
    create table "Odd Sch"."Ta ble" ("I d" serial primary key);
    create table child (parent_id int references "Odd Sch"."Ta ble");
    select setval('"Odd Sch"."Ta ble_I d_seq"', 1073741824);
    create table near_miss (id serial primary key); select setval('near_miss_id_seq', 1072000000);
    create table identity (id smallint generated always as identity unique); select setval('identity_id_seq', 26214);
    create table wide (id bigserial primary key); select setval('wide_id_seq', 9000000000000000000);
    create table no_key (id serial); select setval('no_key_id_seq', 2147483647);
    create sequence trap;
    create table trapped (id int primary key default nextval('trap')); select setval('trap', 3000000000);
    create sequence down increment -1;
    create table downwards (id int primary key default nextval('down')); select setval('down', -1932735284);
    create sequence below_zero minvalue -2147483648;
    create table reused (id int primary key default nextval('below_zero')); select setval('below_zero', -2000000000);
    create table cycled (id serial primary key); alter sequence cycled_id_seq cycle; select setval('cycled_id_seq', 2147483647);
  `)
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'column Odd Sch.Ta ble.I d',
      value: 50,
      detail: 'Column "Odd Sch"."Ta ble"."I d" (integer) has reached 1,073,741,824 of 2,147,483,647: 1,073,741,823 values are left.',
      action,
      fix_sql: [
        'alter table public.child alter column parent_id type bigint;',
        'alter table "Odd Sch"."Ta ble" alter column "I d" type bigint;',
        'alter sequence "Odd Sch"."Ta ble_I d_seq" as bigint;',
      ],
      evidence: {
        reached: 1073741824,
        left: 1073741823,
        sequence: '"Odd Sch"."Ta ble_I d_seq"',
        referenced_by: ['public.child.parent_id'],
      },
    },
    {
      status: 'finding',
      severity: 'critical',
      object: 'column public.downwards.id',
      value: 90,
      detail: 'Column public.downwards.id (integer) has reached -1,932,735,284 of 2,147,483,647: 214,748,363 values are left.',
      action,
      fix_sql: ['alter table public.downwards alter column id type bigint;'],
      evidence: { reached: -1932735284, left: 214748363, sequence: 'public.down', referenced_by: [] },
    },
    {
      status: 'finding',
      severity: 'critical',
      object: 'column public.identity.id',
      value: 80,
      detail: 'Column public.identity.id (smallint) has reached 26,214 of 32,767: 6,553 values are left.',
      action,
      fix_sql: ['alter table public.identity alter column id type bigint;'],
      evidence: { reached: 26214, left: 6553, sequence: 'public.identity_id_seq', referenced_by: [] },
    },
    {
      status: 'finding',
      severity: 'critical',
      object: 'column public.trapped.id',
      value: 139.7,
      detail: 'Column public.trapped.id (integer) has reached 3,000,000,000 of 2,147,483,647: 0 values are left.',
      action,
      fix_sql: ['alter table public.trapped alter column id type bigint;'],
      evidence: { reached: 3000000000, left: 0, sequence: 'public.trap', referenced_by: [] },
    },
  ])

  const rows = await sql`select undo_sql from steward_internal.check_int4_key_exhaustion() where object_schema = 'Odd Sch'`
  t.strictSame(rows[0]?.['undo_sql'], [
    'alter table "Odd Sch"."Ta ble" alter column "I d" type integer;',
    'alter table public.child alter column parent_id type integer;',
    'alter sequence "Odd Sch"."Ta ble_I d_seq" as integer;',
  ])
  for (const { fix_sql } of await findings(sql, check)) await oneByOne(sql, fix_sql ?? [])
  t.strictSame(await findings(sql, check), nothingFound, 'the fix is right, and takes the references along')
  const [{ max } = { max: '' }] = await sql`select seqmax as max from pg_sequence where seqrelid = 'identity_id_seq'::regclass`
  t.equal(max, '9223372036854775807', 'an identity column takes its sequence along')
})

t.test('measures other keys by their largest value', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create domain small_number as smallint;
    create table keyed (id int primary key); insert into keyed values (1), (1073741824);
    create table below (id int primary key); insert into below values (1070000000);
    create table loaded (id serial primary key); insert into loaded values (2000000000);
    create table composite (a small_number, b int, unique (a, b)); insert into composite values (30000, 2147483647);
    create table partial (a int); create unique index on partial (a) where a > 0; insert into partial values (2147483647);
    create table expression (a int); create unique index on expression ((a + 0)); insert into expression values (2147483647);
    create table not_unique (a int); create index on not_unique (a); insert into not_unique values (2147483647);
    create table excluded (a int, exclude using btree (a with =)); insert into excluded values (2147483647);
    create table empty (id int primary key);
    create table parent (id int primary key) partition by range (id);
    create table child partition of parent for values from (0) to (2147483647); insert into parent values (2000000001);
    create table ancestor (id int primary key);
    create table heir (primary key (id)) inherits (ancestor); insert into heir values (2000000002);
  `)
  const found = await findings(sql, check)
  t.strictSame(found.map(({ object, value, evidence }) => [object, value, evidence?.reached, evidence?.sequence]), [
    ['column public.composite.a', 91.6, 30000, null],
    ['column public.heir.id', 93.1, 2000000002, null],
    ['column public.keyed.id', 50, 1073741824, null],
    ['column public.loaded.id', 93.1, 2000000000, null],
    ['column public.parent.id', 93.1, 2000000001, null],
  ])
  t.match(found[0]?.detail, 'Column public.composite.a (public.small_number) has reached 30,000 of 32,767')
  t.match(found.filter(({ fix_sql }) => fix_sql === null), [
    { object: 'column public.composite.a', action: /^It cannot be changed in place \(public\.composite\.a: it is of the domain public\.small_number\):/ },
    { object: 'column public.heir.id', action: /cannot be changed in place/ },
    { object: 'column public.parent.id', action: /cannot be changed in place/ },
  ])
  const locks = await sql.begin(async (tx) => {
    await tx`select from steward_internal.check_int4_key_exhaustion()`
    return tx`
      select l.relation::regclass::text as relation from pg_locks as l
      where l.pid = pg_backend_pid() and l.relation >= 16384 and l.relation in (select oid from pg_class where relkind in ('r', 'S'))
        and l.relation::regclass::text !~ '^steward'`
  })
  t.strictSame([...locks], [], 'no lock is kept')
  t.strictSame(found[3]?.fix_sql, [
    'alter table public.loaded alter column id type bigint;', 'alter sequence public.loaded_id_seq as bigint;',
  ])
  await assertFixes(t, sql, check)
})

t.test('reports narrow columns that reference a wider key', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table parent (id bigserial primary key, other bigint unique, pair bigint, unique (id, pair));
    select setval('parent_id_seq', 1900000000);
    insert into parent values (1, 1800000000);
    create table by_sequence (parent_id int references parent);
    create table by_maximum (parent_id int references parent (other));
    create table one_to_one (parent_id int primary key references parent); insert into one_to_one values (1);
    create table wide (parent_id bigint references parent);
    create table two (a int, b int, foreign key (a, b) references parent (id, pair));
    create table divided (parent_id int references parent) partition by range (parent_id);
    create table division partition of divided default;
  `)
  t.strictSame((await findings(sql, check)).map(({ object, value, severity }) => [object, value, severity]), [
    ['column public.by_maximum.parent_id', 83.8, 'critical'],
    ['column public.by_sequence.parent_id', 88.5, 'critical'],
    ['column public.divided.parent_id', 88.5, 'critical'],
    ['column public.one_to_one.parent_id', 88.5, 'critical'],
  ])
})

t.test('says what it could not read', async (t) => {
  const db = await testDatabase(t)
  const { sql, admin } = db
  const blind = await blindRole(t, db)
  const role = `blind_${db.name}`
  await sql`create table "k 0" (id serial primary key)`
  const withheld = {
    status: 'skipped',
    severity: null,
    object: null,
    value: null,
    detail: `Role ${role} may read neither the sequence nor the key of 1 tables: public."k 0".`,
    action: `grant select on public."k 0" to ${role};`,
    fix_sql: null,
    evidence: { reason: 'privilege' },
  }
  t.strictSame(await findings(blind, check), [withheld])
  await admin.unsafe(withheld.action)
  t.strictSame(await findings(blind, check), nothingFound, 'the grant is right')

  await sql.unsafe(`
    create table "k 1" (id serial primary key, other int unique); create table k2 (id int primary key); create table k3 (id int primary key);
    create schema hidden; create table hidden.k4 (id int primary key); grant select on hidden.k4 to ${role};
    create table by_column (id int primary key, secret int); grant select (id) on by_column to ${role};
    create table by_sequence (id serial primary key); grant usage on sequence by_sequence_id_seq to ${role};
    insert into by_column values (2000000000); select setval('by_sequence_id_seq', 2000000000);
  `)
  t.match(await findings(blind, check), [
    { object: 'column public.by_column.id', value: 93.1 },
    { object: 'column public.by_sequence.id', value: 93.1 },
    {
      object: null,
      detail: `Role ${role} may read neither the sequence nor the key of 4 tables: hidden.k4, public."k 1", public.k2 and 1 more.`,
      action: `grant pg_read_all_data to ${role};`,
    },
  ])
  await admin.unsafe(`grant pg_read_all_data to ${role}`)
  t.equal((await findings(blind, check)).length, 2, 'the grant is right')

  await sql`alter table by_column enable row level security`
  t.match((await findings(blind, check)).slice(1), [
    {
      status: 'skipped',
      detail: `Row security may hide keys of 1 tables from role ${role}: public.by_column.`,
      action: `Run the check as the owner of the tables, or: alter role ${role} bypassrls;`,
      evidence: { reason: 'privilege' },
    },
  ])
  t.match(await findings(sql, check), [{ object: 'column public.by_column.id' }, {}], 'the owner sees all rows')
  await sql`alter table by_column force row level security`
  t.match((await findings(sql, check))[1], { detail: 'Row security may hide keys of 1 tables from role app: public.by_column.' })
})

t.test('waits for nobody and stops in time', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`create table "held t" (id int primary key); create table free (id int primary key); insert into free values (2000000000);`)
  const holder = await sql.reserve()
  await holder.unsafe('begin; lock table "held t"')
  t.match(await findings(sql, check), [
    { object: 'column public.free.id', status: 'finding' },
    {
      status: 'skipped',
      severity: null,
      object: 'column public.held t.id',
      detail: 'The largest value of public."held t".id was not read: another session has locked the table.',
      action: 'See who holds the lock with get_blocking_locks(), and run the check again.',
      evidence: { reason: 'lock' },
    },
  ])
  await holder`rollback`
  holder.release()

  const late = await sql.begin(async (tx) => {
    await tx`select set_config('pgsteward.deadline', '2000-01-01', true)`
    return tx`select status, object_name, detail, action, evidence from steward_internal.check_int4_key_exhaustion()`
  })
  t.strictSame(late.map((row) => ({ ...row })), [
    {
      status: 'skipped',
      object_name: null,
      // The other table is empty, which takes no time to see.
      detail: 'The time budget was used up before the keys of 1 tables were read: public.free.',
      action: "select * from steward.health_findings(checks => '{int4_key_exhaustion}');",
      evidence: { reason: 'time' },
    },
  ])
})

t.test('the fix takes along what references the key, directly or not, and there is none where that cannot be', async (t) => {
  const db = await testDatabase(t)
  const { sql } = db
  await sql.unsafe(`
    create table idn (id int generated by default as identity primary key, p int references idn (id));
    create table mid (id int primary key references idn, other text);
    create table parted (mid_id int references mid, k int) partition by list (k); create table part_1 partition of parted for values in (1);
    create table wide (idn_id bigint references idn);
    select setval('idn_id_seq', 2147483640);
    create table seen (id serial primary key); create table seen_child (seen_id int references seen);
    create view seen_view as select seen_id from seen_child; select setval('seen_id_seq', 2147483640);
    create table ruled (id serial primary key, twice bigint generated always as (id * 2) stored); select setval('ruled_id_seq', 2147483640);
    create table kept (id serial primary key); create policy mine on kept using (id > 0); select setval('kept_id_seq', 2147483640);
    create table fired (id serial primary key); create function nothing() returns trigger language plpgsql as 'begin return new; end';
    create trigger fire before update of id on fired execute function nothing(); select setval('fired_id_seq', 2147483640);
    create table heirs (id serial primary key); create table heir () inherits (heirs); create view heir_view as select id from heir;
    select setval('heirs_id_seq', 2147483640);
    create table rows (id serial primary key); create table of_rows (r rows); select setval('rows_id_seq', 2147483640);
    create table filtered (id serial primary key); create publication part for table filtered where (id > 0); select setval('filtered_id_seq', 2147483640);
    create table owned (id serial primary key); create table owned_child (owned_id int references owned); select setval('owned_id_seq', 2147483640)`)
  await db.admin.unsafe('alter table owned_child owner to postgres')
  const kept: [string, RegExp][] = [
    ['filtered', /public\.filtered\.id: publication of table public\.filtered in publication part depends on it/],
    ['fired', /public\.fired\.id: trigger fire on table public\.fired depends on it/],
    ['heirs', /public\.heirs\.id: rule _RETURN on view public\.heir_view depends on it/],
    ['kept', /public\.kept\.id: policy mine on table public\.kept depends on it/],
    ['owned', /public\.owned_child\.owned_id: the table belongs to another role/],
    ['rows', /public\.rows\.id: a column has the row type of the table/],
    ['ruled', /public\.ruled\.id: default value for column twice of table public\.ruled depends on it/],
    ['seen', /public\.seen_child\.seen_id: rule _RETURN on view public\.seen_view depends on it/],
  ]
  const widened = [
    'alter table public.mid alter column id type bigint;',
    'alter table public.parted alter column mid_id type bigint;',
    'alter table public.idn alter column id type bigint, alter column p type bigint;',
  ]
  const found = await findings(sql, check)
  for (const [table, why] of kept) {
    t.match(found.find(({ object }) => object === `column public.${table}.id`), { fix_sql: null, action: why }, table)
  }
  t.strictSame(found.find(({ object }) => object === 'column public.idn.id')?.fix_sql, widened)
  const sequences = await findings(sql, 'sequence_exhaustion')
  for (const [table, why] of kept) {
    t.match(sequences.find(({ object }) => object === `sequence public.${table}_id_seq`), { fix_sql: null, action: why }, table)
  }
  t.strictSame(sequences.find(({ object }) => object === 'sequence public.idn_id_seq')?.fix_sql,
    [...widened, 'alter sequence public.idn_id_seq as bigint no maxvalue;'])

  await assertFixes(t, sql, 'sequence_exhaustion')
  await oneByOne(sql, widened)
  await sql`select setval('idn_id_seq', 2147483648)`
  await sql`insert into idn default values`
  await sql`update idn set p = id`
  await sql`insert into mid select id from idn`
  await sql`insert into parted select id, 1 from idn`
  for (const object of ['idn', 'mid', 'parted']) {
    t.notOk((await findings(sql, check)).some((row) => row.object?.startsWith(`column public.${object}.`)), object)
  }
  t.match(await findings(sql, 'foreign_key_type_mismatch'), nothingFound)
})
