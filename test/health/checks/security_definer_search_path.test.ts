import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertFixes, finding, findings, nothingFound } from '../../support/findings.js'
import { setApplicationRoles, testRoles } from '../../support/roles.js'

const check = 'security_definer_search_path'
const action = 'Pin the search_path to the schemas that the body needs, with pg_temp last.'

t.test('finds nothing in a new database, nor in functions that are pinned or run as their caller', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  await sql.unsafe(`
    create schema own;
    create function invoker() returns int language sql as 'select 1';
    create function pinned() returns int language sql security definer set search_path = pg_catalog, pg_temp as 'select 1';
    create function empty() returns int language sql security definer set work_mem = '1MB' set search_path = '' as 'select 1';
    create function catalog() returns int language sql security definer set search_path = pg_catalog as 'select 1';
    create function schemas() returns int language sql security definer set search_path = own, public, pg_temp as 'select 1';
  `)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports unpinned ones, and the fix pins them', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create schema "Sch";
    create function "Sch"."F n"(a int, b text default 'x') returns int language sql security definer as 'select 1';
    comment on function "Sch"."F n"(int, text) is 'with a comment';
    create procedure p() language sql security definer set work_mem = '1MB' as 'select 1';
  `)
  await db.admin.unsafe(`create function public.powerful() returns int language sql security definer as 'select 1'`)
  t.strictSame(await findings(db.sql, check), [
    finding({
      object: 'function Sch.F n(integer, text)',
      detail: 'SECURITY DEFINER function "Sch"."F n"(integer,text) runs as app with the search_path of its caller.',
      action,
      fix_sql: ['alter routine "Sch"."F n"(integer,text) set search_path = "Sch", pg_temp;'],
      evidence: { owner: 'app', search_path: null },
    }),
    finding({
      object: 'function public.p()',
      detail: 'SECURITY DEFINER procedure public.p() runs as app with the search_path of its caller.',
      action,
      fix_sql: ['alter routine public.p() set search_path = public, pg_temp;'],
      evidence: { owner: 'app', search_path: null },
    }),
    finding({
      severity: 'critical',
      object: 'function public.powerful()',
      detail: 'SECURITY DEFINER function public.powerful() runs as postgres with the search_path of its caller, and that role is a superuser.',
      action,
      fix_sql: ['alter routine public.powerful() set search_path = public, pg_temp;'],
      evidence: { owner: 'postgres', search_path: null },
    }),
  ])
  await assertFixes(t, db.admin, check)
})

t.test('reports paths with schemas in which others may create, and never pins to one', async (t) => {
  const db = await testDatabase(t)
  const roles = await testRoles(t, db, { web: '', owner: '' })
  await setApplicationRoles(db, roles.web, roles.owner)
  await db.admin.unsafe(`
    create schema safe authorization app; create schema "Open";
    grant create on schema "Open" to public; grant usage, create on schema safe to app;
    create schema of_web authorization ${roles.web};
    create schema of_owner authorization ${roles.owner};
    create function of_owner.own() returns int language sql security definer set search_path = of_owner, pg_temp as 'select 1';
    alter function of_owner.own() owner to ${roles.owner};
    create function safe.pinned() returns int language sql security definer set search_path = safe, "Open", pg_temp as 'select 1';
    alter function safe.pinned() owner to app;
    create function safe.to_web() returns int language sql security definer set search_path = of_web as 'select 1';
    alter function safe.to_web() owner to app;
    create function "Open".unpinned() returns int language sql security definer as 'select 1';
    alter function "Open".unpinned() owner to app;
    create function safe.temp_first() returns int language sql security definer set search_path = safe, public as 'select 1';
    alter function safe.temp_first() owner to app;
  `)
  t.strictSame(await findings(db.sql, check), [
    finding({
      object: 'function Open.unpinned()',
      detail: 'SECURITY DEFINER function "Open".unpinned() runs as app with the search_path of its caller.',
      action: 'Revoke CREATE on "Open", or leave it out of the search_path and qualify in the body what is there.',
      fix_sql: ['alter routine "Open".unpinned() set search_path = pg_catalog, pg_temp;'],
      evidence: { owner: 'app', search_path: null },
    }),
    finding({
      object: 'function safe.pinned()',
      detail: 'SECURITY DEFINER function safe.pinned() runs as app and finds its objects in "Open", where others may create some.',
      action: 'Revoke CREATE on "Open", or leave it out of the search_path and qualify in the body what is there.',
      fix_sql: ['alter routine safe.pinned() set search_path = safe, pg_temp;'],
      evidence: { owner: 'app', search_path: 'safe, "Open", pg_temp' },
    }),
    finding({
      severity: 'info',
      object: 'function safe.temp_first()',
      detail: 'SECURITY DEFINER function safe.temp_first() runs as app and finds temporary tables of its caller before those that it means.',
      action: 'Put pg_temp last in its search_path; where the path does not name it, it comes first.',
      fix_sql: ['alter routine safe.temp_first() set search_path = safe, public, pg_temp;'],
      evidence: { owner: 'app', search_path: 'safe, public' },
    }),
    finding({
      object: 'function safe.to_web()',
      detail: 'SECURITY DEFINER function safe.to_web() runs as app and finds its objects in of_web, where others may create some.',
      action: 'Revoke CREATE on of_web, or leave it out of the search_path and qualify in the body what is there.',
      fix_sql: ['alter routine safe.to_web() set search_path = pg_catalog, pg_temp;'],
      evidence: { owner: 'app', search_path: 'of_web' },
    }),
  ])
  await assertFixes(t, db.admin, check)
  await db.admin`alter function safe.pinned() set search_path = "$user", pg_temp`
  t.notMatch(await findings(db.sql, check), [{ object: 'function safe.pinned()' }], '$user is the owner')
})
