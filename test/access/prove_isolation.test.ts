import type postgres from 'postgres'
import t, { type Test } from 'tap'
import { poll, testDatabase, type TestDatabase } from '../support/database.js'
import { rolledBack } from '../support/transaction.js'
import { testRoles } from '../support/roles.js'

interface Probe {
  object: string
  actor: string | null
  command: string
  path: string
  verdict: 'leak' | 'own_rows' | 'denied' | 'not_tested'
  statement: string | null
  reason: string | null
}

const users = ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002']
const orgs = ['00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000b']

/** A database with one table of each template, two users and two organisations, and rows of both unless it is empty. */
async function application(t: Test, { rows = true } = {}): Promise<TestDatabase> {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table members (user_id uuid not null, org_id uuid not null, role text not null, primary key (user_id, org_id));
    create table notes (id bigint generated always as identity primary key, user_id uuid not null, title text not null default '');
    create table docs (id uuid primary key default gen_random_uuid(), org_id uuid not null, body text);
    create table tasks (id serial primary key, user_id uuid not null, org_id uuid);
    create table orders (org_id uuid not null, number integer not null, primary key (org_id, number)) partition by range (number);
    create table orders_1 partition of orders for values from (minvalue) to (maxvalue);
    create table posts (id bigint primary key, user_id uuid not null, body text);
    create table countries (code text primary key);
    create table jobs (id bigint primary key, payload jsonb not null);
    create table keys (id bigint primary key);
    select steward.protect_table('notes', 'owner', owner_column => 'user_id');
    select steward.protect_table('docs', 'organization', organization_column => 'org_id', membership_table => 'members', write_roles => '{owner}');
    select steward.protect_table('tasks', 'owner_or_organization', owner_column => 'user_id', organization_column => 'org_id', membership_table => 'members');
    select steward.protect_table('orders', 'active_organization', organization_column => 'org_id', membership_table => 'members');
    select steward.protect_table('posts', 'public_read', owner_column => 'user_id');
    select steward.protect_table('countries', 'public_read');
    select steward.protect_table('jobs', 'service');
    select steward.protect_table('keys', 'admin');
    select steward.protect_table('members', 'organization', organization_column => 'org_id', membership_table => 'members', write_roles => '{owner}');
  `).simple()
  if (rows) {
    await db.admin.unsafe(`
      insert into members values ('${users[0]}', '${orgs[0]}', 'owner'), ('${users[1]}', '${orgs[1]}', 'owner');
      insert into notes (user_id) values ('${users[0]}'), ('${users[1]}');
      insert into docs (org_id) values ('${orgs[0]}'), ('${orgs[1]}');
      insert into tasks (user_id, org_id) values ('${users[0]}', '${orgs[0]}'), ('${users[1]}', '${orgs[1]}');
      insert into orders values ('${orgs[0]}', 1), ('${orgs[1]}', 2);
      insert into posts values (1, '${users[0]}'), (2, '${users[1]}');
      insert into countries values ('de');
      insert into jobs values (1, '{}');
      insert into keys values (1);
    `).simple()
  }
  return db
}

const prove = async (sql: postgres.Sql | postgres.TransactionSql, scope: string | null = null): Promise<Probe[]> =>
  [...(await sql<Probe[]>`select * from steward.prove_isolation(${scope})`)]

const leaks = async (sql: postgres.Sql | postgres.TransactionSql, scope: string | null = null): Promise<string[]> =>
  (await prove(sql, scope)).filter((row) => row.verdict === 'leak').map((row) => `${row.actor}: ${row.command} ${row.path}`).sort()

const verdicts = (rows: Probe[], object: string, actor: string, path = 'table') =>
  Object.fromEntries(rows.filter((row) => row.object === `public.${object}` && row.actor === actor && row.path === path).map((row) => [row.command, row.verdict]))

const commands = [
  'SELECT', 'COPY TO', 'INSERT', 'INSERT RETURNING', 'INSERT ON CONFLICT', 'UPDATE', 'UPDATE RETURNING', 'DELETE', 'DELETE RETURNING',
]
const all = (verdict: string, but: Record<string, string | undefined> = {}) =>
  Object.fromEntries(Object.entries({ ...Object.fromEntries(commands.map((command) => [command, verdict])), TRUNCATE: 'denied', ...but }).filter(([, v]) => v))

for (const rows of [true, false]) {
  t.test(rows ? 'every template holds' : 'every template holds for empty tables, with rows made for the purpose', async (t) => {
    const db = await application(t, { rows })
    const found = await prove(db.admin)
    t.strictSame(found.filter((row) => !['own_rows', 'denied'].includes(row.verdict)), [])
    for (const table of ['notes', 'docs', 'tasks', 'members']) {
      t.strictSame(verdicts(found, table, 'user 1'), all('own_rows'), table)
      t.strictSame(verdicts(found, table, 'user 2'), all('own_rows'), table)
      t.strictSame(verdicts(found, table, 'nobody'), all('denied'), table)
      t.strictSame(verdicts(found, table, 'anon'), all('denied'), table)
      t.strictSame(verdicts(found, table, 'service'), all('own_rows'), table)
    }
    t.strictSame(verdicts(found, 'orders', 'user 1'), all('own_rows', { 'COPY TO': undefined }))
    t.strictSame(verdicts(found, 'orders', 'user 1 in an organisation of user 2'), all('denied', { 'COPY TO': undefined }))
    t.strictSame(verdicts(found, 'orders', 'user 1', 'partition public.orders_1'), { ALL: 'denied' })
    t.strictSame(verdicts(found, 'posts', 'user 1'), all('own_rows'))
    t.strictSame(verdicts(found, 'posts', 'nobody'), all('denied', { SELECT: 'own_rows', 'COPY TO': 'own_rows' }))
    t.strictSame(verdicts(found, 'posts', 'anon'), all('denied', { SELECT: 'own_rows', 'COPY TO': 'own_rows' }))
    t.strictSame(verdicts(found, 'countries', 'user 1'), all('denied', { SELECT: 'own_rows', 'COPY TO': 'own_rows' }))
    t.strictSame(verdicts(found, 'jobs', 'user 1'), all('denied'))
    t.strictSame(verdicts(found, 'jobs', 'service'), all('own_rows'))
    t.strictSame(verdicts(found, 'keys', 'service'), all('denied'))
  })
}

const accidents: { name: string; sql: string; scope?: string; leaks: RegExp[] }[] = [
  {
    name: 'row level security that was disabled',
    sql: 'alter table notes disable row level security',
    leaks: [/^nobody: SELECT table$/, /^user 1: SELECT table$/, /^user 1: UPDATE table$/, /^user 1: DELETE table$/, /^user 1: INSERT table$/, /^user 1: COPY TO table$/, /^user 1: INSERT ON CONFLICT table$/],
  },
  {
    name: 'a policy for users that is always true',
    sql: 'create policy debug on notes for select to steward_user using (true)',
    leaks: [/^nobody: COPY TO table$/, /^nobody: SELECT table$/, /^user 1: COPY TO table$/, /^user 1: SELECT table$/, /^user 2: COPY TO table$/, /^user 2: SELECT table$/],
  },
  {
    name: 'WITH CHECK loosened by hand: users give rows away',
    sql: 'alter policy steward_user_update on notes with check (true)',
    leaks: [/^user 1: UPDATE table$/, /^user 2: UPDATE table$/],
  },
  {
    name: 'USING of UPDATE loosened by hand: only statements that read no column reach the rows of others',
    sql: 'alter policy steward_user_update on notes using (true)',
    leaks: [/^user 1: UPDATE table$/, /^user 2: UPDATE table$/],
  },
  {
    name: 'USING of DELETE loosened by hand',
    sql: 'alter policy steward_user_delete on notes using (true)',
    leaks: [/^nobody: DELETE table$/, /^user 1: DELETE table$/, /^user 2: DELETE table$/],
  },
  {
    name: 'WITH CHECK of INSERT loosened by hand',
    sql: 'alter policy steward_user_insert on notes with check (true)',
    leaks: [/^nobody: INSERT table$/, /^user 1: INSERT table$/, /^user 2: INSERT table$/],
  },
  {
    name: 'GRANT ALL, which carries TRUNCATE',
    sql: 'grant all on notes to steward_user',
    leaks: [/^nobody: TRUNCATE table$/, /^user 1: TRUNCATE table$/, /^user 2: TRUNCATE table$/],
  },
  {
    name: 'users who inherit the service',
    sql: 'create policy inherited on notes to PUBLIC using (pg_has_role(current_user, \'steward_user\', \'usage\'))',
    leaks: [/^user 1: SELECT table$/, /^user 1: UPDATE table$/, /^user 1: DELETE table$/, /^user 1: INSERT ON CONFLICT table$/],
  },
  {
    name: 'a view of an owner for whom row level security is not forced',
    sql: 'alter table notes no force row level security; create view titles as select id, title from notes; grant select on titles to steward_user',
    leaks: [/^nobody: SELECT view public\.titles$/, /^user 1: SELECT view public\.titles$/, /^user 2: SELECT view public\.titles$/],
  },
  {
    name: 'a view on a view through which rows can be changed',
    sql: `alter table notes no force row level security; create view plain as select * from notes; create view "Some Notes" as select id as "The Id", user_id from plain;
      grant select, update, delete on "Some Notes" to steward_user`,
    leaks: [/^nobody: DELETE view public\."Some Notes"$/, /^user 1: DELETE view/, /^user 1: SELECT view/, /^user 1: UPDATE view/],
  },
  {
    name: 'a materialized view',
    sql: `alter table notes no force row level security; create materialized view copied as select id from notes; grant select on copied to steward_anon`,
    leaks: [/^anon: SELECT materialized view public\.copied$/],
  },
  {
    name: 'a function of the owner for whom row level security is not forced',
    sql: `alter table notes no force row level security;
      create function every_note() returns setof notes language sql stable security definer as 'select * from public.notes';
      create function titled() returns table (user_id uuid, n bigint) language plpgsql security definer as 'begin return query select m.user_id, count(*) from notes as m group by 1; end'`,
    leaks: [/^anon: SELECT function public\.every_note\(\)$/, /^anon: SELECT function public\.titled\(\)$/, /^user 1: SELECT function public\.every_note\(\)$/],
  },
  {
    name: 'a partition with a grant of its own and no row level security',
    sql: 'alter table orders_1 disable row level security; grant select, delete on orders_1 to steward_user',
    scope: 'orders',
    leaks: [/^nobody: SELECT partition public\.orders_1$/, /^user 1: DELETE partition/, /^user 1: SELECT partition/],
  },
  {
    name: 'an active organisation that nobody checks the membership of',
    sql: 'drop policy steward_user_floor on orders',
    scope: 'orders',
    leaks: [/^user 1 in an organisation of user 2: SELECT table$/, /^user 1 in an organisation of user 2: INSERT table$/],
  },
  {
    name: 'members who may write whatever their role is',
    sql: `update members set role = 'guest' where user_id = '${users[0]}'; alter policy steward_user_delete on docs using (org_id = any ((select steward.my_org_ids())::uuid[]))`,
    scope: 'docs',
    leaks: [/^user 1: DELETE RETURNING table$/, /^user 1: DELETE table$/],
  },
  {
    name: 'a service that sees what is only for administrators',
    sql: 'grant select on keys to steward_service; create policy s on keys to steward_service using (true)',
    scope: 'keys',
    leaks: [/^service: COPY TO table$/, /^service: SELECT table$/],
  },
]

t.test('accidents are leaks', async (t) => {
  const db = await application(t)
  t.strictSame(await leaks(db.admin), [])
  for (const accident of accidents) {
    t.test(accident.name, (t) => rolledBack(db.admin, async (tx) => {
      // What is made belongs to the owner of the tables; rows are changed by somebody who sees them.
      if (!/^update/.test(accident.sql)) await tx`set local role app`
      await tx.unsafe(accident.sql).simple()
      await tx`reset role`
      const found = await leaks(tx, accident.scope ?? 'notes')
      for (const expected of accident.leaks) t.ok(found.some((leak) => expected.test(leak)), `${expected} in ${found.join(', ')}`)
      const paths = accident.leaks.map((leak) => /view|function|partition/.test(leak.source))
      if (!paths.includes(true)) t.notMatch(found.join('; '), /view|function|partition/)
    }))
  }
})

/** Everything that a proof could leave behind, but for statistics. */
const traces = (sql: postgres.Sql) => sql`
  select
    (select jsonb_agg(jsonb_build_array(tableoid::regclass, xmin, t) order by t::text) from notes as t) as notes,
    (select jsonb_agg(jsonb_build_array(xmin, t) order by t::text) from members as t) as members,
    (select jsonb_agg(jsonb_build_array(xmin, t) order by t::text) from docs as t) as docs,
    (select jsonb_agg(jsonb_build_array(xmin, t) order by t::text) from orders as t) as orders,
    (select jsonb_agg(jsonb_build_array(a.roleid, a.member) order by 1, 2) from (select roleid, member from pg_auth_members where member in ('app'::regrole, current_user::regrole) and roleid in ('steward_user'::regrole, 'steward_anon'::regrole, 'steward_service'::regrole, 'steward_resolver'::regrole)) as a) as grants,
    (select last_value from notes_id_seq) as ids, (select last_value from tasks_id_seq) as tasks,
    (select jsonb_agg(i) from steward.login_identities as i) as identities,
    (select count(*)::integer from pg_policy) as policies`

/** What the session says of itself. */
const session = (sql: postgres.Sql | postgres.ReservedSql) => sql`
  select current_user, session_user, current_setting('role') as role, current_setting('search_path') as path,
    coalesce(current_setting('steward.user_id', true), '') as user_id, current_setting('lock_timeout') as lock_timeout`

t.test('nothing is left behind: not when it ends, not when it is canceled, and not when two run at once', async (t) => {
  const db = await application(t)
  const one = await db.admin.reserve()
  const before = { traces: [...(await traces(db.admin))], session: [...(await session(one))] }
  const after = async () => ({ traces: [...(await traces(db.admin))], session: [...(await session(one))] })
  await one`select from steward.prove_isolation()`
  t.strictSame(await after(), before)

  const [me] = await one<{ pid: number }[]>`select pg_backend_pid() as pid`
  const canceled = one`
    select count(*) from generate_series(1, 100) as g cross join lateral steward.prove_isolation(case when g = 0 then 'public' end)`
    .then(() => 'ended', (error: { code: string }) => error.code)
  await poll(async () => (await db.admin`select from pg_locks where pid = ${me?.pid ?? 0} and relation = 'public.notes'::regclass`).length > 0)
  await db.admin`select pg_cancel_backend(${me?.pid ?? 0})`
  t.equal(await canceled, '57014')
  t.strictSame(await after(), before)
  one.release()

  const found = await Promise.all([1, 2, 3].map(() => prove(db.connect({ url: db.adminUrl }))))
  for (const rows of found) {
    t.strictSame(rows.filter((row) => row.verdict === 'leak'), [])
    t.ok(rows.filter((row) => row.verdict === 'own_rows').length > 50)
  }
  t.strictSame({ ...before, traces: [...(await traces(db.admin))] }, before)
})

t.test('the statement shows the same, from a client that knows nothing of the function', async (t) => {
  const db = await application(t)
  await db.sql.unsafe(`
    alter policy steward_user_update on notes with check (true); alter policy steward_user_delete on docs using (true);
    create policy debug on notes for select to steward_user using (true);
  `).simple()
  const rows = await prove(db.admin)
  const client = db.connect({ url: db.adminUrl })
  let shown = 0
  for (const { statement, verdict, command, actor, object } of rows) {
    if (command === 'COPY TO' || command === 'TRUNCATE' && verdict !== 'leak' || statement === null) continue
    let outcome: boolean
    try {
      // The last but one statement is the attempt.
      const counts: number[] = []
      for (const part of statement.replace(/;$/, '').split('; ')) counts.push((await client.unsafe(part)).count)
      outcome = (counts.at(-2) ?? 0) > 0
    } catch (error) {
      await client`rollback`
      outcome = (error as { code: string }).code.startsWith('23')
    }
    t.equal(outcome, verdict === 'leak' || verdict === 'own_rows', `${verdict}: ${actor} ${command} ${object}: ${statement}`)
    shown++
  }
  t.ok(shown > 300)
})

t.test('COPY TO gives the client what the verdict says', async (t) => {
  const db = await application(t)
  const copied = async (statement: string | null, tx: postgres.TransactionSql) => {
    const [claims, copy] = [statement?.replace(/^begin; |copy .*$/g, '') ?? '', /copy \S+ to stdout/.exec(statement ?? '')?.[0] ?? '']
    await tx.unsafe(claims).simple()
    let text = ''
    for await (const chunk of await tx.unsafe(copy).readable()) text += String(chunk)
    return text.split('\n').filter((line) => line !== '').length
  }
  for (const [policy, verdict, lines] of [['', 'own_rows', 1], ['create policy debug on notes for select to steward_user using (true)', 'leak', 2]] as const) {
    await db.sql.unsafe(policy)
    const row = (await prove(db.admin, 'notes')).find(({ actor, command }) => actor === 'user 1' && command === 'COPY TO')
    t.equal(row?.verdict, verdict)
    await rolledBack(db.admin, async (tx) => t.equal(await copied(row?.statement ?? null, tx), lines))
  }
})

t.test('who may not become the roles is told what to grant, and whoever may is enough', async (t) => {
  const db = await application(t)
  const roles = await testRoles(t, db, { prover: "login password 'p' in role steward_admin" })
  const url = new URL(db.url)
  url.username = roles.prover
  url.password = 'p'
  const sql = db.connect({ url: url.href })
  await t.rejects(prove(sql, 'notes'), { code: '42501', message: /^the role prover_\S+ cannot become steward_\w+$/, hint: /grant steward_\w+ to prover_/ })
  await db.admin.unsafe(`grant steward_user, steward_anon, steward_service to ${roles.prover}`)
  const found = await prove(sql)
  t.strictSame(found.filter(({ verdict }) => !['own_rows', 'denied'].includes(verdict)), [])
  t.strictSame(await leaks(sql), [])
  await db.admin.unsafe(`alter table notes disable row level security`)
  t.ok((await leaks(sql)).includes('user 1: SELECT table'))
})

t.test('what cannot be tried is not_tested, with the reason', async (t) => {
  const db = await application(t, { rows: false })
  await db.sql.unsafe(`
    create table byhand (id integer primary key, tenant text); alter table byhand enable row level security;
    create table strict (id bigint primary key, user_id uuid not null, code text not null check (code ~ '^[A-Z]{3}-[0-9]$'));
    select steward.protect_table('strict', 'owner', owner_column => 'user_id');
    create function one_note(n bigint) returns setof notes language sql security definer as 'select * from public.notes where id = n';
    create function note_count() returns bigint language sql security definer as 'select count(*) from public.notes';
    create view note_numbers as select count(*) from notes; grant select on note_numbers to steward_user;
    create table plain (id integer);
  `).simple()
  const found = await prove(db.admin)
  const untested = (object: string) => found.filter((row) => row.verdict === 'not_tested' && row.object === `public.${object}` && row.actor !== 'user 2').map((row) => [row.actor, row.command, row.path, row.reason])
  t.strictSame(untested('byhand'), [[null, 'ALL', 'table', 'it is not protected by protect_table(), so nobody says whose its rows are']])
  t.strictSame(untested('strict').slice(0, 1), [['user 1', 'ALL', 'table', 'no row could be made: check constraint "strict_code_check"']])
  t.strictSame(untested('notes').filter(([actor]) => actor === 'user 1'), [
    ['user 1', 'SELECT', 'view public.note_numbers', 'its columns do not tell whose rows they are'],
    ['user 1', 'SELECT', 'function public.note_count()', 'its result does not tell whose rows they are'],
    ['user 1', 'SELECT', 'function public.one_note(bigint)', 'it takes arguments, and runs as its owner'],
  ])
  await db.admin`insert into strict values (1, ${users[0] ?? ''}, 'ABC-1'), (2, ${users[1] ?? ''}, 'DEF-2')`
  const strict = (await prove(db.admin, 'strict')).filter(({ actor }) => actor === 'user 1').map(({ command, verdict, reason }) => [command, verdict, reason])
  t.strictSame(strict.filter(([command]) => String(command).startsWith('INSERT')), [
    ['INSERT', 'own_rows', null], ['INSERT RETURNING', 'own_rows', null], ['INSERT ON CONFLICT', 'not_tested', 'an attempt was refused by the check constraint "strict_code_check"'],
  ])
  t.strictSame(strict.filter(([, verdict]) => verdict === 'leak'), [])

  await t.rejects(prove(db.admin, 'plain'), { code: '22023', message: 'plain has no row level security' })
  await t.rejects(prove(db.admin, 'nowhere'), { code: '22023', message: "'nowhere' is neither a table nor a schema" })
  t.strictSame((await prove(db.admin, 'public')).length, (await prove(db.admin)).length)
})

t.test('rows that somebody locks, and servers that cannot write, are not waited for', async (t) => {
  const db = await application(t)
  const holder = await db.admin.reserve()
  await holder`begin`
  await holder`select from notes for update`
  const locked = (await prove(db.admin, 'notes')).filter((row) => row.actor === 'user 1')
  await holder`rollback`
  t.match(Object.fromEntries(locked.map((row) => [row.command, [row.verdict, row.reason]])), {
    SELECT: ['own_rows', null], INSERT: ['own_rows', null],
    UPDATE: ['not_tested', 'an attempt ended with the error 55P03'], DELETE: ['not_tested', 'an attempt ended with the error 55P03'],
  })
  await holder`lock table notes`.catch(() => undefined)
  holder.release()

  const reader = db.connect({ url: `${db.adminUrl}?default_transaction_read_only=on` })
  const readable = (await prove(reader, 'notes')).filter((row) => row.actor === 'user 1')
  t.match(Object.fromEntries(readable.map((row) => [row.command, [row.verdict, row.reason]])), {
    SELECT: ['own_rows', null], 'COPY TO': ['own_rows', null], INSERT: ['not_tested', 'an attempt ended with the error 25006'],
    UPDATE: ['not_tested', 'an attempt ended with the error 25006'],
  })
})

t.test('partitions, triggers and constraints of their own do not make leaks', async (t) => {
  const db = await application(t, { rows: false })
  await db.sql.unsafe(`
    create table events (id integer not null, user_id uuid not null, day date not null, primary key (id, day)) partition by range (day);
    create table events_1 partition of events for values from ('2026-01-01') to ('2026-02-01');
    select steward.protect_table('events', 'owner', owner_column => 'user_id');
    create function judge() returns trigger language plpgsql as $$
    begin
      if new.user_id::text <> current_setting('steward.user_id', true) then raise exception 'no' using errcode = '23514'; end if;
      return new;
    end $$;
    create table "Odd ""Table" ("The Id" uuid primary key, "User %s" uuid not null);
    select steward.protect_table('"Odd ""Table"', 'owner', owner_column => 'User %s');
    create table parents (id bigint primary key, user_id uuid not null);
    create table children (id bigint primary key, parent_id bigint not null references parents on delete cascade, user_id uuid not null);
    select steward.protect_table('parents', 'owner', owner_column => 'user_id');
    select steward.protect_table('children', 'owner', owner_column => 'user_id');
  `).simple()
  await db.admin.unsafe(`
    insert into events values (1, '${users[0]}', '2026-01-05'), (2, '${users[1]}', '2026-01-06');
    create trigger judge before insert on events_1 for each row execute function judge();
    insert into "Odd ""Table" values ('${users[0]}', '${users[0]}'), ('${users[1]}', '${users[1]}');
    insert into parents values (1, '${users[0]}'), (2, '${users[1]}');
  `).simple()
  const found = await prove(db.admin)
  t.strictSame(found.filter((row) => row.verdict === 'leak').map(({ statement }) => statement), [])
  t.match(verdicts(found, '"Odd ""Table"', 'user 1'), { SELECT: 'own_rows', UPDATE: 'own_rows', DELETE: 'own_rows', INSERT: 'own_rows', 'INSERT ON CONFLICT': 'own_rows' })
  t.match(verdicts(found, 'parents', 'user 1'), { SELECT: 'own_rows', DELETE: 'denied' })
  t.match(verdicts(found, 'events', 'user 1'), { SELECT: 'own_rows', INSERT: 'not_tested', UPDATE: 'own_rows' })
  t.match(verdicts(found, 'children', 'user 1'), { SELECT: 'own_rows', DELETE: 'own_rows' })
})

for (const level of ['L2', 'L3']) {
  t.test(`claims of trust level ${level}`, async (t) => {
    const db = await application(t)
    await db.sql.unsafe(`select steward.set_token_secret('${'x'.repeat(32)}'); select steward.set_setting('access.trust_level', '${level}')`).simple()
    const before = [...(await traces(db.admin))]
    const found = await prove(db.admin)
    t.strictSame(found.filter(({ verdict }) => !['own_rows', 'denied'].includes(verdict)), [])
    t.strictSame(verdicts(found, 'notes', 'user 1'), all('own_rows'))
    t.strictSame(verdicts(found, 'docs', 'user 2'), all('own_rows'))
    t.strictSame([...(await traces(db.admin))], before)
    if (level === 'L2') {
      await rolledBack(db.admin, async (tx) => {
        await tx`delete from steward_internal.claim_keys where purpose = 'token'`
        t.match((await prove(tx, 'notes')).filter(({ actor }) => actor === 'user 1'), [
          { command: 'ALL', verdict: 'not_tested', reason: 'nobody can become it here: error 55000' },
        ])
      })
    }
    await db.sql`create policy debug on notes for select to steward_user using (true)`
    t.strictSame(await leaks(db.admin, 'notes'), [
      'nobody: COPY TO table', 'nobody: SELECT table', 'user 1: COPY TO table', 'user 1: SELECT table', 'user 2: COPY TO table', 'user 2: SELECT table',
    ])
  })
}

t.test('a role of users that became a member of the service leaks', async (t) => {
  const db = await testDatabase(t)
  const { people } = await testRoles(t, db, { people: '' })
  await db.sql.unsafe(`
    create table notes (id integer primary key, user_id uuid not null);
    insert into notes values (1, '${users[0]}'), (2, '${users[1]}');
    select steward.protect_table('notes', 'owner', owner_column => 'user_id', user_role => '${people}');
  `).simple()
  const leaks = async () =>
    (await prove(db.admin, 'notes')).filter((row) => row.verdict === 'leak' && row.path === 'table').map((row) => `${row.actor}: ${row.command}`)
  t.strictSame(await leaks(), [])
  await db.admin.unsafe(`grant steward_service to ${people}`)
  const found = await leaks()
  for (const command of ['SELECT', 'UPDATE', 'DELETE', 'INSERT']) t.ok(found.includes(`user 1: ${command}`), `${command}: ${found.join(', ')}`)
})

t.test('the table of the organisations themselves, which memberships refer to', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table companies (id uuid primary key, slug text not null unique);
    create table members (user_id uuid not null, org_id uuid not null references companies, role text not null, primary key (user_id, org_id));
    select steward.protect_table('companies', 'organization', organization_column => 'id', membership_table => 'members', write_roles => '{owner}');
  `).simple()
  const found = await prove(db.admin, 'companies')
  t.strictSame(found.filter((row) => row.verdict === 'leak' || row.verdict === 'not_tested'), [])
  t.match(found.find((row) => row.actor === 'user 1' && row.command === 'SELECT'), { verdict: 'own_rows' })
})

