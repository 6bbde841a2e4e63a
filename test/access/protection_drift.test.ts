import t from 'tap'
import { organizations } from '../support/access.js'
import { testDatabase } from '../support/database.js'

t.test('protection_drift() tells of each way to lose protection, and of nothing else', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await sql.unsafe(organizations + `
    create table public.events (user_id uuid not null, organization_id uuid, at date not null) partition by range (at);
    create table public.events_1 partition of public.events default;
    create table public.notes (user_id uuid not null);
    select steward.protect_table('events', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members');
    select steward.protect_table('notes', 'owner', 'user_id');
  `).simple()
  const drift = async () => [...(await sql`select distinct relation, problem from steward_internal.protection_drift() order by 1, 2`)]
  t.strictSame(await drift(), [])
  await sql`create index on public.notes (user_id)`
  await sql`create table public.others (user_id uuid)`
  t.strictSame(await drift(), [])

  await sql.unsafe(`
    alter policy steward_user_select on public.events using (true);
    drop policy steward_user_delete on public.events_1;
    alter table public.events no force row level security;
    alter table public.events_1 disable row level security;
    grant truncate on public.events_1 to steward_user;
    revoke select on public.events from steward_service;
    drop index public.events_user_id_idx;
    alter table public.notes rename to memos;
  `).simple()
  await sql`alter table public.events detach partition public.events_1`
  await sql`create table public.events_2 partition of public.events default`
  t.strictSame(await drift(), [
    { relation: 'public.events', problem: 'a policy was dropped or changed' },
    { relation: 'public.events', problem: 'a role lacks a privilege that its template gives' },
    { relation: 'public.events', problem: 'an index is missing that a policy needs' },
    { relation: 'public.events', problem: 'row level security is not forced on the owner' },
    { relation: 'public.events_2', problem: 'it has no policies' },
    { relation: null, problem: 'the table is gone, or was renamed' },
  ])
  await sql`alter table public.memos rename to notes`
  await admin`alter function steward_access.org_ids owner to app`
  t.strictSame((await drift()).filter((row) => String(row['problem']).includes('memberships')), [
    { relation: 'public.organization_members', problem: 'the function that looks up memberships was changed' },
  ])
  await sql`select steward.protect_table('events', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members')`
  t.strictSame(await drift(), [])
})
