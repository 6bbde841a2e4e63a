import t from 'tap'
import { acme, alice, bob, globex, idsFor, inRequest, organizations } from '../support/access.js'
import { testDatabase, type TestDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

const notes = `
  create table public.notes (id bigint primary key, user_id uuid not null, organization_id uuid, body text);
  insert into public.notes values
    (1, '${alice}', null, 'hers'), (2, '${bob}', null, 'his'), (3, '${alice}', '${acme}', 'shared'), (4, '${bob}', '${globex}', 'far');
`

/** What the catalog says of the tables of public and their access; protecting and unprotecting must bring it back. */
const accessOf = (db: TestDatabase) => db.sql`
  select c.oid::regclass::text as name, c.relrowsecurity, c.relforcerowsecurity,
    array(select a::text from unnest(c.relacl) as a order by 1) as acl,
    array(select a.attname || ' ' || a.attacl::text from pg_attribute as a where a.attrelid = c.oid and a.attacl is not null order by 1) as columns,
    array(select p.polname::text from pg_policy as p where p.polrelid = c.oid order by 1) as policies,
    (select array(select a::text from unnest(n.nspacl) as a order by 1) from pg_namespace as n where n.oid = c.relnamespace) as schema_acl
  from pg_class as c
  where c.relnamespace = 'public'::regnamespace
  order by 1`

const run = async (db: TestDatabase, call: string): Promise<string[]> =>
  (await db.sql.unsafe(`select s as statement from steward.${call} as s`)).map((row) => String(row['statement']))

t.test('owner: users have their own rows and nothing else', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(notes).simple()
  t.strictSame(await run(db, `protect_table('notes', 'owner', owner_column => 'user_id')`), [
    'create index notes_user_id_idx on public.notes (user_id)',
    'create policy steward_admin_all on public.notes as permissive for all to steward_admin using (true) with check (true)',
    'create policy steward_service_all on public.notes as permissive for all to steward_service using (true) with check (true)',
    'create policy steward_user_delete on public.notes as permissive for delete to steward_user using (user_id = (select steward.current_user_id()))',
    'create policy steward_user_insert on public.notes as permissive for insert to steward_user with check (user_id = (select steward.current_user_id()))',
    'create policy steward_user_select on public.notes as permissive for select to steward_user using (user_id = (select steward.current_user_id()))',
    'create policy steward_user_update on public.notes as permissive for update to steward_user using (user_id = (select steward.current_user_id())) with check (user_id = (select steward.current_user_id()))',
    'alter table public.notes enable row level security',
    'alter table public.notes force row level security',
    'grant delete, insert, select, update on public.notes to steward_admin',
    'grant delete, insert, select, update on public.notes to steward_service',
    'grant delete, insert, select, update on public.notes to steward_user',
  ])
  t.strictSame(await idsFor(db, { user_id: alice }, 'select id from notes order by id'), ['1', '3'])
  t.strictSame(await idsFor(db, { user_id: bob }, 'select id from notes order by id'), ['2', '4'])
  t.strictSame(await idsFor(db, {}, 'select id from notes'), [])
  t.strictSame(await idsFor(db, { user_id: alice }, `update notes set body = 'x' where id in (1, 2) returning id`), ['1'])
  t.strictSame(await idsFor(db, { user_id: alice }, 'delete from notes where id in (2, 3) returning id'), ['3'])
  t.strictSame(await idsFor(db, { user_id: alice }, `insert into notes values (5, '${alice}') returning id`), ['5'])
  const refused = { code: '42501', message: 'new row violates row-level security policy for table "notes"' }
  await t.rejects(idsFor(db, { user_id: alice }, `insert into notes values (6, '${bob}')`), refused)
  await t.rejects(idsFor(db, { user_id: alice }, `update notes set user_id = '${bob}' where id = 1`), refused)
  await t.rejects(idsFor(db, { user_id: alice }, 'truncate notes'), { code: '42501' })
  t.strictSame(await idsFor(db, { role: 'steward_service' }, 'select id from notes order by id'), ['1', '2', '4', '5'])
  t.strictSame(await idsFor(db, { role: 'steward_admin' }, 'select id from notes order by id'), ['1', '2', '4', '5'])
  await t.rejects(idsFor(db, { role: 'steward_anon' }, 'select id from notes'), { code: '42501' })
  t.strictSame([...(await db.sql`select id from notes`)], [], 'the owner of the table is not exempt')
})

