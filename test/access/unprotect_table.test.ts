import t from 'tap'
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
  await t.rejects(sql`select steward.unprotect_table('renamed_since')`, {
    code: 'SW019', message: 'table public.renamed_since is not protected by pgsteward', hint: /known by their names/,
  })
  await sql`alter table public.renamed_since rename to renamed`
  await sql`select steward.unprotect_table('renamed')`
})
