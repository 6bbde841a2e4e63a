import type postgres from 'postgres'
import t from 'tap'
import { acme, alice, bob, globex, organizations } from '../support/access.js'
import { testDatabase } from '../support/database.js'
import { setTrustLevel, tokenFor, webLogin } from '../support/logins.js'

type Session = postgres.Sql | postgres.TransactionSql

// Everything here is done by a login that has been admitted to requests and has no other right, as an attacker would:
// alice has notes of her own and those of acme, and must never learn what bob and globex have.
const db = await testDatabase(t)
await db.sql.unsafe(`${organizations}
  create table public.notes (id bigint primary key, user_id uuid not null, body text, price text default '1');
  insert into public.notes values (1, '${alice}', 'hers', '1'), (2, '${bob}', 'his secret', 'one');
  create table public.projects (
    id bigint primary key, organization_id uuid not null, code text not null, unique (organization_id, code), unique (organization_id, id)
  );
  insert into public.projects values (1, '${acme}', 'a'), (2, '${globex}', 'g');
  create table public.tasks (
    id bigint primary key, organization_id uuid not null, project_id bigint not null, loose_project_id bigint references public.projects,
    foreign key (organization_id, project_id) references public.projects (organization_id, id)
  );
  create table public.events (id bigint not null, user_id uuid not null, day date not null, primary key (id, day)) partition by range (day);
  create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01');
  insert into public.events values (1, '${alice}', '2026-01-01'), (2, '${bob}', '2026-01-01');
  select steward.protect_table('public.notes', 'owner', owner_column => 'user_id');
  select steward.protect_table('public.events', 'owner', owner_column => 'user_id');
  select steward.protect_table(
    'public.organization_members', 'organization', organization_column => 'org_id',
    membership_table => 'public.organization_members', write_roles => '{owner}'
  );
  select steward.protect_table(t, 'organization', organization_column => 'organization_id', membership_table => 'public.organization_members')
  from unnest('{public.projects,public.tasks}'::regclass[]) as t;
`).simple()
const web = (await webLogin(t, db)).sql

/** Runs `use` in a request that is always rolled back. */
async function attack<T>(use: (tx: postgres.TransactionSql) => Promise<T>, claims: postgres.JSONValue = { user_id: alice, role: 'steward_user' }): Promise<T> {
  const undo = new Error('undo')
  let result: T | undefined
  await web.begin(async (tx) => {
    await tx`select from steward.begin_request(${tx.json(claims)})`
    result = await use(tx)
    throw undo
  }).catch((error: unknown) => {
    if (error !== undo) throw error
  })
  return result as T
}
const query = (text: string, claims?: postgres.JSONValue) => attack((tx) => tx.unsafe(text).then((rows) => [...rows]), claims)
const script = (text: string) => attack((tx) => tx.unsafe(text).simple())
const ids = async (sql: Session, table = 'notes') => (await sql.unsafe(`select id from public.${table} order by id`)).map((row) => row['id'] as string)
const denied = { code: '42501' }
const unsealed = { code: '28000' }
const violates = (table: string) => ({ code: '42501', message: `new row violates row-level security policy for table "${table}"` })

t.test('what alice sees when nobody attacks', async (t) => {
  t.strictSame(await attack(async (tx) => [await ids(tx), await ids(tx, 'projects'), await ids(tx, 'events')]), [['1'], ['1'], ['1']])
})

t.test('1: SET of a claim by a user of SQL: L0 believes it, L2 does not', async (t) => {
  const forged = `set local steward.user_id = '${bob}'; select id from public.notes`
  t.strictSame((await script(forged)).at(-1)?.length, 1)
  t.match((await script(forged)).at(-1), [{ id: '2' }], 'by design: at L0 the backend is the only author of SQL')
  await setTrustLevel(db, 'L2')
  const token = await tokenFor(db, { user_id: alice, role: 'steward_user' })
  await t.rejects(attack((tx) => tx.unsafe(forged).simple(), { token }), unsealed)
  t.strictSame(await attack((tx) => ids(tx), { token }), ['1'])
})

t.test('2: set_config() inside one SELECT before the policy is evaluated', async (t) => {
  const token = await tokenFor(db, { user_id: alice, role: 'steward_user' })
  const forged = `with c as materialized (select set_config('steward.user_id', '${bob}', true)) select n.id from c, public.notes as n`
  await t.rejects(query(forged, { token }), unsealed)
  await t.rejects(query(`select id, set_config('steward.user_id', '${bob}', true) from public.notes union all select id, '' from public.notes`, { token }), unsealed)
})

