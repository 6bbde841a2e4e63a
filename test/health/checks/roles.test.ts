import t from 'tap'
import { oneByOne, serverMajor, testDatabase } from '../../support/database.js'
import { assertFixes, finding, findings, problems, type Finding } from '../../support/findings.js'
import { setApplicationRoles, testRoles } from '../../support/roles.js'

/** Roles belong to the server, so other tests have theirs. */
const ownRows = (names: Record<string, string>) => (row: Finding) =>
  Object.values(names).some((name) => row.object?.startsWith(`role ${name}`))

t.test('many_superusers counts them, and lists those besides the first', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { root: 'superuser login', nologin: 'superuser nologin', plain: 'login' })
  const rows = await findings(db.sql, 'many_superusers')
  t.strictSame(rows.filter(ownRows(roles)), [
    finding({
      severity: 'info',
      object: `role ${roles.root}`,
      detail: `Role ${roles.root} can log in and is a superuser.`,
      action: 'Give the role what it needs: grants, pg_monitor, pg_signal_backend, pg_maintain; keep superusers for emergencies.',
      fix_sql: [`alter role ${roles.root} nosuperuser;`],
    }),
  ])
  t.notMatch(rows, [{ object: 'role postgres' }])
  t.match(rows.find((row) => row.object === null), { status: 'ok', detail: /roles that can log in are superusers: .*postgres/ })
  await db.sql`select steward.configure_health_check('many_superusers', warning => 2)`
  t.match((await findings(db.sql, 'many_superusers')).find((row) => row.object === null), { status: 'finding', severity: 'warning' })
  await assertFixes(t, db.admin, 'many_superusers', { mine: ownRows(roles) })
})

t.test('roles_bypassing_rls reports roles with BYPASSRLS, and applications as a warning', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { web: 'bypassrls login', backup: 'bypassrls login', nologin: 'bypassrls', root: 'superuser bypassrls login' })
  await setApplicationRoles(db, roles.web)
  const row = (name: string, kind: string, severity: string) => finding({
    severity,
    object: `role ${name}`,
    detail: `${kind} ${name} has BYPASSRLS: no policy binds it.`,
    action: 'Give the role a policy of its own instead (for all to the_role using (true)), unless it makes backups.',
    fix_sql: [`alter role ${name} nobypassrls;`],
  })
  t.strictSame((await findings(db.sql, 'roles_bypassing_rls')).filter(ownRows(roles)), [
    row(roles.backup, 'Role', 'info'),
    row(roles.web, 'Application role', 'warning'),
  ])
  await assertFixes(t, db.admin, 'roles_bypassing_rls', { mine: ownRows(roles) })
})

t.test('powerful_application_roles reports attributes, roles to become, and tables', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, {
    root: 'superuser', creator: 'createrole replication', owner: 'createdb', heir: 'noinherit', plain: '', unlisted: 'superuser',
  })
  await db.admin.unsafe(`
    grant ${roles.root} to ${roles.heir}; grant create on schema public to ${roles.owner}, ${roles.plain};
    set role ${roles.owner};
    create table public.a (id int); create table public.b (id int) partition by list (id);
    create table public.b1 partition of public.b for values in (1);
    reset role;
  `)
  await setApplicationRoles(db, roles.root, roles.creator, roles.owner, roles.heir, roles.plain)
  const row = (name: string, more: string, evidence: Record<string, unknown>, attributes: string[], severity = 'warning') => finding({
    severity,
    object: `role ${name}`,
    detail: `Application role ${name} ${more}.`,
    action: 'Let applications connect as a role that has grants on data and nothing else.',
    fix_sql: attributes.length > 0 ? attributes.map((attribute) => `alter role ${name} no${attribute};`) : null,
    evidence: { attributes, can_become: [], owned_tables: 0, ...evidence },
  })
  t.strictSame(await problems(db.sql, 'powerful_application_roles'), [
    { ...row(roles.creator, 'has CREATEROLE, REPLICATION', {}, ['createrole', 'replication']) },
    row(roles.heir, `can become ${roles.root}`, { can_become: [roles.root] }, []),
    row(roles.owner, 'has CREATEDB, and owns 2 of the tables here', { owned_tables: 2 }, ['createdb'], 'info'),
    row(roles.root, 'has SUPERUSER', {}, ['superuser']),
  ])
  for (const { fix_sql } of await problems(db.sql, 'powerful_application_roles')) await oneByOne(db.admin, fix_sql ?? [])
  t.match(await problems(db.sql, 'powerful_application_roles'), [
    { object: `role ${roles.owner}`, severity: 'info', detail: `Application role ${roles.owner} owns 2 of the tables here.`, fix_sql: null },
  ])
})

