import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('lists findings worst first, in the eight columns', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table parent (id int primary key);
    create table "Ch ild" (id int, p int references parent);
    create sequence worn as smallint; select setval('worn', 32000);
  `)
  const rows = await sql`
    select *
    from steward.database_health_check(categories => '{capacity,indexes,schema}')
    where check_id in ('sequence_exhaustion', 'foreign_keys_without_index', 'tables_without_primary_key')`
  t.strictSame(rows.map((row) => [row['severity'], row['check_id'], row['object']]), [
    ['critical', 'sequence_exhaustion', 'public.worn'],
    ['warning', 'foreign_keys_without_index', 'public."Ch ild_p_fkey"'],
    ['info', 'tables_without_primary_key', 'public."Ch ild"'],
  ])
  t.strictSame(Object.keys(rows[0] ?? {}), [
    'status', 'severity', 'category', 'check_id', 'object', 'value', 'detail', 'action',
  ])
  t.match(rows[0], { value: '97.7 %', action: String })
})

t.test('min_severity hides lesser findings but never what was not seen', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await admin`drop extension if exists pg_stat_statements`
  await sql.unsafe(`
    create table no_key (id int);
    select steward.configure_health_check('invalid_indexes', enabled => false);
  `)
  const list = (severity: string) => sql`
    select check_id, status from steward.database_health_check(${severity}, false, '{indexes,queries,schema}')
    where check_id in ('tables_without_primary_key', 'invalid_indexes', 'slow_queries')`
  const unseen = { check_id: 'slow_queries', status: 'skipped' }
  t.strictSame([...(await list('info'))], [{ check_id: 'tables_without_primary_key', status: 'finding' }, unseen], 'nor what is switched off')
  t.strictSame([...(await list('warning'))], [unseen])
  for (const severity of ['none', 'ok', '']) {
    await t.rejects(list(severity), { code: '22023', hint: 'Pass info, warning or critical.' })
  }
  await t.rejects(sql`select from steward.database_health_check(null)`, { code: '22023' })
})

t.test('include_ok lists what was looked at', async (t) => {
  const { sql } = await testDatabase(t)
  const ok = await sql`select check_id from steward.database_health_check(include_ok => true, categories => '{indexes}') where status = 'ok'`
  t.ok(ok.some((row) => row['check_id'] === 'invalid_indexes'))
  t.equal((await sql`select from steward.database_health_check(categories => '{indexes}') where status = 'ok'`).length, 0)
})

t.test('is callable unqualified in a new session after install', async (t) => {
  const db = await testDatabase(t)
  await db.sql`select steward_internal.extend_search_path()`
  const session = db.connect()
  for (const call of [
    'database_health_check()', 'get_connection_stats()', 'get_blocking_locks()', 'get_unused_indexes()',
    'get_cache_hit_ratio()', 'get_table_bloat_stats()',
  ]) {
    await t.resolves(session.unsafe(`select * from ${call}`), call)
  }
})