t.test('views and functions of the owner who proves, which others call', async (t) => {
  const db = await testDatabase(t)
  const { strong } = await testRoles(t, db, { strong: 'bypassrls' })
  await db.sql.unsafe(`
    create table secret (id integer primary key, user_id uuid not null);
    select steward.protect_table('secret', 'owner', owner_column => 'user_id', owner_access => true);
    insert into secret values (1, '${users[0]}'), (2, '${users[1]}');
    create view v_own as select * from secret;
    create view v_strong as select * from secret;
    create function f_own() returns setof secret language sql security definer as 'select * from public.secret';
    grant select on v_own, v_strong to steward_user;
    grant select on secret to ${strong};
  `).simple()
  await db.admin.unsafe(`alter view v_strong owner to ${strong}`)
  const verdicts = async () =>
    (await prove(db.sql, 'public.secret')).filter((row) => /^user 1|anon/.test(String(row.actor)) && row.path !== 'table')
      .map((row) => [row.actor, row.command, row.path, row.verdict, row.reason])
  t.strictSame(await verdicts(), [
    ['user 1', 'SELECT', 'view public.v_own', 'denied', null],
    ['user 1', 'SELECT', 'view public.v_strong', 'leak', null],
    ['user 1', 'SELECT', 'function public.f_own()', 'denied', null],
    ['anon', 'ALL', 'view public.v_own', 'denied', 'it has no privilege'],
    ['anon', 'ALL', 'view public.v_strong', 'denied', 'it has no privilege'],
    ['anon', 'SELECT', 'function public.f_own()', 'denied', null],
  ])
  t.strictSame([...(await db.admin`select rolname from pg_roles where rolname like 'steward_link%'`)], [])
})