t.test('organization: members see and write, with write_roles only those who may', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(organizations + `
    create table public.plans (id int primary key, organization_id uuid not null);
    insert into public.plans values (1, '${acme}'), (2, '${globex}');
  `).simple()
  const template = `'plans', 'organization', organization_column => 'organization_id', membership_table => 'organization_members'`
  await run(db, `protect_table(${template})`)
  t.strictSame(await idsFor(db, { user_id: alice }, 'select id from plans'), [1])
  t.strictSame(await idsFor(db, { user_id: bob }, 'select id from plans order by id'), [1, 2])
  t.strictSame(await idsFor(db, { user_id: bob }, 'update plans set id = id returning id'), [1, 2])

  await run(db, `protect_table(${template}, write_roles => '{owner}')`)
  t.strictSame(await idsFor(db, { user_id: bob }, 'select id from plans order by id'), [1, 2])
  t.strictSame(await idsFor(db, { user_id: bob }, 'update plans set id = id returning id'), [2])
  await t.rejects(idsFor(db, { user_id: bob }, `insert into plans values (3, '${acme}')`), { code: '42501' })
  t.strictSame(await idsFor(db, { user_id: bob }, `insert into plans values (3, '${globex}') returning id`), [3])
  await t.rejects(idsFor(db, { user_id: bob }, `update plans set organization_id = '${acme}' where id = 2`), { code: '42501' })
})

t.test('the membership table itself: members see members, and nobody promotes himself', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(organizations).simple()
  const template = `'organization_members', 'organization', organization_column => 'org_id', membership_table => 'organization_members'`
  await t.rejects(run(db, `protect_table(${template})`), {
    code: '22023', hint: "Say who may: write_roles => '{owner,admin}'.",
    message: 'table public.organization_members cannot be protected like this: every member could become owner of an organisation',
  })
  await run(db, `protect_table(${template}, write_roles => '{owner}')`)
  const members = 'select user_id from organization_members order by org_id, user_id'
  t.strictSame(await idsFor(db, { user_id: alice }, members), [alice, bob])
  t.strictSame(await idsFor(db, { user_id: bob }, members), [bob, alice, bob])
  t.strictSame(await idsFor(db, { user_id: bob }, `update organization_members set role = 'owner' where org_id = '${acme}' returning role`), [])
  t.strictSame([...(await db.sql`select user_id from organization_members`)], [], 'not even for its owner')
})

t.test('owner_or_organization: owners write, members of the organisation see', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(organizations + notes).simple()
  await run(db, `protect_table('notes', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members')`)
  t.strictSame(await idsFor(db, { user_id: bob }, 'select id from notes order by id'), ['2', '3', '4'])
  t.strictSame(await idsFor(db, { user_id: alice }, 'select id from notes order by id'), ['1', '3'])
  t.strictSame(await idsFor(db, { user_id: bob }, 'delete from notes returning id'), ['2', '4'])
  t.strictSame(await idsFor(db, { user_id: alice }, `insert into notes values (5, '${alice}', null), (6, '${alice}', '${acme}') returning id`), ['5', '6'])
  await t.rejects(idsFor(db, { user_id: alice }, `insert into notes values (7, '${alice}', '${globex}')`), { code: '42501' }, 'not into a foreign organisation')
  await t.rejects(idsFor(db, { user_id: alice }, `update notes set organization_id = '${globex}' where id = 1`), { code: '42501' })
})

t.test('active_organization: the claim chooses among the memberships only', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(organizations + `
    create table public.plans (id int primary key, organization_id uuid not null);
    insert into public.plans values (1, '${acme}'), (2, '${globex}');
  `).simple()
  await run(db, `protect_table('plans', 'active_organization', organization_column => 'organization_id', membership_table => 'organization_members')`)
  t.strictSame(await idsFor(db, { user_id: bob, org_id: acme }, 'select id from plans'), [1])
  t.strictSame(await idsFor(db, { user_id: bob, org_id: globex }, 'select id from plans'), [2])
  t.strictSame(await idsFor(db, { user_id: bob }, 'select id from plans'), [])
  t.strictSame(await idsFor(db, { user_id: alice, org_id: globex }, 'select id from plans'), [], 'not a member')
})

