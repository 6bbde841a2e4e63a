import t, { type Test } from 'tap'
import type postgres from 'postgres'
import { install, uninstall } from '../../src/install/install.js'
import { migrateProject, projectMigrations } from '../../src/migrate/project.js'
import { blindRole, type TestDatabase, testDatabase } from '../support/database.js'
import { applyRetention } from '../support/retention.js'

const changes = async (sql: postgres.Sql, after = 0) =>
  (await sql`select what, command_tag, object_type, identity, reason, migration from steward.migration_ddl where id > ${after} order by id`)
    .map((row) => [row['what'], row['command_tag'], row['object_type'], row['identity'], row['reason'], row['migration']].filter((v) => v !== null).join(' | '))

/** What one script in a database that tracks DDL leaves in the record. */
async function recorded(t: Test, db: TestDatabase, script: string): Promise<void> {
  const [last] = await db.sql<{ id: number }[]>`select coalesce(max(id), 0)::int as id from steward.migration_ddl`
  const statements = script.split('\n').map((line) => line.split(' -- ')).filter(([statement]) => statement?.trim())
  for (const [statement = ''] of statements) await db.sql.unsafe(statement.trim())
  const expected = statements.flatMap(([, rows]) => rows?.split(';').map((row) => row.trim()) ?? [])
  t.strictSame(await changes(db.sql, last?.id), expected)
}

async function tracked(t: Test): Promise<TestDatabase> {
  const db = await testDatabase(t)
  t.match(await db.admin`select steward.track_ddl() as yes`, [{ yes: true }])
  return db
}

t.test('objects, once each, and none of the noise', async (t) => {
  const db = await tracked(t)
  await recorded(t, db, `
    create schema "Ap p" -- created | CREATE SCHEMA | schema | "Ap p"
    create table orders (id serial primary key, n integer unique, "We ird" text) -- created | CREATE TABLE | table | public.orders
    create table if not exists orders ()
    create index "by n" on orders (n) -- created | CREATE INDEX | index | public."by n"
    create index concurrently later on orders ("We ird") -- created | CREATE INDEX | index | public.later
    do $$ begin create table "Ap p".inner (); end $$ -- created | CREATE TABLE | table | "Ap p"."inner"
    alter table orders add b text, add c text -- altered | ALTER TABLE | table | public.orders
    alter table orders add unique (b) -- altered | ALTER TABLE | table | public.orders
    alter table orders rename column b to d -- altered | ALTER TABLE | table | public.orders
    comment on column orders.d is 'x' -- altered | COMMENT | table | public.orders
    alter table orders alter n type bigint -- rewritten | ALTER TABLE | table | public.orders | column type; altered | ALTER TABLE | table | public.orders
    alter table orders drop c -- dropped | ALTER TABLE | table column | public.orders.c; altered | ALTER TABLE | table | public.orders
    create table copied as select 1 as a -- created | CREATE TABLE AS | table | public.copied
    create trigger stop before insert on orders for each row execute function suppress_redundant_updates_trigger() -- created | CREATE TRIGGER | trigger | stop on public.orders
    create policy mine on orders -- created | CREATE POLICY | policy | mine on public.orders
    create function f(a integer) returns integer language sql as 'select 1' -- created | CREATE FUNCTION | function | public.f(integer)
    create materialized view m as select 1 as a -- created | CREATE MATERIALIZED VIEW | materialized view | public.m
    refresh materialized view m
    create view v as select d from orders -- created | CREATE VIEW | view | public.v
    create temp table gone (id serial primary key)
    alter table gone add a text
    alter table gone alter a type integer using 1
    create temp view gone_too as select 1
    drop table gone
    grant select on orders to public
    reindex table orders
    truncate orders
    create extension citext -- created | CREATE EXTENSION | extension | citext
    drop extension citext -- dropped | DROP EXTENSION | extension | citext
    drop function f -- dropped | DROP FUNCTION | function | public.f(integer)
  `)
})

t.test('a drop names all that goes with it', async (t) => {
  const db = await tracked(t)
  await db.sql.unsafe('create schema s; create table s.a (id integer primary key); create index i on s.a (id); create table b (a integer references s.a); create view v as select id from s.a').simple()
  const [before] = await db.sql<{ id: number }[]>`select max(id)::int as id from steward.migration_ddl`
  await db.sql.unsafe('set client_min_messages = warning; drop schema s cascade').simple()
  t.strictSame((await changes(db.sql, before?.id)).sort(), [
    'dropped | DROP SCHEMA | index | s.a_pkey | dependent',
    'dropped | DROP SCHEMA | index | s.i | dependent',
    'dropped | DROP SCHEMA | schema | s',
    'dropped | DROP SCHEMA | table constraint | b_a_fkey on public.b',
    'dropped | DROP SCHEMA | table | s.a',
    'dropped | DROP SCHEMA | view | public.v',
  ])
})

