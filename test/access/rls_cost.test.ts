import t from 'tap'
import type postgres from 'postgres'
import { testDatabase, type TestDatabase } from '../support/database.js'
import { people } from '../support/people.js'
import { testRoles } from '../support/roles.js'

async function prepared(t: Parameters<typeof testDatabase>[0]): Promise<{ db: TestDatabase; role: string }> {
  const db = await testDatabase(t)
  const { role } = await testRoles(t, db, { role: 'role app' })
  await db.sql.unsafe(people(role))
  return { db, role }
}

const measure = (sql: postgres.Sql, claims: object | null = null) => sql`
  select command, role, uses_index, verdict, floor_ms, policy_ms, ratio, runs, plan, floor_plan, action, template
  from steward.rls_cost('docs', claims => ${claims && JSON.stringify(claims)}::text::jsonb, max_seconds => 0.2)`

const verdicts = (rows: readonly postgres.Row[]) => Object.fromEntries(rows.map((row) => [row.command, row.verdict as string]))

t.test('measures a policy that keeps its index, for somebody who has rows', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`create policy own on docs to ${role} using (owner = (select uid()))`)
  const rows = await measure(db.sql)
  t.strictSame(rows.map(({ command, role, uses_index }) => [command, role, uses_index]), [
    ['select', role, true], ['insert', role, null], ['update', role, true], ['delete', role, true],
  ])
  for (const row of rows) {
    t.match(row.verdict, /^(ok|slower)$/, `${row.command as string} is comparable`)
    t.ok(row.floor_ms > 0 && row.policy_ms > 0 && Number(row.ratio) > 0 && row.runs >= 1)
    t.match(row.floor_plan, row.command === 'insert' ? /Filter: \(owner = \d+\)/ : /docs_owner[^]*owner = \d+/)
  }
  t.match(rows[0]?.plan, /InitPlan[^]*docs_owner/)
})

t.test('measures INSERT for each role that the policies are for', async (t) => {
  const { db, role } = await prepared(t)
  const { other } = await testRoles(t, db, { other: 'role app' })
  await db.sql.unsafe(`
    grant select, insert on docs to ${other}; grant select on member to ${other}; revoke update, delete on docs from ${role};
    create policy own on docs to ${role}, ${other} using (owner = (select uid()))`)
  const rows = (await measure(db.sql)).filter(({ command }) => command === 'insert')
  t.match(rows, [{ role, verdict: /^(ok|slower)$/ }, { role: other, verdict: /^(ok|slower)$/ }].sort((a, b) => (a.role < b.role ? -1 : 1)))
  t.equal(rows.length, 2)
})

const losing: Record<string, string> = {
  'IN with a sub-select': 'org in (select m.org from member as m where m.user_id = (select uid()))',
  'EXISTS that takes a column': 'exists (select from member as m where m.org = docs.org and m.user_id = uid())',
  'a sub-select for each row': 'uid() in (select m.user_id from member as m where m.org = docs.org)',
  'OR with a condition on who asks': '(select is_admin()) or owner = (select uid())',
}

for (const [name, condition] of Object.entries(losing)) {
  t.test(`sees that ${name} loses the index`, async (t) => {
    const { db, role } = await prepared(t)
    await db.sql.unsafe(`create policy p on docs to ${role} using (${condition})`)
    const rows = await measure(db.sql)
    t.match(verdicts(rows), { select: 'loses_index', update: 'loses_index', delete: 'loses_index' })
    t.match(rows[0], { uses_index: false, floor_plan: /docs_(owner|org)/, plan: /Seq Scan on docs/, action: /policy_rewrites/ })
  })
}

t.test('looks up what a function says of each row, given who asks', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`create policy p on docs to ${role} using (is_member(org))`)
  t.match(verdicts(await measure(db.sql)), { select: 'sees_no_rows' }, 'nobody can be found through such a function')
  const rows = await measure(db.sql, { 'app.user': '7' })
  t.match(verdicts(rows), { select: 'loses_index', update: 'loses_index', delete: 'loses_index' })
  t.match(rows[0]?.floor_plan, /org = ANY \('\{50,51,52,53,54,55,56,57,58,59\}'::integer\[\]\)/)
})

t.test('says where not even the WHERE has an index, and where nobody may', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`drop index docs_owner; revoke insert, delete on docs from ${role};
    create policy p on docs for select to ${role} using (owner = (select uid()))`)
  t.strictSame(verdicts(await measure(db.sql)), { select: 'no_index', update: 'denied' })
})