t.test('an owner who inherits from the service lends it to views', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { crowd: '', keeper: '' })
  await db.admin.unsafe(`grant ${roles.keeper}, ${roles.crowd} to app`)
  await db.sql.unsafe(`
    create table secret (id integer primary key, user_id uuid not null);
    select steward.protect_table('secret', 'owner', owner_column => 'user_id', user_role => '${roles.crowd}', service_role => '${roles.keeper}');
    create view v_own as select * from secret;
    grant select on v_own to ${roles.crowd};
  `).simple()
  const found = (await prove(db.sql, 'secret')).filter((row) => row.actor === 'user 1' && row.path !== 'table')
  t.strictSame(found.map((row) => [row.path, row.verdict]), [['view public.v_own', 'leak']])
})

t.test('a table that is locked is not tested, and the others are', async (t) => {
  const db = await application(t)
  const holder = await db.admin.reserve()
  for (const [table, reason] of [['notes', 'it is locked'], ['orders_1', 'it is locked'], ['members', 'a table that it depends on is locked']] as const) {
    await holder.unsafe(`begin; lock table ${table} in access exclusive mode`)
    const found = await prove(db.admin, 'public')
    await holder`rollback`
    const name = `public.${table.replace('_1', '')}`
    const concerned = table === 'members' ? 'public.docs' : name
    t.strictSame(found.filter(({ object }) => object === concerned), [
      { object: concerned, actor: null, command: 'ALL', path: 'table', verdict: 'not_tested', statement: null, reason },
    ])
    t.strictSame(verdicts(found, 'posts', 'user 1'), all('own_rows'), `posts while ${table} is locked`)
    t.strictSame(found.filter(({ verdict }) => verdict === 'leak'), [])
  }
  holder.release()
})

