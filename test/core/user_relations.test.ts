import t from 'tap'
import { testDatabase } from '../support/database.js'

const db = await testDatabase(t)

t.test('lists every kind of relation that people make, with its quoted name', async (t) => {
  const session = db.connect()
  await session.unsafe(`
    create schema "Odd Sch";
    create schema toast;
    create table "Odd Sch"."T 1" (id int primary key, note text) with (fillfactor = 70);
    create table toast.parts (id int) partition by range (id);
    create table toast.part_1 partition of toast.parts for values from (0) to (9);
    create unlogged table toast.unlogged (id serial);
    create view toast.v as select 1 as n;
    create materialized view toast.m as select 1 as n;
    create type toast.pair as (a int);
    create temporary table scratch (id int primary key, note text);
    alter table "Odd Sch"."T 1" enable row level security;
  `)
  const rows = await session`
    select qualified_name, schema_name, relation_name, relkind::text, is_partition, relpersistence::text, reloptions,
      relrowsecurity, relid = to_regclass(qualified_name) as is_itself
    from steward_internal.user_relations
    where schema_name in ('Odd Sch', 'toast')
    order by 1`
  const row = (qualified_name: string, relkind: string, other = {}) => {
    const [schema_name, relation_name] = qualified_name.split('.').map((part) => part.replaceAll('"', ''))
    return {
      qualified_name, schema_name, relation_name, relkind, is_partition: false, relpersistence: 'p', reloptions: null,
      relrowsecurity: false, is_itself: true, ...other,
    }
  }
  t.strictSame([...rows], [
    row('"Odd Sch"."T 1"', 'r', { reloptions: ['fillfactor=70'], relrowsecurity: true }),
    row('"Odd Sch"."T 1_pkey"', 'i'),
    row('toast.m', 'm'),
    row('toast.pair', 'c'),
    row('toast.part_1', 'r', { is_partition: true }),
    row('toast.parts', 'p'),
    row('toast.unlogged', 'r', { relpersistence: 'u' }),
    // Before PostgreSQL 15 the sequence of an unlogged table was logged.
    row('toast.unlogged_id_seq', 'S', { relpersistence: 'u' }),
    row('toast.v', 'v'),
  ])
  const left = await session`
    select qualified_name from steward_internal.user_relations
    where schema_name ~ '^pg_' or schema_name = 'information_schema' or relation_name ~ '^scratch'`
  t.strictSame([...left], [], 'no system schema, no TOAST table, nothing temporary')
})

t.test('leaves out what an extension owns, with its indexes and sequences', async (t) => {
  await db.admin.unsafe(`
    create schema ext;
    create table ext.owned (id serial primary key, note text);
    create index on ext.owned (note);
    create table ext.free (id serial primary key);
    create view ext.owned_view as select 1 as n;
    alter extension pgstattuple add table ext.owned;
    alter extension pgstattuple add sequence ext.owned_id_seq;
    alter extension pgstattuple add view ext.owned_view;
  `)
  t.strictSame(
    (await db.sql`select qualified_name as name from steward_internal.user_relations where schema_name = 'ext' order by 1`).map(
      (row) => row['name'] as string,
    ),
    ['ext.free', 'ext.free_id_seq', 'ext.free_pkey'],
  )
})

t.test('estimated_bytes is relpages in bytes', async (t) => {
  await db.sql`create table filled as select repeat('x', 1000) as x from generate_series(1, 100)`
  await db.sql`vacuum filled`
  const rows = await db.sql`
    select estimated_bytes = pg_relation_size('filled') as is_right, estimated_bytes > 0 as is_filled
    from steward_internal.user_relations where relid = 'filled'::regclass`
  t.strictSame([...rows], [{ is_right: true, is_filled: true }])
})
