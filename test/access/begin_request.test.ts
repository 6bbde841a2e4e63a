import type postgres from 'postgres'
import t from 'tap'
import { connect } from '../../src/database.js'
import { acme, alice, bob, globex, inRequest, organizations } from '../support/access.js'
import { testDatabase, type TestDatabase } from '../support/database.js'
import { setTrustLevel, tokenFor, webLogin } from '../support/logins.js'
import { testRoles } from '../support/roles.js'
import { ownServer, standbyOf } from '../support/server.js'

const tables = `${organizations}
  create table public.notes (id bigint primary key, user_id uuid not null, body text);
  insert into public.notes values (1, '${alice}', 'hers'), (2, '${bob}', 'his');
  select steward.protect_table('public.notes', 'owner', owner_column => 'user_id');
  create table public.plans (id bigint primary key, organization_id uuid not null);
  insert into public.plans values (1, '${acme}'), (2, '${globex}');
  select steward.protect_table(
    'public.organization_members', 'organization', organization_column => 'org_id',
    membership_table => 'public.organization_members', write_roles => '{owner}'
  );
  select steward.protect_table(
    'public.plans', 'organization', organization_column => 'organization_id',
    membership_table => 'public.organization_members'
  );
`
const user = { user_id: alice, role: 'steward_user' }
const notSealed = { code: '28000', message: 'the claims of this request are not sealed by the database' }

const db = await testDatabase(t)
await db.sql.unsafe(tables).simple()
const login = await webLogin(t, db)
const web = login.sql

const begin = (sql: postgres.Sql | postgres.TransactionSql, claims: postgres.JSONValue | null) =>
  sql<Record<string, unknown>[]>`select * from steward.begin_request(${claims === null ? null : sql.json(claims)})`

const ids = async (sql: postgres.Sql | postgres.TransactionSql, table = 'notes') =>
  (await sql.unsafe(`select id from public.${table} order by id`)).map((row) => row['id'] as string)

t.test('sets who asks and enters the role until the transaction ends', async (t) => {
  const state = async () =>
    (await web`
      select current_user::text, current_setting('steward.user_id', true) as user_id, current_setting('steward.org_id', true) as org_id`)[0]
  for (const end of ['commit', 'rollback']) {
    await web.unsafe('begin')
    t.strictSame([...(await begin(web, { ...user, org_id: acme }))], [
      { user_id: alice, org_id: acme, role_name: 'steward_user', trust_level: 'L0' },
    ])
    t.match(await state(), { current_user: 'steward_user', user_id: alice, org_id: acme })
    t.strictSame([...(await begin(web, { user_id: bob }))], [
      { user_id: bob, org_id: null, role_name: 'steward_user', trust_level: 'L0' },
    ], 'what is missing is nobody, whatever was before')
    await web.unsafe(end)
    t.match(await state(), { current_user: /^web_/, user_id: '', org_id: '' })
  }
  await web.unsafe('begin')
  await begin(web, user)
  await web.unsafe('savepoint s')
  await begin(web, { user_id: bob })
  await web.unsafe('rollback to s')
  t.match(await state(), { current_user: 'steward_user', user_id: alice })
  await web.unsafe('rollback')
  await t.rejects(ids(web), { code: '42501' }, 'the login itself has no right')
})

t.test('takes sub for user_id, and numbers for text', async (t) => {
  const result = async (claims: postgres.JSONValue) => {
    const [row] = await web.begin((tx) => begin(tx, claims))
    return [row?.['user_id'], row?.['org_id']]
  }
  t.strictSame(await result({ role: 'steward_user', sub: alice }), [alice, null])
  t.strictSame(await result({ role: 'steward_user', sub: alice, user_id: bob }), [bob, null])
  t.strictSame(await result({ role: 'steward_user', sub: alice, user_id: null }), [null, null])
  t.strictSame(await result({ role: 'steward_user', user_id: 7, org_id: 8 }), ['7', '8'])
  t.strictSame(await result({ role: 'steward_user', user_id: '', org_id: '' }), [null, null])
})

for (const claims of [null, [], 'text', 7, [user], { ...user, user_id: true }, { ...user, user_id: [alice] }, { ...user, org_id: {} }]) {
  t.test(`refuses ${JSON.stringify(claims)}`, async (t) => {
    await t.rejects(begin(web, claims), { code: '22023', message: /^(claims are a JSON object|the claims user_id and org_id are a string or a number)$/, hint: /begin_request/ })
  })
}

