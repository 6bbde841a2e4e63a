import { writeFileSync } from 'node:fs'
import t from 'tap'
import { backup } from '../../src/backup/backup.js'
import { manifestPath } from '../../src/backup/manifest.js'
import { restore } from '../../src/backup/restore.js'
import { verifyBackup } from '../../src/backup/verify.js'
import { needsPrograms, temporaryFolder } from '../support/backup.js'
import { atDatabase, testDatabase } from '../support/database.js'

const quiet = { say: () => undefined, show: () => undefined }
const never = new AbortController().signal

t.test('rows behind forced policies are counted where the database is ours, and never called missing elsewhere', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  const other = await testDatabase(t, { empty: true })
  const [copy, wrong] = [`${db.name}_copy`, `${db.name}_wrong`]
  t.teardown(async () => {
    for (const name of [copy, wrong]) await db.admin.unsafe(`drop database if exists ${name} with (force)`)
  })
  await db.sql.unsafe(`
    create table public.notes as select generate_series(1, 2) as id;
    create table public.parts (id int) partition by range (id);
    create table public.parts_low partition of public.parts for values from (0) to (10);
    insert into public.parts values (1), (2), (3);
    create table public.open as select 1 as id;
    alter table public.notes enable row level security, force row level security;
    alter table public.parts_low enable row level security, force row level security;
    create policy one on public.notes using (id = 1)`).simple()
  await t.rejects(backup(db.sql, { dir: temporaryFolder(t) }), { name: 'UsageError', message: /row level security hides rows of public.notes, public.parts_low from app/ })
  const { file, manifest } = await backup(db.admin, { dir: temporaryFolder(t) })
  t.match(await verifyBackup(db.sql, file, never, quiet), { verified: { differences: [], not_compared: [] } })

  const said: string[] = []
  const say = (line: string) => void said.push(line)
  await restore(db.sql, file, { into: copy, say })
  t.ok(said.includes('3 tables have the rows that the backup says'))
  const forced = await db.connect({ url: atDatabase(db.adminUrl, copy) })`
    select relname as name, relforcerowsecurity as is_forced, (select count(*)::int from public.notes) as notes
    from pg_class where relrowsecurity order by relname`
  t.strictSame([...forced], [{ name: 'notes', is_forced: true, notes: 2 }, { name: 'parts_low', is_forced: true, notes: 2 }])

  said.length = 0
  await restore(other.sql, file, { say })
  t.strictSame(said.filter((line) => line.includes('compared') || line.includes('rows')), [
    'not compared: public.notes: policies bind this role', 'not compared: public.parts_low: policies bind this role',
    '1 tables have the rows that the backup says',
  ])
  t.match([...(await other.admin`select count(*)::int as rows from public.notes`)], [{ rows: 2 }])

  writeFileSync(manifestPath(file), JSON.stringify({ ...manifest, tables: [{ schema: 'public', table: 'notes', rows: 3 }] }))
  await t.rejects(restore(db.sql, file, { into: wrong }), { message: /public\.notes has 2 rows, the backup says 3/ })
  t.match([...(await db.connect({ url: atDatabase(db.adminUrl, wrong) })`select count(*)::int as rows from public.notes`)], [{ rows: 2 }], 'it stays')
})

t.test('a policy that takes rows from the owner again is no access to all', needsPrograms, async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table public.notes (id int, user_id uuid not null);
    select steward.protect_table('notes', 'owner', 'user_id', owner_access => true)`).simple()
  const making = () => backup(db.sql, { dir: temporaryFolder(t) })
  await db.sql`create policy narrow on public.notes as restrictive for select using (id = 1)`
  await t.rejects(making(), { message: /row level security hides rows of public.notes from app/ })
  await db.sql`drop policy narrow on public.notes`
  await db.sql`create policy narrow on public.notes as restrictive for delete using (id = 1)`
  t.match(await making(), { manifest: { row_security: true } })
  await db.sql`drop policy narrow on public.notes`
  await db.sql`alter policy steward_owner_all on public.notes using (id = 1)`
  await t.rejects(making(), { message: /row level security hides rows of public.notes from app/ })
})

t.test('what has no rows, or none of its own, is no difference', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  await db.sql.unsafe(`
    create table public.empty ();
    create table public.parents (id int);
    create table public.children () inherits (public.parents);
    insert into public.parents values (1);
    insert into public.children values (2), (3);
    create unlogged table public.volatile as select 1 as id;
    create table public.computed (id int generated always as identity, twice int generated always as (7 * 2) stored);
    insert into public.computed default values;
    create materialized view public.later as select 1 as id with no data;
    create sequence public.numbers;
    create schema own;
    create table own.count as select 1 as id;
    create function own.count(anyelement) returns bigint language sql as 'select 0::bigint';
    alter database ${db.name} set search_path = own, pg_catalog`).simple()
  await db.admin.unsafe(`
    create foreign data wrapper nowhere;
    create server nowhere foreign data wrapper nowhere;
    create foreign table public.elsewhere (id int) server nowhere;
    create function public.watch() returns event_trigger language plpgsql as 'begin end';
    create event trigger watch_${db.name} on ddl_command_end execute function public.watch()`).simple()
  const said: string[] = []
  const { manifest } = await backup(db.admin, { dir: temporaryFolder(t), verify: true, say: (line) => said.push(line) })
  t.strictSame(manifest.verified, { at: manifest.verified?.at, differences: [], not_compared: [] })
  t.strictSame(manifest.tables.map(({ table, rows }) => [table, rows]), [
    ['count', 1], ['children', 2], ['computed', 1], ['empty', 0], ['parents', 1], ['volatile', 1],
  ])
  await db.admin.unsafe('drop foreign table public.elsewhere; drop server nowhere; drop foreign data wrapper nowhere').simple()
  const byOwner = await backup(db.sql, { dir: temporaryFolder(t), verify: true, say: (line) => said.push(line) })
  t.match(byOwner.manifest.verified, { differences: [] })
  t.ok(said.includes(`left out: the event trigger watch_${db.name}, which only a superuser may create`))
})