t.test('dangerous_role_memberships follows memberships to the files and programs of the server', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, {
    direct: 'login', group: '', member: 'login', etl: 'login', backup: 'login', web: '', root: 'superuser login', monitor: 'login',
  })
  await db.admin.unsafe(`
    grant pg_execute_server_program to ${roles.direct};
    grant pg_read_server_files to ${roles.group}; grant ${roles.group} to ${roles.member};
    grant pg_write_all_data to ${roles.etl}; grant pg_read_all_data to ${roles.backup}, ${roles.web};
    grant pg_write_server_files to ${roles.root}; grant pg_monitor to ${roles.monitor};
  `)
  await setApplicationRoles(db, roles.web)
  const row = (name: string, power: string, what: string, through: string[], severity = 'warning', kind = 'Role') => finding({
    severity,
    object: `role ${name} in ${power}`,
    detail: `${kind} ${name} can ${what}: it is a member of ${power}${through.length > 0 ? ` through ${through.join(', ')}` : ''}.`,
    action: 'Revoke the membership and grant what the role really needs.',
    fix_sql: through.length > 0 ? null : [`revoke ${power} from ${name} granted by postgres;`],
    evidence: { member_of: power, through },
  })
  t.strictSame((await findings(db.sql, 'dangerous_role_memberships')).filter(ownRows(roles)), [
    row(roles.direct, 'pg_execute_server_program', 'run programs on the server, as the user that PostgreSQL runs as', []),
    row(roles.etl, 'pg_write_all_data', 'write every table', [], 'info'),
    row(roles.member, 'pg_read_server_files', 'read every file that PostgreSQL can read', [roles.group]),
    row(roles.web, 'pg_read_all_data', 'read every table', [], 'warning', 'Application role'),
  ])
  await assertFixes(t, db.admin, 'dangerous_role_memberships', { mine: ownRows(roles) })
  const [membership] = await db.admin`
    select to_jsonb(m) - '{oid,roleid,member,grantor}'::text[] as options from pg_auth_members as m
    where m.member = ${roles.direct}::regrole`
  t.strictSame(
    membership?.['options'],
    serverMajor() < 16 ? { admin_option: false } : { admin_option: false, inherit_option: true, set_option: true },
    'undo grants with the options of before',
  )
})

t.test('expired_roles reports roles whose end has come', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, {
    gone: `login valid until '2020-05-17 12:00Z'`,
    later: `login valid until '2999-01-01'`,
    ever: `login valid until 'infinity'`,
    nologin: `nologin valid until '2020-05-17'`,
  })
  t.strictSame((await findings(db.sql, 'expired_roles')).filter(ownRows(roles)), [
    finding({
      severity: 'info',
      object: `role ${roles.gone}`,
      detail: `The password of role ${roles.gone} expired on 2020-05-17.`,
      action: 'Forbid the login or drop the role, or set a new password and date if it is needed.',
      fix_sql: [`alter role ${roles.gone} nologin;`],
      evidence: { valid_until: '2020-05-17T12:00:00+00:00' },
    }),
  ])
  await assertFixes(t, db.admin, 'expired_roles', { mine: ownRows(roles) })
})

t.test('md5_passwords is for superusers, who never see a hash', async (t) => {
  const db = await testDatabase(t)
  const hash = `md5${'0123456789abcdef'.repeat(2)}`
  const roles = await testRoles(t, db, { md5: `login password '${hash}'`, scram: `login password 'x'`, nologin: `password '${hash}'` })
  t.match(await findings(db.sql, 'md5_passwords'), [
    { status: 'skipped', action: /as a superuser/, evidence: { reason: 'superuser' } },
  ])
  const rows = await findings(db.admin, 'md5_passwords')
  t.strictSame(rows.filter(ownRows(roles)), [
    finding({
      object: `role ${roles.md5}`,
      detail: `The password of role ${roles.md5} is stored as an MD5 hash.`,
      action: 'Set the password anew with \\password while password_encryption is scram-sha-256.',
    }),
  ])
  t.notMatch(JSON.stringify(rows), '0123456789abcdef')
  await db.admin.unsafe(`alter role ${roles.md5} password 'new'`)
  t.strictSame((await findings(db.admin, 'md5_passwords')).filter(ownRows(roles)), [])
})
