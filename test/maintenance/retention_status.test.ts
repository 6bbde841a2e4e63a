import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('judges each policy by its table, in the order in which they run', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame([...(await sql`select * from steward.retention_status()`)], [])
  await sql.unsafe(`
    create table public."La te" (at timestamptz);
    insert into public."La te" select now() - interval '3 days' from generate_series(1, 1000);
    create index on public."La te" (at);
    create table public.clean (like public."La te" including indexes);
    create table public.unindexed as table public."La te";
    analyze public."La te", public.clean, public.unindexed;
    select from steward.add_retention_policy('public."La te"', 'at', '1 day', priority => 2);
    select from steward.add_retention_policy('public.clean', 'at', '7 days', priority => 3);
    select from steward.add_retention_policy('public.unindexed', 'at', '1 day', priority => 1, enabled => false);
    select from steward.approve_retention_policy('public.clean', accept_share => 1);
    insert into steward.maintenance_runs default values;
    insert into steward.maintenance_steps (run_id, step, target, outcome, rows, message, started_at, finished_at, batches, wal_bytes, lag)
    select id, x.step, x.target, x.outcome, x.rows, x.message, now() - x.ago, now() - x.ago + interval '10 s', 1, 1, x.lag
    from steward.maintenance_runs, (
      values
        ('retention', 'public."La te"', 'partial_time', 1000, 'older', interval '2 hours', interval '3 days'),
        ('retention', 'public."La te"', 'partial_rows', 2000, 'newer', interval '1 hour', interval '2 days'),
        ('analyze', 'public."La te"', 'done', 0, 'another step', interval '1 minute', null)
    ) as x (step, target, outcome, rows, message, ago, lag);`)
  const rows = await sql`
    select target, keep, action, is_approved, enabled, round(extract(epoch from now() - last_run) / 60)::int as last_run, last_outcome,
      last_rows::int, last_message, date_trunc('hour', lag)::text as lag, trend, round(extract(epoch from time_to_drain))::int as time_to_drain, withheld
    from steward.retention_status()`
  const none = { last_run: null, last_outcome: null, last_rows: null, last_message: null, trend: null, time_to_drain: null, withheld: null }
  t.strictSame([...rows], [
    { target: 'public.unindexed', keep: '1 day', action: 'delete', is_approved: false, enabled: false, ...none, lag: null },
    {
      target: 'public."La te"', keep: '1 day', action: 'delete', is_approved: false, enabled: true, last_run: 60, last_outcome: 'partial_rows',
      last_rows: 2000, last_message: 'newer', lag: '2 days', trend: 'shrinking', time_to_drain: 7, withheld: null,
    },
    { target: 'public.clean', keep: '7 days', action: 'delete', is_approved: true, enabled: true, ...none, lag: '00:00:00' },
  ])
})

t.test('a lag that lies behind many rows that stay is not looked for for ever', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.job (at timestamptz, is_done boolean);
    insert into public.job select now() - interval '9 days', false from generate_series(1, 10000);
    insert into public.job values (now() - interval '3 days', true);
    create index on public.job (at);
    select from steward.add_retention_policy('public.job', 'at', '1 day', conditions => '[{"column": "is_done", "operator": "=", "value": true}]')`)
  const lag = async () => (await sql`select date_trunc('hour', lag)::text as lag from steward.retention_status()`)[0]
  t.strictSame(await lag(), { lag: '00:00:00' }, 'among the 10,000 oldest rows')
  await sql`delete from public.job where ctid = (select min(ctid) from public.job)`
  t.strictSame(await lag(), { lag: '2 days' })
})