t.test('2b: types, casts, operators and functions of the attacker first in search_path', async (t) => {
  const token = await tokenFor(db, { user_id: alice, role: 'steward_user' })
  t.strictSame(await attack(async (tx) => {
    await tx.unsafe(`
      create type pg_temp.uuid as (v text);
      create function pg_temp.first(text) returns pg_temp.uuid language sql as $$ select row($1)::pg_temp.uuid $$;
      create cast (text as pg_temp.uuid) with function pg_temp.first(text);
      create function pg_temp.second(pg_temp.uuid) returns pg_catalog.uuid language sql as $$ select '${bob}'::pg_catalog.uuid $$;
      create cast (pg_temp.uuid as pg_catalog.uuid) with function pg_temp.second(pg_temp.uuid) as assignment;
      create function pg_temp.yes(pg_catalog.uuid, pg_catalog.uuid) returns boolean language sql as 'select true';
      create operator pg_temp.= (leftarg = pg_catalog.uuid, rightarg = pg_catalog.uuid, function = pg_temp.yes);
      create function pg_temp.current_setting(text, boolean) returns text language sql as $$ select '${bob}' $$;
      create function pg_temp.nullif(text, text) returns text language sql as $$ select '${bob}' $$;
      create table pg_temp.organization_members as select '${alice}'::pg_catalog.uuid as user_id, '${globex}'::pg_catalog.uuid as org_id;
      set local search_path = pg_temp, pg_catalog, public;
    `).simple()
    return [await ids(tx), await ids(tx, 'projects')]
  }, { token }), [['1'], ['1']])
  await setTrustLevel(db, 'L0')
})

t.test('3: RESET ROLE, then SET ROLE of another', async (t) => {
  t.strictSame(await attack((tx) => tx.unsafe('reset role; select current_user = session_user as is_login').simple().then((r) => r.at(-1)?.[0] as unknown)), { is_login: true })
  await t.rejects(script('reset role; select id from public.notes'), denied, 'the login has no right of its own')
  for (const role of ['steward_service', 'steward_admin', 'steward_resolver', 'app', 'postgres']) await t.rejects(script(`reset role; set role ${role}`), denied, role)
  await t.rejects(script('reset role; set session authorization app'), denied)
  await t.rejects(script('set local role steward_anon; select id from public.notes'), denied)
})

t.test('4: a view or materialised view of the owner', async (t) => {
  await db.sql.unsafe(`
    create view public.all_notes as select * from public.notes; grant select on public.all_notes to steward_user;
    create view public.invoker_notes with (security_invoker) as select * from public.notes; grant select on public.invoker_notes to steward_user;
    create materialized view public.kept_notes as select * from public.notes; grant select on public.kept_notes to steward_user`).simple()
  t.strictSame(await query('select id from public.all_notes'), [], 'FORCE: the owner has no policy')
  t.strictSame(await query('select id from public.invoker_notes'), [{ id: '1' }])
  t.strictSame(await query('select id from public.kept_notes'), [], 'it was filled by the owner, who sees nothing')
  // By design: whoever is exempt from row level security and makes a view gives all rows away.
  await db.admin.unsafe('create view public.superuser_notes as select * from public.notes; grant select on public.superuser_notes to steward_user').simple()
  t.strictSame((await query('select id from public.superuser_notes')).length, 2)
  await db.admin`drop view public.superuser_notes`
})

t.test('5: a cheap leaky function in WHERE sees own rows only', async (t) => {
  const told = await attack(async (tx) => {
    await tx.unsafe(`
      create table pg_temp.heard (body text);
      create function pg_temp.tell(text) returns boolean language plpgsql cost 0.0000001 as $$ begin insert into pg_temp.heard values ($1); return true; end $$;
      select from public.notes where pg_temp.tell(body)`).simple()
    return [...(await tx`select body from pg_temp.heard`)]
  })
  t.strictSame(told, [{ body: 'hers' }])
})

t.test('6: an error tells values of own rows only', async (t) => {
  t.strictSame(await query('select id from public.notes where price::int = 1'), [{ id: '1' }], 'the price of bob is no number')
  t.strictSame(await query(`select id from public.notes where 1 / (id - 2) is not null`), [{ id: '1' }])
})

