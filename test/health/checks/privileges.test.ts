import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertFixes, finding, findings, nothingFound, problems, switchOn } from '../../support/findings.js'
import { setApplicationRoles, testRoles } from '../../support/roles.js'

t.test('security_definer_views and exposed_materialized_views follow views to the tables that are guarded', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { web: '', bound: '' })
  await setApplicationRoles(db, roles.web)
  await db.sql.unsafe(`
    create table secret (id int, owner name); alter table secret enable row level security;
    create policy own on secret using (owner = current_user);
    create table forced (id int); alter table forced enable row level security, force row level security;
    create policy own on forced using (false);
    create table open (id int);
    grant select on secret, forced to ${roles.web}, ${roles.bound};
    create view "Direct" as select id from secret;
    create view inner_view as select id from secret;
    create view outer_view as select i.id from inner_view as i, open;
    create materialized view copied as select id from secret;
    create view over_copied as select id from copied;
    create view invoker with (security_invoker = on) as select id from secret;
    create view over_invoker as select id from invoker;
    create view over_forced as select id from forced;
    create view over_open as select id from open;
    create materialized view open_copied as select id from open;
    create view unreached as select id from secret;
    create view of_bound as select id from secret;
    grant select on "Direct", outer_view, over_copied, invoker, over_invoker, over_forced, over_open, open_copied, of_bound to ${roles.web};
    grant select on copied to public;
  `)
  await db.admin.unsafe(`
    alter view of_bound owner to ${roles.bound};
    create view public.of_superuser as select id from public.forced; grant select on public.of_superuser to ${roles.web};
  `)
  const row = (name: string, qualified: string, table = 'secret', owner = 'app') => finding({
    object: `view public.${name}`,
    detail: `View ${qualified} reads public.${table} as ${owner}, whom row level security does not bind, and ${roles.web} can use it.`,
    action: 'Let the view run with the rights of its user (security_invoker), or give it an owner whom the policies bind.',
    fix_sql: [`alter view ${qualified} set (security_invoker = true);`],
    evidence: { owner, granted_to: [roles.web], tables: [`public.${table}`] },
  })
  t.strictSame(await problems(db.sql, 'security_definer_views'), [
    row('Direct', 'public."Direct"'),
    row('of_superuser', 'public.of_superuser', 'forced', 'postgres'),
    row('outer_view', 'public.outer_view'),
    row('over_copied', 'public.over_copied'),
  ])
  t.strictSame(await problems(db.sql, 'exposed_materialized_views'), [
    finding({
      object: 'materialized view public.copied',
      detail: 'Materialized view public.copied holds rows of public.secret, whose row level security it does not keep, and PUBLIC can read it.',
      action: 'Revoke the grant, and let the roles read a view with the condition of the policy instead.',
      fix_sql: ['revoke select on table public.copied from public;'],
      evidence: { owner: 'app', granted_to: ['PUBLIC'], tables: ['public.secret'] },
    }),
  ])

  await db.sql.unsafe(`insert into secret values (1, 'app'); insert into open values (1)`)
  const reads = async (view: string) =>
    db.admin.begin(async (tx) => {
      await tx.unsafe(`set local role ${roles.web}`)
      return (await tx.unsafe(`select from ${view}`)).length
    })
  t.equal(await reads('outer_view'), 1, 'a reported view shows the hidden row')
  t.equal(await reads('over_invoker'), 0, 'a view over one with security_invoker does not')
  t.equal(await reads('of_bound'), 0)

  await assertFixes(t, db.admin, 'security_definer_views')
  await assertFixes(t, db.admin, 'exposed_materialized_views')
})

t.test('exposed_foreign_tables and public_user_mappings report what leads to other servers', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { web: '' })
  await setApplicationRoles(db, roles.web)
  const [extension] = await db.admin`select from pg_available_extensions where name = 'postgres_fdw'`
  if (!extension) return t.comment('this server has no postgres_fdw')
  await db.admin.unsafe(`
    create extension postgres_fdw;
    create server "Other Side" foreign data wrapper postgres_fdw;
    create server own foreign data wrapper postgres_fdw;
    create user mapping for public server "Other Side" options (user 'x', password 'never shown');
    create user mapping for app server own options (user 'x');
    create foreign table public."Far" (id int) server "Other Side";
    create foreign table public.near (id int) server own;
    grant select, insert on public."Far" to ${roles.web};
    grant select on public."Far" to public;
  `)
  t.strictSame(await problems(db.sql, 'exposed_foreign_tables'), [
    finding({
      object: 'foreign table public.Far',
      detail: 'Foreign table public."Far" cannot have row level security, and PUBLIC can reach all of its rows on server "Other Side".',
      action: 'Revoke the grant, and let the roles read a view with the condition that a policy would have.',
      fix_sql: [
        'revoke select on table public."Far" from public;',
        `revoke insert, select on table public."Far" from ${roles.web};`,
      ],
      evidence: { server: 'Other Side', granted_to: ['PUBLIC'] },
    }),
  ])
  await assertFixes(t, db.admin, 'exposed_foreign_tables')
  t.strictSame(await findings(db.sql, 'public_user_mappings'), [
    finding({
      severity: 'info',
      object: 'foreign server Other Side',
      detail: 'Every role that may use foreign server "Other Side" shares one user mapping on it.',
      action: 'Create a user mapping for each role that needs the server, then drop the one for PUBLIC.',
    }),
  ])
  await db.admin`drop user mapping for public server "Other Side"`
  t.strictSame(await findings(db.sql, 'public_user_mappings'), nothingFound)
})

