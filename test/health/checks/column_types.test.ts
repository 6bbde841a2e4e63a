import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, switchOn, undos } from '../../support/findings.js'

const db = await testDatabase(t)
const { sql } = db
await sql.unsafe(`
  create schema "Odd Sch";
  create domain document as json;
  create table "Odd Sch"."T 1" ("Doc" json default '{}' not null, docs json[], fine jsonb, wrapped document, price money default 1,
    code char(3) unique, flag "char", limited varchar(20) primary key, free varchar,
    seen timestamp default now(), moment timestamptz, at timetz, plain time, dropped json, dropped_price money);
  alter table "Odd Sch"."T 1" drop column dropped, drop column dropped_price;
  insert into "Odd Sch"."T 1" ("Doc", docs, code, limited) values ('{"b": 1}', array['[1]'::json], 'a', 'x');
  create table viewed (id int primary key, doc json, price money, code char(2), note varchar(9));
  create view reader as select doc, price, code, note from viewed;
  create table by_code (code char(2), id int, name text) partition by list (code);
  create table by_code_ab partition of by_code for values in ('ab');
  create table parent (doc json); create table child () inherits (parent);
  create table generated (price money, twice money generated always as (price * 2) stored);
  create temporary table passing (doc json, price money, code char(2), seen timestamp, at timetz, note varchar(3));
  create view elsewhere as select null::json as doc, null::timestamp as seen;
`)

const common = { status: 'finding', severity: 'info', value: null }
const unfixable = { ...common, fix_sql: null }

t.test('json_columns names the tables, with one statement for all columns where it works', async (t) => {
  const action = 'Use jsonb, unless white space, duplicate keys or the order of keys matter.'
  t.strictSame(await findings(sql, 'json_columns'), [
    {
      ...common,
      object: 'table Odd Sch.T 1',
      detail: 'Table "Odd Sch"."T 1" has the columns "Doc" json, docs json[].',
      action,
      fix_sql: ['alter table "Odd Sch"."T 1" alter column "Doc" type jsonb, alter column docs type jsonb[];'],
      evidence: { columns: { Doc: 'json', docs: 'json[]' } },
    },
    {
      ...common,
      object: 'table public.parent',
      detail: 'Table public.parent has the column doc json.',
      action,
      fix_sql: ['alter table public.parent alter column doc type jsonb;'],
      evidence: { columns: { doc: 'json' } },
    },
    {
      ...unfixable,
      object: 'table public.viewed',
      detail: 'Table public.viewed has the column doc json.',
      action: 'Change the type around what depends on the column, such as rule _RETURN on view public.reader.',
      evidence: { columns: { doc: 'json' } },
    },
  ])
  t.strictSame(await undos(sql, 'json_columns'), {
    'table Odd Sch.T 1': ['alter table "Odd Sch"."T 1" alter column "Doc" type json, alter column docs type json[];'],
    'table public.parent': ['alter table public.parent alter column doc type json;'],
  })
  await assertFixes(t, sql, 'json_columns')
})

t.test('money_columns leaves generated columns alone', async (t) => {
  t.match(await findings(sql, 'money_columns'), [
    {
      object: 'table Odd Sch.T 1',
      detail: 'Table "Odd Sch"."T 1" has the column price money.',
      fix_sql: ['alter table "Odd Sch"."T 1" alter column price type numeric;'],
    },
    { ...unfixable, object: 'table public.generated' },
    { ...unfixable, object: 'table public.viewed' },
  ])
  t.strictSame(await undos(sql, 'money_columns'), {
    'table Odd Sch.T 1': ['alter table "Odd Sch"."T 1" alter column price type money;'],
  })
  await assertFixes(t, sql, 'money_columns')
})

t.test('char_columns rebuilds a unique index and says that a partition key cannot change', async (t) => {
  t.match(await findings(sql, 'char_columns'), [
    {
      object: 'table Odd Sch.T 1',
      detail: 'Table "Odd Sch"."T 1" has the column code character(3).',
      fix_sql: ['alter table "Odd Sch"."T 1" alter column code type text;'],
    },
    { ...unfixable, object: 'table public.by_code', action: /partition key cannot change/ },
    { ...unfixable, object: 'table public.viewed' },
  ])
  t.strictSame(await undos(sql, 'char_columns'), {
    'table Odd Sch.T 1': ['alter table "Odd Sch"."T 1" alter column code type character(3);'],
  })
  await t.rejects(sql`alter table by_code alter column code type text`, { message: /partition key/ })
  await assertFixes(t, sql, 'char_columns')
})

