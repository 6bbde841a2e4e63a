import t, { type Test } from 'tap'
import { poll, testDatabase } from '../support/database.js'
import { openSession } from '../support/sessions.js'
import { applyRetention, approvedPolicy, done, holding, lastStep } from '../support/retention.js'

/**
 * public.measures with partitions of ten days: p1 and p2 are over, p3 is half over, p4 is fresh; each has 10 rows,
 * and the default one has 1 old and 1 new row. public.present says when that was.
 */
async function partitioned(t: Test, { policy = '' }: { policy?: string } = {}) {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table public.present as select now() as at;
    create table public.measures (id int, at timestamptz) partition by range (at);
    create table public.rest partition of public.measures default;
    do $do$
    begin
      for n in 1..4 loop
        execute format(
          'create table public.p%s partition of public.measures for values from (%L) to (%L)',
          n, now() + make_interval(days => 10 * n - 40), now() + make_interval(days => 10 * n - 30)
        );
      end loop;
    end $do$;
    insert into public.measures
    select 100 * p + n, now() + make_interval(days => 10 * p - 41 + n, hours => 12) from generate_series(1, 4) as p, generate_series(1, 10) as n;
    insert into public.measures values (1, now() - interval '1 year'), (2, now() + interval '1 year');
    analyze public.measures;
  `).simple()
  await approvedPolicy(db.sql, `'public.measures', 'at', '5 days'${policy}`)
  return {
    ...db,
    partitions: async () => (await db.sql`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'public.measures'::regclass order by 1`).map((row) => row['name'] as string),
    ids: async () => (await db.sql`select id from public.measures order by id`).map((row) => row['id'] as number),
  }
}

const kept = [2, 306, 307, 308, 309, 310, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410]
const dropped = (count: number) => `${count} partitions were dropped; how many rows they had is an estimate.`

t.test('delete drops the partitions that are over, and takes rows out of the others', async (t) => {
  const db = await partitioned(t)
  t.strictSame(await applyRetention(db.sql, 'public.measures'), { ...done('partition_drop, block_sweep', 26), message: dropped(2) })
  t.strictSame(await db.partitions(), ['p3', 'p4', 'rest'])
  t.strictSame(await db.ids(), kept)
  t.match(await applyRetention(db.sql, 'public.measures'), { outcome: 'nothing_to_do', rows: 0 })
})

t.test('drop_partition takes whole partitions only', async (t) => {
  const db = await partitioned(t, { policy: ", 'drop_partition'" })
  t.strictSame(await applyRetention(db.sql, 'public.measures'), { ...done('partition_drop', 20), message: dropped(2) })
  t.strictSame(await db.partitions(), ['p3', 'p4', 'rest'])
  t.equal((await db.ids()).length, 22)
})

for (const action of ['drop_partition', 'delete']) {
  t.test(`the preview of ${action} counts all rows of the table, also those of partitions that stay`, async (t) => {
    const db = await partitioned(t, { policy: `, '${action}'` })
    const preview = async () => (await db.sql`select expired_rows::int, total_rows::int, is_estimate from steward.preview_retention('public.measures')`)[0]
    const expired = action === 'delete' ? 26 : 20
    t.strictSame(await preview(), { expired_rows: expired, total_rows: 42, is_estimate: false })
    await db.sql`insert into public.measures select 500 + n, now() + interval '5 days' from generate_series(1, 8) as n`
    t.strictSame(await preview(), { expired_rows: expired, total_rows: 50, is_estimate: false })
    await db.sql`analyze public.measures`
    await db.sql`select steward.set_setting('maintenance.count_limit', '8kB')`
    t.match(await preview(), { total_rows: 50, is_estimate: true })
  })
}

t.test('a partition that is over at this very moment goes, one that is not stays', async (t) => {
  const db = await partitioned(t, { policy: ", 'drop_partition'" })
  const expired = async (cutoff: string) => (await db.sql`
    select x.relid::regclass::text as name from steward.retention_policies as p
    cross join public.present as n
    cross join lateral steward_internal.expired_partitions(p, 'public.measures'::regclass, n.at + ${cutoff}::interval) as x
    where x.is_expired order by 1`).map((row) => row['name'] as string)
  t.strictSame(await expired('-20 days'), ['p1'])
  t.strictSame(await expired('-10 days'), ['p1', 'p2'])
  t.strictSame(await expired('-10 days -1 microsecond'), ['p1'])
})

t.test('partitions that were never analyzed, or are empty, are dropped and said to be', async (t) => {
  const db = await partitioned(t, { policy: ", 'drop_partition'" })
  await db.sql`delete from public.measures where id < 300`
  await db.admin`update pg_class set reltuples = -1 where relname in ('p1', 'p2')`
  t.strictSame(await applyRetention(db.sql, 'public.measures'), { ...done('partition_drop', 0), message: dropped(2) })
})

for (const [what, statement] of Object.entries({
  'a trigger that would see the rows go': `
    create function public.see() returns trigger language plpgsql as 'begin return old; end';
    create trigger see before delete on public.p1 for each row execute function public.see()`,
  'a subscriber that would not hear of a drop': 'create publication told for table public.p1; alter table public.p1 replica identity full; alter table public.p2 replica identity full; alter table public.p3 replica identity full; alter table public.rest replica identity full',
  'max_rows': "update steward.retention_policies set max_rows = 1000",
  'conditions': `update steward.retention_policies set conditions = '[{"column": "id", "operator": "is not null"}]'`,
})) {
  t.test(`delete drops no partition where there is ${what}`, async (t) => {
    const db = await partitioned(t)
    await db.admin.unsafe(statement).simple()
    t.strictSame(await applyRetention(db.sql, 'public.measures'), done('block_sweep', 26))
    t.strictSame(await db.partitions(), ['p1', 'p2', 'p3', 'p4', 'rest'])
    t.strictSame(await db.ids(), kept)
  })
}

t.test('a partition that somebody reads is tried again, and nobody waits for it long', async (t) => {
  const db = await partitioned(t, { policy: ", 'drop_partition'" })
  const release = await holding(db, 'select from public.p1')
  const { sql } = await openSession(db)
  const call = sql.unsafe("call steward.apply_retention('public.measures')").simple()
  call.catch(() => undefined)
  await poll(async () => (await db.sql`select from steward.maintenance_steps where outcome = 'running'`).length > 0)
  t.ok((await db.partitions()).includes('p1'))
  await release('commit')
  await call
  t.match(await lastStep(db.sql), { outcome: 'done', rows: 20 })
  t.strictSame(await db.partitions(), ['p3', 'p4', 'rest'])
})

t.test('where it never gets the locks, the outcome is lock_timeout', async (t) => {
  const db = await partitioned(t, { policy: ", 'drop_partition'" })
  const release = await holding(db, 'select from public.p1')
  const session = db.connect()
  await session`
    create temp table halted as
    select steward_internal.begin_retention('public.measures'::regclass, steward_internal.begin_maintenance_run(), null) as run`
  await session`update halted set run = steward_internal.retention_batch(run)`
  await session`update halted set run.deadline = clock_timestamp()`
  await session`update halted set run = steward_internal.retention_batch(run)`
  await session`select steward_internal.finish_retention(run) from halted`
  t.match(await lastStep(db.sql), { outcome: 'lock_timeout', rows: 0, message: 'canceling statement due to lock timeout' })
  t.match(await applyRetention(db.sql, 'public.measures', ", '0 s'"), { outcome: 'partial_time', rows: 0 }, 'without an attempt it is the time')
  await release('commit')
  t.match(await applyRetention(db.sql, 'public.measures'), { outcome: 'done', rows: 20 })
})

t.test('a partition that was detached meanwhile is not dropped', async (t) => {
  const db = await partitioned(t, { policy: ", 'drop_partition'" })
  const session = db.connect()
  await session`
    create temp table halted as
    select steward_internal.begin_retention('public.measures'::regclass, steward_internal.begin_maintenance_run(), null) as run`
  await db.sql`alter table public.measures detach partition public.p1`
  for (let i = 0; i < 3; i++) await session`update halted set run = steward_internal.retention_batch(run)`
  t.strictSame([...(await session`select (run).outcome, (run).rows::int from halted`)], [{ outcome: 'done', rows: 10 }])
  t.strictSame([...(await db.sql`select count(*)::int from public.p1`)], [{ count: 10 }])
})

t.test('a partition that was dropped meanwhile is passed over', async (t) => {
  const db = await partitioned(t, { policy: ', max_rows => 1000' })
  const session = db.connect()
  await session`
    create temp table halted as
    select steward_internal.begin_retention('public.measures'::regclass, steward_internal.begin_maintenance_run(), null) as run`
  await db.sql`drop table public.p2`
  await poll(async () => (await session`
    update halted set run = steward_internal.retention_batch(run) returning (run).outcome`)[0]?.['outcome'])
  t.strictSame([...(await session`select (run).outcome, (run).message, (run).rows::int from halted`)], [{ outcome: 'done', message: null, rows: 16 }])
  t.strictSame(await db.ids(), kept)
})

t.test('partitions of dates, epochs and of partitions', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table public.by_date (day date) partition by range (day);
    create table public.d_old partition of public.by_date for values from ('2020-01-01') to ('2021-01-01') partition by hash (day);
    create table public.d_old_1 partition of public.d_old for values with (modulus 1, remainder 0);
    create table public.d_all partition of public.by_date for values from ('2021-01-01') to (maxvalue);
    insert into public.by_date values ('2020-06-01'), ('2021-06-01'), (current_date - 7), (current_date - 6);
    create table public.by_epoch ("at Sec" bigint) partition by range ("at Sec");
    create table public."E 1" partition of public.by_epoch for values from (1500000000) to (1600000000);
    create table public.e2 partition of public.by_epoch for values from (1600000000) to (maxvalue);
    insert into public.by_epoch values (1500000000), (1600000000), (extract(epoch from now()));
    analyze;
  `).simple()
  await approvedPolicy(db.sql, `'public.by_date', 'day', '7 days'`)
  await approvedPolicy(db.sql, `'public.by_epoch', 'at Sec', '7 days', age_kind => 'epoch_seconds'`)
  t.match(await applyRetention(db.sql, 'public.by_date'), { strategy: 'partition_drop, block_sweep', outcome: 'done', rows: 2 })
  t.match(await applyRetention(db.sql, 'public.by_epoch'), { strategy: 'partition_drop, block_sweep', outcome: 'done', rows: 2 })
  t.strictSame([...(await db.sql`select current_date - day as age from public.by_date order by day`)], [{ age: 7 }, { age: 6 }])
  t.strictSame([...(await db.sql`select to_regclass('public.d_old_1') as d, to_regclass('public."E 1"') as e, (select count(*)::int from public.by_epoch) as n`)], [{ d: null, e: null, n: 1 }])
})
