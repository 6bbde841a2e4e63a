import type postgres from 'postgres'
import t, { type Test } from 'tap'
import { testDatabase, type TestDatabase } from '../support/database.js'

const [one, two, org] = ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-00000000000a']

async function application(t: Test): Promise<TestDatabase> {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table members (user_id uuid not null, org_id uuid not null, role text not null, primary key (user_id, org_id));
    create table notes (id integer primary key, user_id uuid not null, org_id uuid, "Status" text);
    select steward.protect_table('notes', 'owner', owner_column => 'user_id');
    create policy visible on notes as restrictive for select to steward_user using ("Status" <> 'gone AND' and user_id is not null);
    create table docs (id uuid primary key, org_id uuid not null);
    select steward.protect_table('docs', 'organization', organization_column => 'org_id', membership_table => 'members', write_roles => '{owner}');
  `).simple()
  await db.admin.unsafe(`
    insert into notes values (1, '${one}', null, 'new'), (2, '${one}', null, 'gone AND');
    insert into members values ('${one}', '${org}', 'owner'), ('${two}', '${org}', 'guest');
    insert into docs values ('${two}', '${org}');
  `).simple()
  return db
}

const explain = async (sql: postgres.Sql, table: string, key: unknown, claims: object) =>
  [...(await sql`select * from steward.explain_access(${table}, ${JSON.stringify(key)}::text::jsonb, ${JSON.stringify(claims)}::text::jsonb)`)]
const outcomes = async (sql: postgres.Sql, table: string, key: unknown, claims: object) =>
  Object.fromEntries((await explain(sql, table, key, claims)).filter((row) => row['outcome'] !== null).map((row) => [row['command'], row['outcome'] as string]))

t.test('the policy that lets a row through, and the condition that refuses one', async (t) => {
  const { admin } = await application(t)
  t.strictSame(await outcomes(admin, 'notes', 1, { user_id: one }), {
    SELECT: 'allowed by steward_user_select', INSERT: 'allowed by steward_user_insert', UPDATE: 'allowed by steward_user_update',
    DELETE: 'allowed by steward_user_delete',
  })
  t.strictSame(await outcomes(admin, 'notes', { id: 1 }, { user_id: two }), {
    SELECT: 'refused: steward_user_select did not let the row through', INSERT: 'refused: steward_user_insert did not let the row through',
    UPDATE: 'refused: steward_user_update did not let the row through', DELETE: 'refused: steward_user_delete did not let the row through',
  })
  const rows = await explain(admin, 'notes', 2, { user_id: one })
  t.strictSame(rows.filter((row) => row['policy'] === 'visible'), [
    {
      command: 'SELECT', part: 'using', policy: 'visible', roles: ['steward_user'], permissive: false, applies: true, passes: false,
      condition: '(("Status" <> \'gone AND\'::text) AND (user_id IS NOT NULL))', refused_by: ['("Status" <> \'gone AND\'::text)'], outcome: null,
    },
  ])
  t.match(rows.filter((row) => row['outcome'] !== null), [
    { command: 'SELECT', policy: null, passes: false, outcome: 'refused by the restrictive policy visible' },
    { command: 'INSERT', passes: true },
    { command: 'UPDATE', passes: true, outcome: 'allowed by steward_user_update, but only by a statement that reads no column: SELECT is refused' },
    { command: 'DELETE', passes: true, outcome: 'allowed by steward_user_delete, but only by a statement that reads no column: SELECT is refused' },
  ])
  t.match(rows.find((row) => row['policy'] === 'steward_service_all'), { applies: false, passes: null, refused_by: null })
})

t.test('memberships, other roles and privileges', async (t) => {
  const db = await application(t)
  t.strictSame(await outcomes(db.admin, 'docs', two, { user_id: two }), {
    SELECT: 'allowed by steward_user_select', INSERT: 'refused: steward_user_insert did not let the row through',
    UPDATE: 'refused: steward_user_update did not let the row through', DELETE: 'refused: steward_user_delete did not let the row through',
  })
  t.match(await outcomes(db.admin, 'docs', two, { role: 'steward_anon' }), { SELECT: 'refused: it has no privilege for SELECT', DELETE: 'refused: it has no privilege for DELETE' })
  t.match(await outcomes(db.admin, 'docs', two, { role: 'steward_service' }), { SELECT: 'allowed by steward_service_all', INSERT: 'allowed by steward_service_all' })
  t.match(await outcomes(db.admin, 'docs', two, { role: 'postgres' }), { SELECT: 'allowed: row level security does not hold for this role' })
  await db.sql`alter table docs no force row level security`
  t.match(await outcomes(db.admin, 'docs', two, { role: 'app' }), { SELECT: 'allowed: row level security does not hold for this role' })
  await db.sql`alter table docs force row level security`
  t.match(await outcomes(db.admin, 'docs', two, { role: 'app' }), { SELECT: 'refused: no policy lets this role do it' })
})

t.test('policies of others find claims as under PostgREST, and in settings', async (t) => {
  const { sql, admin } = await application(t)
  await sql.unsafe(`
    create table byhand (id integer primary key, owner text, tenant integer);
    alter table byhand enable row level security;
    grant select on byhand to steward_user;
    create policy own on byhand for select using (owner = (current_setting('request.jwt.claims', true)::json ->> 'sub') or tenant = current_setting('app.tenant', true)::integer);
    insert into byhand values (1, 'ann', 7);
  `).simple()
  t.match(await outcomes(admin, 'byhand', 1, { sub: 'ann' }), { SELECT: 'allowed by own' })
  t.match(await outcomes(admin, 'byhand', 1, { sub: 'bob' }), { SELECT: 'refused: own did not let the row through' })
  t.match(await outcomes(admin, 'byhand', 1, { sub: 'bob', 'app.tenant': '7' }), { SELECT: 'allowed by own' })
  t.match(await outcomes(admin, 'byhand', 1, { sub: 'bob', 'app.tenant': 'x' }), { SELECT: 'refused: the condition of own cannot be evaluated' })
})

t.test('a row that only the service sees, in a schema whose name is quoted or of a table that was renamed', async (t) => {
  const { sql } = await application(t)
  await sql.unsafe(`
    create schema "Od d"; create table "Od d".notes (id integer primary key, user_id uuid not null); create table memos (like "Od d".notes including all);
    insert into "Od d".notes values (1, '${one}'); insert into memos values (1, '${one}');
    select steward.protect_table('"Od d".notes', 'owner', 'user_id'), steward.protect_table('memos', 'owner', 'user_id');
    alter table memos rename to papers;
  `).simple()
  for (const table of ['"Od d".notes', 'papers']) {
    t.match(await outcomes(sql, table, 1, { user_id: one }), { SELECT: 'allowed by steward_user_select' }, table)
    t.match(await outcomes(sql, table, 1, { user_id: two }), { SELECT: 'refused: steward_user_select did not let the row through' }, table)
  }
})

t.test('what is asked wrongly is refused, and nothing is left behind', async (t) => {
  const { sql, admin } = await application(t)
  const session = () => admin`select current_user, current_setting('role') as role, (select count(*)::integer from pg_auth_members where member = session_user::regrole and roleid in ('steward_user'::regrole, 'steward_service'::regrole)) as members, (select jsonb_agg(xmin) from notes) as rows`
  const before = [...(await session())]
  await t.rejects(explain(admin, 'notes', 3, {}), { code: 'P0002', message: 'public.notes has no such row' })
  await t.rejects(explain(admin, 'notes', { nothing: 3 }, {}), { code: '22023', message: 'the key does not name columns of public.notes' })
  await t.rejects(explain(admin, 'members', one, {}), { code: '22023', message: /^the key does not name columns/ })
  await t.rejects(explain(admin, 'notes', { user_id: one }, {}), { code: '22023', message: 'the key names more than one row of public.notes' })
  await t.rejects(explain(admin, 'notes', 1, { role: 'nobody at all' }), { code: '22023', message: 'there is no role "nobody at all"' })
  await t.rejects(explain(sql, 'notes', 1, { role: 'postgres' }), { code: '42501', message: 'the role app cannot become postgres' })
  await explain(admin, 'notes', 1, { user_id: one })
  t.strictSame([...(await session())], before)
})

t.test('a table that is locked, or one that its policies read, is not waited for', async (t) => {
  const { admin } = await application(t)
  const holder = await admin.reserve()
  for (const table of ['docs', 'members']) {
    await holder.unsafe(`begin; lock table ${table} in access exclusive mode`)
    const begun = Date.now()
    await t.rejects(explain(admin, 'docs', two, { user_id: two }), {
      code: '55P03', message: 'access to public.docs cannot be explained while it is locked', hint: /^Another session holds it/,
    })
    t.ok(Date.now() - begun < 5000)
    await holder`rollback`
  }
  holder.release()
  t.match(await outcomes(admin, 'docs', two, { user_id: two }), { SELECT: 'allowed by steward_user_select' })
})
