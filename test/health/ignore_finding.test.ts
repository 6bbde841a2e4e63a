import t from 'tap'
import { testDatabase } from '../support/database.js'

const setUp = 'create table "Ta ble" (a int); create table a_log (a int); create table b_log (a int)'
const check = 'tables_without_primary_key'

t.test('hides what a pattern matches, counts it, and goes on listing it with the reason', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(setUp)
  const shown = async () =>
    (await sql`select check_id, object, value from steward.database_health_check() where category is distinct from 'cache' and status <> 'skipped'
      and check_id in (${check}, 'ignored_findings')`).map((row) => `${row['object'] as string} ${row['value'] as string}`)
  t.strictSame(await shown(), ['public."Ta ble" null', 'public.a_log null', 'public.b_log null'])

  const [row] = await sql`select pattern, reason, ignored_by::text, ignored_at = now() as is_now, until
    from steward.ignore_finding(${`${check}:public.*_log`}, 'only appended to')`
  t.strictSame(row, { pattern: `${check}:public.*_log`, reason: 'only appended to', ignored_by: 'app', is_now: true, until: null })
  t.strictSame(await shown(), ['public."Ta ble" null', 'null 2'])
  await sql`select steward.ignore_finding(${`${check}:public."Ta ble"`}, 'quoted')`
  t.strictSame(await shown(), ['null 3'])

  t.match(
    await sql`select object_name, status, ignored_because from steward.health_findings(checks => array[${check}]) order by object_name collate "C"`,
    [
      { object_name: 'Ta ble', status: 'finding', ignored_because: 'quoted' },
      { object_name: 'a_log', ignored_because: 'only appended to' },
      { object_name: 'b_log', ignored_because: 'only appended to' },
    ],
  )
  const [report] = await sql`select steward.health_report('{schema}') as r`
  t.match(report?.['r'], { summary: { ignored: 3 }, ignored: [{}, {}, {}] })
  t.match(await sql`select message from steward.health_status('{schema}')`, [{ message: /3 ignored/ }])
})

t.test('a fingerprint ignores one object, * alone does not reach into other checks by accident', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(setUp)
  const read = () => sql`select object_name from steward.health_findings(checks => array[${check}])
    where ignored_because is null order by object_name collate "C"`
  const [row] = await sql<{ f: string }[]>`select fingerprint as f from steward.health_findings(checks => array[${check}]) where object_name = 'a_log'`
  await sql`select steward.ignore_finding(${row?.f ?? ''}, 'this one')`
  t.match(await read(), [{ object_name: 'Ta ble' }, { object_name: 'b_log' }])
  await sql`select steward.ignore_finding('tables_without_primary_ke_:*', 'an underscore is no wildcard')`.then(
    () => t.fail('names no check'),
    (error: unknown) => t.match(error, { code: 'SW003' }),
  )
  await sql`select steward.ignore_finding('invalid_indexes:*', 'another check')`
  t.equal((await read()).length, 2)
})

t.test('an expired one resurfaces, and a later call replaces reason and time', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(setUp)
  const ignored = async () =>
    (await sql`select from steward.health_findings(checks => array[${check}]) where ignored_because is not null`).length
  await sql`select steward.ignore_finding(${`${check}:*`}, 'for now', now() + interval '1 day')`
  t.equal(await ignored(), 3)
  await sql`update steward.ignored_findings set until = now() - interval '1 second'`
  t.equal(await ignored(), 0)
  await sql`select steward.ignore_finding(${`${check}:*`}, 'still', now() + interval '1 hour')`
  t.equal(await ignored(), 3)
  t.match(await sql`select pattern, reason from steward.ignored_findings`, [{ pattern: `${check}:*`, reason: 'still' }])
})

t.test('refuses an empty reason, a time in the past and what names no check', async (t) => {
  const { sql } = await testDatabase(t)
  await t.rejects(sql`select steward.ignore_finding('invalid_indexes', ' ')`, { code: '22023', hint: /why/ })
  await t.rejects(sql`select steward.ignore_finding('invalid_indexes', 'x', now() - interval '1 s')`, { code: '22023', message: /past/ })
  await t.rejects(sql`select steward.ignore_finding('*', 'x')`, { code: '22023', hint: /configure_health_check/ })
  await t.rejects(sql`select steward.ignore_finding('nope:*', 'x')`, { code: 'SW003', hint: /check_id:object/ })
  await t.rejects(sql`select steward.ignore_finding(null, 'x')`, { code: 'SW003' })
  t.strictSame([...(await sql`select from steward.ignored_findings`)], [])
})
