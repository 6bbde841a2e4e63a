import type postgres from 'postgres'
import t from 'tap'
import { blindRole, preloads, testDatabase } from '../../support/database.js'
import { findings, nothingFound, registration, type Finding } from '../../support/findings.js'
import { observe, workload } from '../../support/history.js'

const check = 'slow_queries'
const skip = preloads('pg_stat_statements') ? false : 'pg_stat_statements is not preloaded'

t.test('finds nothing in a new database', { skip }, async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  t.strictSame(await registration(sql, check), {
    category: 'queries', scope: 'database', unit: 'milliseconds', warning: 100, critical: 1000,
    confidence: 'estimate', requires_role: null,
  })
})

t.test('says that the library is not preloaded', { skip: !skip && 'pg_stat_statements is preloaded' }, async (t) => {
  const { sql } = await testDatabase(t)
  t.match(await findings(sql, check), [{ status: 'skipped', evidence: { reason: 'server' } }])
})

t.test('says that the extension is missing', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await admin`drop extension pg_stat_statements`
  t.match(await findings(sql, check), [
    { status: 'skipped', action: 'create extension pg_stat_statements;', evidence: { reason: 'extension' } },
  ])
})

t.test('reports a query that 20 calls show to be slow', { skip }, async (t) => {
  const { sql, admin, connect } = await testDatabase(t)
  const session = connect()
  const slow = `select\n  pg_sleep(0.005),   '${'x'.repeat(10)}' as ${'y'.repeat(60)}, 1 as ${'z'.repeat(60)}, 2 as ${'w'.repeat(60)}, 3 as v`
  await repeat(session, 19, slow)
  await repeat(session, 20, 'select 1, 2')
  await sql`select from steward.configure_health_check(${check}, warning => 4)`
  t.strictSame(await findings(sql, check), nothingFound, '19 calls do not show it')

  await repeat(session, 1, slow)
  const text = slow.replace(/\d(\.\d+)?|'x+'/g, () => `$${++parameter}`).replace(/\s+/g, ' ').slice(0, 200)
  t.equal(text.length, 200)
  const [row, ...others] = await calm(sql)
  t.strictSame(others, [])
  t.strictSame(row, {
    status: 'finding',
    severity: 'warning',
    object: 'query <id>',
    value: 'slow',
    detail: `It took <number> ms on average and <duration> in total, over all that was counted; 20 calls since <time>: ${text}`,
    action: 'Look at its plan with EXPLAIN (ANALYZE, BUFFERS) and give it the index or the limit that it lacks.',
    fix_sql: null,
    evidence: { query: text, calls: 20, total_ms: '<number>', since: '<time>' },
  })
  const [exact] = await admin`
    select
      f.value = round(s.mean_exec_time::numeric, 1) as is_mean,
      (f.evidence ->> 'total_ms')::numeric = round(s.total_exec_time::numeric, 1) as is_total
    from steward.health_findings(checks => array[${check}]) as f
    inner join pg_stat_statements as s on s.queryid::text = f.object_name
    inner join pg_database as d on d.oid = s.dbid and d.datname = current_database()`
  t.strictSame({ ...exact }, { is_mean: true, is_total: true })

  await sql`select from steward.configure_health_check(${check}, warning => 4, critical => 5)`
  t.match(await findings(sql, check), [{ severity: 'critical' }])
  await sql`select from steward.configure_health_check(${check}, warning => 3000, critical => 4000)`
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('adds up the calls of all roles', { skip }, async (t) => {
  const db = await testDatabase(t)
  await repeat(db.connect(), 10, 'select pg_sleep(0.002)')
  await repeat(db.connect({ url: db.adminUrl }), 10, 'select pg_sleep(0.004)')
  await db.sql`select from steward.configure_health_check(${check}, warning => 3)`
  t.match(await findings(db.sql, check), [{ detail: /; 20 calls since / }])
})

t.test('leaves out what says nothing about the queries of the database', { skip }, async (t) => {
  const db = await testDatabase(t)
  const other = await testDatabase(t)
  const session = db.connect({ url: db.adminUrl })
  await session.unsafe(`
    create table big as select i from generate_series(1, 1000) as i;
    create materialized view summary as select pg_sleep(0.003)::text;
    create function nested() returns void language plpgsql as 'begin perform pg_sleep(0.003); end';
  `)
  await repeat(other.connect(), 20, 'select pg_sleep(0.003)')
  await repeat(session, 20, 'refresh materialized view summary')
  await repeat(session, 20, '/* a  comment */ create temporary table slow as select pg_sleep(0.003)::text; drop table slow')
  await repeat(session, 20, 'copy (select pg_sleep(0.003)) to program \'cat > /dev/null\'')
  await repeat(session, 20, 'select steward_internal.time_is_up(), pg_sleep(0.003)')
  await repeat(session, 20, 'set search_path = public, steward; select steward_version(), pg_sleep(0.003)')
  await session.unsafe("set pg_stat_statements.track = 'all'; set search_path = public").simple()
  await repeat(session, 20, 'select nested()')
  await db.sql`select from steward.configure_health_check(${check}, warning => 2)`
  t.strictSame(
    (await findings(db.sql, check)).map((row) => row.detail.replace(/.* since [^,]*?: /, '')),
    ['select nested()'],
  )
})

t.test('reports the ten with the largest total', { skip }, async (t) => {
  const { sql } = await testDatabase(t)
  await observe(sql, 10)
  const totals = Array.from({ length: 11 }, (_, i) => [`select ${i + 1}`, { calls: 20, ms: i === 3 ? 3_000_000 : 6_000_000 }] as const)
  await workload(sql, Object.fromEntries(totals))
  const rows = await findings(sql, check)
  const numbers = rows.map((row) => Number(/: select (\d+)$/.exec(row.detail)?.[1]))
  t.strictSame(numbers.sort((a, b) => a - b), [1, 2, 3, 5, 6, 7, 8, 9, 10, 11])
})

t.test('works with an old version of the extension in another schema', { skip }, async (t) => {
  const db = await testDatabase(t)
  await db.admin.unsafe(`
    drop extension pg_stat_statements;
    create schema "Ex t";
    grant usage on schema "Ex t" to public;
    create extension pg_stat_statements schema "Ex t" version '1.7';
  `)
  await repeat(db.connect(), 20, 'select pg_sleep(0.003)')
  await db.sql`select from steward.configure_health_check(${check}, warning => 2)`
  t.match(await findings(db.sql, check), [
    {
      status: 'finding',
      detail: /^It took [\d.]+ ms on average and \d\d:\d\d:\d\d in total, over all that was counted; 20 calls since an unknown time: select pg_sleep\(\$1\)$/,
      evidence: { calls: 20, since: null },
    },
  ])
})

t.test('shows a role its own statements and says what it cannot see', { skip }, async (t) => {
  const db = await testDatabase(t)
  const blind = await blindRole(t, db)
  await repeat(db.connect(), 20, 'select pg_sleep(0.004), 1')
  await repeat(blind, 20, 'select pg_sleep(0.003)')
  await db.sql`select from steward.configure_health_check(${check}, warning => 2)`
  t.match(await findings(blind, check), [
    { status: 'finding', object: /^query -?\d+$/, detail: /: select pg_sleep\(\$1\)$/ },
    {
      status: 'skipped',
      object: null,
      detail: new RegExp(`^\\d+ statements of other roles cannot be told apart by role blind_${db.name}\\.$`),
      action: `grant pg_read_all_stats to blind_${db.name};`,
      evidence: { reason: 'privilege' },
    },
  ])
  t.equal((await findings(blind, check)).length, 2)
})

let parameter = 0

async function repeat(sql: postgres.Sql, count: number, statement: string): Promise<void> {
  for (let i = 0; i < count; i++) await sql.unsafe(statement).simple()
}

/** The findings without what the clock decides. */
async function calm(sql: postgres.Sql): Promise<unknown[]> {
  const rows: Finding[] = await findings(sql, check)
  return rows.map((row) => ({
    ...row,
    object: row.object?.replace(/-?\d+/, '<id>'),
    value: row.value !== null && row.value >= 5 && row.value < 1000 ? 'slow' : row.value,
    detail: row.detail.replace(/[\d.]+ ms/, '<number> ms').replace(/\d\d:\d\d:\d\d in total/, '<duration> in total').replace(/since \S+ \S+:/, 'since <time>:'),
    evidence: { ...row.evidence, total_ms: '<number>', since: '<time>' },
  }))
}