t.test('a table that was renamed since is proven like before', async (t) => {
  const db = await application(t)
  await db.sql.unsafe(`
    create schema "Od d"; grant usage on schema "Od d" to steward_user, steward_service; alter table docs rename to "Pa pers"; alter table "Pa pers" set schema "Od d";
    alter table notes rename to memos; alter table posts rename to news; alter table news drop column user_id cascade;
  `).simple()
  const before = (await prove(db.admin, 'tasks')).filter(({ actor }) => actor === 'user 1').length
  for (const table of ['memos', '"Od d"."Pa pers"']) {
    const found = await prove(db.admin, table)
    t.strictSame(found.filter((row) => !['own_rows', 'denied'].includes(row.verdict)), [], table)
    t.equal(found.find(({ actor, command }) => actor === 'user 1' && command === 'SELECT')?.verdict, 'own_rows')
    t.equal(found.filter(({ actor }) => actor === 'user 1').length, before)
  }
  t.strictSame(await prove(db.admin, 'news'), [{
    object: 'public.news', actor: null, command: 'ALL', path: 'table', verdict: 'not_tested', statement: null,
    reason: 'a column that it was protected by is gone',
  }])
  await db.sql`create policy debug on memos for select to steward_user using (true)`
  t.ok((await leaks(db.admin, 'memos')).includes('user 1: SELECT table'))
})