t.test('enters no role that row level security does not hold for', async (t) => {
  const { bypass } = await testRoles(t, db, { bypass: 'nologin bypassrls in role steward_service' })
  const refused = { code: '42501', message: /^a request may not enter the role / }
  const warnings: unknown[] = []
  const superuser = connect(db.adminUrl, { max: 1, onnotice: (notice) => warnings.push(notice['message']) })
  await begin(superuser, { user_id: alice })
  await superuser.end()
  t.strictSame(warnings, ['row level security does not hold for postgres, so this request sees everything'])
  for (const role of ['none', 'postgres', bypass]) await t.rejects(begin(web, { ...user, role }), refused, role)
  await t.rejects(begin(web, { ...user, role: 'steward_service' }), { code: '42501', message: /permission denied to set role/ })
  await t.rejects(begin(web, { ...user, role: '' }), { code: '22023' })
  await t.rejects(begin(web, { ...user, role: 'nobody"; drop' }), { code: '22023' })
  const [row] = await db.admin.begin(async (tx) => {
    await tx`select set_config('role', ${bypass}, true), set_config('request.jwt.claims', ${JSON.stringify({ role: bypass })}, true)`
    return begin(tx, null)
  })
  t.strictSame(row, { user_id: null, org_id: null, role_name: bypass, trust_level: 'L0' }, 'PostgREST has entered it by itself')
})

t.test('without an argument it takes the claims that PostgREST sets', async (t) => {
  const request = (claims: string) =>
    web.begin(async (tx) => {
      await tx`select set_config('role', 'steward_user', true), set_config('request.jwt.claims', ${claims}, true)`
      await tx`select steward.begin_request()`
      return ids(tx)
    })
  t.strictSame(await request(JSON.stringify({ sub: alice, role: 'steward_user' })), ['1'])
  t.strictSame(await request('{"role": "steward_user"}'), [])
  await t.rejects(request(''), { code: '22023' })
  await t.rejects(request('{"sub":'), { code: '22P02' })
})

t.test('an unset, empty or spoofed claim sees nothing, a malformed one raises', async (t) => {
  const seen = (claims: postgres.JSONValue) =>
    web.begin(async (tx) => {
      await begin(tx, claims)
      return [await ids(tx), await ids(tx, 'plans')]
    })
  t.strictSame(await seen(user), [['1'], ['1']])
  t.strictSame(await seen({ ...user, user_id: bob }), [['2'], ['1', '2']])
  for (const claims of [{}, { user_id: null }, { user_id: '' }, { user_id: acme }]) {
    t.strictSame(await seen({ ...claims, role: 'steward_user' }), [[], []], JSON.stringify(claims))
  }
  for (const id of ['*', 'null', `${alice}'`, `${alice} or true`, '%']) await t.rejects(seen({ ...user, user_id: id }), { code: '22P02' }, id)
  t.strictSame(await web.begin(async (tx) => {
    await tx`set local role steward_user`
    return ids(tx)
  }), [], 'a transaction without begin_request()')
})

t.test('cached plans, prepared statements and cursors follow the claims and the role', async (t) => {
  const as = (claims: postgres.JSONValue, use: (tx: postgres.TransactionSql) => Promise<unknown>) =>
    web.begin(async (tx) => {
      await begin(tx, claims)
      return use(tx)
    })
  await as(user, (tx) => tx.unsafe(`
    prepare mine as select array(select id from public.notes order by id)::text as ids;
    create function pg_temp.mine() returns text language plpgsql as $$ begin return array(select id from public.notes order by id)::text; end $$;
    set plan_cache_mode = force_generic_plan`).simple())
  const both = async (tx: postgres.TransactionSql) => [
    (await tx.unsafe('execute mine'))[0]?.['ids'] as string, (await tx`select pg_temp.mine() as ids`)[0]?.['ids'] as string,
  ]
  for (let round = 0; round < 8; round += 1) {
    t.strictSame(await as(user, both), ['{1}', '{1}'])
    t.strictSame(await as({ ...user, user_id: bob }, both), ['{2}', '{2}'])
    t.strictSame(await as({ role: 'steward_user' }, both), ['{}', '{}'])
    await t.rejects(as({ role: 'steward_anon' }, both), { code: '42501' })
  }
  t.strictSame(await as(user, async (tx) => {
    await tx.unsafe('declare used scroll cursor for select id from public.notes; declare fresh cursor for select id from public.notes').simple()
    const fetched = [...(await tx.unsafe('fetch 1 from used'))]
    await begin(tx, { user_id: bob })
    return [fetched, [...(await tx.unsafe('fetch absolute 1 from used'))], [...(await tx.unsafe('fetch all from fresh'))]]
  }), [[{ id: '1' }], [{ id: '1' }], [{ id: '2' }]], 'a cursor belongs to who fetches from it first')
})

