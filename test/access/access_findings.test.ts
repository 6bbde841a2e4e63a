import t from 'tap'
import { testDatabase } from '../support/database.js'
import { setApplicationRoles, testRoles } from '../support/roles.js'

t.test('collects what the health check says about who reaches rows, worst first, but for what is ignored', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { users: '', service: '', web: 'login' })
  await setApplicationRoles(db, roles.users)
  const all = () => db.sql<{ status: string; finding: string; object: string; role_name: string | null; path: string | null; severity: string }[]>`
    select status, severity, finding, object, role_name, path from steward.access_findings()`
  const mine = async () => (await all()).filter(({ finding, object }) => finding !== 'roles_bypassing_rls' && (finding !== 'dangerous_role_memberships' || object?.includes(db.name)))
  t.strictSame(await mine(), [])
  await db.admin.unsafe(`grant ${roles.users}, ${roles.service} to ${roles.web}`)
  await db.sql.unsafe(`
    create table "No tes" (id int primary key, org int);
    alter table "No tes" enable row level security; alter table "No tes" force row level security;
    create policy own on "No tes" for select to ${roles.users} using (org = 1);
    create policy everything on "No tes" to ${roles.service} using (true);
    grant select, truncate on "No tes" to ${roles.users}; grant select on "No tes" to ${roles.service};
    create table open (id int); grant select on open to ${roles.users};
  `)
  const mixed = {
    status: 'finding', severity: 'critical', finding: 'mixed_policy_roles', object: roles.web, role_name: roles.web,
    path: `${roles.web} → ${roles.service} (inherited) → policy everything`,
  }
  const rest = [
    { status: 'finding', severity: 'warning', finding: 'privileges_past_rls', object: 'public."No tes"', role_name: null, path: null },
    { status: 'finding', severity: 'warning', finding: 'rls_disabled', object: 'public.open', role_name: null, path: null },
  ]
  t.strictSame(await mine(), [mixed, ...rest])
  await db.sql`select steward.ignore_finding('mixed_policy_roles*', 'known')`
  t.strictSame(await mine(), rest)
})