t.test('rows that only the service sees are referred to, in a schema whose name is quoted', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create schema "Od d"; create table "Od d".kinds (code text primary key check (code ~ '^[A-Z]{3}-[0-9]$')); insert into "Od d".kinds values ('ABC-1');
    create table things (id integer primary key, user_id uuid not null, kind text not null references "Od d".kinds);
    select steward.protect_table('"Od d".kinds', 'service'), steward.protect_table('things', 'owner', 'user_id');
  `).simple()
  t.strictSame((await prove(db.sql, 'things')).filter(({ verdict }) => verdict === 'not_tested'), [])
})

t.test('names as regclass takes them, schemas quoted or not, and no tables of extensions', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create schema "My Schema"; create schema other;
    create table "Ta ble" (id integer primary key, user_id uuid not null);
    create table "My Schema"."Ta ble" (id integer primary key, user_id uuid not null);
    create table other.notes (id integer primary key, user_id uuid not null);
    create table notes (id integer primary key, user_id uuid not null);
    create table other.far (id integer primary key, user_id uuid not null);
    select steward.protect_table('"Ta ble"', 'owner', owner_column => 'user_id');
    select steward.protect_table('"My Schema"."Ta ble"', 'owner', owner_column => 'user_id');
    select steward.protect_table('other.notes', 'owner', owner_column => 'user_id');
    select steward.protect_table('notes', 'owner', owner_column => 'user_id');
    select steward.protect_table('other.far', 'owner', owner_column => 'user_id');
  `).simple()
  const objects = async (scope: string | null) => [...new Set((await prove(db.admin, scope)).map(({ object }) => object))]
  t.strictSame(await objects('"Ta ble"'), ['public."Ta ble"'])
  t.strictSame(await objects('Ta ble'), ['public."Ta ble"'])
  t.strictSame(await objects('"My Schema"."Ta ble"'), ['"My Schema"."Ta ble"'])
  t.strictSame(await objects('"My Schema"'), ['"My Schema"."Ta ble"'])
  t.strictSame(await objects('My Schema'), ['"My Schema"."Ta ble"'])
  t.strictSame(await objects('notes'), ['public.notes'], 'the first in the search_path')
  t.strictSame(await objects('NOTES'), ['public.notes'])
  t.strictSame(await objects('other.notes'), ['other.notes'])
  t.strictSame(await objects('far'), ['other.far'])
  t.strictSame(await objects('PUBLIC'), ['public."Ta ble"', 'public.notes'])
  for (const nothing of ['"NOTES"', 'other."far "', 'a.b.c.d', '"x', '']) {
    await t.rejects(prove(db.admin, nothing), { code: '22023', message: /is neither a table nor a schema$/ }, nothing)
  }

  await db.admin.unsafe('alter table notes add column extra text; alter extension pg_stat_statements add table notes').simple()
  t.notOk((await objects(null)).includes('public.notes'))
  t.notOk((await objects('public')).includes('public.notes'))
  t.strictSame(await objects('public.notes'), ['public.notes'])
})

