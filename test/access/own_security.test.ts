import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import t from 'tap'
import { applySources } from '../../tools/apply.js'
import { needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

/** What may run with the rights of its owner: a new one has to be argued for, in its comment and here. */
const definers = [
  'steward.create_request_token(jsonb,interval)',
  'steward.set_token_secret(text)',
  'steward_access.org_ids(text[])',
  'steward_internal.change_trust_level()',
  'steward_internal.login_claim(text)',
  'steward_internal.note_ledger_change()',
  'steward_internal.seal_request(text)',
  'steward_internal.sealed_claim(text)',
]

/** What logins and roles of requests may call. */
const traffic = ['steward_user', 'steward_anon']

interface Routine {
  signature: string
  kind: string
  language: string
  volatility: string
  parallel: string
  is_definer: boolean
  is_leakproof: boolean
  is_standard: boolean
  config: string[] | null
  acl: string
  arguments: string[]
  types: string[]
  body: string
  comment: string | null
  owner: string
  is_powerful: boolean
  is_for_traffic: boolean
}

const db = await testDatabase(t)

const readRoutines = (sql: postgres.Sql) => sql<Routine[]>`
  select
    format('%I.%I(%s)', n.nspname, p.proname, replace(oidvectortypes(p.proargtypes), ', ', ',')) as signature,
    p.prokind as kind, l.lanname as language, p.provolatile as volatility, p.proparallel as parallel, p.prosecdef as is_definer,
    p.proleakproof as is_leakproof, p.prosqlbody is not null as is_standard, p.proconfig as config, coalesce(p.proacl::text, 'default') as acl,
    coalesce(p.proargnames[1:p.pronargs], '{}') as arguments,
    array(select format_type(a.type, null) from unnest(p.proargtypes) as a (type)) as types,
    p.prosrc as body, obj_description(p.oid, 'pg_proc') as comment, r.rolname as owner,
    r.rolsuper or r.rolbypassrls as is_powerful,
    exists (
      select from aclexplode(p.proacl) as a where a.grantee in (select t.oid from pg_roles as t where t.rolname = any (${traffic}))
    ) as is_for_traffic
  from pg_proc as p
  inner join pg_namespace as n on n.oid = p.pronamespace
  inner join pg_language as l on l.oid = p.prolang
  inner join pg_roles as r on r.oid = p.proowner
  where n.nspname in ('steward', 'steward_internal', 'steward_access', 'steward_migrations', 'steward_ddl')
  order by 1`

const routines = await readRoutines(db.sql)
const definerRoutines = routines.filter((routine) => routine.is_definer)

t.test('4a.1: SECURITY DEFINER only from a list with reasons', async (t) => {
  t.ok(routines.length > 500)
  t.strictSame(definerRoutines.map(({ signature }) => signature), definers)
  // The first is made for each installation, and the other a trigger: who fires it need not know of what it writes.
  t.strictSame(
    definerRoutines.filter(({ comment }) => !/^@definer .{20,}/m.test(comment ?? '')).map(({ signature }) => signature),
    ['steward_access.org_ids(text[])', 'steward_internal.note_ledger_change()'],
  )
})

t.test('4a.2: every function pins its search_path, or has nothing that is looked up in it', async (t) => {
  const pinned = ({ config }: Routine) => config?.includes('search_path=pg_catalog, pg_temp')
  t.strictSame(definerRoutines.filter((routine) => !pinned(routine)), [], 'SECURITY DEFINER without exception')
  // A body in standard SQL is bound when it is created; a procedure that commits can have no SET clause.
  const loose = routines.filter((routine) => !pinned(routine) && !routine.is_standard && routine.kind !== 'p')
  for (const { signature, language, body } of loose) {
    t.equal(language, 'plpgsql', signature)
    t.notMatch(body.replaceAll(/--.*$|'[^']*'/gm, ''), /[^:]=|[<>|+/~]|(?<![.\w])\w+\(/, signature)
  }
})

t.test('4a.2: a caller cannot put tables, functions or operators of his own under a SECURITY DEFINER function', async (t) => {
  const scratch = await testDatabase(t)
  const roles = await testRoles(t, scratch, { eve: '' })
  await scratch.sql`select steward.set_token_secret(repeat('k', 32))`
  await scratch.admin.unsafe(`
    grant steward_user, steward_service to ${roles.eve};
    create schema evil authorization ${roles.eve};
  `)
  const session = await scratch.admin.reserve()
  await session.unsafe(`
    set role ${roles.eve};
    create temp table claim_keys (purpose text, inner_key bytea, outer_key bytea);
    create temp table login_identities (login name, user_id text, org_id text);
    insert into login_identities values (session_user, 'somebody else', 'other');
    create function evil.pwned() returns boolean language plpgsql as
      $$ begin raise exception 'ran as %', current_user using errcode = 'XX999'; end $$;
    create function evil.eq(text, text) returns boolean language sql as 'select evil.pwned()';
    create operator evil.= (leftarg = text, rightarg = text, function = evil.eq);
    create function evil.current_setting(text, boolean) returns text language sql as 'select evil.pwned()::text';
    set search_path = evil, pg_temp, pg_catalog;
  `)
  t.strictSame([...(await session`select steward_internal.login_claim('user_id') as claim`)], [{ claim: null }])
  t.strictSame([...(await session`select steward_access.org_ids() as orgs`)], [{ orgs: [] }])
  const [token] = await session<{ token: string }[]>`select steward.create_request_token('{"user_id": "7"}') as token`
  await session`begin`
  t.match(await session`select steward_internal.seal_request(${token?.token ?? ''}) as claims`, [{ claims: { user_id: '7' } }])
  t.strictSame([...(await session`select steward_internal.sealed_claim('user_id') as claim`)], [{ claim: '7' }])
  await session.unsafe('rollback; reset role; reset search_path; discard temp')
  session.release()
})

t.test('4a.3: PUBLIC has nothing, also after everything was installed once more', async (t) => {
  const scratch = await testDatabase(t)
  const before = new Map((await readRoutines(scratch.sql)).map(({ signature, acl }) => [signature, acl]))
  await scratch.sql`drop function steward.access_findings()`
  await scratch.sql`drop function steward.begin_request(jsonb)`
  await applySources(scratch.sql)
  const after = new Map((await readRoutines(scratch.sql)).map(({ signature, acl }) => [signature, acl]))
  const sorted = (acl = '') => acl.replace(/^\{|\}$/g, '').split(',').sort()
  for (const [signature, acl] of after) t.strictSame(sorted(acl), sorted(before.get(signature)), signature)
  for (const sql of [db.sql, scratch.sql]) {
    t.strictSame([...(await sql`
      select o.name
      from (
        select p.oid::regprocedure::text as name, p.pronamespace as schema_oid, coalesce(p.proacl, acldefault('f', p.proowner)) as acl
        from pg_proc as p
        union all
        select c.oid::regclass::text, c.relnamespace, c.relacl from pg_class as c
        union all
        select n.nspname, n.oid, n.nspacl from pg_namespace as n
        union all
        select a.attrelid::regclass || '.' || a.attname, c.relnamespace, a.attacl
        from pg_attribute as a inner join pg_class as c on c.oid = a.attrelid
      ) as o
      inner join pg_namespace as n on n.oid = o.schema_oid
      where n.nspname like 'steward%'
        and exists (select from aclexplode(o.acl) as a where a.grantee = 0)`)], [])
  }
})

t.test('4a.4: nothing belongs to a superuser or to a role that row level security does not bind', async (t) => {
  t.strictSame(routines.filter(({ is_powerful }) => is_powerful).map(({ signature, owner }) => [signature, owner]), [])
  t.strictSame(routines.filter(({ owner }) => !['app', 'steward_resolver'].includes(owner)), [])
  t.strictSame([...(await db.sql`
    select rolname from pg_roles
    where rolname like 'steward\\_%' and rolname !~ '_test_'
      and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb or rolreplication)`)], [])
  t.strictSame([...(await db.sql`
    select c.oid::regclass::text as name from pg_class as c
    inner join pg_roles as r on r.oid = c.relowner
    where r.rolname = 'steward_resolver'`)], [], 'who looks memberships up owns no table')
})

t.test('4a.5: no caller hands over a piece of a statement', async (t) => {
  const texts = routines.flatMap(({ signature, arguments: names, types, is_for_traffic, is_definer }) =>
    names.map((name, i) => ({ signature, name, type: types[i], is_for_traffic, is_definer })))
  const pieces = texts.filter(({ name, type }) => type === 'text' && /predicate|condition|filter|query|statement|expression|sql|clause/.test(name))
  const open = pieces.filter(({ signature }) => signature.startsWith('steward.'))
  // A condition of an alert is parsed, and never run.
  t.strictSame(open.map(({ signature, name }) => [signature.replace(/\(.*/, ''), name]), [['steward.add_alert_rule', 'condition']])
  t.strictSame(pieces.filter((piece) => piece.is_for_traffic || piece.is_definer), [])
  t.strictSame(
    definerRoutines.filter(({ body }) => /\bexecute\b/.test(body)).map(({ signature }) => signature), [],
    'none that runs with the rights of its owner puts a statement together',
  )
  await t.rejects(db.sql`select steward.add_alert_rule('x', 'sessions > 1; drop table steward.settings', 'warning', 'x')`, { code: /^(22023|SW)/ })
  await t.rejects(db.sql`select steward.protect_table('pg_class', 'owner', owner_column => 'oid; drop table x')`, { code: '42809' })
})

t.test('4a.6: what users reach takes no identity, and cannot choose whom to seal as', async (t) => {
  const reached = routines.filter((routine) => routine.is_for_traffic)
  t.ok(reached.length >= 8)
  const identities = reached.filter(({ arguments: names }) => names.some((name) => /user|org_id|login|identity|owner|tenant|member/.test(name)))
  t.strictSame(identities.map(({ signature }) => signature), [])
  t.strictSame(
    reached.filter((routine) => routine.is_definer).map(({ signature, arguments: names }) => [signature, names]),
    [
      ['steward_access.org_ids(text[])', ['roles']],
      ['steward_internal.login_claim(text)', ['name']],
      ['steward_internal.seal_request(text)', ['token']],
      ['steward_internal.sealed_claim(text)', ['name']],
    ],
  )
})

t.test('4a.7: labels are right: claims are stable and parallel safe, and nothing calls itself leakproof', async (t) => {
  t.strictSame(routines.filter(({ is_leakproof }) => is_leakproof), [])
  const readers = routines.filter(({ signature }) =>
    /^steward(_internal|_access)?\.(current_user_id|current_org_id|my_org_ids|claim|org_ids|sealed_claim|login_claim)\(/.test(signature))
  t.equal(readers.length, 7)
  t.strictSame(readers.filter(({ volatility, parallel }) => volatility !== 's' || parallel !== 's').map(({ signature }) => signature), [])
})

t.test('4a.8: what runs with the rights of its owner is plpgsql, and is never inlined', async (t) => {
  t.strictSame(definerRoutines.filter(({ language }) => language !== 'plpgsql').map(({ signature }) => signature), [])
})

t.test('4a.9: jobs run as who scheduled them and no superuser, and steward_operator may run each of them', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`select from steward.sync_schedules()`
    const jobs = await tx<{ jobname: string; command: string; username: string; rolsuper: boolean }[]>`
      select j.jobname, j.command, j.username, r.rolsuper
      from cron.job as j inner join pg_roles as r on r.rolname = j.username
      where j.jobname like 'steward.%'`
    t.ok(jobs.length > 3)
    for (const { jobname, username, rolsuper } of jobs) t.strictSame([username, rolsuper], ['app', false], jobname)
  })
  const calls = await db.sql<{ name: string; command: string; routine: string; may_run: boolean | null }[]>`
    select s.name, s.command, c.routine,
      (
        select bool_and(has_function_privilege('steward_operator', p.oid, 'execute'))
        from pg_proc as p
        where p.pronamespace = 'steward'::regnamespace and p.proname = c.routine
      ) as may_run
    from steward.schedules as s
    cross join lateral (select substring(s.command from '(?:call|select|from)\\s+(?:steward\\.)?(\\w+)\\(') as routine) as c`
  t.ok(calls.length > 3)
  t.strictSame(calls.filter(({ may_run }) => may_run !== true), [])
})

t.test('4a.10: GRANT ALL is nowhere, neither in the catalog nor in the sources', async (t) => {
  const grants = await db.sql`
    select c.oid::regclass::text as name, a.grantee::regrole::text as grantee, a.privilege_type
    from pg_class as c
    cross join lateral aclexplode(c.relacl) as a
    where c.relnamespace::regnamespace::text like 'steward%'
      and a.grantee <> c.relowner
      and (a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'USAGE') or a.is_grantable)
    order by 1`
  t.strictSame([...grants], [])
  for (const folder of ['sql', 'migrations', 'src']) {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(sql|ts)$/.test(file))
    for (const file of files) t.notMatch(readFileSync(join(folder, file), 'utf8'), /\bgrant\s+all\s+(privileges\s+)?on\b/i, file)
  }
})

