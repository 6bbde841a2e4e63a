import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertReversible, findings, nothingFound } from '../../support/findings.js'

const check = 'security_definer_search_path'

t.test('finds nothing in a new database, nor in functions that are pinned or run as their caller', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  await sql.unsafe(`
    create function invoker() returns int language sql as 'select 1';
    create function pinned() returns int language sql security definer set search_path = pg_catalog, pg_temp as 'select 1';
    create function pinned_too() returns int language sql security definer set work_mem = '1MB' set search_path = '' as 'select 1';
  `)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports unpinned ones, and the fix pins them', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await sql.unsafe(`
    create schema "Sch";
    create function "Sch"."F n"(a int, b text default 'x') returns int language sql security definer as 'select 1';
    comment on function "Sch"."F n"(int, text) is 'with a comment';
    create procedure p() language sql security definer set work_mem = '1MB' as 'select 1';
  `)
  await admin.unsafe(`create function public.powerful() returns int language sql security definer as 'select 1'`)
  const action = 'Pin the search_path to the schemas that the body needs, with pg_temp last.'
  const rows = await findings(sql, check)
  t.strictSame(rows, [
    {
      status: 'finding',
      severity: 'warning',
      object: 'function Sch.F n(integer, text)',
      value: null,
      detail: 'SECURITY DEFINER function "Sch"."F n"(integer,text) runs as app with the search_path of its caller.',
      action,
      fix_sql: ['alter routine "Sch"."F n"(integer,text) set search_path = "Sch", pg_temp;'],
      evidence: { owner: 'app' },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: 'function public.p()',
      value: null,
      detail: 'SECURITY DEFINER procedure public.p() runs as app with the search_path of its caller.',
      action,
      fix_sql: ['alter routine public.p() set search_path = public, pg_temp;'],
      evidence: { owner: 'app' },
    },
    {
      status: 'finding',
      severity: 'critical',
      object: 'function public.powerful()',
      value: null,
      detail: 'SECURITY DEFINER function public.powerful() runs as postgres with the search_path of its caller, and that role is a superuser.',
      action,
      fix_sql: ['alter routine public.powerful() set search_path = public, pg_temp;'],
      evidence: { owner: 'postgres' },
    },
  ])
  await assertReversible(t, sql, check, { as: admin })
})