t.test('partitions of an index come with it, and a partition does not', async (t) => {
  const db = await tracked(t)
  await recorded(t, db, `
    create table p (a integer) partition by range (a) -- created | CREATE TABLE | table | public.p
    create table p1 partition of p for values from (0) to (9) -- created | CREATE TABLE | table | public.p1
    create index i on p (a) -- created | CREATE INDEX | index | public.i
  `)
})

t.test('the migration is known, in a transaction and without one, and also if node-pg-migrate ran it alone', async (t) => {
  const db = await tracked(t)
  const set = projectMigrations(t.testdir({
    '1_a.sql': '-- Up Migration\ncreate table a (id integer);\n-- Down Migration\ndrop table a;',
    '2_b.sql': '-- pgsteward: no-transaction\n-- Up Migration\ncreate index concurrently i on a (id);\n-- Down Migration\ndrop index concurrently i;',
  }))
  await migrateProject(db.sql, set, { direction: 'up' })
  await migrateProject(db.sql, set, { direction: 'down', count: 2 })
  await db.sql.begin(async (tx) => {
    for (const name of ['3_c', '4_d']) {
      await tx.unsafe(`create table "${name}" ()`)
      await tx`insert into public.pgmigrations (name, run_on) values (${name}, now())`
    }
  })
  await db.sql`create table by_hand ()`
  t.strictSame((await changes(db.sql)).slice(1), [
    'created | CREATE TABLE | table | public.a | 1_a',
    'created | CREATE INDEX | index | public.i | 2_b',
    'dropped | DROP INDEX | index | public.i | 2_b',
    'dropped | DROP TABLE | table | public.a | 1_a',
    'created | CREATE TABLE | table | public."3_c" | 3_c',
    'created | CREATE TABLE | table | public."4_d" | 4_d',
    'created | CREATE TABLE | table | public.by_hand',
  ])
  t.match(await db.sql`select d.log_id = l.id as same, l.direction from steward.migration_ddl as d inner join steward.migration_log as l on l.id = d.log_id where d.identity = 'public.i' order by d.id`, [
    { same: true, direction: 'up' }, { same: true, direction: 'down' },
  ])
})

t.test('nobody makes a change look like one of a migration', async (t) => {
  const db = await tracked(t)
  await migrateProject(db.sql, projectMigrations(t.testdir({ '1_a.sql': '-- Up Migration\ncreate table a ();' })), { direction: 'up' })
  const session = await db.sql.reserve()
  await session.unsafe(`set steward.runs_migrations = 'on'; create table forged ()`).simple()
  session.release()
  t.match(await db.sql`select log_id from steward.migration_ddl where identity = 'public.forged'`, [{ log_id: null }])
})

t.test('who it was', async (t) => {
  const db = await tracked(t)
  const session = await db.admin.reserve()
  await session.unsafe(`set application_name = 'a hotfix'; set role app; create table by_role (); reset role; create table by_admin ()`).simple()
  session.release()
  t.match(await db.sql`select session_user_name, role_name, application_name, at <= clock_timestamp() as past from steward.migration_ddl order by id`, [
    { session_user_name: 'postgres', role_name: 'app', application_name: 'a hotfix', past: true },
    { session_user_name: 'postgres', role_name: 'postgres', application_name: 'a hotfix', past: true },
  ])
})

t.test('a role without any grant changes what it owns, and is recorded', async (t) => {
  const db = await tracked(t)
  const role = `maker_${db.name}`
  await db.admin.unsafe(`create role ${role}; create schema own authorization ${role}`).simple()
  t.teardown(() => db.admin.unsafe(`drop owned by ${role}; drop role ${role}`).simple())
  const session = await db.admin.reserve()
  await session.unsafe(`set session authorization ${role}; create table own.t (); drop table own.t; reset session authorization`).simple()
  session.release()
  t.match(await db.sql`select what, role_name from steward.migration_ddl where identity = 'own.t' order by id`, [
    { what: 'created', role_name: role }, { what: 'dropped', role_name: role },
  ])
})

t.test('no statement fails or waits for the record', async (t) => {
  const db = await tracked(t)
  const holder = await db.admin.reserve()
  await holder.unsafe('begin; lock table steward_ddl.changes').simple()
  // Would wait for ever.
  await db.sql`create table during_lock ()`
  await holder`rollback`
  holder.release()
  await db.admin`alter table steward_ddl.changes rename column what to other`
  await db.sql.unsafe('create table broken (a integer); alter table broken alter a type bigint; drop table broken').simple()
  await db.admin`alter table steward_ddl.changes rename column other to what`
  await db.sql`create table again ()`
  t.strictSame((await changes(db.sql)).filter((line) => !line.includes('steward')), ['created | CREATE TABLE | table | public.again'])
})

