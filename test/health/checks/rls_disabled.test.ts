import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertFixes, finding, findings, problems } from '../../support/findings.js'
import { setApplicationRoles, testRoles } from '../../support/roles.js'

const check = 'rls_disabled'
const action = 'Enable row level security and add policies, or revoke the grant if the role does not need the table.'

t.test('says which roles it looked at when it finds nothing', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { web: '', root: 'superuser' })
  const detail = async (...names: string[]) => {
    await setApplicationRoles(db, ...names)
    const rows = await findings(db.sql, check)
    t.match(rows, [{ status: 'ok', object: null, action: null }])
    return rows[0]?.detail
  }
  t.equal(await detail(roles.web), `Looked at what PUBLIC and ${roles.web} can reach.`)
  t.equal(
    await detail(roles.web, 'no_such_role', 'Nor This', roles.root),
    `Looked at what PUBLIC and ${roles.web} can reach; row level security does not bind ${roles.root}; of the setting ` +
      'health.application_roles these do not exist: "Nor This", no_such_role.',
  )
  t.equal(
    await detail('no_such_role'),
    'Looked at what PUBLIC can reach; the setting health.application_roles names no role that exists (no_such_role): ' +
      'set it to the roles that applications connect with.',
  )
  t.equal(
    await detail(),
    'Looked at what PUBLIC can reach; the setting health.application_roles names no role that exists: set it to the ' +
      'roles that applications connect with.',
  )
})

t.test('reports what PUBLIC and application roles can reach', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, {
    web: '', group: '', reader: 'in role pg_read_all_data', owner: '', root: 'superuser', backup: 'bypassrls', other: '',
  })
  await db.admin.unsafe(`grant ${roles.group} to ${roles.web}; grant create on schema public to ${roles.owner}`)
  await setApplicationRoles(db, roles.web, roles.root, roles.backup, roles.owner)
  await db.sql.unsafe(`
    create table "Op en" (id int); grant select on "Op en" to public;
    create table granted (id int); grant insert on granted to ${roles.web};
    create table inherited (id int); grant delete on inherited to ${roles.group};
    create table by_column (id int, name text); grant select (name) on by_column to ${roles.web};
    create table closed (id int); grant all on closed to ${roles.root}, ${roles.backup}, ${roles.other};
    create table referenced (id int primary key); grant references on referenced to public;
    create table guarded (id int); grant select on guarded to public;
    alter table guarded enable row level security;
    create policy own on guarded using (true);
    create table written (id int); grant select on written to public; create policy unused on written using (true);
    create schema hidden; create table hidden.t (id int); grant select on hidden.t to public;
    create view v as select 1 as id; grant select on v to public;
  `)
  await db.admin.unsafe(`set role ${roles.owner}; create table public.own (id int); reset role`)
  const open = (table: string, name: string, grantee: string) => finding({
    object: `table public.${name}`,
    detail: `Row level security is off for ${table}, and ${grantee} can reach all of its rows.`,
    action,
    evidence: { granted_to: [grantee], partitions: 0 },
  })
  t.strictSame(await problems(db.sql, check), [
    open('public."Op en"', 'Op en', 'PUBLIC'),
    open('public.by_column', 'by_column', roles.web),
    open('public.granted', 'granted', roles.web),
    open('public.inherited', 'inherited', roles.web),
    open('public.own', 'own', roles.owner),
  ], 'without a policy, nothing is offered that would hide all rows')

  await setApplicationRoles(db, roles.reader)
  t.match((await problems(db.sql, check)).find((row) => row.object === 'table hidden.t'), {
    evidence: { granted_to: [roles.reader] },
  }, 'pg_read_all_data reads every schema')
})

t.test('looks through partitions that can be named', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table guarded (id int) partition by list (id);
    alter table guarded enable row level security; create policy own on guarded using (id = 1);
    create table guarded_1 partition of guarded for values in (1);
    create table guarded_2 partition of guarded for values in (2) partition by list (id);
    create table guarded_2_2 partition of guarded_2 for values in (2);
    create table open (id int) partition by list (id);
    create table open_1 partition of open for values in (1);
    create table closed (id int) partition by list (id);
    create table closed_1 partition of closed for values in (1);
    alter table closed enable row level security; create policy own on closed using (id = 1);
    grant select on closed to public;
    grant select on guarded, guarded_1, guarded_2_2, open, open_1 to public;
  `)
  t.strictSame(await problems(db.sql, check), [
    finding({
      object: 'table public.guarded',
      detail: 'Row level security of public.guarded does not guard partitions that a query names; PUBLIC can reach 2 of them.',
      action: 'Enable row level security on the partitions, which queries of the parent do not notice, or revoke the grants.',
      fix_sql: [
        'alter table public.guarded_1 enable row level security;',
        'alter table public.guarded_2_2 enable row level security;',
      ],
      evidence: { granted_to: ['PUBLIC'], partitions: 2 },
    }),
    finding({
      object: 'table public.open',
      detail: 'Row level security is off for public.open, and PUBLIC can reach all of its rows.',
      action,
      evidence: { granted_to: ['PUBLIC'], partitions: 1 },
    }),
  ])
  await assertFixes(t, db.admin, check)
})
