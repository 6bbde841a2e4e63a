import t from 'tap'
import { blindRole, testDatabase } from '../../support/database.js'
import { assertFixes, finding, findings, nothingFound, type Finding } from '../../support/findings.js'
import { setApplicationRoles, testRoles } from '../../support/roles.js'

/** Logins of the whole server reach what PUBLIC may do, so only roles of the test are looked at. */
const ownRows = (names: Record<string, string>) => (row: Finding) =>
  Object.values(names).some((name) => row.object === `role ${name}`)

const notes = (user: string, service: string): string => `
  create table notes (id int primary key, org int);
  alter table notes enable row level security; alter table notes force row level security;
  create policy own on notes for select to ${user} using (org = 1);
  create policy everything on notes to ${service} using (true);
  grant select, insert, update, delete on notes to ${user}, ${service};
`

t.test('mixed_policy_roles reports who is user and service at once', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, {
    users: '', service: '', web: 'login', pool: 'login noinherit', half: 'login', svc: 'login', held: '', both: 'login', anon: '', reader: 'login', step: 'noinherit', back: 'login',
  })
  t.strictSame(await findings(db.sql, 'mixed_policy_roles'), nothingFound)
  await db.admin.unsafe(`
    grant ${roles.users}, ${roles.service} to ${roles.web}, ${roles.pool};
    grant ${roles.users} to ${roles.half}, ${roles.step}; grant ${roles.service} to ${roles.svc}, ${roles.back}; grant ${roles.step} to ${roles.back};
    grant ${roles.users}, ${roles.held} to ${roles.both}; grant ${roles.users}, ${roles.anon} to ${roles.reader};
  `)
  await db.sql.unsafe(`
    ${notes(roles.users, roles.service)}
    create policy held on notes to ${roles.held} using (true);
    create policy floor on notes as restrictive to ${roles.held} using (org = 2);
    grant select on notes to ${roles.held};
    create table pages (id int); alter table pages enable row level security; alter table pages force row level security;
    create policy readers on pages for select to ${roles.users}, ${roles.anon} using (true);
    create policy writers on pages for update to ${roles.users} using (id = 1);
    create policy everyone on pages for delete using (true);
    grant select, update, delete on pages to ${roles.users}, ${roles.anon};
  `)
  const row = (name: string, severity: string, path: string, detail: string) => finding({
    object: `role ${name}`,
    severity,
    detail,
    action: 'Give what needs every row a login of its own, and revoke that membership from the login that serves users.',
    evidence: { role: name, path, tables: ['public.notes'] },
  })
  const pool = `${roles.pool} → ${roles.service} (member) → policy everything`
  const web = `${roles.web} → ${roles.service} (inherited) → policy everything`
  const back = `${roles.back} → ${roles.service} (inherited) → policy everything`
  t.strictSame(await findings(db.sql, 'mixed_policy_roles'), [
    row(roles.back, 'warning', back, `Role ${roles.back} is one SET ROLE away from being user or service of public.notes, and the service sees all rows (${back}).`),
    row(roles.pool, 'warning', pool, `Role ${roles.pool} is one SET ROLE away from being user or service of public.notes, and the service sees all rows (${pool}).`),
    row(roles.web, 'critical', web,
      `Role ${roles.web} sees all rows of public.notes: it inherits policies with a condition and one without, and policies add up (${web}).`),
  ])
  await db.admin.unsafe(`revoke ${roles.service} from ${roles.pool}; revoke ${roles.users} from ${roles.web}; revoke ${roles.step} from ${roles.back}`)
  t.strictSame(await findings(db.sql, 'mixed_policy_roles'), nothingFound)
})