t.test('public_read, service and admin', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(notes).simple()
  const seen = (role: string) => idsFor(db, { role, user_id: alice }, 'select count(*) from notes')
  await run(db, `protect_table('notes', 'public_read')`)
  t.strictSame([await seen('steward_anon'), await seen('steward_user')], [['4'], ['4']])
  await t.rejects(idsFor(db, { user_id: alice }, 'delete from notes'), { code: '42501' })
  await run(db, `protect_table('notes', 'public_read', owner_column => 'user_id')`)
  t.strictSame(await idsFor(db, { user_id: alice }, 'delete from notes returning id'), ['1', '3'])
  await run(db, `protect_table('notes', 'service')`)
  await t.rejects(seen('steward_user'), { code: '42501' })
  t.strictSame([await seen('steward_service'), await seen('steward_admin')], [['2'], ['2']])
  await run(db, `protect_table('notes', 'admin')`)
  await t.rejects(seen('steward_service'), { code: '42501' })
  t.strictSame(await seen('steward_admin'), ['2'])
})

t.test('a restrictive floor holds whatever policies come later', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(organizations + notes).simple()
  await db.sql`update notes set organization_id = ${globex} where organization_id is null`
  await db.sql`alter table notes alter column organization_id set not null`
  await run(db, `protect_table('notes', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members', floor => true)`)
  await db.sql`create policy careless on notes to steward_user using (true)`
  t.strictSame(await idsFor(db, { user_id: alice }, 'select id from notes'), ['3'])
})

t.test('keys of other types', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table public.members (user_id bigint, organization_id int, role varchar(20));
    insert into public.members values (7, 1, 'owner'), (8, 2, 'owner');
    create table public."Ta ble" (id serial primary key, "Own er" bigint not null, "Org" int not null);
    insert into public."Ta ble" ("Own er", "Org") values (7, 1), (8, 2);
  `).simple()
  await run(db, `protect_table('"Ta ble"', 'owner_or_organization', 'Own er', 'Org', 'members', write_roles => '{owner}')`)
  t.strictSame(await idsFor(db, { user_id: 7 }, 'select id from "Ta ble"'), [1])
  t.strictSame(await idsFor(db, { user_id: '8' }, 'insert into "Ta ble" ("Own er", "Org") values (8, 2) returning id'), [3], 'with its sequence')
  await t.rejects(idsFor(db, { user_id: 'seven' }, 'select id from "Ta ble"'), { code: '22P02' })
})

t.test('partitions are protected like their parent, new ones when it is called again', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table public.events (id int, user_id uuid not null, at date not null) partition by range (at);
    create table public.events_1 partition of public.events for values from ('2026-01-01') to ('2026-02-01');
    create table public.events_2 partition of public.events for values from ('2026-02-01') to ('2026-03-01') partition by range (at);
    create table public.events_21 partition of public.events_2 default;
    grant all on all tables in schema public to steward_user;
    insert into public.events values (1, '${alice}', '2026-01-02'), (2, '${bob}', '2026-01-02'), (3, '${bob}', '2026-02-02');
  `).simple()
  const before = await accessOf(db)
  const protect = `protect_table('events', 'owner', 'user_id')`
  await run(db, protect)
  t.strictSame(await idsFor(db, { user_id: bob }, 'select id from events order by id'), [2, 3])
  for (const partition of ['events_1', 'events_2', 'events_21']) {
    await t.rejects(idsFor(db, { user_id: alice }, `select id from ${partition}`), { code: '42501' })
    await db.sql.unsafe(`grant select on ${partition} to steward_user`)
  }
  t.strictSame(await idsFor(db, { user_id: alice }, 'select id from events_1'), [1], 'even with a grant')
  t.strictSame(await idsFor(db, { user_id: alice }, 'select id from events_21'), [])

  await db.sql`create table events_3 partition of events for values from ('2026-03-01') to ('2026-04-01')`
  t.strictSame((await run(db, protect)).filter((s) => !s.includes('policy')), [
    'alter table public.events_3 enable row level security',
    'alter table public.events_3 force row level security',
    'revoke select on public.events_1 from steward_user',
    'revoke select on public.events_2 from steward_user',
    'revoke select on public.events_21 from steward_user',
  ])
  t.strictSame(await run(db, protect), [])
  await db.sql`drop table events_3`
  await run(db, `unprotect_table('events')`)
  t.strictSame(await accessOf(db), before)
})