t.test('length_limited_columns is off by default, and passes over varchar without a length', async (t) => {
  t.match(await findings(sql, 'length_limited_columns'), [{ status: 'skipped', evidence: { reason: 'disabled' } }])
  await switchOn(sql, 'length_limited_columns')
  t.match(await findings(sql, 'length_limited_columns'), [
    {
      object: 'table Odd Sch.T 1',
      detail: 'Table "Odd Sch"."T 1" has the column limited character varying(20).',
      fix_sql: ['alter table "Odd Sch"."T 1" alter column limited type text;'],
    },
    { ...unfixable, object: 'table public.viewed' },
  ])
  await assertFixes(t, sql, 'length_limited_columns')
})

t.test('timestamp_without_time_zone_columns has no statement, because the zone is not known', async (t) => {
  t.strictSame(await findings(sql, 'timestamp_without_time_zone_columns'), [
    {
      ...unfixable,
      object: 'table Odd Sch.T 1',
      detail: 'Table "Odd Sch"."T 1" has the column seen timestamp without time zone.',
      action:
        'Set TimeZone to the zone in which the values were meant, then: alter table ... alter column ... type timestamptz; ' +
        'it takes an ACCESS EXCLUSIVE lock, and rewrites the table unless that zone is UTC.',
      evidence: { columns: { seen: 'timestamp without time zone' } },
    },
  ])
  const file = async () => (await sql`select pg_relation_filenode('"Odd Sch"."T 1"')::int as file`)[0]?.['file'] as number
  const before = await file()
  await sql.begin(async (tx) => {
    await tx`set local timezone = 'UTC'`
    await tx`alter table "Odd Sch"."T 1" alter column seen type timestamptz`
  })
  t.equal(await file(), before, 'the remedy is right that UTC needs no rewrite')
  t.strictSame(await findings(sql, 'timestamp_without_time_zone_columns'), nothingFound)
})

t.test('time_with_time_zone_columns knows it from time', async (t) => {
  t.strictSame(await findings(sql, 'time_with_time_zone_columns'), [
    {
      ...unfixable,
      object: 'table Odd Sch.T 1',
      detail: 'Table "Odd Sch"."T 1" has the column at time with time zone.',
      action: 'Use timestamptz for a moment; for a time of day use time and a column with the name of the zone.',
      evidence: { columns: { at: 'time with time zone' } },
    },
  ])
})

t.test('column_type_rows gives a statement only where nothing but indexes, keys and the default depends', async (t) => {
  const own = await testDatabase(t)
  await own.sql.unsafe(`
    create table target (code char(2) primary key);
    create table by_key (code char(2) references target);
    create table checked (code char(2) check (code <> 'x'));
    create table policed (code char(2));
    create policy p on policed using (code = 'a');
    create table triggered (code char(2));
    create function noop() returns trigger language plpgsql as 'begin return new; end';
    create trigger tr before update of code on triggered for each row execute function noop();
    create table read_by_function (code char(2));
    create function reads() returns text language sql begin atomic select code from read_by_function; end;
    create table free (code char(2) default 'a', other char(2));
    create index on free (code, lower(other));
    create sequence owned_by_free owned by free.code;
    create table computed (code char(2) generated always as ('a') stored);
  `)
  const rows = await findings(own.sql, 'char_columns')
  t.strictSame(rows.filter((row) => row.fix_sql !== null).map((row) => row.object), ['table public.computed', 'table public.free'])
  t.equal(rows.length, 8)
  await assertFixes(t, own.sql, 'char_columns')
})