t.test('7: a partition that is named directly, and one that came later', async (t) => {
  await t.rejects(query('select id from public.events_2026'), denied)
  await db.sql.unsafe('grant select on all tables in schema public to steward_user')
  t.strictSame(await query('select id from public.events_2026'), [{ id: '1' }], 'its own policies hold, whatever is granted')
  await db.sql.unsafe(`
    create table public.events_2027 partition of public.events for values from ('2027-01-01') to ('2028-01-01');
    insert into public.events_2027 values (3, '${bob}', '2027-01-01')`).simple()
  await t.rejects(query('select id from public.events_2027'), denied, 'what is new is granted to nobody')
  t.strictSame(await query('select id from public.events'), [{ id: '1' }], 'and its parent protects it')
  await db.sql.unsafe('grant select on public.events_2027 to steward_user')
  t.strictSame(await query('select id from public.events_2027'), [{ id: '3' }], 'by design: a grant opens it until protect_table() runs again')
  await db.sql`select steward.protect_table('public.events', 'owner', owner_column => 'user_id')`
  await t.rejects(query('select id from public.events_2027'), denied)
  t.strictSame([...(await db.sql`select relrowsecurity, relforcerowsecurity from pg_class where relname = 'events_2027'`)], [{ relrowsecurity: true, relforcerowsecurity: true }])
  await db.sql`select steward.protect_table('public.notes', 'owner', owner_column => 'user_id')`
})

t.test('8: the owner of the table, and a SECURITY DEFINER function of it', async (t) => {
  t.strictSame([...(await db.sql`select id from public.notes`)], [])
  await db.sql.unsafe(`
    create function public.all_ids() returns bigint[] language sql security definer as 'select array(select id from public.notes)';
    create table public.diary (id bigint primary key, user_id uuid not null);
    insert into public.diary values (1, '${alice}'), (2, '${bob}');
    select steward.protect_table('public.diary', 'owner', owner_column => 'user_id', owner_access => true);
    create function public.diary_ids() returns bigint[] language sql security definer as 'select array(select id from public.diary)';
    grant execute on function public.diary_ids(), public.all_ids() to steward_user`).simple()
  t.strictSame(await query('select public.all_ids() as ids'), [{ ids: [] }])
  t.strictSame([...(await db.sql`select id from public.diary order by 1`)].length, 2, 'owner_access is for sessions of the owner')
  t.strictSame(await query('select public.diary_ids() as ids'), [{ ids: [] }], 'and not for its functions that others call')
  t.match((await script('set local role none; select public.diary_ids() as ids')).at(-1), [{ ids: [] }], 'not even without a role')
})

t.test('9: a foreign key as a probe', async (t) => {
  const task = (id: number, project: number, loose: number | null) =>
    query(`insert into public.tasks values (${id}, '${acme}', ${project}, ${loose})`)
  t.strictSame(await task(1, 1, 1), [])
  await t.rejects(task(1, 2, null), { code: '23503' }, 'a key with the organisation knows no row of others')
  await t.rejects(task(1, 99, null), { code: '23503' })
  t.strictSame(await task(1, 1, 2), [], 'by design of PostgreSQL: a key without it tells that the row exists')
  await t.rejects(task(1, 1, 99), { code: '23503' })
})

t.test('10: a unique key as a probe', async (t) => {
  const error = await query(`insert into public.notes values (2, '${alice}', 'x')`).catch((caught: unknown) => caught as postgres.PostgresError)
  t.match(error, { code: '23505', message: 'duplicate key value violates unique constraint "notes_pkey"', detail: undefined }, 'existence leaks, the values do not')
  t.strictSame(await query(`insert into public.notes values (2, '${alice}', 'x') on conflict do nothing returning id`), [])
  t.strictSame(await query(`insert into public.projects values (9, '${acme}', 'g') returning id`), [{ id: '9' }], 'a key with the organisation has nothing to tell')
})

t.test('11: ON CONFLICT DO UPDATE on a hidden row', async (t) => {
  await t.rejects(query(`insert into public.notes values (2, '${alice}', 'x') on conflict (id) do update set body = 'mine' returning body`), {
    code: '42501', message: /^new row violates row-level security policy \(USING expression\) for table "notes"$/,
  })
})

t.test('12: EXPLAIN ANALYZE counts what a filter hides', async (t) => {
  const plan = async (index: string) =>
    (await attack(async (tx) => {
      await tx.unsafe(`set local enable_indexscan = ${index}; set local enable_bitmapscan = ${index}; set local enable_seqscan = ${index === 'on' ? 'off' : 'on'}`).simple()
      return tx.unsafe('explain (analyze, costs off, timing off, summary off) select from public.notes')
    })).map((row) => String(row['QUERY PLAN'])).join('\n')
  t.match(await plan('off'), /Rows Removed by Filter: 1/, 'by design of PostgreSQL: how many, not which')
  t.notMatch(await plan('on'), /Rows Removed/)
})