t.test('tells a table that is too small for its index from one that has none', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`truncate docs; insert into docs select g, g, g, 'x' from generate_series(1, 3) as g; analyze docs; revoke insert, update, delete on docs from ${role};
    create policy p on docs for select to ${role} using (owner = (select uid()))`)
  const [small, ...more] = await measure(db.sql)
  t.strictSame(more, [])
  t.match(small, { verdict: 'too_small', uses_index: false, floor_plan: /Seq Scan on docs/, action: /^An index fits, / })
  await db.sql.unsafe('drop index docs_owner')
  t.strictSame(verdicts(await measure(db.sql)), { select: 'no_index' })
})

const unwritable: Record<string, string> = {
  'an aggregate, which takes a column of each row': 'exists (select count(*) from member as m where m.org = docs.org and m.user_id = uid())',
  'NOT EXISTS, beside no call that takes a column': 'not exists (select from member as m where m.org = docs.org and m.user_id = uid())',
}

for (const [name, condition] of Object.entries(unwritable)) {
  t.test(`does not compare ${name}`, async (t) => {
    const { db, role } = await prepared(t)
    await db.sql.unsafe(`drop index docs_org; revoke insert, update, delete on docs from ${role};
      create policy p on docs for select to ${role} using (${condition})`)
    for (const claims of [null, { 'app.user': '7' }]) {
      const [row, ...more] = await measure(db.sql, claims)
      t.strictSame(more, [])
      t.match(row, {
        command: 'select', role, uses_index: false, verdict: 'not_comparable', plan: /Seq Scan on docs/,
        action: 'The policy could not be written by hand as a condition with values: a sub-select that takes a column of each row is left in it.',
      })
    }
  })
}

t.test('a policy that fails breaks the measurement of no other command', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`
    create policy reading on docs for select to ${role} using (owner = (select uid()));
    create policy failing on docs for update to ${role} using (owner = (select 1 / (uid() - uid())));
  `)
  const rows = await measure(db.sql, { 'app.user': '7' })
  const cause = 'The policy could not be written by hand as a condition with values: '
  t.strictSame(rows.map(({ command, verdict, action }) => [command, verdict === 'slower' ? 'ok' : verdict, verdict === 'slower' ? null : action]), [
    ['select', 'ok', null], ['insert', 'denied', 'The role has the privilege and no policy lets it through.'],
    ['update', 'not_comparable', `${cause}one of both fails with SQLSTATE 22012.`],
    ['delete', 'denied', 'The role has the privilege and no policy lets it through.'],
  ])
})

t.test('measures tables that protect_table() protects, for their own identities', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table members (user_id uuid not null, org_id uuid not null, role text not null, primary key (user_id, org_id));
    insert into members select gen_random_uuid(), gen_random_uuid(), 'owner' from generate_series(1, 200);
    create table notes (id bigint primary key, user_id uuid not null, org_id uuid not null);
    insert into notes select row_number() over (), m.user_id, m.org_id from members as m cross join generate_series(1, 100);
    select steward.protect_table('members', 'organization', organization_column => 'org_id', membership_table => 'members', write_roles => '{owner}');
    select steward.protect_table('notes', 'organization', organization_column => 'org_id', membership_table => 'members');
    analyze notes, members;
  `)
  const rows = await db.sql`select command, template, verdict, uses_index, plan from steward.rls_cost('notes', max_seconds => 0.2)`
  t.strictSame(rows.map(({ command, template, uses_index }) => [command, template, uses_index]), [
    ['select', 'organization', true], ['insert', 'organization', null], ['update', 'organization', true], ['delete', 'organization', true],
  ])
  t.strictSame(rows.filter(({ verdict }) => !['ok', 'slower'].includes(verdict as string)), [])
})

t.test('knows a protected table by the name that it has now, whatever became of others', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create schema "Od d"; create schema gone;
    create table members (user_id uuid not null, org_id uuid not null, role text not null, primary key (user_id, org_id));
    insert into members select gen_random_uuid(), gen_random_uuid(), 'owner' from generate_series(1, 20);
    create table "Od d".notes (id bigint primary key, org_id uuid not null); create table gone.notes (user_id uuid not null);
    create table memos (id bigint primary key, org_id uuid not null);
    insert into "Od d".notes select row_number() over (), m.org_id from members as m; insert into memos table "Od d".notes;
    select steward.protect_table('"Od d".notes', 'organization', organization_column => 'org_id', membership_table => 'members');
    select steward.protect_table('memos', 'active_organization', organization_column => 'org_id', membership_table => 'members');
    select steward.protect_table('members', 'organization', organization_column => 'org_id', membership_table => 'members', write_roles => '{owner}');
    select steward.protect_table('gone.notes', 'owner', 'user_id'); drop schema gone cascade;
    alter table memos rename to papers;
  `).simple()
  const costs = async (table: string) =>
    (await db.sql`select distinct template from steward.rls_cost(${table}, max_seconds => 0.1)`).map(({ template }) => template as string)
  const sources = async (table: string) =>
    [...await db.sql`select source, claims from steward_internal.identity_sources(${table}) where source like 'public.members%'`]
  for (const [table, template] of [['"Od d".notes', 'organization'], ['public.papers', 'active_organization']] as const) {
    t.strictSame(await costs(table), [template])
    t.strictSame(await sources(table), [{
      source: `public.members as m inner join (select distinct t.org_id as org from ${table} as t) as o on o.org = m.org_id`,
      claims: { user_id: 'm.user_id' },
    }])
  }
})