t.test('serial_columns knows serial from identity, and an owned sequence that feeds nothing', async (t) => {
  const own = await testDatabase(t)
  await own.sql.unsafe(`
    create table old (id serial primary key, "No" bigserial);
    create table modern (id int generated by default as identity);
    create sequence shared; create table taking (id int default nextval('shared'));
    create table owning (id int); create sequence idle owned by owning.id;
    create table crossed (id int default nextval('shared')); create sequence unused owned by crossed.id;
  `)
  await switchOn(own.sql, 'serial_columns')
  t.strictSame(await findings(own.sql, 'serial_columns'), [
    {
      ...unfixable,
      object: 'table public.old',
      detail: 'Table public.old has serial columns: id, "No".',
      action: 'In one transaction lock the table, drop the default, add generated by default as identity, copy the position with setval(), and drop the old sequence.',
      evidence: { columns: ['id', 'No'] },
    },
  ])
})

t.test('large_object_columns asks for the trigger of the extension lo', async (t) => {
  const own = await testDatabase(t)
  t.strictSame(await findings(own.sql, 'large_object_columns'), nothingFound, 'nothing without the extension')
  await own.admin.unsafe('create schema "Ext"; grant usage on schema "Ext" to app; create extension lo schema "Ext"')
  await own.sql.unsafe(`
    create table scans (id int primary key, "Page's" "Ext".lo, number oid);
    create table kept (raster "Ext".lo); create table switched_off (raster "Ext".lo);
    create trigger off before update or delete on switched_off for each row execute function "Ext".lo_manage(raster);
    alter table switched_off disable trigger off;
    create trigger t_raster before update or delete on kept for each row execute function "Ext".lo_manage(raster);
  `)
  const action = 'Create the trigger, and remove what has been left behind with vacuumlo. New data is better kept in a bytea column.'
  t.strictSame(await findings(own.sql, 'large_object_columns'), [
    {
      ...common,
      severity: 'warning',
      object: `column public.scans.Page's`,
      detail: `Column public.scans."Page's" refers to large objects, and no trigger removes them.`,
      action,
      fix_sql: [
        `create trigger "remove_Page's" before update or delete on public.scans for each row execute function "Ext".lo_manage('Page''s');`,
      ],
      evidence: { column: `Page's` },
    },
    {
      ...common,
      severity: 'warning',
      object: 'column public.switched_off.raster',
      detail: 'Column public.switched_off.raster refers to large objects, and no trigger removes them.',
      action,
      fix_sql: [
        `create trigger remove_raster before update or delete on public.switched_off for each row execute function "Ext".lo_manage('raster');`,
      ],
      evidence: { column: 'raster' },
    },
  ])
  t.strictSame(await undos(own.sql, 'large_object_columns'), {
    "column public.scans.Page's": [`drop trigger "remove_Page's" on public.scans;`],
    'column public.switched_off.raster': ['drop trigger remove_raster on public.switched_off;'],
  })
  await assertFixes(t, own.sql, 'large_object_columns')
  await own.sql.unsafe((await findings(own.sql, 'large_object_columns'))[0]?.fix_sql?.[0] ?? '')
  await own.sql.unsafe(`insert into scans values (1, lo_create(0), 0); delete from scans`)
  t.equal((await own.admin`select from pg_largeobject_metadata`).length, 0, 'the trigger removes the object')
})

t.test('inconsistent_column_types compares keys always, and other names where most agree', async (t) => {
  const own = await testDatabase(t)
  await own.sql.unsafe(`
    create table a (user_id int, status int, amount numeric, note text, team_id varchar(9));
    create table b (user_id bigint, status text, amount numeric, note varchar(3), team_id text);
    create table c (user_id bigint, status boolean, amount numeric, note text);
    create table d (amount real, status int, note text);
    create view v as select 1::smallint as user_id;
  `)
  const action = 'Give the columns one type if they mean the same thing, or different names if they do not.'
  t.strictSame(await findings(own.sql, 'inconsistent_column_types'), [
    {
      ...unfixable,
      object: 'column amount',
      detail: 'Columns with the name amount have different types: numeric in public.a, public.b, public.c; real in public.d.',
      action,
      evidence: { types: { numeric: 3, real: 1 } },
    },
    {
      ...unfixable,
      object: 'column user_id',
      detail: 'Columns with the name user_id have different types: bigint in public.b, public.c; integer in public.a.',
      action,
      evidence: { types: { bigint: 2, integer: 1 } },
    },
  ])
  await own.sql.unsafe('alter table a alter column user_id type bigint; alter table d drop column amount')
  t.strictSame(await findings(own.sql, 'inconsistent_column_types'), nothingFound)
})
