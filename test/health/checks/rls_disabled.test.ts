import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertReversible, findings } from '../../support/findings.js'

const check = 'rls_disabled'

t.test('says which roles it looked at when it finds nothing', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.set_setting('health.application_roles', '{pg_read_all_settings,no_such_role}')`
  t.strictSame(await findings(sql, check), [
    {
      status: 'ok',
      severity: null,
      object: null,
      value: null,
      detail: 'Looked at what PUBLIC and pg_read_all_settings can reach; of the setting health.application_roles 1 of 2 exist.',
      action: null,
      fix_sql: null,
      evidence: null,
    },
  ])
})

t.test('reports what PUBLIC and application roles can reach', async (t) => {
  const db = await testDatabase(t)
  const role = `web_${db.name}`
  const group = `group_${db.name}`
  await db.admin.unsafe(`create role ${role}; create role ${group}; grant ${group} to ${role}`)
  t.teardown(() => db.admin.unsafe(`drop owned by ${role}, ${group}; drop role ${role}, ${group}`))
  await db.sql`select steward.set_setting('health.application_roles', ${`{${role}}`})`
  await db.sql.unsafe(`
    create table "Op en" (id int); grant select on "Op en" to public;
    create policy unused on "Op en" using (true);
    create table granted (id int); grant insert on granted to ${role};
    create table inherited (id int); grant delete on inherited to ${group};
    create table closed (id int);
    create table referenced (id int primary key); grant references on referenced to public;
    create table guarded (id int); grant select on guarded to public;
    alter table guarded enable row level security;
    create policy own on guarded using (true);
    create schema hidden; create table hidden.t (id int); grant select on hidden.t to public;
    create view v as select 1 as id; grant select on v to public;
  `)
  const rows = (await findings(db.sql, check)).filter((row) => row.status === 'finding')
  const remedy = 'Enable row level security and add policies, or revoke the grant if the role does not need the table.'
  const finding = (table: string, name: string, grantee: string, policies: number) => ({
    status: 'finding',
    severity: 'warning',
    object: `table public.${name}`,
    value: null,
    detail: `Row level security is off for ${table}, and ${grantee} can reach all of its rows${policies ? `; its ${policies} policies do nothing` : ''}.`,
    action: remedy,
    fix_sql: [`alter table ${table} enable row level security;`],
    evidence: { granted_to: [grantee], policies },
  })
  t.strictSame(rows, [
    finding('public."Op en"', 'Op en', 'PUBLIC', 1),
    finding('public.granted', 'granted', role, 0),
    finding('public.inherited', 'inherited', role, 0),
  ])
  await assertReversible(t, db.sql, check)
})
