import t from 'tap'
import { blindRole, testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'
import { timeless } from '../../support/history.js'

const db = await testDatabase(t)
const { sql } = db

/** Days of snapshots, the youngest of them taken now. */
const observeDays = async (days: number) => {
  await sql`delete from steward.statistics_snapshots`
  await sql`
    insert into steward.statistics_snapshots (node, taken_at, stats_since, counters, gauges)
    select 'primary', now() - make_interval(days => d), '2020-01-01', '{}', '{}' from generate_series(${days}::int, 0, -1) as d`
}

/** Readings that have so much left today and used so much each day before. */
const readings = (object: string, left: number, perDay: number, noise = 0) => sql`
  insert into steward_internal.limit_snapshots (snapshot_id, limit_name, object, remaining)
  select s.id, 'sequence', ${object},
    round(${left} + ${perDay} * extract(epoch from now() - s.taken_at) / 86400 + ${noise} * (s.id % 2))
  from steward.statistics_snapshots as s`

t.test('limits_within_reach needs a week, a good line and an end in sight', async (t) => {
  const check = 'limits_within_reach'
  await observeDays(5)
  await readings('public.soon', 1000, 1000)
  t.match(await findings(sql, check), [{ status: 'skipped', evidence: { reason: 'history' } }])

  await observeDays(9)
  await readings('public.soon', 2000, 100)
  await readings('public.later', 8000, 100)
  await readings('public.near miss', 9100, 100)
  await readings('public.erratic', 2000, 100, 5000)
  await readings('public.refilled', 2000, -100)
  await readings('public.still', 2000, 0)
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding', severity: 'warning', object: 'sequence public.later', value: 80,
      detail: 'The sequence of public.later will be used up in about 80 days: 100 a day are used, by 10 readings in 9 days (fit 1.00).',
      action: 'Make room before: see sequence_exhaustion and int4_key_exhaustion for how; or use less.',
      fix_sql: null, evidence: { remaining: 8000, per_day: 100, readings: 10, fit: 1, observed: '9 days' },
    },
    {
      status: 'finding', severity: 'critical', object: 'sequence public.soon', value: 20,
      detail: 'The sequence of public.soon will be used up in about 20 days: 100 a day are used, by 10 readings in 9 days (fit 1.00).',
      action: 'Make room before: see sequence_exhaustion and int4_key_exhaustion for how; or use less.',
      fix_sql: null, evidence: { remaining: 2000, per_day: 100, readings: 10, fit: 1, observed: '9 days' },
    },
  ])
  t.match(await findings(await blindRole(t, db), check), [{ object: 'sequence public.later' }, { object: 'sequence public.soon' }])
})

t.test('fast_growing_tables compares with the size a week ago', async (t) => {
  const check = 'fast_growing_tables'
  const megabyte = 2 ** 20
  await sql.unsafe('create table grown (); create table "still la rge" (); create table young (); create table slowly (); create table small ()')
  const sizes = (table: string, before: number | null, now: number) => sql`
    insert into steward_internal.table_sizes (snapshot_id, relid, bytes)
    select s.id, ${table}::regclass, case when s.taken_at < now() - interval '8 days' then ${before}::bigint else ${now}::bigint end * ${megabyte}::bigint
    from (select id, taken_at, row_number() over (order by id) as n, count(*) over () as count from steward.statistics_snapshots) as s
    where (s.n = 1 and ${before !== null}) or s.n = s.count`
  await observeDays(3)
  t.match(await findings(sql, check), [{ status: 'skipped', evidence: { reason: 'history' } }])
  await observeDays(9)
  await sizes('grown', 1000, 1300)
  await sizes('"still la rge"', 5000, 5200)
  await sizes('young', null, 3000)
  await sizes('slowly', 2000, 2400)
  await sizes('small', 10, 200)
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding', severity: 'info', object: 'table public.grown', value: 30,
      detail: 'public.grown grew from 1000 MB to 1300 MB in a week, with its indexes and TOAST.',
      action: 'Find out what writes: see table_activity, and table_growth for how long it has been going on.',
      fix_sql: null, evidence: { bytes: 1300 * megabyte, bytes_before: 1000 * megabyte },
    },
  ])
  await sql`drop table grown`
  t.match(await findings(sql, check), [{ status: 'ok' }])
})

t.test('slower_queries compares queries with themselves', async (t) => {
  const check = 'slower_queries'
  await sql`delete from steward.statistics_snapshots`
  t.match(await findings(sql, check), [{ status: 'skipped', evidence: { reason: 'history' } }])
  // The 48 hours before the last day, both ends included, touch three days whatever the hour is.
  await sql`
    insert into steward.statistics_snapshots (node, taken_at, stats_since, counters, gauges)
    select 'primary', now() - make_interval(hours => h), '2020-01-01', '{}', '{}' from generate_series(72, 0, -1) as h`
  const statements = [
    { query: 'select slower', before: 10, after: 30, calls: 1000 },
    { query: 'select somewhat slower', before: 10, after: 19, calls: 1000 },
    { query: 'select slower but seldom', before: 10, after: 30, calls: 10 },
    { query: 'vacuum slower', before: 10, after: 30, calls: 1000 },
    { query: 'select as ever', before: 10, after: 10, calls: 1000 },
  ]
  for (const [index, { query, before, after, calls }] of statements.entries()) {
    await sql`insert into steward_internal.statements values (${index + 1}, 'app'::regrole, true, ${query}, now(), '{}')`
    await sql`
      insert into steward_internal.statement_changes (snapshot_id, queryid, userid, toplevel, changes)
      select s.id, ${index + 1}::bigint, 'app'::regrole, true,
        array[${calls}::numeric, ${calls}::numeric * case when s.taken_at > now() - interval '1 day' then ${after}::numeric else ${before}::numeric end]
      from steward.statistics_snapshots as s`
  }
  // 48 hours touch three days, and two from 23 o'clock on.
  const [{ days } = { days: 0 }] = await sql<{ days: number }[]>`
    select count(distinct date_trunc('day', taken_at, 'UTC'))::integer as days from steward.statistics_snapshots where taken_at <= now() - interval '1 day'`
  t.strictSame(await timeless(sql, check), [
    {
      status: 'finding', severity: 'warning', object: 'query 1', value: 3,
      detail: `It took 30.0 ms on average in the last day, and 10.0 ms in the ${days} days before; 24000 calls since <time>: select slower`,
      action: 'Compare its plan with the one before: new statistics, a lost index, more rows, or other parameters.',
      fix_sql: null, evidence: { query: 'select slower', calls: 24000, total_ms: 720000, since: '<time>' },
    },
  ])
})