const constrained = `
  create type mood as enum ('sad', 'fine');
  create domain shout as text check (value = upper(value) and value <> '');
  create table c_words (id int generated always as identity primary key, user_id uuid not null, st text not null check (st in ('open', 'closed')));
  create table c_numbers (
    id integer primary key, user_id uuid not null, n int not null check (n between 10 and 20), d smallint not null,
    twice int not null generated always as (id * 2) stored, more smallint generated always as (d * 2) stored,
    ratio numeric(4, 2) not null check (ratio > -1.5 and ratio < 0)
  );
  create table c_kinds (
    id uuid primary key, user_id uuid not null, m mood not null check (m <> 'sad'), loud shout not null, iso char(2) not null check (length(iso) = 2),
    mail text not null check (mail like '%_@_%'), starts date not null, ends date not null, is_on boolean not null check (is_on), check (ends > starts)
  );
  create table c_parents (code char(3) primary key check (code = upper(code)), kind text not null check (kind = any ('{a,b}')));
  create table c_children (id bigint primary key, user_id uuid not null, parent char(3) not null references c_parents);
  create table c_pairs (user_id uuid not null, id integer not null, primary key (user_id, id));
  create table c_halves (id bigint primary key, user_id uuid not null, pair integer not null, foreign key (user_id, pair) references c_pairs (user_id, id));
  create table c_split (id integer not null, user_id uuid not null, primary key (id)) partition by range (id);
  create table c_regex (id bigint primary key, user_id uuid not null, code text not null constraint "odd ""one" check (code ~ '^[A-Z]{3}-[0-9]$'));
`
const constrainedTables = ['c_words', 'c_numbers', 'c_kinds', 'c_children', 'c_halves']

