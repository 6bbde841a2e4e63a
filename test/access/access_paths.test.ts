import t, { type Test } from 'tap'
import { type TestDatabase, serverMajor, testDatabase } from '../support/database.js'
import { setApplicationRoles, testRoles } from '../support/roles.js'

const every = ['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRIGGER', 'TRUNCATE', 'UPDATE']

interface Path {
  path: string
  kind: string
  privileges: string[]
  needs_set_role: boolean
  bypasses_row_security: boolean
  risk: string | null
}

/** The paths of the roles of this test to a table; other roles of the server belong to other tests. */
async function paths(db: TestDatabase, table: string, options: { role?: string; kind?: string } = {}): Promise<Path[]> {
  const rows = await db.sql<Path[]>`
    select path, kind, privileges, needs_set_role, bypasses_row_security, risk
    from steward.access_paths
    where object = ${table} and role_name like ${`${options.role ?? '%'}\\_${db.name}`} and kind like ${options.kind ?? '%'}
    order by path, kind, privileges`
  return rows.map((row) => ({ ...row, path: row.path.replaceAll(`_${db.name}`, '') }))
}

const brief = (rows: Path[]): [string, string | null][] => rows.map(({ path, risk }) => [path, risk])

/** A table of organisations with a policy for users and one for the service. */
const notes = (user: string, service: string): string => `
  create table notes (id int primary key, org int);
  alter table notes enable row level security; alter table notes force row level security;
  create policy own on notes for select to ${user} using (org = 1);
  create policy everything on notes to ${service} using (true);
  grant select, insert, update, delete on notes to ${user}, ${service};
`

async function prepare<Name extends string>(t: Test, roles: Record<Name, string>) {
  const db = await testDatabase(t)
  const names = await testRoles(t, db, roles)
  await setApplicationRoles(db)
  return { db, names }
}

