import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('draws a line through the daily readings and says how well it fits', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create sequence steady as integer; select setval('steady', 1000000000);
    create sequence still as integer; select setval('still', 1000000000);
    create sequence young as integer; select setval('young', 1000000000);
  `)
  await sql`
    insert into steward.statistics_snapshots (node, taken_at, stats_since, counters, gauges)
    select 'primary', now() - make_interval(days => d), '2020-01-01', '{}', '{}' from generate_series(10, 1, -1) as d`
  await sql`
    insert into steward_internal.limit_snapshots (snapshot_id, limit_name, object, remaining)
    select s.id, 'sequence', 'public.steady', 1147483647 + 10000000 * (11 - s.id) from steward.statistics_snapshots as s
    union all
    select s.id, 'sequence', 'public.still', 1147483647 from steward.statistics_snapshots as s`
  const rows = await sql`
    select object, used_percent::float8, remaining::float8, used_per_day::float8, days_left::float8, observed::text, readings::int, fit::float8
    from steward.get_capacity_forecast() where limit_name = 'sequence'`
  t.strictSame([...rows], [
    { object: 'public.steady', used_percent: 46.6, remaining: 1147483647, used_per_day: 10000000, days_left: 114.7, observed: '9 days', readings: 10, fit: 1 },
    { object: 'public.still', used_percent: 46.6, remaining: 1147483647, used_per_day: 0, days_left: null, observed: '9 days', readings: 10, fit: 1 },
    { object: 'public.young', used_percent: 46.6, remaining: 1147483647, used_per_day: null, days_left: null, observed: null, readings: null, fit: null },
  ])
})

t.test('counts how fast transaction IDs are used, and knows the quota', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.set_setting('capacity.disk_quota', '100 GB')`
  await sql`select steward.capture_statistics()`
  await sql`update steward.statistics_snapshots
    set taken_at = now() - interval '2 days', stats_since = '2020-01-01',
      counters = counters || jsonb_build_object('transaction_id.next', pg_snapshot_xmax(pg_current_snapshot())::text::numeric - 2000000)`
  await sql.unsafe(`create or replace function steward_internal.statistics_since() returns timestamptz language sql stable as 'select timestamptz ''2020-01-01'''`)
  const [row] = await sql<{ used: number; left: number; remaining: number; readings: number | null }[]>`
    select used_per_day::float8 as used, days_left::float8 as left, remaining::float8, readings
    from steward.get_capacity_forecast() where limit_name = 'transaction ids'`
  const { used = 0, left = 0, remaining = 0, readings } = row ?? {}
  // Other tests use some meanwhile.
  const [most] = await sql<{ used: number }[]>`
    select (pg_snapshot_xmax(pg_current_snapshot())::text::numeric - (counters ->> 'transaction_id.next')::numeric)::float8 / 2 + 1 as used
    from steward.statistics_snapshots`
  t.ok(used > 999_000 && used <= (most?.used ?? 0), `999000 < ${used} <= ${most?.used}`)
  t.ok(Math.abs(left - remaining / used) < 0.1 && left < 2150, `${left} days`)
  t.equal(readings, null)
  t.match(await sql`select object, remaining < pg_size_bytes('100 GB') as is_less, days_left from steward.get_capacity_forecast() where limit_name = 'disk quota'`, [
    { is_less: true, days_left: null },
  ])
})
