import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertFixes, finding, findings, nothingFound, problems, switchOn } from '../../support/findings.js'
import { setApplicationRoles, testRoles } from '../../support/roles.js'

t.test('policies_without_rls reports policies that nothing asks, and is critical where the table is open', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table "Shown" (id int); grant select on "Shown" to public;
    create policy own on "Shown" using (id = 1);
    create table hidden (id int);
    create policy a on hidden using (id = 1); create policy b on hidden for insert with check (id = 1);
    create table guarded (id int); alter table guarded enable row level security; create policy own on guarded using (id = 1);
    create table none (id int);
    create table parent (id int) partition by list (id);
    create table child partition of parent for values in (1); create policy own on child using (id = 1);
  `)
  const action = 'Enable row level security, or drop the policies if they are not meant any more.'
  t.strictSame(await findings(db.sql, 'policies_without_rls'), [
    finding({
      severity: 'critical',
      object: 'table public.Shown',
      detail: 'Table public."Shown" has a policy, but row level security is off, so nothing asks them; PUBLIC can reach all of its rows.',
      action,
      fix_sql: ['alter table public."Shown" enable row level security;'],
      evidence: { policies: ['own'], granted_to: ['PUBLIC'] },
    }),
    finding({
      object: 'table public.hidden',
      detail: 'Table public.hidden has 2 policies, but row level security is off, so nothing asks them.',
      action,
      fix_sql: ['alter table public.hidden enable row level security;'],
      evidence: { policies: ['a', 'b'], granted_to: [] },
    }),
  ])
  await assertFixes(t, db.admin, 'policies_without_rls')
})

t.test('rls_not_forced reports tables that an application role owns or inherits', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { owner: '', heir: '', web: '' })
  await db.admin.unsafe(`
    grant ${roles.owner} to ${roles.heir}; grant create on schema public to ${roles.owner};
    set role ${roles.owner};
    create table public."Own" (id int); alter table public."Own" enable row level security;
    create table public.forced (id int); alter table public.forced enable row level security, force row level security;
    create table public.off (id int);
    grant select on public."Own" to ${roles.web};
    reset role`)
  await setApplicationRoles(db, roles.web)
  t.strictSame(await problems(db.sql, 'rls_not_forced'), [])
  await setApplicationRoles(db, roles.web, roles.heir)
  t.strictSame(await problems(db.sql, 'rls_not_forced'), [
    finding({
      object: 'table public.Own',
      detail: `Row level security of public."Own" does not bind its owner ${roles.owner}, and application role ${roles.heir} has his rights.`,
      action: 'Force row level security, or better let the application connect as a role that owns nothing.',
      fix_sql: ['alter table public."Own" force row level security;'],
      evidence: { owner: roles.owner, application_roles: [roles.heir] },
    }),
  ])
  await assertFixes(t, db.admin, 'rls_not_forced')
})

t.test('always_true_policies tells what a policy without a condition lets whom do', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { web: '', service: '' })
  await setApplicationRoles(db, roles.web)
  await db.sql.unsafe(`
    create function guard(name text, privileges text) returns void language plpgsql as $$
    begin
      execute format('create table %I (id int)', name);
      execute format('alter table %I enable row level security', name);
      execute format('grant %s on %I to public', privileges, name);
    end $$;
    select guard('Any', 'all'), guard('read', 'select'), guard('form', 'insert'), guard('update_open', 'update'),
      guard('check_open', 'update'), guard('delete_open', 'delete'), guard('read_only', 'select'), guard('condition', 'all'),
      guard('service', 'all'), guard('restricted', 'all'), guard('half', 'all'), guard('never', 'all'), guard('off', 'all'),
      guard('no_privilege', 'select');
    create policy p on "Any" using (true);
    create policy p on read for select using (true);
    create policy p on form for insert with check (true);
    create policy p on update_open for update to ${roles.web} using (true) with check (id = 1);
    create policy p on check_open for update using (id = 1) with check (true);
    create policy p on delete_open for delete using (true);
    create policy p on read_only using (true);
    create policy p on condition using (id = 1) with check (id = 1);
    create policy p on service to ${roles.service} using (true) with check (true);
    create policy p on restricted using (true); create policy r on restricted as restrictive using (id = 1);
    create policy p on half using (true); create policy r on half as restrictive for select using (id = 1);
    create policy p on never using (false) with check (false);
    create policy p on off using (true); alter table off disable row level security;
    create policy p on no_privilege for insert with check (true);
  `)
  const write = 'Write a condition on the row and the user, or let the policy apply only to a role of your back end.'
  const row = (table: string, command: string, what: string, severity: string, action: string, role = 'PUBLIC') => finding({
    severity,
    object: `policy public.p on ${table}`,
    detail: `Policy p for ${command} is true for every row, so ${role} can ${what} of public.${/^[a-z]/.test(table) ? table : `"${table}"`}.`,
    action,
    evidence: {
      command,
      policy_roles: [role],
      reached_by: role === 'PUBLIC' ? ['PUBLIC', roles.web] : [role],
    },
  })
  const read = 'Nothing, if the table is meant to be read by everybody; else write a condition.'
  const add = 'Nothing, if everybody may add any row, with any owner in it; else write a WITH CHECK condition.'
  t.strictSame(await problems(db.sql, 'always_true_policies'), [
    row('Any', 'ALL', 'change all rows', 'warning', write),
    row('check_open', 'UPDATE', 'change all rows', 'warning', write),
    row('delete_open', 'DELETE', 'change all rows', 'warning', write),
    row('form', 'INSERT', 'add any row', 'info', add),
    row('half', 'ALL', 'change all rows', 'warning', write),
    row('read', 'SELECT', 'read all rows', 'info', read),
    row('read_only', 'ALL', 'read all rows', 'info', read),
    row('update_open', 'UPDATE', 'change all rows', 'warning', write, roles.web),
  ])
})

t.test('policies_calling_functions_per_row tells calls for each row from those in sub-selects', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create schema auth;
    create function auth.uid() returns int language sql stable as 'select 1';
    create function auth.constant() returns int language sql immutable as 'select 1';
    create function auth.is_member(int) returns boolean language plpgsql stable as 'begin return true; end';
    create function auth.inlined(int) returns boolean language sql stable as 'select $1 = 1';
    create table membership (org int, "use{r" int);
    create table t (id int, org int, name text); alter table t enable row level security;
    create policy bare on t using (id = auth.uid());
    create policy setting on t for insert with check (id = nullif(current_setting('app.user', true), '')::int);
    create policy mixed on t using (id = auth.uid() and auth.is_member(org));
    create policy column_only on t using (auth.is_member(org));
    create policy beside on t using (exists (select from membership as m where m.org = t.org) and id = auth.uid());
    create policy wrapped on t using (id = (select auth.uid()) and org = any (array(select org from membership)));
    create policy inside on t using (exists (select from membership as "m}" where "m}".org = t.org and "m}"."use{r" = auth.uid()));
    create policy nested on t using (org in (select org from membership where "use{r" = (select auth.uid())));
    create policy immutable on t using (id = auth.constant() and lower(name) = 'x');
    create policy inlined on t using (auth.inlined(org) and name = current_user);
    create policy words on t using (name = '{FUNCEXPR :funcid 2077} current_setting()');
    create table off (id int); create policy bare on off using (id = auth.uid());
  `)
  const wrap = (name: string) => `Put the call into a sub-select, (select ${name}(...)), which is evaluated once for each statement.`
  const keys =
    'A function that takes a column cannot be called once: let one return all keys that the user may see, and compare: ' +
    'column = any ((select allowed_keys())::uuid[]).'
  const row = (policy: string, functions: string[], action: string, severity = 'warning') => finding({
    severity,
    object: `policy public.${policy} on t`,
    detail: `Policy ${policy} of public.t calls ${functions.join(', ')} for every row that a query looks at.`,
    action,
    evidence: { functions },
  })
  t.strictSame(await findings(db.sql, 'policies_calling_functions_per_row'), [
    row('bare', ['auth.uid'], wrap('auth.uid')),
    row('beside', ['auth.uid'], wrap('auth.uid')),
    row('column_only', ['auth.is_member'], keys, 'info'),
    row('mixed', ['auth.is_member', 'auth.uid'], `${wrap('auth.uid')} ${keys}`),
    row('setting', ['current_setting'], wrap('current_setting')),
  ])

  await db.sql.unsafe(`
    alter policy bare on t using (id = (select auth.uid()));
    alter policy beside on t using (id = (select auth.uid()));
    alter policy mixed on t using (id = (select auth.uid()));
    alter policy column_only on t using (org = any ((select '{1}'::int[])::int[]));
    alter policy setting on t with check (id = (select nullif(current_setting('app.user', true), '')::int));
  `)
  t.strictSame(await findings(db.sql, 'policies_calling_functions_per_row'), nothingFound)
})