t.test('L2: only what a token says and this transaction has sealed is believed', async (t) => {
  await t.rejects(db.sql`select steward.set_setting('access.trust_level', 'L2')`, {
    code: '55000', message: 'claims cannot be trusted at level L2: there is no secret to verify tokens with', hint: /set_token_secret/,
  })
  await setTrustLevel(db, 'L2')
  const token = await tokenFor(db, { sub: alice, org_id: acme, role: 'steward_user' })
  const as = <T>(claims: postgres.JSONValue, use: (tx: postgres.TransactionSql) => Promise<T>) =>
    web.begin(async (tx) => {
      await begin(tx, claims)
      return use(tx)
    })
  t.strictSame([...(await as({ token }, (tx) => begin(tx, { token })))], [
    { user_id: alice, org_id: acme, role_name: 'steward_user', trust_level: 'L2' },
  ])
  t.strictSame(await as({ token }, (tx) => ids(tx)), ['1'])
  t.strictSame(await as({ token }, (tx) => ids(tx, 'plans')), ['1'])
  t.strictSame(await as({ role: 'steward_user' }, (tx) => ids(tx)), [], 'nobody needs no token')
  t.strictSame(await as({ token: await tokenFor(db, { user_id: bob }), role: 'steward_user' }, (tx) => ids(tx)), ['2'], 'the role is not sealed')
  await t.rejects(begin(web, user), { code: '28000', message: 'the token of this request is not valid: there is none' })
  await t.rejects(begin(web, { sub: alice }), { code: '28000' })

  const seal = (await as({ token }, (tx) => tx`select current_setting('steward.seal') as seal`))[0]?.['seal'] as string
  const forge = (settings: string) =>
    web.begin(async (tx) => {
      await tx.unsafe(`set local role steward_user; ${settings}`).simple()
      return ids(tx)
    })
  await t.rejects(forge(`set local steward.user_id = '${bob}'`), notSealed)
  await t.rejects(forge(`set local steward.user_id = '${bob}'; set local steward.seal = ''`), notSealed)
  await t.rejects(forge(`set local steward.user_id = '${alice}'; set local steward.org_id = '${acme}'; set local steward.seal = '${seal}'`), notSealed, 'replayed')
  await t.rejects(as({ token }, async (tx) => {
    await tx.unsafe(`set local steward.user_id = '${bob}'`)
    return ids(tx)
  }), notSealed)
  await t.rejects(as({ token }, async (tx) => {
    await tx.unsafe(`set local steward.org_id = '${globex}'`)
    return ids(tx, 'plans')
  }), notSealed, 'all claims are sealed together')
  await t.rejects(as({ token }, (tx) => tx.unsafe(
    `with c as materialized (select set_config('steward.user_id', '${bob}', true)) select n.* from c, public.notes as n`,
  )), notSealed)
  t.strictSame(await as({ token }, async (tx) => {
    await tx.unsafe('savepoint s')
    await begin(tx, { token: await tokenFor(db, { user_id: bob }) })
    const inner = await ids(tx)
    await tx.unsafe('rollback to s')
    return [inner, await ids(tx)]
  }), [['2'], ['1']])
  await t.rejects(as({ token }, async (tx) => {
    await tx.unsafe('commit and chain')
    await tx.unsafe(`set local role steward_user; set local steward.user_id = '${alice}'; set local steward.org_id = '${acme}'; set local steward.seal = '${seal}'`).simple()
    return ids(tx)
  }), notSealed)

  for (const reader of ['seal_of_claims()', `keyed_digest('token', 'x')`, `token_claims('x')`]) {
    await t.rejects(as({ token }, (tx) => tx.unsafe(`select steward_internal.${reader}`)), { code: '42501' }, reader)
  }
  await t.rejects(as({ token }, (tx) => tx`select from steward_internal.claim_keys`), { code: '42501' })
  await t.rejects(as({ token }, (tx) => tx`select steward.create_request_token('{"user_id": "x"}')`), { code: '42501' })
  t.strictSame([...(await as({ token }, (tx) => tx`select set_config('steward.other', 'x', true), steward_internal.sealed_claim('other') as other`))], [
    { set_config: 'x', other: null },
  ], 'what is not sealed is no claim')
  await db.sql`select steward.set_token_secret(${'another secret of the same test 0123456789'})`
  await t.rejects(begin(web, { token }), { code: '28000', message: /its signature is wrong/ })
})