t.test('13: statistics: pg_stats shows nothing, the number of rows does', async (t) => {
  await db.admin`analyze public.notes`
  t.strictSame(await query(`select attname from pg_stats where schemaname = 'public' and tablename = 'notes'`), [])
  t.strictSame(await query(`select reltuples::int from pg_class where oid = 'public.notes'::regclass`), [{ reltuples: 2 }], 'by design of PostgreSQL')
})

t.test('14: COPY out is filtered, COPY in is refused', async (t) => {
  const copied = await attack(async (tx) => {
    let text = ''
    for await (const chunk of await tx`copy (select id from public.notes) to stdout`.readable()) text += String(chunk)
    for await (const chunk of await tx`copy public.notes (id) to stdout`.readable()) text += String(chunk)
    return text
  })
  t.equal(copied, '1\n1\n')
  await t.rejects(attack((tx) => tx`copy public.notes from stdin`.writable()), { code: '0A000', message: /COPY FROM not supported with row-level security/ })
  await t.rejects(query(`copy public.notes to program 'true'`), denied)
})

t.test('15: TRUNCATE, TRIGGER and REFERENCES come with no template', async (t) => {
  await t.rejects(query('truncate public.notes'), denied)
  await t.rejects(script(`create function pg_temp.f() returns trigger language plpgsql as 'begin return new; end'; create trigger x before insert on public.notes for each row execute function pg_temp.f()`), denied)
  await t.rejects(query('create temp table probe (id bigint references public.notes)'), { code: /42501|42P16/ })
  await db.sql.unsafe('grant all on public.notes to steward_user')
  await db.sql`select steward.protect_table('public.notes', 'owner', owner_column => 'user_id')`
  await t.rejects(query('truncate public.notes'), denied, 'GRANT ALL is mended')
})

t.test('16: row_security = off raises and shows nothing', async (t) => {
  await t.rejects(script('set local row_security = off; select id from public.notes'), { code: '42501', message: /would be affected by row-level security policy/ })
})

t.test('17: an empty, missing or garbage claim, on every table', async (t) => {
  for (const table of ['notes', 'projects', 'tasks', 'events', 'organization_members']) {
    const count = (claims: object) => query(`select count(*)::int as n from public.${table}`, { ...claims, role: 'steward_user' })
    t.strictSame(await count({}), [{ n: 0 }], table)
    t.strictSame(await count({ user_id: '' }), [{ n: 0 }], table)
    await t.rejects(query(`select from public.${table}`, { user_id: 'garbage', role: 'steward_user' }), { code: '22P02' }, table)
    t.strictSame(await web.begin(async (tx) => {
      await tx`set local role steward_user`
      return [...(await tx.unsafe(`select count(*)::int as n from public.${table}`))]
    }), [{ n: 0 }], `${table} without begin_request()`)
  }
})

t.test('18: UPDATE that gives a row away', async (t) => {
  await t.rejects(query(`update public.notes set user_id = '${bob}'`), violates('notes'))
  await t.rejects(query(`update public.projects set organization_id = '${globex}'`), violates('projects'))
  await t.rejects(query(`update public.events set user_id = '${bob}'`), violates('events'))
  t.strictSame(await query(`update public.notes set body = 'taken' where id = 2 returning id`), [])
  t.strictSame(await query('delete from public.projects where id = 2 returning id'), [])
  await t.rejects(query(`merge into public.notes as n using (values (2)) as v (id) on n.id = v.id when not matched then insert values (2, '${bob}')`), { code: /42501|23505/ })
})

t.test('19: INSERT for somebody else', async (t) => {
  await t.rejects(query(`insert into public.notes values (3, '${bob}')`), violates('notes'))
  await t.rejects(query(`insert into public.projects values (3, '${globex}', 'x')`), violates('projects'))
  await t.rejects(query(`insert into public.events values (9, '${bob}', '2026-05-05')`), violates('events'))
  await t.rejects(query(`insert into public.organization_members values ('${alice}', '${globex}', 'owner')`), violates('organization_members'))
})