t.test('a locked table that a policy reads does not hold its check up', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table membership (org int);
    create table t (org int); alter table t enable row level security;
    create policy p on t using (org in (select org from membership) and org = current_setting('app.org')::int);
  `)
  const holder = await db.connect().reserve()
  await holder.unsafe('begin; lock table membership, t in access exclusive mode')
  t.match(await findings(db.sql, 'policies_calling_functions_per_row'), [{ object: 'policy public.p on t' }])
  await holder`rollback`
  holder.release()
})

t.test('multiple_permissive_policies is off, and then reports overlaps of role and command', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { a: '', b: '' })
  await db.sql.unsafe(`
    create table "Many" (id int); alter table "Many" enable row level security;
    create policy everybody on "Many" for select using (id = 1);
    create policy "For A" on "Many" to ${roles.a} using (id = 2);
    create policy writing on "Many" for insert to ${roles.b} with check (id = 1);
    create table apart (id int); alter table apart enable row level security;
    create policy p1 on apart for select to ${roles.a} using (id = 1);
    create policy p2 on apart for select to ${roles.b} using (id = 1);
    create policy p3 on apart for insert to ${roles.a} with check (id = 1);
    create policy p4 on apart as restrictive to ${roles.a} using (id = 1);
    create table off (id int); create policy p1 on off using (id = 1); create policy p2 on off using (id = 2);
  `)
  t.match(await findings(db.sql, 'multiple_permissive_policies'), [{ status: 'skipped', evidence: { reason: 'disabled' } }])
  await switchOn(db.sql, 'multiple_permissive_policies')
  t.strictSame(await findings(db.sql, 'multiple_permissive_policies'), [
    finding({
      severity: 'info',
      object: 'table public.Many',
      detail: 'Table public."Many" has several permissive policies for the same role and SELECT ("For A", everybody): one that fits is enough.',
      action: 'Join them into one policy for each role and command, or make the one that must hold in any case RESTRICTIVE.',
      evidence: { commands: ['SELECT'], policies: ['For A', 'everybody'] },
    }),
  ])
})

t.test('policies_using_user_metadata finds the claim that users write, and no word like it', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create schema auth; create table auth.users (id int, raw_user_meta_data jsonb, raw_app_meta_data jsonb);
    create table t (id int, user_metadata jsonb); alter table t enable row level security;
    create policy claim on t using ((current_setting('request.jwt.claims')::jsonb -> 'user_metadata' ->> 'role') = 'admin');
    create policy path on t as restrictive for insert
      with check ((current_setting('request.jwt.claims')::jsonb #>> array['user_metadata', 'role']) = 'admin');
    create policy stored on t for delete
      using (exists (select from auth.users as u where u.id = t.id and u.raw_user_meta_data ->> 'role' = 'admin'));
    create policy app on t using ((current_setting('request.jwt.claims')::jsonb -> 'app_metadata' ->> 'role') = 'admin'
      and exists (select from auth.users as u where u.raw_app_meta_data ->> 'role' = 'admin'));
    create policy array_path on t for select using ((current_setting('request.jwt.claims')::jsonb #>> '{user_metadata,role}') = 'admin');
    create policy own_column on t using (user_metadata ->> 'role' = 'admin');
    create policy longer on t using (current_setting('my_user_metadata_key') = 'x');
    create table off (id int); create policy p on off using (current_setting('user_metadata') = 'x');
  `)
  const row = (policy: string, command: string, severity: string) => finding({
    severity,
    object: `policy public.${policy} on t`,
    detail: `Policy ${policy} of public.t trusts user_metadata, which users write themselves.`,
    action: 'Take the claim from app_metadata, which only the server writes, or from a table of your own.',
    evidence: { command, policy_roles: ['PUBLIC'] },
  })
  t.strictSame(await findings(db.sql, 'policies_using_user_metadata'), [
    row('array_path', 'SELECT', 'critical'),
    row('claim', 'ALL', 'critical'),
    row('path', 'INSERT', 'warning'),
    row('stored', 'DELETE', 'critical'),
  ])
})