t.test('roles_reaching_past_rls reports members of owners, superusers and BYPASSRLS that serve requests', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, {
    users: '', owner: '', root: 'superuser', past: 'login bypassrls', backup: 'login bypassrls', pool: 'login noinherit', high: 'login noinherit',
    own: 'login', deployer: 'login', app_role: 'login noinherit', plain: 'login',
  })
  await setApplicationRoles(db, roles.app_role)
  await db.admin.unsafe(`
    grant ${roles.users} to ${roles.past}, ${roles.pool}, ${roles.high}, ${roles.own}, ${roles.plain}, ${roles.app_role};
    grant ${roles.owner} to ${roles.pool}, ${roles.own}, ${roles.deployer}, ${roles.app_role}; grant ${roles.root} to ${roles.high}, ${roles.app_role};
    ${notes(roles.users, 'app')}
    alter table notes owner to ${roles.owner}; alter table notes no force row level security;
  `)
  const row = (name: string, severity: string, words: string, way: string) => {
    const path = `${name}${way}`
    return finding({
      object: `role ${name}`,
      severity,
      detail: `Role ${name} serves requests and ${words} row level security of public.notes: ${path}.`,
      action: 'Let requests come through a login that owns nothing and is a member of the roles of requests only.',
      evidence: { role: name, path, tables: ['public.notes'] },
    })
  }
  t.strictSame((await findings(db.sql, 'roles_reaching_past_rls')).filter(ownRows(roles)), [
    row(roles.app_role, 'warning', 'gets past', ` → ${roles.owner} (member) → owner`),
    row(roles.high, 'warning', 'gets past', ` → ${roles.root} (member) → superuser`),
    row(roles.own, 'critical', 'is not bound by', ` → ${roles.owner} (inherited) → owner`),
    row(roles.past, 'critical', 'is not bound by', ' → BYPASSRLS'),
    row(roles.pool, 'warning', 'gets past', ` → ${roles.owner} (member) → owner`),
  ])
  await db.admin.unsafe('alter table notes force row level security')
  t.strictSame((await findings(db.sql, 'roles_reaching_past_rls')).filter((row) => ownRows(roles)(row) && row.severity === 'info'), [
    row(roles.app_role, 'info', 'may switch off', ` → ${roles.owner} (member) → owner, who may switch row level security off`),
    row(roles.own, 'info', 'may switch off', ` → ${roles.owner} (inherited) → owner, who may switch row level security off`),
    row(roles.pool, 'info', 'may switch off', ` → ${roles.owner} (member) → owner, who may switch row level security off`),
  ])
})

t.test('definer_functions_past_rls reports functions whose owner is not bound', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { users: '', other: '' })
  await setApplicationRoles(db)
  await db.sql.unsafe(`
    ${notes(roles.users, 'app')}
    alter table notes no force row level security; drop policy everything on notes;
    create function "All notes"(org int) returns bigint language sql security definer as 'select count(*) from notes';
    create function granted() returns bigint language sql security definer as 'select count(*) from notes';
    create function elsewhere() returns bigint language sql security definer as 'select count(*) from notes';
    create function invoker() returns bigint language sql as 'select count(*) from notes';
    revoke execute on function granted, elsewhere from public;
    grant execute on function granted to ${roles.users}; grant execute on function elsewhere to ${roles.other};
  `)
  const [open, granted, ...more] = await findings(db.sql, 'definer_functions_past_rls')
  t.strictSame(more, [])
  t.match(open, {
    severity: 'info',
    object: 'function public.All notes(integer)',
    detail: 'public."All notes"(integer) runs as app, whom row level security of public.notes does not bind, and PUBLIC can execute it.',
    fix_sql: null,
    evidence: { owner: 'app', tables: ['public.notes'] },
  })
  t.strictSame(granted, finding({
    severity: 'info',
    object: 'function public.granted()',
    detail: `public.granted() runs as app, whom row level security of public.notes does not bind, and ${roles.users} can execute it.`,
    action: 'Let it check current_user_id() in its query, make it SECURITY INVOKER, or force row level security on its owner.',
    evidence: {
      path: `${roles.users} → function public.granted(), which runs as app`, owner: 'app', tables: ['public.notes'], roles: [roles.users],
    },
  }))
  await db.sql.unsafe('alter table notes force row level security')
  t.strictSame(await findings(db.sql, 'definer_functions_past_rls'), nothingFound)
})

