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
    { relation: 'public.memos', problem: 'the table was renamed to public.memos' },
  ])
  await sql`alter table public.memos rename to notes`
  await admin`alter function steward_access.org_ids owner to app`
  t.strictSame((await drift()).filter((row) => String(row['problem']).includes('memberships')), [
    { relation: 'public.organization_members', problem: 'the function that looks up memberships was changed' },
  ])
  await sql`select steward.protect_table('events', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members')`
  t.strictSame(await drift(), [])
})

t.test('what tables share is told once, of the first that needs it', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await sql.unsafe(organizations + `
    create table public.addresses (user_id uuid not null);
    create table public.docs (organization_id uuid not null); create table public.files (organization_id uuid not null);
    select steward.protect_table('addresses', 'owner', 'user_id');
    select steward.protect_table(t, 'organization', organization_column => 'organization_id', membership_table => 'organization_members')
    from unnest('{docs,files}'::regclass[]) as t;
  `).simple()
  await sql`drop index public.organization_members_user_id_idx`
  await admin`alter function steward_access.org_ids owner to app`
  const drift = [...(await sql`select target, relation, problem, statement from steward_internal.protection_drift()`)]
  t.equal(new Set(drift.map(({ statement }) => statement as string)).size, drift.length)
  t.strictSame([...new Set(drift.map(({ target, relation, problem }) => `${target}: ${relation}: ${problem}`))].sort(), [
    'public.docs: public.organization_members: a role has more privileges than its template gives',
    'public.docs: public.organization_members: a role lacks a privilege that its template gives',
    'public.docs: public.organization_members: an index is missing that a policy needs',
    'public.docs: public.organization_members: the function that looks up memberships was changed',
  ])
})

t.test('policies that somebody added, columns and tables that are gone or were renamed', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.a (user_id uuid not null);
    create table public.b (user_id uuid not null);
    create table public.c (user_id uuid not null);
    create table public.d (user_id uuid not null);
    create table public.e (user_id uuid not null);
    select steward.protect_table(name::regclass, 'owner', 'user_id', keep_policies => name = 'public.b') from unnest('{public.a,public.b,public.c,public.d,public.e}'::text[]) as name;
    create policy added on public.a for select to steward_user using (user_id is not null);
    create policy narrowing on public.a as restrictive for select to steward_user using (user_id is not null);
    create policy meant on public.b for select to steward_user using (user_id is not null);
    alter table public.c rename column user_id to author;
    alter table public.d drop column user_id cascade;
    drop table public.e;
  `).simple()
  t.strictSame([...(await sql`select * from steward_internal.protection_drift() order by 1`)], [
    {
      target: 'public.a', relation: 'public.a', problem: 'somebody added the policy added, and permissive policies add up',
      statement: 'drop policy added on public.a',
    },
    { target: 'public.c', relation: 'public.c', problem: 'the column user_id is gone, or was renamed', statement: null },
    { target: 'public.d', relation: 'public.d', problem: 'the column user_id is gone, or was renamed', statement: null },
    {
      target: 'public.e', relation: null, problem: 'the table is gone',
      statement: `select steward_internal.forget_protection(p) from steward.protected_tables as p where (p.target_schema, p.target_table) = ('public', 'e')`,
    },
  ])
  t.strictSame(
    [...(await sql`select object, severity, fix_sql is null as by_hand from steward.access_findings() where finding = 'drifted_protections' order by 1`)],
    [
      { object: 'public.a', severity: 'critical', by_hand: false }, { object: 'public.c', severity: 'warning', by_hand: true },
      { object: 'public.d', severity: 'warning', by_hand: true }, { object: 'public.e', severity: 'warning', by_hand: false },
    ])
  await sql.unsafe(`select steward_internal.forget_protection(p) from steward.protected_tables as p where (p.target_schema, p.target_table) = ('public', 'e')`)
  await sql`select steward.protect_table('public.c', 'owner', 'author')`
  t.strictSame([...(await sql`select relation from steward_internal.protection_drift() order by 1`)], [{ relation: 'public.a' }, { relation: 'public.d' }])
})