t.test('20: a cached plan across SET ROLE', async (t) => {
  const service = await webLogin(t, { ...db, name: `service_${db.name}` }, '{steward_service}')
  await db.admin.unsafe(`grant steward_user to ${service.name}`)
  await service.sql.unsafe(`set plan_cache_mode = force_generic_plan; prepare p as select count(*)::int as n from public.notes`).simple()
  const count = async (claims: postgres.JSONValue) => {
    const [row] = await service.sql.begin(async (tx) => {
      await tx`select from steward.begin_request(${tx.json(claims)})`
      return tx.unsafe('execute p')
    })
    return row?.['n'] as number
  }
  for (let round = 0; round < 3; round += 1) {
    t.equal(await count({ role: 'steward_service' }), 2)
    t.equal(await count({ role: 'steward_user', user_id: alice }), 1)
    t.equal(await count({ role: 'steward_user' }), 0)
  }
})

t.test('21: claims as defaults of the login, and a function with SET', async (t) => {
  for (const setting of ['steward.user_id', 'steward.seal']) {
    await t.rejects(query(`alter role current_user set ${setting} = '${bob}'`), denied, setting)
    await t.rejects(attack((tx) => tx.unsafe(`reset role; alter role current_user set ${setting} = '${bob}'`).simple()), denied, setting)
    await t.rejects(query(`create function pg_temp.f() returns bigint language sql set ${setting} = '${bob}' as 'select max(id) from public.notes'`), denied, setting)
  }
  await t.rejects(attack((tx) => tx.unsafe(`reset role; alter database ${db.name} set steward.user_id = '${bob}'`).simple()), denied)
})

t.test('22: session_replication_role = replica', async (t) => {
  await t.rejects(query('set local session_replication_role = replica'), denied)
  await t.rejects(script('reset role; set session_replication_role = replica'), denied)
})

t.test('23: what is left in the session for the next request of the pool', async (t) => {
  const next = () => web.begin(async (tx) => {
    await tx`select from steward.begin_request('{"role": "steward_user"}')`
    return ids(tx)
  })
  await web.unsafe(`set steward.user_id = '${bob}'; set steward.org_id = '${globex}'; set role steward_user`).simple()
  t.strictSame(await next(), [], 'begin_request() leaves no claim as it was')
  await web.unsafe('reset all').simple()
  t.match(await web`select current_user::text`, [{ current_user: 'steward_user' }], 'RESET ALL does not reset the role')
  await web.unsafe('reset role')
  await web.unsafe('begin')
  await web`select from steward.begin_request(${web.json({ user_id: bob, role: 'steward_user' })})`
  await t.rejects(web`select 1 / 0`, { code: '22012' })
  await web.unsafe('rollback')
  t.match(await web`select current_user = session_user as is_login, current_setting('steward.user_id') as id`, [{ is_login: true, id: '' }])
  t.strictSame(await next(), [])
})

t.test('24: a membership that is revoked while a statement waits', async (t) => {
  const member = (tx: Session) => tx`select from steward.begin_request(${tx.json({ user_id: alice, role: 'steward_user' })})`
  t.strictSame(await web.begin(async (tx) => {
    await member(tx)
    const before = await ids(tx, 'projects')
    await db.admin`delete from public.organization_members where user_id = ${alice}`
    return [before, await ids(tx, 'projects')]
  }), [['1'], []], 'the next statement knows')
  await db.admin`insert into public.organization_members values (${alice}, ${acme}, 'owner')`
  t.strictSame(await web.begin('isolation level repeatable read', async (tx) => {
    await member(tx)
    const before = await ids(tx, 'projects')
    await db.admin`delete from public.organization_members where user_id = ${alice}`
    return [before, await ids(tx, 'projects')]
  }), [['1'], ['1']], 'by design: a snapshot is as old as it is')
  await db.admin`insert into public.organization_members values (${alice}, ${acme}, 'owner')`
})

t.test('beside the 24: a sequence tells how much others write, a large object is of the role', async (t) => {
  await db.sql`create table public.letters (id bigserial primary key, user_id uuid not null)`
  await db.sql`select steward.protect_table('public.letters', 'owner', owner_column => 'user_id')`
  const next = async () => (await query(`select nextval('public.letters_id_seq')::integer as n`))[0]?.['n'] as number
  const before = await next()
  await db.admin`insert into public.letters (user_id) values (${bob}), (${bob})`
  t.equal(await next(), before + 3, 'by design: sequences belong to no row')
  const [object] = await web.begin(async (tx) => {
    await tx`select from steward.begin_request(${tx.json({ user_id: bob, role: 'steward_user' })})`
    return tx`select lo_from_bytea(0, 'his secret') as oid`
  })
  t.match(await query(`select convert_from(lo_get(${object?.['oid']}), 'UTF8') as content`), [{ content: 'his secret' }], 'by design: large objects have owners, not policies')
})