t.test('definer_functions_past_rls warns of dynamic SQL, and of ways of requests to what is protected', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { users: '' })
  await setApplicationRoles(db)
  await db.sql.unsafe(`
    create table notes (id int primary key, user_id uuid not null);
    select steward.protect_table('notes', 'owner', owner_column => 'user_id', user_role => '${roles.users}');
  `)
  t.strictSame(await findings(db.sql, 'definer_functions_past_rls'), nothingFound)
  await db.admin.unsafe(`
    create function counted() returns bigint language sql security definer as 'select count(*) from notes';
    create function put_together() returns bigint language plpgsql security definer as $$
      declare v_count bigint; begin execute format('select count(*) from %I', 'no' || 'tes') into v_count; return v_count; end $$;
    revoke execute on function counted, put_together from public; grant execute on function counted, put_together to ${roles.users};
    create view every as select * from notes; create view own as select * from notes where user_id = steward.current_user_id();
    create materialized view kept as select * from notes; grant select on every, own, kept to ${roles.users}; grant truncate on notes to ${roles.users};
  `)
  const row = (name: string, tables: string, words: string, path: string) => finding({
    severity: 'warning',
    object: `function public.${name}()`,
    detail: `public.${name}() runs as postgres, whom row level security of ${tables} does not bind, ${words}and ${roles.users} can execute it.`,
    action: 'Let it check current_user_id() in its query, make it SECURITY INVOKER, or force row level security on its owner.',
    evidence: { path: `${roles.users} → function public.${name}(), which runs as postgres${path}`, owner: 'postgres', tables: [tables], roles: [roles.users] },
  })
  t.strictSame(await findings(db.sql, 'definer_functions_past_rls'), [
    row('counted', 'public.notes', '', ''), row('put_together', 'any table', 'puts SQL together, ', ' and puts SQL together'),
  ])

  await setApplicationRoles(db, roles.users)
  const severities = async (check: string) => (await findings(db.sql, check)).filter(({ status }) => status === 'finding').map(({ object, severity }) => [object, severity])
  t.strictSame(await severities('security_definer_views'), [['view public.every', 'critical'], ['view public.own', 'warning']])
  t.strictSame(await severities('exposed_materialized_views'), [['materialized view public.kept', 'critical']])
  t.strictSame(await severities('privileges_past_rls'), [['table public.notes', 'critical']])
})

t.test('privileges_past_rls reports TRUNCATE, TRIGGER and REFERENCES, and revokes them', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { users: '', report: '' })
  await setApplicationRoles(db)
  await db.sql.unsafe(`
    ${notes(roles.users, 'app')}
    create table "Re f" (id int primary key, org int unique); alter table "Re f" enable row level security;
    create policy own on "Re f" to ${roles.users} using (org = 1);
    create table by_public (id int); alter table by_public enable row level security;
    create policy own on by_public to ${roles.users} using (id = 1);
    create table plain (id int); grant all on plain to ${roles.users};
    grant truncate, trigger on notes to ${roles.users} with grant option; grant truncate on notes to ${roles.report};
    grant references (org, id) on "Re f" to ${roles.users};
    grant truncate, trigger on by_public to public;
  `)
  const action = 'Grant requests SELECT, INSERT, UPDATE and DELETE only.'
  t.strictSame(await findings(db.sql, 'privileges_past_rls'), [
    finding({
      severity: 'info',
      object: 'table public.Re f',
      detail: `No policy of public."Re f" sees what ${roles.users} may do with it: REFERENCES.`,
      action,
      fix_sql: [`revoke references (id, org) on table public."Re f" from ${roles.users};`],
      evidence: { granted_to: [roles.users], privileges: ['REFERENCES'] },
    }),
    finding({
      object: 'table public.notes',
      detail: `No policy of public.notes sees what ${roles.users} may do with it: TRIGGER, TRUNCATE.`,
      action,
      fix_sql: [`revoke trigger on table public.notes from ${roles.users};`, `revoke truncate on table public.notes from ${roles.users};`],
      evidence: { granted_to: [roles.users], privileges: ['TRIGGER', 'TRUNCATE'] },
    }),
  ])
  await assertFixes(t, db.sql, 'privileges_past_rls')
})