for (const caller of ['admin', 'sql'] as const) {
  t.test(`constraints are met, in tables that are empty or not, for ${caller === 'sql' ? 'the owner' : 'a superuser'}`, async (t) => {
    const db = await testDatabase(t)
    await db.sql.unsafe(constrained).simple()
    for (const table of [...constrainedTables, 'c_split', 'c_regex']) await db.sql`select steward.protect_table(${table}, 'owner', owner_column => 'user_id')`
    const empty = await prove(db[caller])
    const isIn = (tables: string[]) => (row: Probe) => tables.includes(row.object.replace('public.', ''))
    t.strictSame(empty.filter(isIn(constrainedTables)).filter(({ verdict }) => !['own_rows', 'denied'].includes(verdict)), [])
    for (const table of constrainedTables) t.strictSame(verdicts(empty, table, 'user 1'), all('own_rows'), table)
    t.strictSame(
      empty.filter(isIn(['c_split', 'c_regex'])).filter(({ actor }) => actor === 'user 1').map(({ object, command, verdict, reason }) => [object, command, verdict, reason]),
      [
        ['public.c_regex', 'ALL', 'not_tested', 'no row could be made: check constraint "odd ""one"'],
        ['public.c_split', 'ALL', 'not_tested', 'no row could be made: missing partition'],
      ],
    )
    t.strictSame([...(await db.admin`select (select count(*) from c_parents)::integer as parents, (select count(*) from c_words)::integer as words`)], [{ parents: 0, words: 0 }])

    await db.admin.unsafe(`
      insert into c_words (user_id, st) values ('${users[0]}', 'closed'), ('${users[1]}', 'open');
      insert into c_numbers (id, user_id, n, d, ratio) values (1, '${users[0]}', 11, 1, -1), (2, '${users[1]}', 12, 1, -1);
      insert into c_kinds values (gen_random_uuid(), '${users[0]}', 'fine', 'A', 'de', 'a@b.c', '2026-01-01', '2026-01-02', true),
        (gen_random_uuid(), '${users[1]}', 'fine', 'A', 'de', 'a@b.c', '2026-01-01', '2026-01-02', true);
    `).simple()
    const filled = await prove(db[caller])
    for (const table of constrainedTables) {
      for (const actor of ['user 1', 'user 2']) t.strictSame(verdicts(filled, table, actor), all('own_rows'), `${table} ${actor}`)
    }
    t.strictSame(filled.filter(isIn(constrainedTables)).filter(({ verdict }) => !['own_rows', 'denied'].includes(verdict)), [])
  })
}

t.test('a domain that refuses a value does not prove that policies let it through', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create domain plate as text check (value ~ '^[A-Z]{3}-[0-9]$');
    create table cars (id bigint primary key, user_id uuid not null, plate plate not null);
    select steward.protect_table('cars', 'owner', owner_column => 'user_id');
  `).simple()
  await db.admin`insert into cars values (1, ${users[0] ?? ''}, 'ABC-1'), (2, ${users[1] ?? ''}, 'ABC-2')`
  const found = (await prove(db.admin, 'cars')).filter(({ actor, command }) => actor === 'user 1' && command.startsWith('INSERT'))
  t.strictSame(found.map(({ command, verdict, reason }) => [command, verdict, reason]), ['INSERT', 'INSERT RETURNING', 'INSERT ON CONFLICT'].map((command) => [
    command, 'not_tested', 'an attempt was refused by the check constraint "plate_check"',
  ]))
})