t.test('the owner of pgsteward cannot make the triggers do something else', async (t) => {
  const db = await tracked(t)
  for (const attack of [
    `create or replace function steward_ddl.record() returns event_trigger language plpgsql as 'begin end'`,
    'alter function steward_ddl.record() security invoker',
    'drop function steward_ddl.record() cascade',
    'create function steward_ddl.mine() returns integer language sql as $$select 1$$',
    'create trigger t after insert on steward_ddl.changes execute function suppress_redundant_updates_trigger()',
    'alter table steward_ddl.changes alter at set default now()',
    'drop table steward_ddl.changes',
    'alter schema steward_ddl rename to elsewhere',
    'drop schema steward_ddl cascade',
    `insert into steward_ddl.changes (what, command_tag, object_type, identity) values ('', '', '', '')`,
    'delete from steward_ddl.changes',
    'drop event trigger steward_record_ddl',
    'select steward.untrack_ddl()',
  ]) await t.rejects(db.sql.unsafe(attack), { code: '42501' }, attack)
})

t.test('a schema that somebody has put there before is refused', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create schema steward_ddl`
  await t.rejects(db.admin`select steward.track_ddl()`, {
    code: '42501', message: 'the schema steward_ddl belongs to app',
    hint: 'Its owner could let the event triggers do anything in the name of others: drop it, and try again.',
  })
  t.strictSame([...(await db.admin`select from pg_event_trigger where evtname like 'steward%'`)], [])
})

t.test('readers see it, and others do not', async (t) => {
  const db = await tracked(t)
  await db.sql`create table seen ()`
  const reader = await db.admin.reserve()
  await reader`set role steward_reader`
  t.match(await reader`select identity from steward.migration_ddl`, [{ identity: 'public.seen' }])
  await reader`reset role`
  reader.release()
  await t.rejects((await blindRole(t, db))`select from steward.migration_ddl`, { code: '42501' })
})

t.test('where nobody tracks, there is nothing, and who may not begin leaves nothing behind', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table unseen ()`
  t.strictSame([...(await sql`select from steward.migration_ddl`)], [])
  await t.rejects(sql`select steward.track_ddl()`, { code: '42501', message: 'permission denied to create event trigger "steward_record_ddl"' })
  t.strictSame([...(await sql`select from pg_namespace where nspname = 'steward_ddl'`)], [])
})

t.test('install begins where it may (set_up_ddl_tracking), else says what to run; uninstall leaves nothing', async (t) => {
  const db = await testDatabase(t, { empty: true })
  const triggers = async () => (await db.admin`select evtname from pg_event_trigger where evtname like 'steward%' order by 1`).map((row) => row['evtname'] as string)
  const statement = 'select steward.track_ddl()'
  t.match((await install(db.sql)).ddlTracking, [{ statement, problem: /permission denied to create event trigger/ }])
  t.strictSame((await install(db.admin)).ddlTracking, [{ statement, problem: null }])
  t.strictSame(await triggers(), ['steward_record_ddl', 'steward_record_drops', 'steward_record_rewrites'])
  t.strictSame((await install(db.admin)).ddlTracking, [], 'once')
  t.strictSame((await install(db.sql)).ddlTracking, [], 'and nothing is missing for others')
  await db.admin`select steward.untrack_ddl()`
  t.strictSame((await install(db.admin)).ddlTracking, [], 'not against the will of who has ended it')
  t.strictSame(await triggers(), [])
  await db.admin`select steward.track_ddl()`

  t.match(await uninstall(db.sql), [{ statement: 'drop schema steward_ddl cascade', problem: /must be owner of schema steward_ddl/ }])
  await db.sql`create table after_uninstall ()`
  await install(db.sql)
  t.strictSame((await changes(db.sql)).at(-1), 'created | CREATE TABLE | table | public.after_uninstall', 'what stayed behind harms nobody, and goes on')
  t.strictSame(await uninstall(db.admin), [])
  t.strictSame(await triggers(), [])
  t.strictSame([...(await db.admin`select from pg_namespace where nspname = 'steward_ddl'`)], [])
})

t.test('what retention drops says so', async (t) => {
  const db = await tracked(t)
  await db.sql.unsafe(`
    create table parts (at timestamptz) partition by range (at);
    create table old_part partition of parts for values from (minvalue) to ('2020-01-01');
    create table new_part partition of parts for values from ('2020-01-01') to (maxvalue)`).simple()
  await db.sql`select steward.add_retention_policy('parts', 'at', '1 day')`
  await db.sql`select steward.approve_retention_policy('parts', accept_share => 1)`
  t.match(await applyRetention(db.sql, 'public.parts'), { outcome: 'done' })
  t.strictSame((await changes(db.sql)).slice(3), ['dropped | DROP TABLE | table | public.old_part | retention'])
})