t.test('public_user_mappings and exposed_foreign_tables find nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, 'public_user_mappings'), nothingFound)
  t.strictSame(await problems(sql, 'exposed_foreign_tables'), [])
})

t.test('exposed_foreign_tables is silent about ordinary tables', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe('create table t (id int); grant select on t to public')
  t.strictSame(await problems(sql, 'exposed_foreign_tables'), [])
})

t.test('exposed_materialized_views is silent about views over open tables', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe('create table t (id int); create materialized view m as select * from t; grant select on m to public')
  t.strictSame(await problems(sql, 'exposed_materialized_views'), [])
})

t.test('exposed_sensitive_columns knows names, readers and grants on columns', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { web: '', backup: 'bypassrls' })
  await setApplicationRoles(db, roles.web, roles.backup)
  await db.sql.unsafe(`
    create table "Users" (id int, "passwordHash" text, api_key text, "100%" int); grant select on "Users" to ${roles.web}, public;
    create table partly (id int, ssn text, secret text); grant select (id, ssn) on partly to ${roles.web};
    create table only_secret (secret text); grant select, insert on only_secret to ${roles.web};
    create table guarded (id int, password text); grant select on guarded to ${roles.web};
    alter table guarded enable row level security; create policy own on guarded using (id = 1);
    create table harmless (id int, password_changed_at timestamptz, secretary text, token_count int, pwd_reset boolean);
    grant select on harmless to public;
    create table written (id int, password text); grant insert on written to public;
    create table other_columns (id int, password text); grant select (id) on other_columns to public;
    create table private (id int, password text); grant select on private to ${roles.backup};
    create view shown as select secret from only_secret; grant select on shown to ${roles.web};
  `)
  const action = 'Grant only the columns that the role needs, or move the column into a table of its own.'
  t.strictSame(await problems(db.sql, 'exposed_sensitive_columns'), [
    finding({
      object: 'table public.Users',
      detail: 'PUBLIC can read api_key, "passwordHash" of public."Users".',
      action,
      fix_sql: [
        'revoke select on table public."Users" from public;',
        `revoke select on table public."Users" from ${roles.web};`,
        'grant select (id, "100%") on table public."Users" to public;',
        `grant select (id, "100%") on table public."Users" to ${roles.web};`,
      ],
      evidence: { columns: ['api_key', 'passwordHash'], readers: ['PUBLIC'] },
    }),
    finding({
      severity: 'info',
      object: 'table public.guarded',
      detail: `${roles.web} can read password of public.guarded, in the rows that the policies show.`,
      action,
      fix_sql: [
        `revoke select on table public.guarded from ${roles.web};`,
        `grant select (id) on table public.guarded to ${roles.web};`,
      ],
      evidence: { columns: ['password'], readers: [roles.web] },
    }),
    finding({
      object: 'table public.only_secret',
      detail: `${roles.web} can read secret of public.only_secret.`,
      action,
      fix_sql: [`revoke select on table public.only_secret from ${roles.web};`],
      evidence: { columns: ['secret'], readers: [roles.web] },
    }),
    finding({
      object: 'table public.partly',
      detail: `${roles.web} can read ssn of public.partly.`,
      action,
      evidence: { columns: ['ssn'], readers: [roles.web] },
    }),
    finding({
      object: 'view public.shown',
      detail: `${roles.web} can read secret of public.shown.`,
      action,
      fix_sql: [`revoke select on table public.shown from ${roles.web};`],
      evidence: { columns: ['secret'], readers: [roles.web] },
    }),
  ])
  await assertFixes(t, db.admin, 'exposed_sensitive_columns')
})