t.test('follows what is inherited and what takes SET ROLE to policies, by the shortest way', async (t) => {
  const { db, names } = await prepare(t, {
    users: '', service: '', pool: 'login noinherit', web: 'login', group: '', far: 'login', svc: 'login', other: 'login', nologin: '',
  })
  await db.admin.unsafe(`
    grant ${names.users}, ${names.service} to ${names.pool};
    grant ${names.users}, ${names.service} to ${names.web};
    grant ${names.users} to ${names.group}; grant ${names.group}, ${names.users} to ${names.far};
    grant ${names.service} to ${names.svc}; grant ${names.users} to ${names.nologin};
  `)
  await db.sql.unsafe(notes(names.users, names.service))
  const own = { kind: 'policy', privileges: ['SELECT'], bypasses_row_security: false }
  const everything = { ...own, privileges: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'] }
  t.strictSame(await paths(db, 'public.notes'), [
    { path: 'far → users (inherited) → policy own', ...own, needs_set_role: false, risk: null },
    { path: 'pool → service (member) → policy everything', ...everything, privileges: ['DELETE', 'INSERT', 'UPDATE'], needs_set_role: true, risk: null },
    { path: 'pool → service (member) → policy everything', ...everything, privileges: ['SELECT'], needs_set_role: true, risk: 'warning' },
    { path: 'pool → users (member) → policy own', ...own, needs_set_role: true, risk: null },
    { path: 'svc → service (inherited) → policy everything', ...everything, needs_set_role: false, risk: null },
    { path: 'users → policy own', ...own, needs_set_role: false, risk: null },
    { path: 'web → service (inherited) → policy everything', ...everything, privileges: ['DELETE', 'INSERT', 'UPDATE'], needs_set_role: false, risk: null },
    { path: 'web → service (inherited) → policy everything', ...everything, privileges: ['SELECT'], needs_set_role: false, risk: 'critical' },
    { path: 'web → users (inherited) → policy own', ...own, needs_set_role: false, risk: null },
  ])
})

t.test('takes the options of memberships as they are since PostgreSQL 16', { skip: serverMajor() < 16 }, async (t) => {
  const { db, names } = await prepare(t, { users: '', service: '', inheriting: 'login', switching: 'login', granting: 'login' })
  await db.admin.unsafe(`
    grant ${names.users} to ${names.inheriting} with inherit true, set false;
    grant ${names.users} to ${names.switching} with inherit false, set true;
    grant ${names.users} to ${names.granting} with inherit false, set false, admin true;
  `)
  await db.sql.unsafe(notes(names.users, names.service))
  t.strictSame((await paths(db, 'public.notes')).map(({ path }) => path), [
    'inheriting → users (inherited) → policy own',
    'switching → users (member) → policy own',
    'users → policy own',
  ])
})

t.test('tells superusers, BYPASSRLS and owners apart, and what they risk', async (t) => {
  const { db, names } = await prepare(t, {
    users: '', root: 'superuser login', backup: 'bypassrls login', blind: 'bypassrls login', owner: '', deployer: 'login', pool: 'login noinherit',
    admin: 'superuser', app: 'bypassrls login',
  })
  await db.admin.unsafe(`
    grant ${names.owner} to ${names.deployer}; grant ${names.users}, ${names.owner}, ${names.admin} to ${names.pool};
    grant ${names.users} to ${names.app};
  `)
  await db.admin.unsafe(`
    ${notes(names.users, 'app')}
    alter table notes no force row level security; alter table notes owner to ${names.owner};
    grant select on notes to ${names.backup};
  `)
  const past = { privileges: every, needs_set_role: false, bypasses_row_security: true }
  t.strictSame((await paths(db, 'public.notes')).filter(({ kind }) => kind !== 'policy'), [
    { path: 'app → BYPASSRLS', kind: 'bypassrls', ...past, privileges: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'], risk: 'critical' },
    { path: 'backup → BYPASSRLS', kind: 'bypassrls', ...past, privileges: ['SELECT'], risk: 'info' },
    { path: 'deployer → owner (inherited) → owner', kind: 'owner', ...past, risk: 'info' },
    { path: 'pool → admin (member) → superuser', kind: 'superuser', ...past, needs_set_role: true, risk: 'warning' },
    { path: 'pool → owner (member) → owner', kind: 'owner', ...past, needs_set_role: true, risk: 'warning' },
    { path: 'root → superuser', kind: 'superuser', ...past, risk: 'info' },
  ])
  await db.admin.unsafe(`alter table notes force row level security`)
  t.strictSame(brief(await paths(db, 'public.notes', { kind: 'owner' })), [
    ['deployer → owner (inherited) → owner, who may switch row level security off', null],
    ['pool → owner (member) → owner, who may switch row level security off', 'info'],
  ])
})

t.test('lists privileges that no policy sees, but not those of the owner', async (t) => {
  const { db, names } = await prepare(t, { users: '', web: 'login', report: 'login' })
  await db.admin.unsafe(`grant ${names.users} to ${names.web}`)
  await db.sql.unsafe(`
    ${notes(names.users, 'app')}
    grant truncate, references on notes to ${names.users}; grant trigger on notes to ${names.report};
    grant references (id) on notes to ${names.report};
    create table plain (id int); grant truncate on plain to ${names.users};
  `)
  t.strictSame(await paths(db, 'public.notes', { kind: 'privilege' }), [
    ['report → REFERENCES, which no policy sees', 'REFERENCES', null],
    ['report → TRIGGER, which no policy sees', 'TRIGGER', 'info'],
    ['users → REFERENCES, which no policy sees', 'REFERENCES', 'info'],
    ['users → TRUNCATE, which no policy sees', 'TRUNCATE', 'warning'],
    ['web → users (inherited) → REFERENCES, which no policy sees', 'REFERENCES', 'info'],
    ['web → users (inherited) → TRUNCATE, which no policy sees', 'TRUNCATE', 'warning'],
  ].map(([path, privilege, risk]) => ({
    path, kind: 'privilege', privileges: [privilege], needs_set_role: false, bypasses_row_security: privilege !== 'REFERENCES', risk,
  })))
  t.strictSame(await paths(db, 'public.plain'), [])
})

t.test('looks at partitions, heirs and registered tables without row level security, in schemas that can be used', async (t) => {
  const { db, names } = await prepare(t, { users: '', web: 'login' })
  await db.sql.unsafe(`
    create schema hidden;
    create table events (id int, org int) partition by list (id);
    create table events_1 partition of events for values in (1);
    create table hidden.events_2 partition of events for values in (2);
    create table events_3 partition of events for values in (3);
    alter table events enable row level security; create policy own on events to ${names.users} using (org = 1);
    alter table events_3 enable row level security; create policy own on events_3 to ${names.users} using (org = 1);
    create table parent (id int); create table heir () inherits (parent); alter table parent enable row level security;
    create table plain (id int);
    create table registered (id int, user_id uuid not null);
    select steward.protect_table('registered', 'owner', owner_column => 'user_id');
    alter table registered disable row level security;
    grant select, insert on events_1, hidden.events_2, events_3, heir, plain, registered to ${names.users};
  `)
  const open = { kind: 'open table', privileges: ['INSERT', 'SELECT'], needs_set_role: false, bypasses_row_security: true, risk: 'warning' }
  t.strictSame(await paths(db, 'public.events_1'), [{ path: 'users → partition without row level security', ...open }])
  t.strictSame(await paths(db, 'public.heir'), [{ path: 'users → partition without row level security', ...open }])
  t.strictSame(await paths(db, 'public.registered'), [{ path: 'users → row level security is off', ...open }])
  await db.sql`alter table registered rename to renamed`
  t.strictSame(await paths(db, 'public.renamed'), [{ path: 'users → row level security is off', ...open }])
  t.match(await paths(db, 'public.events_3'), [{ kind: 'policy' }])
  t.strictSame(await paths(db, 'hidden.events_2'), [])
  t.strictSame(await paths(db, 'public.plain'), [])
  await db.sql.unsafe(`grant usage on schema hidden to ${names.users}; grant select (id) on plain to ${names.users}`)
  t.match(await paths(db, 'hidden.events_2'), [open])
})

t.test('goes through views that read as their owner, and materialized views', async (t) => {
  const { db, names } = await prepare(t, { users: '', web: 'login', own: 'login' })
  await db.admin.unsafe(`grant app to ${names.own}`)
  await db.sql.unsafe(`
    ${notes(names.users, 'app')}
    alter table notes no force row level security;
    create view open_notes as select * from notes;
    create view "Deep er" as select * from open_notes;
    create view invoking with (security_invoker = true) as select * from notes;
    create materialized view kept as select * from notes;
    create materialized view hidden as select * from notes;
    create view unrelated as select 1 as id;
    create function reads() returns bigint language sql security definer as 'select count(*) from notes';
    grant select on open_notes, "Deep er", invoking, kept, unrelated to ${names.users}; grant select on open_notes to public;
  `)
  t.strictSame(brief((await paths(db, 'public.notes')).filter(({ kind }) => kind.endsWith('view'))), [
    ['users → materialized view public.kept, filled by app', 'warning'],
    ['users → view public."Deep er", which reads as app', 'warning'],
    ['users → view public.open_notes, which reads as app', 'warning'],
    ['web → PUBLIC → view public.open_notes, which reads as app', 'info'],
  ])
  t.strictSame((await paths(db, 'public.notes', { role: 'own' })).map(({ kind }) => kind), ['owner'], 'who owns the table needs no other way')
  await db.sql.unsafe('alter table notes force row level security')
  const kinds = async () => [...new Set((await paths(db, 'public.notes')).map(({ kind }) => kind))].sort()
  t.strictSame(await kinds(), ['function', 'materialized view', 'owner', 'policy', 'view'], 'a policy that is always true is as good')
  await db.sql.unsafe('drop policy everything on notes')
  t.strictSame(await kinds(), ['owner', 'policy'], 'the policies bind the owner of the views')
})

t.test('goes through SECURITY DEFINER functions whose owner is not bound', async (t) => {
  const { db, names } = await prepare(t, { users: '', service: '', past: 'bypassrls' })
  await db.sql.unsafe(`
    create schema "Sch"; grant usage on schema "Sch" to public;
    ${notes(names.users, names.service)}
    create table "Sch"."No tes" (id int, org int); alter table "Sch"."No tes" enable row level security;
    create policy own on "Sch"."No tes" to ${names.users} using (org = 1);
    create view on_view as select * from "Sch"."No tes";
    create function quoted() returns bigint language sql security definer as 'select count(*) from "Sch"."No tes"';
    create function by_path() returns bigint language plpgsql security definer set search_path = "Sch", pg_temp as
      'begin return (select count(*) from "No tes"); end';
    create function other_path() returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as
      'begin return (select count(*) from "No tes"); end';
    create function inner_one() returns bigint language sql as 'select count(*) from "Sch"."No tes"';
    create function nested() returns bigint language sql security definer as 'select inner_one()';
    create function through_view() returns bigint language sql security definer as 'select count(*) from on_view';
    create function standard() returns bigint language sql security definer begin atomic select count(*) from "Sch"."No tes"; end;
    create function forced() returns bigint language sql security definer as 'select count(*) from notes';
    create function as_service() returns bigint language sql security definer as 'select count(*) from notes';
    create function as_past() returns bigint language sql security definer as 'select count(*) from notes';
    create function as_invoker() returns bigint language sql as 'select count(*) from "Sch"."No tes"';
    create function comment_only() returns int language sql security definer as '/* not from "No tes" */ select 1 -- "No tes"';
    create function column_only() returns int language plpgsql security definer as 'declare r record; begin return r."No tes"; end';
    create function closed() returns bigint language sql security definer as 'select count(*) from "Sch"."No tes"';
    revoke execute on function closed from public;
    create function fires() returns trigger language plpgsql security definer as 'begin perform 1 from "Sch"."No tes"; return new; end';
  `)
  await db.admin.unsafe(`
    grant select on notes to ${names.past};
    alter function as_service() owner to ${names.service}; alter function as_past() owner to ${names.past};
  `)
  const through = async (table: string) =>
    (await paths(db, table, { role: 'users', kind: 'function' })).map(({ path, risk, privileges, bypasses_row_security }) => {
      t.strictSame([risk, privileges, bypasses_row_security], ['info', ['EXECUTE'], true])
      return path.replace('users → PUBLIC → function ', '')
    })
  t.strictSame(await through('public.notes'), ['as_past(), which runs as past', 'as_service(), which runs as service'].map((name) => `public.${name}`))
  t.strictSame(
    await through('"Sch"."No tes"'),
    ['by_path', 'nested', 'quoted', 'standard', 'through_view'].map((name) => `public.${name}(), which runs as app`),
  )
  await db.sql.unsafe(`grant execute on function closed to ${names.users}`)
  t.match(await paths(db, '"Sch"."No tes"', { role: 'users', kind: 'function' }), { 5: { path: 'users → function public.closed(), which runs as app' } })
})

t.test('ways of requests to what protect_table() protects are critical', async (t) => {
  const { db, names } = await prepare(t, { users: '', web: 'login', hand: '' })
  await db.admin.unsafe(`grant ${names.users} to ${names.web}`)
  await db.sql.unsafe(`
    create table notes (id int primary key, user_id uuid not null); create table by_hand (id int primary key, user_id uuid not null);
    create table events (id int, user_id uuid not null) partition by list (id); create table events_1 partition of events for values in (1);
    select steward.protect_table('notes', 'owner', owner_column => 'user_id', user_role => '${names.users}');
    select steward.protect_table('events', 'owner', owner_column => 'user_id', user_role => '${names.users}');
    alter table events_1 disable row level security; grant select on events_1 to ${names.users};
    alter table by_hand enable row level security; create policy own on by_hand to ${names.hand}, ${names.users} using (id = 1);
    grant truncate, trigger on notes to ${names.users}; grant truncate on by_hand to ${names.users};
  `)
  await db.admin.unsafe(`
    create view every as select * from notes; create view own as select * from notes where user_id = steward.current_user_id();
    create function asked() returns uuid language sql stable as $$ select current_setting('app.user')::uuid $$;
    create view setting as select * from notes where user_id = asked(); create view sum as select count(*) from notes;
    create materialized view kept as select * from notes where user_id = steward.current_user_id();
    create view hand_view as select * from by_hand;
    create function f() returns bigint language sql security definer as 'select count(*) from notes';
    create function hand_f() returns bigint language sql security definer as 'select count(*) from by_hand';
    revoke execute on function f, hand_f from public; grant execute on function f, hand_f to ${names.users};
    grant select on every, own, setting, sum, kept, hand_view to ${names.users}; grant select on every to ${names.hand};
  `)
  const risks = async (table: string, role: string) =>
    Object.fromEntries((await paths(db, table, { role })).filter(({ kind }) => kind !== 'policy').map(({ path, risk }) => [path.replace(/^.* → /, ''), risk]))
  const ways = {
    'view public.every, which reads as postgres': 'critical',
    'view public.sum, which reads as postgres': 'critical',
    'view public.own, which reads as postgres': 'warning',
    'view public.setting, which reads as postgres': 'warning',
    'materialized view public.kept, filled by postgres': 'critical',
    'TRUNCATE, which no policy sees': 'critical',
    'TRIGGER, which no policy sees': 'warning',
    'function public.f(), which runs as postgres': 'warning',
  }
  t.strictSame(await risks('public.notes', 'users'), ways)
  t.strictSame(await risks('public.notes', 'web'), ways, 'so are those of a login that inherits the role')
  t.strictSame(await risks('public.notes', 'hand'), { 'view public.every, which reads as postgres': 'warning' }, 'not a role of requests')
  t.strictSame(await risks('public.events_1', 'users'), { 'partition without row level security': 'critical' })
  await db.sql`alter table events rename to happenings`
  t.strictSame(await risks('public.events_1', 'users'), { 'partition without row level security': 'critical' }, 'of a parent that was renamed')
  t.strictSame(await risks('public.by_hand', 'users'), {
    'view public.hand_view, which reads as postgres': 'warning',
    'TRUNCATE, which no policy sees': 'warning',
    'function public.hand_f(), which runs as postgres': 'info',
  })
})

t.test('lists SECURITY DEFINER functions that put SQL together for an exempt owner', async (t) => {
  const { db, names } = await prepare(t, { users: '', past: 'bypassrls', weak: '' })
  const dynamic = `plpgsql security definer as $$ begin return query execute format('select id from %I', 'no' || 'tes'); end $$`
  const defined = (name: string, body = dynamic) => `create function ${name}() returns setof int language ${body};`
  await db.sql.unsafe(`
    ${notes(names.users, 'app')}
    ${defined('by_owner')}
  `)
  await db.admin.unsafe([
    ...['f_dyn0', 'by_past', 'by_weak'].map((name) => defined(name)),
    defined('nested', `plpgsql security definer as $$ begin return query select inner_one(); end $$`),
    defined('inner_one', dynamic.replace('security definer', '')),
    defined('upper', `plpgsql security definer as $$ declare x text := 'no'; begin EXECUTE/**/x || 'tes'; end $$`),
    defined('a_literal', `plpgsql security definer as $$ begin execute 'analyze'; execute 'select $1' using 1; end $$`),
    defined('a_grant', `plpgsql security definer as $$ begin grant execute on function nested to ${names.weak}; end $$`),
    defined('a_comment', `plpgsql security definer as $$ begin -- execute x
      /* execute x **/ raise notice 'it''s execute x'; end $$`),
    defined('sql_body', `sql security definer as $$ select 1 as "execute" $$`),
    defined('invoker', dynamic.replace('security definer', '')),
    defined('closed'), 'revoke execute on function closed from public;',
    `create function fires() returns trigger ${dynamic.replace('plpgsql', 'language plpgsql').replace(/begin .* end/, 'begin execute new.id; return new; end')};`,
    `alter function by_past() owner to ${names.past}; alter function by_weak() owner to ${names.weak};`,
  ].join('\n'))
  const found = async () => [...await db.sql<{ object: string; path: string }[]>`
    select object, kind, privileges, path, needs_set_role, bypasses_row_security, risk from steward.access_paths
    where object like 'any table%' and role_name = ${names.users} order by path`].map((row) => ({ ...row, path: row.path.replaceAll(`_${db.name}`, '') }))
  const row = (name: string, owner: string, object = 'any table') => ({
    object, kind: 'function', privileges: ['EXECUTE'], path: `users → PUBLIC → function public.${name}(), which runs as ${owner} and puts SQL together`,
    needs_set_role: false, bypasses_row_security: true, risk: 'warning',
  })
  const exempt = [row('by_past', 'past'), row('f_dyn0', 'postgres'), row('nested', 'postgres'), row('upper', 'postgres')]
  t.strictSame(await found(), exempt)
  await db.sql.unsafe('alter table notes no force row level security')
  t.strictSame(await found(), [row('by_owner', 'app', 'any table of app'), ...exempt])
  t.strictSame([...await db.sql`select from steward.access_paths where object like 'any table%' and role_name = ${names.past}`].length, 0, 'who is past it anyway needs none')
  await db.sql.unsafe('drop table notes')
  t.strictSame(await found(), [], 'there is nothing to get past')
})

t.test('names triggers of others on tables that retention writes', async (t) => {
  const { db, names } = await prepare(t, { eve: 'login', mallory: 'login', deputy: 'login', group: '' })
  await db.admin.unsafe(`
    grant create on schema public to ${names.eve}, ${names.group}; grant ${names.group} to ${names.mallory}; grant app to ${names.deputy};
    grant create on schema public to ${names.deputy};
    create table jobs (id int, at timestamptz, gone_at timestamptz); alter table jobs owner to app;
    create table kept (id int, at timestamptz); alter table kept owner to app;
    create table other (id int, at timestamptz); alter table other owner to app;
  `)
  const trigger = (owner: string, name: string, table: string, event: string, options = '') => `
    create function ${name}() returns trigger language plpgsql ${options} as 'begin return old; end';
    alter function ${name}() owner to ${owner};
    create trigger ${name} before ${event} on ${table} for each row execute function ${name}();`
  await db.admin.unsafe([
    trigger(names.eve, 'on_delete', 'jobs', 'delete'),
    trigger(names.group, 'also', 'jobs', 'insert or delete'),
    trigger(names.eve, 'on_insert', 'jobs', 'insert'),
    trigger(names.eve, 'definer', 'jobs', 'delete', 'security definer'),
    trigger('app', 'own', 'jobs', 'delete'),
    trigger(names.deputy, 'trusted', 'jobs', 'delete'),
    trigger('postgres', 'super', 'jobs', 'delete'),
    trigger(names.eve, 'off', 'jobs', 'delete'),
    'alter table jobs disable trigger off;',
    trigger(names.eve, 'soft', 'kept', 'update'),
    trigger(names.eve, 'elsewhere', 'other', 'delete'),
  ].join(''))
  t.strictSame(await paths(db, 'public.jobs'), [], 'nothing writes the table')
  await db.sql`select steward.add_retention_policy('jobs', 'at', '7 days')`
  const row = (path: string) => ({
    path, kind: 'trigger', privileges: ['TRIGGER'], needs_set_role: false, bypasses_row_security: true, risk: 'warning',
  })
  t.strictSame(await paths(db, 'public.jobs'), [
    row('eve → function public.on_delete() of trigger on_delete, which runs as app when retention writes'),
    row('mallory → group (inherited) → function public.also() of trigger also, which runs as app when retention writes'),
  ])
  t.strictSame(await paths(db, 'public.kept'), [])
})

t.test('a reader without any other right can look', async (t) => {
  const { db, names } = await prepare(t, { users: '', reader: '' })
  await db.sql.unsafe(notes(names.users, 'app'))
  await db.admin.unsafe(`grant steward_reader to ${names.reader}`)
  const session = await db.admin.reserve()
  await session.unsafe(`set role ${names.reader}`)
  t.match(await session`select path from steward.access_paths where role_name = ${names.users}`, [{ path: `${names.users} → policy own` }])
  await session`reset role`
  session.release()
})