t.test('L2: PostgREST brings the token in its header', async (t) => {
  await setTrustLevel(db, 'L2')
  const token = await tokenFor(db, { sub: alice, role: 'steward_user' })
  const request = (claims: postgres.JSONValue, headers: postgres.JSONValue) =>
    web.begin(async (tx) => {
      await tx`
        select set_config('role', 'steward_user', true), set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
          set_config('request.headers', ${JSON.stringify(headers)}, true)`
      await tx`select steward.begin_request()`
      return ids(tx)
    })
  t.strictSame(await request({ sub: alice, role: 'steward_user' }, { authorization: `Bearer ${token}` }), ['1'])
  t.strictSame(await request({ sub: bob, role: 'steward_user' }, { authorization: `bearer ${token}` }), ['1'], 'the token counts')
  t.strictSame(await request({ role: 'steward_user' }, {}), [])
  await t.rejects(request({ sub: alice, role: 'steward_user' }, {}), { code: '28000', message: /there is none/ })
  await t.rejects(request({ role: 'steward_user' }, { authorization: 'Bearer x' }), { code: '28000', message: /it does not have three parts|it cannot be read/ })
})

t.test('L2: parallel workers believe the seal of their leader', async (t) => {
  await setTrustLevel(db, 'L2')
  await db.sql.unsafe(`
    create table public.many (id bigint primary key, user_id uuid not null, body text);
    insert into public.many select n, '${alice}', repeat('x', 200) from generate_series(1, 10000) as n;
    select steward.protect_table('public.many', 'owner', owner_column => 'user_id');
    analyze public.many`).simple()
  const token = await tokenFor(db, { sub: alice, role: 'steward_user' })
  const plan = await web.begin(async (tx) => {
    await begin(tx, { token })
    await tx.unsafe(`
      set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0; set local min_parallel_table_scan_size = 0;
      set local enable_indexscan = off; set local enable_bitmapscan = off; set local enable_indexonlyscan = off;
      set local max_parallel_workers_per_gather = 2; set local parallel_leader_participation = off`).simple()
    // A bare call is evaluated for each row, and so by the workers.
    const rows = await tx`select count(*)::int as n from public.many where user_id = steward.current_user_id()`
    t.strictSame([...rows], [{ n: 10000 }])
    return (await tx.unsafe(`explain (analyze, costs off, timing off, summary off) select count(*) from public.many where user_id = steward.current_user_id()`)).map((row) => String(row['QUERY PLAN'])).join('\n')
  })
  t.match(plan, /Workers Launched: [12]/)
})

t.test('L3: who asks is who has logged in', async (t) => {
  const other = await webLogin(t, { ...db, name: `other_${db.name}` })
  await setTrustLevel(db, 'L3')
  await db.sql`insert into steward.login_identities (login, user_id, org_id) values (${login.name}, ${alice}, ${acme})`
  const as = <T>(sql: postgres.Sql, claims: postgres.JSONValue, use: (tx: postgres.TransactionSql) => Promise<T>) =>
    sql.begin(async (tx) => {
      await begin(tx, claims)
      return use(tx)
    })
  t.strictSame(await as(web, { role: 'steward_user' }, (tx) => ids(tx)), ['1'])
  t.strictSame(await as(web, { role: 'steward_user' }, (tx) => ids(tx, 'plans')), ['1'])
  t.strictSame(await as(web, { ...user, user_id: bob }, (tx) => ids(tx)), ['1'], 'claims are not believed')
  t.strictSame(await as(other.sql, user, (tx) => ids(tx)), [], 'a login without identity is nobody')
  await t.rejects(as(other.sql, user, (tx) => tx.unsafe(`set local session authorization ${login.name}`)), { code: '42501' })
  await t.rejects(as(other.sql, user, (tx) => tx`select from steward.login_identities`), { code: '42501' })
})