t.test('unprotect_table restores what was before', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(organizations + notes + `
    create schema hidden;
    create table hidden.things (id int, user_id uuid not null);
    grant all on public.notes to public, steward_user;
    grant select (body), references on public.notes to steward_anon with grant option;
    grant select, insert on public.organization_members to steward_service;
    alter table public.notes enable row level security;
  `).simple()
  const before = await accessOf(db)
  const [schema] = await db.sql`select coalesce(nspacl, acldefault('n', nspowner))::text as acl from pg_namespace where nspname = 'hidden'`
  await run(db, `protect_table('notes', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members')`)
  await run(db, `protect_table('organization_members', 'organization', null, 'org_id', 'organization_members', write_roles => '{owner}')`)
  await run(db, `protect_table('hidden.things', 'owner', 'user_id')`)
  t.notSame(await accessOf(db), before)
  const planned = await run(db, `unprotect_table('notes', dry_run => true)`)
  t.strictSame(await run(db, `unprotect_table('notes')`), planned)
  t.strictSame(await idsFor(db, { user_id: alice }, 'select user_id from organization_members order by 1'), [alice, bob], 'others keep what they share')
  await run(db, `unprotect_table('organization_members')`)
  await run(db, `unprotect_table('hidden.things')`)
  t.strictSame(await accessOf(db), before)
  t.strictSame([...(await db.sql`select coalesce(nspacl, acldefault('n', nspowner))::text as acl from pg_namespace where nspname = 'hidden'`)], [schema])
  t.strictSame([...(await db.sql`select from steward.protected_tables`)], [])
  await t.rejects(run(db, `unprotect_table('notes')`), { code: 'SW019', message: 'table public.notes is not protected by pgsteward' })
})

t.test('a dry run says exactly what would be run, and does nothing', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(organizations + notes).simple()
  const before = await accessOf(db)
  const call = `'notes', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members'`
  const planned = await run(db, `protect_table(${call}, dry_run => true)`)
  t.strictSame(await accessOf(db), before)
  t.strictSame([...(await db.sql`select from steward.protected_tables`)], [])
  t.strictSame(await run(db, `protect_table(${call})`), planned)
})

t.test('an argument that is neither true nor false is refused, and nothing is protected or given back', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(organizations + notes).simple()
  const call = `'notes', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members'`
  const recorded = () => db.sql`select target_table, "floor", allow_null, keep_policies, owner_access from steward.protected_tables`
  const before = await accessOf(db)
  for (const argument of ['floor', 'allow_null', 'keep_policies', 'owner_access', 'dry_run']) {
    await t.rejects(run(db, `protect_table(${call}, ${argument} => null)`), {
      code: '22004', message: `${argument} must not be null`, hint: 'Pass true or false, or leave it out for its default, false.',
    })
  }
  await t.rejects(run(db, `protect_table(${call}, user_role => null)`), {
    code: '22004', message: 'user_role must not be null', hint: "Pass a value of type name, or leave it out for its default, 'steward_user'::name.",
  })
  t.strictSame(await accessOf(db), before)
  t.strictSame([...(await recorded())], [])

  await run(db, `protect_table(${call}, "floor" => true, dry_run => false)`)
  const during = await accessOf(db)
  t.notSame(during, before)
  await t.rejects(run(db, `unprotect_table('notes', dry_run => null)`), { code: '22004', message: 'dry_run must not be null' })
  t.strictSame(await accessOf(db), during)
  t.strictSame([...(await recorded())], [{ target_table: 'notes', floor: true, allow_null: false, keep_policies: false, owner_access: false }])
  await run(db, `unprotect_table('notes', dry_run => false)`)
  t.strictSame([...(await recorded())], [])
  t.strictSame([...(await db.sql`select relrowsecurity from pg_class where relname = 'notes'`)], [{ relrowsecurity: false }])
})

t.test('drift is mended by calling it again', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(notes).simple()
  const protect = `protect_table('notes', 'owner', 'user_id')`
  await run(db, protect)
  for (const [drift, mended] of [
    ['drop policy steward_user_select on notes', ['create policy steward_user_select']],
    ['alter policy steward_user_select on notes using (true)', ['drop policy steward_user_select', 'create policy steward_user_select']],
    ['alter policy steward_user_select on notes to public', ['drop policy steward_user_select', 'create policy steward_user_select']],
    ['alter table notes no force row level security', ['alter table public.notes force row level security']],
    ['alter table notes disable row level security', ['alter table public.notes enable row level security']],
    ['grant truncate on notes to steward_user', ['revoke truncate on public.notes from steward_user']],
    ['grant select on notes to public', ['revoke select on public.notes from public']],
    ['revoke update on notes from steward_service', ['grant update on public.notes to steward_service']],
    ['drop index notes_user_id_idx', ['create index notes_user_id_idx']],
  ] as const) {
    await db.sql.unsafe(drift)
    const statements = await run(db, protect)
    t.ok(statements.length === mended.length && statements.every((s, i) => s.startsWith(mended[i] ?? '-')), `${drift}: ${statements.join('; ')}`)
  }
  t.strictSame(await run(db, protect), [])
})