t.test('public_create_privilege reports schemas that everybody may build in', async (t) => {
  const db = await testDatabase(t)
  t.strictSame(await findings(db.sql, 'public_create_privilege'), nothingFound)
  await db.admin.unsafe(`
    grant create on schema public to public;
    create schema "Side"; grant usage, create on schema "Side" to public;
    create schema usable; grant usage on schema usable to public;
    create schema of_app; grant create on schema of_app to app;
  `)
  const row = (name: string, quoted: string, more: string, severity: string) => finding({
    severity,
    object: `schema ${name}`,
    detail: `Every role may create objects in schema ${quoted}${more}.`,
    action: 'Revoke CREATE from PUBLIC and grant it to the roles that run migrations.',
    fix_sql: [`revoke create on schema ${quoted} from public;`],
    evidence: { on_search_path: severity === 'warning' },
  })
  t.strictSame(await findings(db.sql, 'public_create_privilege'), [
    row('Side', '"Side"', '', 'info'),
    row('public', 'public', ', which the search_path of this database holds', 'warning'),
  ])
  await db.sql.unsafe(`alter database ${db.name} set search_path = "Side"`)
  t.match(await findings(db.sql, 'public_create_privilege'), [{ object: 'schema Side', severity: 'warning' }, {}])
  await assertFixes(t, db.admin, 'public_create_privilege')
})

t.test('public_table_privileges reports what everybody may change', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table "Open" (id int); grant select, insert, delete on "Open" to public;
    create table guarded (id int); alter table guarded enable row level security; grant insert, truncate on guarded to public;
    create view shown as select 1 as id; grant trigger on shown to public;
    create table guarded_well (id int); alter table guarded_well enable row level security; grant insert on guarded_well to public;
    create table readable (id int); grant select, references on readable to public;
    create schema hidden; create table hidden.t (id int); grant insert on hidden.t to public;
  `)
  const row = (object: string, qualified: string, privileges: string[]) => finding({
    object,
    detail: `Every role has ${privileges.join(', ')} on ${qualified}.`,
    action: 'Revoke the privileges from PUBLIC and grant them to the roles that write the table.',
    fix_sql: [`revoke ${privileges.join(', ').toLowerCase()} on table ${qualified} from public;`],
    evidence: { privileges },
  })
  t.strictSame(await findings(db.sql, 'public_table_privileges'), [
    row('table public.Open', 'public."Open"', ['DELETE', 'INSERT']),
    row('table public.guarded', 'public.guarded', ['TRUNCATE']),
    row('view public.shown', 'public.shown', ['TRIGGER']),
  ])
  await assertFixes(t, db.admin, 'public_table_privileges')
})

t.test('default_privileges_to_public reports what opens tables of the future', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create schema "Sch";
    alter default privileges in schema "Sch" grant insert, select on tables to public;
    alter default privileges grant select on sequences to public;
    alter default privileges grant select on tables to app;
    alter default privileges revoke execute on functions from public;
  `)
  const action = 'Revoke the default privilege, then look at what was created since it was granted.'
  t.strictSame(await findings(db.sql, 'default_privileges_to_public'), [
    finding({
      object: 'default privileges Sch.tables of app',
      detail: 'Every role gets INSERT, SELECT on the tables that app creates in schema "Sch" from now on.',
      action,
      fix_sql: ['alter default privileges for role app in schema "Sch" revoke insert, select on tables from public;'],
      evidence: { role: 'app', privileges: 'insert, select' },
    }),
    finding({
      severity: 'info',
      object: 'default privileges sequences of app',
      detail: 'Every role gets SELECT on the sequences that app creates from now on.',
      action,
      fix_sql: ['alter default privileges for role app revoke select on sequences from public;'],
      evidence: { role: 'app', privileges: 'select' },
    }),
  ])
  await assertFixes(t, db.admin, 'default_privileges_to_public')
})

t.test('extensions_in_public is off, and then lists them', async (t) => {
  const db = await testDatabase(t)
  const [extension] = await db.admin`select from pg_available_extensions where name = 'pg_trgm'`
  if (!extension) return t.comment('this server has no pg_trgm')
  await db.admin`create extension if not exists pg_trgm schema public`
  t.match(await findings(db.sql, 'extensions_in_public'), [{ status: 'skipped', evidence: { reason: 'disabled' } }])
  await switchOn(db.sql, 'extensions_in_public')
  const own = (row: { object: string | null }) => row.object === 'extension public.pg_trgm'
  t.match((await findings(db.sql, 'extensions_in_public')).filter(own), [
    {
      severity: 'info',
      detail: 'Extension pg_trgm keeps its objects in schema public.',
      fix_sql: ['create schema if not exists extensions;', 'alter extension pg_trgm set schema extensions;'],
    },
  ])
  await assertFixes(t, db.admin, 'extensions_in_public', { mine: own })
})
