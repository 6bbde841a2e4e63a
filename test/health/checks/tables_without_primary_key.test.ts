import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

const check = 'tables_without_primary_key'

t.test('finds nothing in a new database, nor in tables that have a key or need none', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  await sql.unsafe(`
    create table keyed (id int primary key);
    create unlogged table staging (id int);
    create temporary table passing (id int);
    create table parted (id int, primary key (id)) partition by range (id);
    create table parted_1 partition of parted for values from (0) to (9);
    create view v as select 1 as id;
  `)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports each table once, and a usable key', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Lo g" (at timestamptz);
    create table almost (id int not null, other int);
    create unique index almost_id on almost (id) include (other);
    create unique index almost_other on almost (other);
    create unique index almost_partial on almost (id) where other > 0;
    create table parted (id int) partition by range (id);
    create table parted_1 partition of parted for values from (0) to (9);
    insert into almost values (1, 2); analyze almost;
  `)
  const common = { status: 'finding', severity: 'info', value: null, fix_sql: null }
  const remedy = 'Add one, if need be as a new identity column: alter table ... add column id bigint generated always as identity primary key;'
  t.strictSame(await findings(sql, check), [
    {
      ...common,
      object: 'table public.Lo g',
      detail: 'Table public."Lo g" has no primary key.',
      action: remedy,
      evidence: { estimated_rows: null },
    },
    {
      ...common,
      object: 'table public.almost',
      detail: 'Table public.almost has no primary key; unique index almost_id on NOT NULL columns could become one.',
      action: 'Make the index the key: alter table public.almost add primary key using index almost_id;',
      evidence: { estimated_rows: 1 },
    },
    {
      ...common,
      object: 'table public.parted',
      detail: 'Table public.parted has no primary key.',
      action: remedy,
      evidence: { estimated_rows: null },
    },
  ])
})

t.test('warns where a publication needs the identity', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await sql.unsafe(`
    create table sent (id int not null); create table identified (id int not null unique);
    alter table identified replica identity using index identified_id_key;
    create table inserted (id int);
    create schema whole; create table whole.t (id int);
  `)
  await admin.unsafe(`
    create publication p for table sent, identified;
    create publication q for table inserted with (publish = 'insert');
    create publication s for tables in schema whole;
  `)
  t.match(
    (await findings(sql, check)).map((row) => [row.object, row.severity]),
    [['table public.identified', 'info'], ['table public.inserted', 'info'], ['table public.sent', 'warning'], ['table whole.t', 'warning']],
  )
})
