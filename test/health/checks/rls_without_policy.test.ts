import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { findings, problems } from '../../support/findings.js'
import { setApplicationRoles, testRoles } from '../../support/roles.js'

const check = 'rls_without_policy'

t.test('reports a table that lets nobody in, unless nobody was meant to come', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Shut" (id int); alter table "Shut" enable row level security; grant select on "Shut" to public;
    create table guarded (id int); alter table guarded enable row level security; grant select on guarded to public;
    create policy own on guarded using (true);
    create table ungranted (id int); alter table ungranted enable row level security;
    create table open (id int); grant select on open to public;
  `)
  t.strictSame((await findings(sql, check)).filter((row) => row.status === 'finding'), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'table public.Shut',
      value: null,
      detail: 'Row level security is on for public."Shut" without any policy, so PUBLIC can reach none of its rows.',
      action: 'Add a policy for each command that the role needs, or revoke the grant.',
      fix_sql: null,
      evidence: { granted_to: ['PUBLIC'] },
    },
  ])
  t.match((await findings(sql, check)).filter((row) => row.status === 'ok'), [{ detail: /^Looked at what PUBLIC/ }])
})

t.test('leaves out those whom no policy binds, unless they are forced', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { owner: '', heir: '', root: 'superuser' })
  await db.admin.unsafe(`grant ${roles.owner} to ${roles.heir}; grant create on schema public to ${roles.owner}`)
  await setApplicationRoles(db, roles.heir, roles.root)
  await db.admin.unsafe(`
    set role ${roles.owner};
    create table public.own (id int); alter table public.own enable row level security;
    create table public.bound (id int); alter table public.bound enable row level security, force row level security;
    grant select on public.own to ${roles.root};
    create table public.parent (id int) partition by list (id);
    create table public.child partition of public.parent for values in (1);
    alter table public.child enable row level security, force row level security;
    reset role`)
  t.match(await problems(db.sql, check), [{ object: 'table public.bound', evidence: { granted_to: [roles.heir] } }])
})