t.test('4a.11: an error says nothing of claims, tokens and secrets, and policies hold none', async (t) => {
  const secret = 'TOP-5ECRET'
  const statements = [
    `select steward.begin_request('{"user_id": {"a": "${secret}"}}')`,
    `select steward.begin_request('"${secret}"')`,
    `select steward.set_token_secret('${secret}')`,
    `select steward_internal.seal_request('${secret}')`,
    `select steward_internal.seal_request('a.${Buffer.from(secret).toString('base64url')}.b')`,
    `select steward.create_request_token('"${secret}"')`,
  ]
  for (const statement of statements) {
    const error = await db.sql.unsafe(statement).then(() => undefined, (caught: postgres.PostgresError) => caught)
    t.match(error?.code, /^(22023|28000)$/, statement)
    t.notMatch([error?.message, error?.detail, error?.hint, error?.where].join('\n'), new RegExp(secret), statement)
  }
  t.strictSame([...(await db.sql`
    select c.oid::regclass::text as name, r.rolname
    from pg_class as c cross join pg_roles as r
    where c.oid = 'steward_internal.claim_keys'::regclass and r.rolname like 'steward\\_%'
      and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')`)], [], 'no role of pgsteward reads the keys')
})

t.test('4a.12: a server without the fixes is told so', async (t) => {
  t.match(await db.sql`select category, severity from steward.health_checks where check_id = 'missing_rls_fixes'`, [
    { category: 'access', severity: 'warning' },
  ])
  const floors = await db.sql`
    select m.major, (select max(split_part(f.fixed_in, '.', 2)::int) from steward_internal.missing_row_security_fixes(m.major * 10000) as f) as minor
    from generate_series(15, 18) as m (major) order by 1`
  t.strictSame([...floors], [{ major: 15, minor: 14 }, { major: 16, minor: 10 }, { major: 17, minor: 6 }, { major: 18, minor: null }])
})