t.test('leaves nothing behind', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`create policy own on docs to ${role} using (owner = (select uid()))`)
  const state = () => db.sql`
    select count(*), sum(hashtext(d::text || d.xmin::text || d.xmax::text || d.ctid::text)) as rows,
      (select string_agg(m::text, ',' order by m.roleid, m.member) from pg_auth_members as m where m.roleid = ${role}::regrole) as members,
      (select count(*) from pg_class) as relations
    from docs as d`
  const before = await state()
  const session = await db.connect().reserve()
  await session`select from steward.rls_cost('docs', max_seconds => 0.1)`
  t.strictSame(
    [...await session`
      select current_user, current_setting('app.user', true) as asked, current_setting('search_path') as path, pg_backend_pid() > 0 as alive,
        to_regclass('pg_temp.docs')::text as twin`],
    [{ current_user: 'app', asked: '', path: '"$user", public', alive: true, twin: null }],
  )
  session.release()
  t.strictSame(await state(), before)
})

t.test('borrows a role that the session may grant, and says so where it may not', async (t) => {
  const db = await testDatabase(t)
  const { role, owner } = await testRoles(t, db, { role: '', owner: `login password 'owner'` })
  await db.admin.unsafe(`
    grant create on schema public to ${owner}; grant steward_admin to ${owner}; set role ${owner};
    create table mine (id int primary key, owner int); insert into mine values (1, 1);
    alter table mine enable row level security; grant select on mine to ${role};
    create policy p on mine to ${role} using (owner = (select current_setting('app.user')::int));
    reset role;
  `)
  t.match(await db.admin`select verdict from steward.rls_cost('mine', max_seconds => 0.1)`, [{ verdict: 'no_index' }])
  const url = new URL(db.url)
  url.username = owner
  url.password = 'owner'
  const sql = db.connect({ url: url.href })
  await t.rejects(sql`select * from steward.rls_cost('mine')`, {
    code: '42501', message: `${owner} cannot become the role ${role}`, hint: `As an administrator: grant ${role} to ${owner};`,
  })
  await db.admin.unsafe(`grant ${role} to ${owner}`)
  t.match(await sql`select verdict from steward.rls_cost('mine', max_seconds => 0.1)`, [{ verdict: 'no_index' }])
  await sql.end()
})

t.test('gives a borrowed role back', async (t) => {
  const { db } = await prepared(t)
  const lent = `lent_${db.name}`
  await db.sql.unsafe(`create role ${lent}; grant select on docs to ${lent}; create policy own on docs to ${lent} using (owner = (select uid()))`)
  t.teardown(() => db.admin.unsafe(`drop owned by ${lent} cascade; drop role ${lent}`))
  const members = () => db.sql`select m::text from pg_auth_members as m where m.roleid = ${lent}::regrole order by 1`
  const before = [...await members()]
  t.match(await db.sql`select command, verdict from steward.rls_cost('docs', max_seconds => 0.1)`, [{ command: 'select', verdict: /ok|slower/ }])
  t.strictSame([...await members()], before)
})

t.test('refuses what cannot be measured', async (t) => {
  const { db, role } = await prepared(t)
  await t.rejects(db.sql`select * from steward.rls_cost('member')`, {
    code: '55000', message: 'row level security is not enabled for public.member',
  })
  await t.rejects(db.sql`select * from steward.rls_cost(null)`, { code: '55000' })
  await t.rejects(db.sql`select * from steward.rls_cost('docs')`, {
    code: '22023', message: 'the policies of public.docs bind no role that may use it',
  })
  await db.sql.unsafe(`create policy own on docs to ${role} using (owner = (select uid())); create view v as select * from docs`)
  await t.rejects(db.sql`select * from steward.rls_cost('docs', role_name => 'app')`, { code: '22023', message: /app does not, or sees everything/ })
  await t.rejects(db.sql`select * from steward.rls_cost('v')`, { code: '55000' })
  const holder = await db.connect().reserve()
  await holder.unsafe('begin; lock table docs in access exclusive mode')
  await t.rejects(db.sql`select * from steward.rls_cost('docs')`, { code: '55P03' }, 'it does not queue behind a lock')
  await holder.unsafe('rollback')
  holder.release()
})