t.test('what is left of a protection whose registry is gone is made anew', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(notes).simple()
  await run(db, `protect_table('notes', 'public_read', 'user_id')`)
  await db.sql`delete from steward.protected_tables`
  const statements = await run(db, `protect_table('notes', 'owner', 'user_id')`)
  t.ok(statements.includes('drop policy steward_anon_select on public.notes'))
  t.strictSame(await run(db, `protect_table('notes', 'owner', 'user_id')`), [])
})

t.test('refuses what would not protect', async (t) => {
  const db = await testDatabase(t)
  const { loose } = await testRoles(t, db, { loose: 'in role steward_service' })
  await db.sql.unsafe(organizations + notes + `
    create view public.seen as select * from public.notes;
    create table public.numbered (id int, user_id bigint not null, organization_id bigint not null);
    create table public.nobodys (id int, user_id uuid);
    create table public.documents (owner jsonb not null, owners uuid[] not null);
    create table public.own_policy (id int, user_id uuid not null);
    create policy all_see on public.own_policy using (true);
    create table public.slow_policy (id int, user_id uuid not null);
    create policy slow on public.slow_policy using (user_id in (select m.user_id from public.organization_members as m));
    create table public.parent (id int, user_id uuid not null) partition by list (id);
    create table public.child partition of public.parent default;
    create table public.other_members (user_id uuid, org_id uuid, role text);
    create table public.hidden_members (user_id uuid, org_id uuid, role text);
    alter table public.hidden_members enable row level security;
  `).simple()
  await db.admin.unsafe('create table public.foreign_owned (id int, user_id uuid not null)')
  const cannot = (name: string, problem: string) => `table public.${name} cannot be protected like this: ${problem}`
  for (const [args, code, message] of [
    [`'notes', 'owners'`, '22023', cannot('notes', "there is no template 'owners'")],
    [`'notes', null`, '22023', cannot('notes', 'there is no template NULL')],
    [`'notes', 'owner'`, '22023', cannot('notes', 'the template owner needs the argument owner_column')],
    [`'notes', 'organization', organization_column => 'organization_id'`, '22023', cannot('notes', 'the template organization needs the argument membership_table')],
    [`'notes', 'owner', 'user_id', 'organization_id'`, '22023', cannot('notes', 'the template owner does not look at an organization_column')],
    [`'notes', 'owner', 'owner'`, '22023', cannot('notes', 'the table has no column owner')],
    [`'nobodys', 'owner', 'user_id'`, '22023', cannot('nobodys', 'the column user_id may be null, and nobody but the service would see such rows')],
    [`'notes', 'owner', 'user_id', user_role => 'nobody_here'`, '22023', cannot('notes', 'there is no role nobody_here')],
    [`'notes', 'owner', 'user_id', user_role => 'postgres'`, '22023', cannot('notes', 'the role postgres bypasses row level security')],
    [`'notes', 'owner', 'user_id', user_role => '${loose}'`, '22023', cannot('notes', `${loose} is a member of steward_service, so its users would see all rows`)],
    [`'notes', 'owner', 'user_id', service_role => 'app'`, '22023', cannot('notes', 'the role app owns the table, or can become its owner, and could switch the protection off')],
    [`'notes', 'owner', 'user_id', user_role => 'steward_service'`, '22023', cannot('notes', 'steward_service cannot be user_role and service_role at once')],
    [`'documents', 'owner', 'owner'`, '22023', cannot('documents', 'the column owner is of type jsonb, and who asks is one plain value')],
    [`'documents', 'owner', 'owners'`, '22023', cannot('documents', 'the column owners is of type uuid[], and who asks is one plain value')],
    [`'own_policy', 'owner', 'user_id'`, '22023', cannot('own_policy', 'the table has policies of its own: all_see')],
    [`'slow_policy', 'owner', 'user_id', keep_policies => true`, '22023', cannot('slow_policy', 'the policy slow that is kept is slow: in_subselect')],
    [`'numbered', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members'`, '22023', cannot('numbered', 'the column user_id is of type bigint, and that of public.organization_members is uuid')],
    [`'notes', 'organization', organization_column => 'user_id', membership_table => 'notes'`, '22023', cannot('notes', 'every member could become owner of an organisation')],
    [`'notes', 'organization', organization_column => 'user_id', membership_table => 'own_policy'`, '22023', cannot('notes', 'public.own_policy has no columns user_id and org_id')],
    [`'notes', 'organization', organization_column => 'user_id', membership_table => 'hidden_members'`, '22023', cannot('notes', 'row level security of public.hidden_members hides memberships from steward_resolver')],
    [`'seen', 'owner', 'user_id'`, '42809', 'public.seen is not a table'],
    [`null, 'owner', 'user_id'`, '42809', 'null is not a table'],
    [`'child', 'owner', 'user_id'`, '42809', 'public.child is a partition or inherits'],
    [`'steward.settings', 'service'`, '42809', 'steward.settings is not a table of the application'],
    [`'foreign_owned', 'owner', 'user_id'`, '42501', 'public.foreign_owned belongs to another role'],
  ] as const) {
    await t.rejects(run(db, `protect_table(${args})`), { code, message, hint: /./ }, args)
  }
  await run(db, `protect_table('nobodys', 'owner', 'user_id', allow_null => true)`)
  await run(db, `protect_table('own_policy', 'owner', 'user_id', keep_policies => true)`)
  await run(db, `protect_table('notes', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members')`)
  await t.rejects(run(db, `protect_table('parent', 'organization', null, 'user_id', 'other_members')`), {
    message: cannot('parent', 'memberships are read from public.organization_members already'),
  })
})

