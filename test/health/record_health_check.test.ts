import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('keeps the report and its counts', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table no_key (id int)`
  const [call] = await sql`select steward.record_health_check() as id`
  t.equal(call?.['id'], '1')
  const [run] = await sql`
    select id, status, info_count >= 1 as has_info, error_count, recorded_by::text, report #>> '{summary,status}' as reported,
      finished_at >= started_at as ordered, jsonb_typeof(report -> 'findings') as findings
    from steward.health_runs`
  t.strictSame(run, {
    id: '1', status: run?.['reported'], has_info: true, error_count: 0, recorded_by: 'app', reported: run?.['status'], ordered: true, findings: 'array',
  })
})

t.test('removes runs older than health.keep_runs, and only those', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.record_health_check() from generate_series(1, 3)`
  await sql`update steward.health_runs set started_at = now() - interval '31 days' where id = 1`
  await sql`update steward.health_runs set started_at = now() - interval '29 days' where id = 2`
  await sql`select steward.record_health_check()`
  t.strictSame([...(await sql`select id from steward.health_runs order by id`)], [{ id: '2' }, { id: '3' }, { id: '4' }])
  await sql`select steward.set_setting('health.keep_runs', '0')`
  await sql`select steward.record_health_check()`
  t.strictSame([...(await sql`select id from steward.health_runs`)], [{ id: '5' }], 'the new run always stays')
})

t.test('refuses to write in a read-only transaction with SW004', async (t) => {
  const { sql } = await testDatabase(t)
  await t.rejects(sql.begin('read only', (tx) => tx`select steward.record_health_check()`), {
    code: 'SW004', hint: /on the primary/,
  })
})

t.test('concurrent runs all record', async (t) => {
  const { sql } = await testDatabase(t)
  await Promise.all(Array.from({ length: 4 }, () => sql`select steward.record_health_check()`))
  t.strictSame([...(await sql`select count(*)::int as n from steward.health_runs`)], [{ n: 4 }])
})
