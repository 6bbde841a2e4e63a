import t from 'tap'
import { uninstall } from '../../src/install/install.js'
import { testDatabase } from '../support/database.js'

t.test('what is gone since is passed over', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.events (user_id uuid not null, at date not null) partition by range (at);
    create table public.events_1 partition of public.events default;
    select steward.protect_table('events', 'owner', 'user_id');
    drop table public.events_1;
    drop policy steward_user_select on public.events;
    drop index public.events_user_id_idx;
  `).simple()
  await sql`select steward.unprotect_table('events')`
  t.strictSame([...(await sql`select polname from pg_policy`)], [])
  t.strictSame([...(await sql`select relrowsecurity from pg_class where relname = 'events'`)], [{ relrowsecurity: false }])
})

t.test('needs a table that is protected, and its owner', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await admin`create table public.others (user_id uuid not null)`
  await t.rejects(sql`select steward.unprotect_table('others')`, { code: '42501', message: 'public.others belongs to another role' })
  await sql`create table public.renamed (user_id uuid not null)`
  await sql`select steward.protect_table('renamed', 'owner', 'user_id')`
  await sql`alter table public.renamed rename to renamed_since`
  await sql`create table public.renamed (user_id uuid not null)`
  await t.rejects(sql`select steward.unprotect_table('renamed')`, {
    code: 'SW019', message: 'table public.renamed is not protected by pgsteward', hint: /protected_tables;$/,
  })
})

t.test('finds a table again that was renamed, and leaves nothing of its protection', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public."no(t)es" (user_id uuid not null);
    create table public."no(t)es_2" (user_id uuid not null);
    grant select on public."no(t)es_2" to steward_anon;
    select steward.protect_table('"no(t)es"', 'owner', 'user_id'), steward.protect_table('"no(t)es_2"', 'owner', 'user_id');
    create schema other;
    alter table public."no(t)es" rename to "mem\\os";
    alter table public."mem\\os" set schema other;
    create table public."no(t)es" (user_id uuid not null);
  `).simple()
  await sql`select steward.protect_table('other."mem\\os"', 'owner', 'user_id')`
  t.strictSame([...(await sql`select target_schema, target_table from steward.protected_tables order by 2`)], [
    { target_schema: 'other', target_table: 'mem\\os' }, { target_schema: 'public', target_table: 'no(t)es_2' },
  ])
  await sql`select steward.unprotect_table('other."mem\\os"')`
  t.strictSame([...(await sql`
    select relname, relrowsecurity, relforcerowsecurity, relacl::text ~ 'steward' as granted, (select count(*)::integer from pg_policy where polrelid = c.oid) as policies
    from pg_class as c where relkind = 'r' and relname ~ '(no|mem)' and relnamespace in ('public'::regnamespace, 'other'::regnamespace) order by 1`)], [
    { relname: 'mem\\os', relrowsecurity: false, relforcerowsecurity: false, granted: false, policies: 0 },
    { relname: 'no(t)es', relrowsecurity: false, relforcerowsecurity: false, granted: null, policies: 0 },
    { relname: 'no(t)es_2', relrowsecurity: true, relforcerowsecurity: true, granted: true, policies: 6 },
  ])
})

t.test('takes its index along, in a schema whose name is quoted too', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create schema "Od d"; create table "Od d"."No tes" (user_id uuid not null);
    select steward.protect_table('"Od d"."No tes"', 'owner', 'user_id');
  `).simple()
  const indexes = () => sql`select indexname from pg_indexes where schemaname = 'Od d'`
  t.strictSame([...(await indexes())], [{ indexname: 'No tes_user_id_idx' }])
  await sql`select steward.unprotect_table('"Od d"."No tes"')`
  t.strictSame([...(await indexes())], [])
})

t.test('frees a partition that was detached since, unless it is protected by itself', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.events (user_id uuid not null, at date not null) partition by range (at);
    create table public.events_1 partition of public.events for values from ('2026-01-01') to ('2027-01-01');
    create table public.events_2 partition of public.events default;
    select steward.protect_table('events', 'owner', 'user_id');
    alter table public.events detach partition public.events_1;
    alter table public.events detach partition public.events_2;
    select steward.protect_table('events_2', 'owner', 'user_id');
    select steward.unprotect_table('events');
  `).simple()
  t.strictSame([...(await sql`
    select relname, relrowsecurity, (select count(*)::integer from pg_policy where polrelid = c.oid) as policies
    from pg_class as c where relkind in ('r', 'p') and relname ~ '^events' order by 1`)], [
    { relname: 'events', relrowsecurity: false, policies: 0 },
    { relname: 'events_1', relrowsecurity: false, policies: 0 },
    { relname: 'events_2', relrowsecurity: true, policies: 6 },
  ])
})

t.test('pgsteward cannot be uninstalled while a table is protected, and a table that is gone is none', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.kept (user_id uuid not null);
    create table public.gone (user_id uuid not null);
    select steward.protect_table('kept', 'owner', 'user_id'), steward.protect_table('gone', 'owner', 'user_id');
    drop table public.gone;
    alter table public.kept rename to renamed;
  `).simple()
  const refused = await uninstall(sql).catch((error: unknown) => error as { code: string; hint: string })
  t.match(refused, { code: '2BP01', hint: /^Take the protection away with: select/ })
  await sql.unsafe('hint' in refused ? refused.hint.replace(/^[^:]+: /, '') : '')
  t.match(await uninstall(sql), { length: Number })
})