t.test('refuses to build an index while a large table waits', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(notes).simple()
  await db.sql`select from steward.set_setting('migration.large_table', '1kB')`
  await t.rejects(run(db, `protect_table('notes', 'owner', 'user_id')`), {
    code: '22023', hint: 'Build it first: create index concurrently notes_user_id_idx on public.notes (user_id);',
  })
  await db.sql`create index concurrently notes_user_id_idx on notes (user_id)`
  await run(db, `protect_table('notes', 'owner', 'user_id')`)
})

t.test('gives up after 5 s without a lock, and nothing was done', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(notes).simple()
  const before = await accessOf(db)
  await db.admin.begin(async (tx) => {
    await tx`select from notes limit 1`
    await t.rejects(run(db, `protect_table('notes', 'owner', 'user_id')`), { code: '55P03' })
  })
  t.strictSame(await accessOf(db), before)
})

t.test('two at once', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(organizations + notes).simple()
  const calls = await Promise.all(Array.from({ length: 4 }, () =>
    run(db, `protect_table('notes', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members')`)))
  t.equal(calls.filter((statements) => statements.length > 0).length, 1)
  t.equal((await db.sql`select from steward.protected_tables`).length, 1)
})

t.test('owner_access lets the sessions of the owner in, and not what others call', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(notes + `
    create view public.seen as select * from public.notes;
    create function public.all_notes() returns setof public.notes language sql security definer as 'select * from public.notes';
    grant select on public.seen to steward_user;
  `).simple()
  await run(db, `protect_table('notes', 'owner', 'user_id', owner_access => true)`)
  t.equal((await db.sql`select from notes`).length, 4)
  t.strictSame(await idsFor(db, { user_id: alice }, 'select id from seen'), [])
  t.strictSame(await idsFor(db, { user_id: alice }, 'select id from all_notes()'), [])
})

t.test('roles of the application instead of ours', async (t) => {
  const db = await testDatabase(t)
  const { user, service } = await testRoles(t, db, { user: '', service: '' })
  await db.sql.unsafe(organizations + notes).simple()
  await run(db, `protect_table('notes', 'owner_or_organization', 'user_id', 'organization_id', 'organization_members', user_role => '${user}', service_role => '${service}')`)
  const ids = await inRequest(db.admin, { role: user, user_id: alice }, (tx) => tx`select id from notes order by id`)
  t.strictSame([...ids], [{ id: '1' }, { id: '3' }])
  t.equal((await inRequest(db.admin, { role: service }, (tx) => tx`select id from notes`)).length, 4)
})