t.test('change_trust_level() refuses a level that does not exist', async (t) => {
  await setTrustLevel(db, 'L0')
  for (const level of ['L4', 'l0', '']) {
    await t.rejects(db.sql`select steward.set_setting('access.trust_level', ${level})`, { code: '55000', message: /there is no such level/ }, level)
  }
  t.strictSame([...(await db.sql`select steward_access.trust_level() as level`)], [{ level: 'L0' }])
})

t.test('another level takes effect in sessions that have planned already', async (t) => {
  const mine = () =>
    web.begin(async (tx) => {
      await tx`set local role steward_user`
      await tx`select set_config('steward.user_id', ${alice}, true)`
      return ids(tx)
    })
  for (let round = 0; round < 7; round += 1) t.strictSame(await mine(), ['1'])
  await setTrustLevel(db, 'L2')
  await t.rejects(mine(), notSealed)
  await setTrustLevel(db, 'L0')
  t.strictSame(await mine(), ['1'])
})

t.test('L1: a query cannot set claims, where set_config() is revoked', async (t) => {
  await t.rejects(db.sql`select steward.set_setting('access.trust_level', 'L1')`, {
    code: '55000', message: /^claims cannot be trusted at level L1: public may execute set_config\(\)$/, hint: /from public; then grant it to the logins .* app and steward_reader/,
  })
  await setTrustLevel(db, 'L1')
  await t.rejects(begin(web, user), { code: '42501', message: /set_config/ })
  await db.admin`select steward.admit_login(${login.name})`
  const spoof = (query: string) =>
    web.begin(async (tx) => {
      await begin(tx, user)
      t.strictSame(await ids(tx), ['1'])
      return tx.unsafe(query)
    })
  const refused = { code: '42501', message: /permission denied for function set_config/ }
  await t.rejects(spoof(`with c as materialized (select set_config('steward.user_id', '${bob}', true)) select n.* from c, public.notes as n`), refused)
  await t.rejects(spoof(`select * from steward.begin_request('{"user_id": "${bob}"}'), public.notes`), refused)
  await t.rejects(spoof(`select steward_internal.set_claims('{"user_id": "${bob}"}')`), refused)
  await t.rejects(spoof(`update pg_settings set setting = '${bob}' where name = 'steward.user_id'`).then((rows) => {
    if (rows.count === 0) throw Object.assign(new Error('permission denied for function set_config'), { code: '42501' })
  }), refused)
  await t.rejects(spoof(`select query_to_xml('set steward.user_id = ''${bob}''', true, true, '')`), { code: '0A000' })
  await t.rejects(spoof(`select query_to_xml('select set_config(''steward.user_id'', ''${bob}'', true)', true, true, '')`), refused)
  t.strictSame([...((await spoof(`set local steward.user_id = '${bob}'; select id from public.notes`)).at(-1) as unknown as object[])], [{ id: '2' }], 'a console is not what L1 stops')
  // A role that requests inherit it from is as bad as PUBLIC.
  const { setter } = await testRoles(t, db, { setter: 'nologin' })
  await db.admin.unsafe(`grant execute on function pg_catalog.set_config(text, text, boolean) to ${setter}; select steward.set_setting('access.trust_level', 'L0')`).simple()
  const { own } = await testRoles(t, db, { own: `nologin in role ${setter}` })
  await db.sql.unsafe(`create table public.others (id bigint primary key, user_id uuid not null); select steward.protect_table('public.others', 'owner', owner_column => 'user_id', user_role => '${own}')`).simple()
  t.match(await db.sql`select problem from steward_internal.trust_level_obstacles('L1')`, [{ problem: `${setter} may execute set_config()` }])
})

t.test('requests begin on a hot standby, and tokens are verified there', async (t) => {
  const primary = await ownServer(t)
  const db = { sql: primary.sql, admin: primary.admin, name: 'standby' } as unknown as TestDatabase
  await primary.sql.unsafe(tables).simple()
  await setTrustLevel(db, 'L2')
  const token = await tokenFor(db, { sub: alice, role: 'steward_user' }, '1 hour')
  const standby = await standbyOf(t, primary)
  t.strictSame([...(await standby.admin`select pg_is_in_recovery() as standby`)], [{ standby: true }])
  t.strictSame(await inRequest(standby.admin, { token }, (tx) => ids(tx)), ['1'])
  t.strictSame(await inRequest(standby.admin, { token }, (tx) => ids(tx, 'plans')), ['1'])
  await t.rejects(inRequest(standby.admin, { role: 'steward_user', user_id: alice }, (tx) => ids(tx)), { code: '28000' })
})