t.test('untrusted_job_triggers reports triggers that run as the owner of the table when retention deletes', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { eve: '' })
  await db.admin.unsafe(`
    grant create on schema public to ${roles.eve};
    create table jobs (id int, at timestamptz); alter table jobs owner to app;
    create table plain (id int, at timestamptz); alter table plain owner to app;
    create table root_jobs (id int, at timestamptz);
    set role ${roles.eve};
    create function "F n"() returns trigger language plpgsql as 'begin return old; end';
    reset role;
    create trigger "T" before delete on jobs for each row execute function "F n"();
    create trigger t before delete on plain for each row execute function "F n"();
    create trigger t before delete on root_jobs for each row execute function "F n"();
  `)
  t.strictSame(await findings(db.sql, 'untrusted_job_triggers'), nothingFound)
  await db.admin`select steward.add_retention_policy('jobs', 'at', '7 days'), steward.add_retention_policy('root_jobs', 'at', '7 days')`
  const row = (object: string, trigger: string, owner: string, severity: string) => finding({
    object: `trigger public.${object}`,
    severity,
    detail: `Trigger ${trigger} runs public."F n"() when retention writes, as ${owner}, and the function belongs to ${roles.eve}.`,
    action: `Read the function, then give it to who owns the table: alter function public."F n"() owner to ${owner};`,
    evidence: { role: roles.eve, runs_as: owner, function: 'public."F n"()' },
  })
  const expected = [
    row('jobs.T', '"T" of public.jobs', 'app', 'warning'),
    row('root_jobs.t', 't of public.root_jobs', 'postgres', 'critical'),
  ]
  t.strictSame(await findings(db.sql, 'untrusted_job_triggers'), expected)
  t.strictSame(await findings(await blindRole(t, db), 'untrusted_job_triggers'), expected, 'any role can see it')
  await db.admin.unsafe('alter function "F n"() owner to postgres')
  t.strictSame(await findings(db.sql, 'untrusted_job_triggers'), nothingFound)
})

t.test('spoofable_claims says at L0 which logins can be anybody, and at L1 who may set claims again', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { users: '', web: 'login', other: 'login' })
  await db.admin.unsafe(`grant ${roles.users} to ${roles.web}`)
  await db.sql.unsafe(`
    create table notes (id int, user_id uuid); alter table notes enable row level security;
    create policy own on notes to ${roles.users} using (user_id = '00000000-0000-0000-0000-000000000000');
  `)
  t.strictSame(await findings(db.sql, 'spoofable_claims'), nothingFound, 'no policy asks claims')
  await db.sql`alter policy own on notes using (user_id = (select steward.current_user_id()))`
  t.strictSame(await findings(db.sql, 'spoofable_claims'), [finding({
    object: null,
    severity: 'info',
    detail: `Policies believe claims as they are set (level L0), so whoever runs SQL of his own as one of these logins is any user: ${roles.web}.`,
    action: `If others than your back end can run SQL: set_token_secret() and set_setting('access.trust_level', 'L2').`,
    evidence: { trust_level: 'L0', logins: [roles.web] },
  })])
  await db.admin.unsafe('revoke execute on function pg_catalog.set_config(text, text, boolean) from public')
  await db.sql`select steward.set_setting('access.trust_level', 'L1')`
  t.strictSame(await findings(db.admin, 'spoofable_claims'), nothingFound)
  await db.admin.unsafe('grant execute on function pg_catalog.set_config(text, text, boolean) to public')
  t.match(await findings(db.sql, 'spoofable_claims'), [{
    severity: 'warning',
    detail: 'Claims are to be set by nobody but the login of the back end (level L1), but public may execute set_config().',
    action: 'As a superuser: revoke execute on function pg_catalog.set_config(text, text, boolean) from public;',
  }])
  await db.sql`select steward.set_token_secret(repeat('x', 32))`
  await db.sql`select steward.set_setting('access.trust_level', 'L2')`
  t.strictSame(await findings(db.sql, 'spoofable_claims'), nothingFound)
})

t.test('missing_rls_fixes judges the server by its minor release', async (t) => {
  const db = await testDatabase(t)
  const rows = (version: number) => db.sql`select severity, detail, evidence from steward_internal.missing_fix_rows(${version})`
  t.strictSame([...(await rows(150000))], [], 'no table has row level security')
  await db.sql.unsafe('create table notes (id int); alter table notes enable row level security')
  t.strictSame([...(await rows(170005))], [{
    severity: 'warning',
    detail: 'PostgreSQL 17.5 lacks a fix of row level security: statistics of hidden rows leaked through views, partitions and heirs ' +
      '(CVE-2025-8713, fixed in 17.6).',
    evidence: { fixes: ['CVE-2025-8713'] },
  }])
  t.match(await rows(160001), [{ detail: /^PostgreSQL 16\.1 lacks 4 fixes of row level security: / }])
  for (const version of [150014, 160010, 170006, 180000]) t.strictSame([...(await rows(version))], [])
  t.match(await findings(db.sql, 'missing_rls_fixes'), [{ status: /ok|finding/ }])
})
