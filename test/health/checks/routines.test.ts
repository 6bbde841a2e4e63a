import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertFixes, finding, findings, nothingFound, problems, switchOn } from '../../support/findings.js'
import { setApplicationRoles, testRoles } from '../../support/roles.js'

t.test('public_security_definer_functions reports functions of powerful owners that others may call', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { web: '', backup: 'bypassrls', files: 'in role pg_read_server_files', owner: '' })
  await setApplicationRoles(db, roles.web)
  await db.admin.unsafe(`
    create schema api; grant usage on schema api to ${roles.web};
    create function public."Root"(a int) returns int language sql security definer as 'select 1';
    create function public.invoker() returns int language sql as 'select 1';
    create function public.revoked() returns int language sql security definer as 'select 1';
    revoke execute on function public.revoked() from public;
    create function public.on_change() returns trigger language plpgsql security definer as 'begin return new; end';
    create function public.ordinary() returns int language sql security definer as 'select 1';
    alter function public.ordinary() owner to ${roles.owner};
    create function public.files() returns int language sql security definer as 'select 1';
    alter function public.files() owner to ${roles.files};
    create procedure api.backup() language sql security definer as 'select 1';
    alter procedure api.backup() owner to ${roles.backup};
    revoke all on procedure api.backup() from public; grant execute on procedure api.backup() to ${roles.web};
    create schema hidden; create function hidden.f() returns int language sql security definer as 'select 1';
  `)
  const row = (name: string, signature: string, owner: string, power: string, severity: string, grantee = 'PUBLIC') => finding({
    severity,
    object: `function ${name}`,
    detail: `${grantee} can execute ${signature}, which runs as ${owner}: ${power}.`,
    action: 'Revoke EXECUTE from PUBLIC and grant it to the roles that need it, or give the function a weaker owner.',
    fix_sql: [`revoke execute on routine ${signature} from ${grantee === 'PUBLIC' ? 'public' : grantee};`],
    evidence: { owner, granted_to: [grantee] },
  })
  t.strictSame(await problems(db.sql, 'public_security_definer_functions'), [
    row('api.backup()', 'api.backup()', roles.backup, 'a role with BYPASSRLS', 'info', roles.web),
    row('public.Root(integer)', 'public."Root"(integer)', 'postgres', 'a superuser', 'warning'),
    row('public.files()', 'public.files()', roles.files, 'a role that reaches files or programs of the server', 'info'),
  ])
  await assertFixes(t, db.admin, 'public_security_definer_functions')
})

t.test('mutable_function_search_path is off, and then reports what its callers decide', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create schema "Sch";
    create function "Sch".f(a int) returns int language plpgsql as 'begin return a; end';
    create function pinned() returns int language plpgsql set search_path = pg_catalog, pg_temp as 'begin return 1; end';
    create function inlined() returns int language sql as 'select 1';
    create function definer() returns int language plpgsql security definer as 'begin return 1; end';
    create aggregate total(int) (sfunc = int4pl, stype = int);
  `)
  t.match(await findings(db.sql, 'mutable_function_search_path'), [{ status: 'skipped', evidence: { reason: 'disabled' } }])
  await switchOn(db.sql, 'mutable_function_search_path')
  t.strictSame(await findings(db.sql, 'mutable_function_search_path'), [
    finding({
      severity: 'info',
      object: 'function Sch.f(integer)',
      detail: '"Sch".f(integer) finds its objects by the search_path of whoever calls it.',
      action: 'Pin the search_path to the schemas that the body needs, or qualify every name in the body.',
      fix_sql: ['alter routine "Sch".f(integer) set search_path = "Sch", pg_temp;'],
      evidence: { owner: 'app', language: 'plpgsql' },
    }),
  ])
  await assertFixes(t, db.admin, 'mutable_function_search_path')
})

t.test('untrusted_language_functions reports C functions that others may call or that changed hands', async (t) => {
  const db = await testDatabase(t)
  t.strictSame(await findings(db.sql, 'untrusted_language_functions'), nothingFound)
  await db.admin.unsafe(`
    create function public.c_open() returns void language c as '$libdir/plpgsql', 'plpgsql_call_handler';
    create function public.c_closed() returns void language c as '$libdir/plpgsql', 'plpgsql_call_handler';
    revoke execute on function public.c_closed() from public;
    create function public.c_given() returns void language c as '$libdir/plpgsql', 'plpgsql_call_handler';
    revoke execute on function public.c_given() from public;
    alter function public.c_given() owner to app;
    create function public.handler() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
    create function public.alias(int) returns int language internal as 'int4abs';
  `)
  const action = 'Revoke EXECUTE from PUBLIC, grant it to the roles that need it, and let a superuser own the function.'
  t.strictSame(await findings(db.sql, 'untrusted_language_functions'), [
    finding({
      object: 'function public.c_given()',
      detail: 'public.c_given() runs code in the untrusted language c, and its owner app is no superuser.',
      action,
      evidence: { language: 'c', owner: 'app', granted_to: [] },
    }),
    finding({
      object: 'function public.c_open()',
      detail: 'public.c_open() runs code in the untrusted language c, and PUBLIC can call it.',
      action,
      fix_sql: ['revoke execute on routine public.c_open() from public;'],
      evidence: { language: 'c', owner: 'postgres', granted_to: ['PUBLIC'] },
    }),
  ])
  await assertFixes(t, db.admin, 'untrusted_language_functions')
})
