import t from 'tap'
import type postgres from 'postgres'
import { poll, testDatabase, type TestDatabase } from '../support/database.js'
import { preview, steps, type Preview } from '../support/retention.js'
import { testRoles } from '../support/roles.js'

const db = await testDatabase(t)
const { sql } = db

const problems = async (target: string, session: postgres.Sql | postgres.TransactionSql = sql): Promise<string[]> =>
  (await preview(session, target)).problems

/** A table of this test with ten rows, one for each hour from 5 to 50 before now. */
async function hours(name: string, extra = '', session = sql): Promise<void> {
  await session.unsafe(`
    create table ${name} (id integer primary key, at timestamptz not null${extra});
    insert into ${name} (id, at) select n, now() - make_interval(hours => 5 * n) from generate_series(1, 10) as n;
    create index on ${name} (at);
    analyze ${name};`)
}

t.test('counts the rows that would go, says how and why, and what it would cost', async (t) => {
  await hours('public."Ke pt"')
  await sql`select from steward.add_retention_policy('public."Ke pt"', 'at', '1 day')`
  const [row] = await sql`select * from steward.preview_retention('public."Ke pt"')`
  t.match(row, {
    strategy: 'index_range',
    expired_rows: '6',
    problems: [],
    total_rows: '10',
    is_estimate: false,
    because: 'Index "Ke pt_at_idx" begins with at, and the rows lie in its order (correlation 1.00).',
    batches: '1',
    wal_bytes: '1560',
    duration: '00:00:00.000015',
    is_approved: false,
    statement: /^delete from only public\."Ke pt" as t where t\.at < '.*'::timestamp with time zone$/,
    time_zone: 'UTC',
    time_zone_from: 'default',
  })
  t.match(await preview(sql, 'public."Ke pt"'), { oldest: 50, newest: 25 })
  const [{ off } = { off: null }] = await sql`
    select extract(epoch from clock_timestamp() - interval '1 day' - cutoff) between 0 and 60 as off from steward.preview_retention('public."Ke pt"')`
  t.equal(off, true, 'the cutoff is now - keep')
  await sql`select from steward.approve_retention_policy('public."Ke pt"', accept_share => 1)`
  t.match((await sql`select is_approved from steward.preview_retention('public."Ke pt"')`)[0], { is_approved: true })
  await sql`delete from public."Ke pt" where at < now() - interval '1 day'`
  t.strictSame(await preview(sql, 'public."Ke pt"'), {
    strategy: 'index_range', expired_rows: 0, total_rows: 4, is_estimate: false, problems: [], oldest: null, newest: null,
  })
  t.match((await sql`select batches, wal_bytes, duration from steward.preview_retention('public."Ke pt"')`)[0], {
    batches: '0', wal_bytes: '0', duration: '00:00:00',
  })
})

t.test('the cost is that of the last runs, if they were long enough', async (t) => {
  await hours('public.costly')
  await sql`select from steward.add_retention_policy('public.costly', 'at', '1 day')`
  const cost = async () => [...(await sql`select batches, wal_bytes, duration from steward.preview_retention('public.costly')`)]
  const shipped = [{ batches: '1', wal_bytes: '1560', duration: '00:00:00.000015' }]
  t.strictSame(await cost(), shipped)
  const ran = (changes: string) => sql.unsafe(`
    truncate steward.maintenance_steps;
    insert into steward.maintenance_runs default values;
    insert into steward.maintenance_steps (run_id, step, target, outcome, rows, batches, wal_bytes, started_at, finished_at)
    select max(id), 'retention', 'public.costly', 'done', 1000, 10, 100 * 1024 * 1024, now() - interval '1010 seconds', now() - interval '10 seconds'
    from steward.maintenance_runs;
    update steward.maintenance_steps set ${changes}`).simple()
  await ran('rows = 1000')
  t.strictSame(await cost(), [{ batches: '5', wal_bytes: '629146', duration: '00:00:06' }])
  for (const change of [
    'rows = 999', 'batches = 0', 'wal_bytes = 0', `target = 'public.other'`,
    `started_at = now() - interval '31 days', finished_at = now() - interval '30 days'`,
  ]) {
    await ran(change)
    t.strictSame(await cost(), shipped, change)
  }
  await sql`select from steward.set_setting('maintenance.batch_wal', '1kB')`
  t.strictSame(await cost(), [{ ...shipped[0], batches: '2' }])
  await sql`select from steward.set_setting('maintenance.batch_wal', '128kB')`
})

t.test('a table from the limit on is estimated', async (t) => {
  await hours('public.large')
  await sql`select from steward.add_retention_policy('public.large', 'at', '1 day')`
  await sql`insert into public.large select n, now() from generate_series(11, 20) as n`
  await sql`select from steward.set_setting('maintenance.count_limit', '8193')`
  t.match(await preview(sql, 'public.large'), { total_rows: 20, is_estimate: false, oldest: 50 })
  await sql`select from steward.set_setting('maintenance.count_limit', '8192')`
  const estimate = await preview(sql, 'public.large')
  t.match(estimate, { is_estimate: true, oldest: null, newest: null, strategy: 'index_range' })
  t.equal(estimate.total_rows, 10, 'as the planner knows them')
  await sql`select from steward.set_setting('maintenance.count_limit', '1GB')`
})

t.test('without a policy, or without the rights of the owner, it is an error', async (t) => {
  await hours('public.bare')
  await t.rejects(sql`select * from steward.preview_retention('public.bare')`, { code: 'SW013' })
  await t.rejects(sql`select * from steward.preview_retention(null)`, { code: '42P01' })
  await sql`select from steward.add_retention_policy('public.bare', 'at', '1 day')`
  const roles = await testRoles(t, db, { operator: 'nologin in role steward_operator' })
  await t.rejects(
    db.admin.begin(async (tx) => {
      await tx`select set_config('role', ${roles.operator}, true)`
      return tx`select * from steward.preview_retention('public.bare')`
    }),
    { code: '42501', hint: `grant app to ${roles.operator};` },
  )
})

t.test('an operator who owns the table may look', async (t) => {
  const roles = await testRoles(t, db, { owner: 'nologin', runner: 'nologin in role steward_operator' })
  await hours('public.owned')
  await sql`select from steward.add_retention_policy('public.owned', 'at', '1 day')`
  await db.admin.unsafe(`grant ${roles.owner} to ${roles.runner}; alter table public.owned owner to ${roles.owner}`)
  await db.admin.begin(async (tx) => {
    await tx`select set_config('role', ${roles.runner}, true)`
    t.match(await preview(tx, 'public.owned'), { expired_rows: 6, problems: [] })
  })
})

t.test('changes nothing, not even in a read-only transaction', async (t) => {
  await hours('public.untouched')
  await sql`select from steward.add_retention_policy('public.untouched', 'at', '1 day')`
  const state = async () => [
    ...(await sql`
      select (select count(*) from public.untouched) as rows, (select count(*) from steward.maintenance_runs) as runs,
        (select count(*) from steward.maintenance_steps) as steps`),
  ]
  const before = await state()
  await sql.begin('read only', async (tx) => {
    t.match(await preview(tx, 'public.untouched'), { expired_rows: 6 })
  })
  t.strictSame(await state(), before)
})

t.test('does not wait for long behind a lock', async (t) => {
  await hours('public.taken')
  await sql`select from steward.add_retention_policy('public.taken', 'at', '1 day')`
  const holder = await db.admin.reserve()
  await holder.unsafe('begin; lock table public.taken').simple()
  await t.rejects(sql`select * from steward.preview_retention('public.taken')`, { code: '55P03' })
  await holder`rollback`
  holder.release()
  t.match(await preview(sql, 'public.taken'), { expired_rows: 6 })
})

t.test('a policy that does not fit any more is a problem, and nothing is counted', async (t) => {
  await hours('public.broken')
  await sql`select from steward.add_retention_policy('public.broken', 'at', '1 day')`
  await sql`alter table public.broken rename column at to happened_at`
  t.strictSame(await preview(sql, 'public.broken'), {
    strategy: null, expired_rows: null, total_rows: null, is_estimate: null, oldest: null, newest: null,
    problems: ['The policy does not fit the table any more: There is no column at.'],
  })
})

t.test('foreign keys: without an index, and those that cascade', async (t) => {
  await hours('public.parent')
  await sql`select from steward.add_retention_policy('public.parent', 'at', '1 day')`
  await sql`create table public."chi ld" (parent_id integer constraint "to parent" references public.parent)`
  const unindexed =
    'Foreign key "to parent" of public."chi ld" references the table and has no index: each deleted row reads the whole of it. ' +
    'create index concurrently on public."chi ld" (parent_id);'
  t.strictSame(await problems('public.parent'), [unindexed])
  for (const almost of ['(parent_id) where parent_id > 3', '((parent_id + 0), parent_id)']) {
    await sql.unsafe(`create index almost on public."chi ld" ${almost}`)
    t.strictSame(await problems('public.parent'), [unindexed], almost)
    await sql`drop index public.almost`
  }
  await sql`create index almost on public."chi ld" (parent_id)`
  await db.admin`update pg_index set indisvalid = false where indexrelid = 'public.almost'::regclass`
  t.strictSame(await problems('public.parent'), [unindexed], 'an invalid index')
  await sql`drop index public.almost`
  for (const action of ['soft_delete', 'drop_partition']) {
    await sql`update steward.retention_policies set action = ${action}, soft_delete_column = case when ${action} = 'soft_delete' then 'at' end where target_table = 'parent'`
    t.notMatch((await problems('public.parent')).join(), /Foreign key/, action)
  }
  await sql`update steward.retention_policies set action = 'delete', soft_delete_column = null where target_table = 'parent'`

  await sql.unsafe((unindexed.split('. ')[1] ?? '').replace('concurrently ', ''))
  t.strictSame(await problems('public.parent'), [], 'the statement repairs it')
  await sql`alter table public."chi ld" drop constraint "to parent", add foreign key (parent_id) references public.parent on delete cascade`
  t.strictSame(await problems('public.parent'), [
    'Foreign key "chi ld_parent_id_fkey" of public."chi ld" deletes its rows as well (ON DELETE CASCADE), however many there are.',
  ])
  await sql`alter table public."chi ld" drop constraint "chi ld_parent_id_fkey", add foreign key (parent_id) references public.parent on delete set null`
  t.strictSame(await problems('public.parent'), [])
})

t.test('foreign keys of two columns take an index in any order, and of a partitioned table one without CONCURRENTLY', async (t) => {
  await sql.unsafe(`
    create table public.pair (a integer, b integer, at timestamptz, primary key (a, b));
    create table public.refers (b integer, a integer, c integer, foreign key (a, b) references public.pair) partition by list (c);
    create table public.refers_1 partition of public.refers for values in (1);
    create index refers_idx on public.refers (a, c, b);`)
  await sql`select from steward.add_retention_policy('public.pair', 'at', '1 day')`
  const [only, ...rest] = await problems('public.pair')
  t.match(only, /^Foreign key refers_a_b_fkey of public\.refers references .*: .*\. create index on public\.refers \(a, b\);$/)
  t.strictSame(rest, [])
  await sql`create index on public.refers (b, a)`
  t.strictSame(await problems('public.pair'), [])
})

t.test('row triggers', async (t) => {
  await hours('public.triggered')
  await sql`select from steward.add_retention_policy('public.triggered', 'at', '1 day')`
  await sql`create function public.nothing() returns trigger language plpgsql as 'begin return null; end'`
  const sentence = ['Trigger "af ter" of public.triggered runs for each row.']
  for (const [timing, found] of [
    ['after delete on public.triggered for each row', sentence],
    ['after delete on public.triggered', []],
    ['after update on public.triggered for each row', []],
    ['before insert on public.triggered for each row', []],
  ] as [string, string[]][]) {
    await sql.unsafe(`create trigger "af ter" ${timing} execute function public.nothing()`)
    t.strictSame(await problems('public.triggered'), found, timing)
    for (const state of ['enable replica', 'disable']) {
      await sql.unsafe(`alter table public.triggered ${state} trigger "af ter"`)
      t.strictSame(await problems('public.triggered'), [], `${timing}: ${state}`)
    }
    await sql`drop trigger "af ter" on public.triggered`
  }
  await sql`alter table public.triggered add gone_at timestamptz`
  await sql`update steward.retention_policies set action = 'soft_delete', soft_delete_column = 'gone_at' where target_table = 'triggered'`
  await sql`create trigger "af ter" after update on public.triggered for each row execute function public.nothing()`
  t.strictSame(await problems('public.triggered'), sentence, 'soft delete updates')
})

t.test('triggers of others, and of partitions', async (t) => {
  await partitioned('public.of_others')
  const roles = await testRoles(t, db, { stranger: 'nologin' })
  await sql`select from steward.add_retention_policy('public.of_others', 'at', '3 days')`
  await sql`create function public.foreign_function() returns trigger language plpgsql as 'begin return old; end'`
  await sql`create trigger on_leaf before delete on public.of_others_3 for each row execute function public.foreign_function()`
  const ours = 'Trigger on_leaf of public.of_others_3 runs for each row.'
  t.strictSame(await problems('public.of_others'), [ours])
  await db.admin.unsafe(`alter function public.foreign_function() owner to ${roles.stranger}`)
  t.strictSame(await problems('public.of_others'), [
    ours,
    'Triggers of roles that are not in the setting maintenance.trusted_roles would run, so no run is made: ' +
      `on_leaf of public.of_others_3 (${roles.stranger}).`,
  ])
  await sql`select from steward.set_setting('maintenance.trusted_roles', ${`{${roles.stranger}}`})`
  t.strictSame(await problems('public.of_others'), [ours])
  await sql`select from steward.set_setting('maintenance.trusted_roles', '{}')`
  await sql`drop function public.foreign_function() cascade`
})

t.test('row level security that hides rows from the owner', async (t) => {
  await hours('public.hidden')
  await sql`select from steward.add_retention_policy('public.hidden', 'at', '1 day')`
  await sql`alter table public.hidden enable row level security`
  t.strictSame(await problems('public.hidden'), [], 'the owner is exempt')
  await sql`alter table public.hidden force row level security`
  t.strictSame(await problems('public.hidden'), [
    'Row level security may hide rows of public.hidden even from its owner, so no run is made.',
  ])
  await hours('public.shown')
  await sql`alter table public.shown add user_id uuid not null default gen_random_uuid()`
  await sql`select from steward.protect_table('public.shown', 'owner', 'user_id', owner_access => true)`
  await sql`alter table public.shown rename to renamed`
  await sql`select from steward.add_retention_policy('public.renamed', 'at', '1 day')`
  t.strictSame(await problems('public.renamed'), [], 'protect_table() lets the owner in, renamed or not')
})

t.test('published tables without a replica identity', async (t) => {
  await hours('public.published')
  await sql`select from steward.add_retention_policy('public.published', 'at', '1 day')`
  const sentence = (name = 'public.published') => [
    `${name} is published without a replica identity, so the server refuses to delete or update its rows.`,
  ]
  await sql`alter table public.published drop constraint published_pkey`
  t.strictSame(await problems('public.published'), [], 'not published')
  await sql`create publication for_test for table public.published with (publish = 'insert, update')`
  t.strictSame(await problems('public.published'), [], 'deletions are not published')
  await sql`alter publication for_test set (publish = 'delete')`
  t.strictSame(await problems('public.published'), sentence())
  await sql`alter table public.published add gone_at timestamptz`
  await sql`update steward.retention_policies set action = 'soft_delete', soft_delete_column = 'gone_at' where target_table = 'published'`
  t.strictSame(await problems('public.published'), [], 'updates are not published')
  await sql`update steward.retention_policies set action = 'delete', soft_delete_column = null where target_table = 'published'`
  await sql`alter table public.published replica identity full`
  t.strictSame(await problems('public.published'), [])
  await sql`alter table public.published replica identity default, add primary key (id)`
  t.strictSame(await problems('public.published'), [])
  await sql`alter table public.published replica identity nothing`
  t.strictSame(await problems('public.published'), sentence())

  await partitioned('public.published_parts')
  await sql`select from steward.add_retention_policy('public.published_parts', 'at', '3 days')`
  await sql`alter table public.published_parts_3 replica identity full`
  for (const root of [false, true]) {
    await sql.unsafe(`create publication for_parts for table public.published_parts with (publish_via_partition_root = ${String(root)})`)
    t.ok((await problems('public.published_parts')).includes(sentence('public.published_parts_4')[0] ?? ''), `via root: ${String(root)}`)
    t.notMatch((await problems('public.published_parts')).join(), /published_parts_3 is/)
    await sql`drop publication for_parts`
  }
})

t.test('sessions that hold a snapshot', async (t) => {
  await hours('public.snapshots')
  await sql`select from steward.add_retention_policy('public.snapshots', 'at', '1 day')`
  const holder = await db.connect().reserve()
  const [{ pid } = { pid: 0 }] = await holder<{ pid: number }[]>`select pg_backend_pid() as pid`
  await holder.unsafe('begin isolation level repeatable read; select from public.snapshots').simple()
  const mine = async () => (await problems('public.snapshots')).filter((sentence) => sentence.includes(`Session ${String(pid)} `))
  t.strictSame(await mine(), [], 'not for five minutes')
  await sql`select from steward.set_setting('maintenance.old_snapshot', '0')`
  const [only = ''] = await mine()
  t.match(only, /^Session \d+ has held a snapshot for 00:00:\d\d: what is deleted meanwhile cannot be cleaned up\.$/)
  await holder.unsafe('rollback; begin; select 1').simple()
  await poll(async () => (await mine()).length === 0)
  await holder.unsafe('rollback').simple()
  holder.release()
  await sql`select from steward.set_setting('maintenance.old_snapshot', '5 minutes')`
})

t.test('statement_timeout', async (t) => {
  await hours('public.timed')
  await sql`select from steward.add_retention_policy('public.timed', 'at', '1 day')`
  await sql.begin(async (tx) => {
    await tx`set local statement_timeout = '10min'`
    t.strictSame(await problems('public.timed', tx), ['statement_timeout is 10min: a run ends before that and goes on the next time.'])
  })
})

t.test('an archive that the owner may not write to', async (t) => {
  const roles = await testRoles(t, db, { keeper: 'nologin' })
  await hours('public.moved')
  await sql`create schema "arch ive"`
  await sql`create table "arch ive".moved (like public.moved)`
  await sql`select from steward.add_retention_policy('public.moved', 'at', '1 day', 'archive', archive_to => '"arch ive".moved')`
  t.strictSame(await problems('public.moved'), [])
  await db.admin.unsafe(`grant ${roles.keeper} to app; alter table public.moved owner to ${roles.keeper}`)
  const sentence =
    `Role ${roles.keeper}, which owns the table, may not insert into the archive and read what arrived: ` +
    `grant usage on schema "arch ive" to ${roles.keeper}; grant select, insert on "arch ive".moved to ${roles.keeper};`
  t.strictSame(await problems('public.moved'), [sentence])
  await sql.unsafe(`grant insert on "arch ive".moved to ${roles.keeper}`)
  t.strictSame(await problems('public.moved'), [sentence], 'the schema as well')
  await sql.unsafe(`grant usage on schema "arch ive" to ${roles.keeper}`)
  t.strictSame(await problems('public.moved'), [sentence], 'it has to read as well')
  await sql.unsafe(sentence.split('arrived: ')[1] ?? '')
  t.strictSame(await problems('public.moved'), [])
  await sql`drop table "arch ive".moved`
  t.strictSame(await problems('public.moved'), ['The policy does not fit the table any more: archive_to is not a table, or it is gone.'])
})

t.test('a large table without an index on the age column', async (t) => {
  await sql.unsafe(`
    create table public."un indexed" (at timestamptz, filler text);
    insert into public."un indexed" select now() - interval '2 days', repeat('x', 900) from generate_series(1, 8000)`)
  await sql`select from steward.add_retention_policy('public."un indexed"', 'at', '1 day', max_share => 1)`
  t.strictSame(await problems('public."un indexed"'), [], 'eight megabytes are not large')
  await sql`insert into public."un indexed" select now() - interval '2 days', repeat('x', 900) from generate_series(1, 2000)`
  const sentence =
    'No index begins with at, so each run reads all of public."un indexed": create index concurrently on public."un indexed" (at);'
  t.strictSame(await problems('public."un indexed"'), [sentence])
  t.match(await preview(sql, 'public."un indexed"'), { strategy: 'block_sweep' })
  for (const almost of ['(filler, at)', '(at) where filler is null', 'using brin (at)']) {
    await sql.unsafe(`create index almost on public."un indexed" ${almost}`)
    t.strictSame(await problems('public."un indexed"'), [sentence], almost)
    await sql`drop index public.almost`
  }
  await sql.unsafe((sentence.split(': ')[1] ?? '').replace('concurrently ', ''))
  t.strictSame(await problems('public."un indexed"'), [])
})

t.test('large partitions without an index, but for those that are dropped or too young', async (t) => {
  await partitioned('public.unindexed_parts')
  await sql.unsafe(`
    alter table public.unindexed_parts add filler text;
    insert into public.unindexed_parts select now() - make_interval(days => d), 0, repeat('x', 900)
    from generate_series(1, 5) as d, generate_series(1, 10000)`)
  await sql`select from steward.add_retention_policy('public.unindexed_parts', 'at', '3 days', conditions => '[{"column": "n", "operator": "=", "value": 0}]')`
  t.strictSame(await problems('public.unindexed_parts'), [
    'No index begins with at, so each run reads all of 3 partitions of public.unindexed_parts: create index on public.unindexed_parts (at);',
  ])
  await sql`select from steward.drop_retention_policy('public.unindexed_parts')`
  await sql`select from steward.add_retention_policy('public.unindexed_parts', 'at', '3 days')`
  t.match(await problems('public.unindexed_parts'), [/all of 1 partitions of/])
  await sql`drop table public.unindexed_parts`
})

t.test('keep_last without an index on its key', async (t) => {
  await hours('public.newest', ', device text, "si te" text')
  await sql`select from steward.add_retention_policy('public.newest', 'at', '1 day', keep_last => 7, keep_per => '{"si te",device}')`
  const sentence =
    'keep_last needs an index that begins with "si te", device, at to find the newer rows of a key: ' +
    'create index concurrently on public.newest ("si te", device, at);'
  t.strictSame(await problems('public.newest'), [sentence])
  await sql`create index almost on public.newest (id, device)`
  t.strictSame(await problems('public.newest'), [sentence])
  await sql.unsafe((/create index.*/.exec(sentence)?.[0] ?? '').replace('concurrently ', ''))
  t.strictSame(await problems('public.newest'), [])
  t.match(await preview(sql, 'public.newest'), { expired_rows: 3 }, 'the seven newest rows of the one key stay')
})

t.test('a disabled policy, and one that would take too much', async (t) => {
  await hours('public.refused')
  await sql`select from steward.add_retention_policy('public.refused', 'at', '1 day', enabled => false)`
  t.strictSame(await problems('public.refused'), ['The policy is disabled, so no run is made.'])
  await sql`update steward.retention_policies set enabled = true, max_share = 0.6 where target_table = 'refused'`
  t.strictSame(await problems('public.refused'), [])
  await sql`update steward.retention_policies set max_share = 0.5 where target_table = 'refused'`
  t.strictSame(await problems('public.refused'), [
    'More than 50.0 % of the rows would go (max_share), so approve_retention_policy() wants to be told by accept_share that this is meant.',
  ])
})

t.test('a foreign table among the partitions', async (t) => {
  const [wrapper] = await sql`select from pg_available_extensions where name = 'file_fdw'`
  if (!wrapper) return t.comment('this server has no file_fdw')
  await partitioned('public.far')
  await db.admin.unsafe(`
    create extension file_fdw;
    create server far_server foreign data wrapper file_fdw;
    create foreign table public.far_away partition of public.far for values from ('2001-01-01') to ('2002-01-01')
      server far_server options (program 'true');
    alter foreign table public.far_away owner to app`)
  await sql`select from steward.add_retention_policy('public.far', 'at', '3 days', conditions => '[{"column": "n", "operator": "=", "value": 0}]')`
  t.strictSame(await problems('public.far'), ['public.far_away is a foreign table: its rows stay.'])
})

/** A table with six partitions of a day each, ten rows in each: _0 begins twelve hours ago, _5 five days before that. */
async function partitioned(name: string, session = sql): Promise<void> {
  await session.unsafe(`
    create table ${name} (at timestamptz not null, n integer) partition by range (at);
    do $$
    declare
      v_begin timestamptz := date_trunc('minute', now()) - interval '12 hours';
    begin
      for v_days in 0 .. 5 loop
        execute format(
          'create table ${name}_%s partition of ${name} for values from (%L) to (%L)', v_days,
          v_begin - make_interval(days => v_days), v_begin - make_interval(days => v_days - 1)
        );
      end loop;
      insert into ${name}
      select v_begin - make_interval(days => d) + make_interval(hours => 2 * n), n
      from generate_series(0, 5) as d, generate_series(0, 9) as n;
    end $$;
    analyze ${name}`)
}

t.test('what a run then does is what was shown', async (t) => {
  const kinds: Record<string, [type: string, value: string, kind?: string]> = {
    timestamptz: ['timestamptz', 'x'],
    timestamp: ['timestamp', `x at time zone 'Asia/Tokyo'`],
    date: ['date', `(x at time zone 'Asia/Tokyo')::date`],
    epoch_seconds: ['bigint', 'extract(epoch from x)::bigint', 'epoch_seconds'],
    epoch_milliseconds: ['numeric', '1000 * extract(epoch from x)', 'epoch_milliseconds'],
    uuidv7: ['uuid', `(lpad(to_hex((1000 * extract(epoch from x))::bigint), 12, '0') || '7' || substr(md5(x::text), 1, 19))::uuid`],
  }
  for (const [kind, [type, value, stated]] of Object.entries(kinds)) {
    for (const action of ['delete', 'archive', 'soft_delete']) {
      const name = `public.${kind}_${action}`
      await sql.unsafe(`
        create table ${name} (at ${type}, gone_at timestamptz);
        insert into ${name} select ${value} from generate_series(now() - interval '100 hours 30 minutes', now(), interval '1 hour') as x;
        insert into ${name} values (null);
        create index on ${name} (at);
        create table ${name}_archive (like ${name});
        analyze ${name}`)
      await sql`
        select from steward.add_retention_policy(
          ${name}::regclass, 'at', '50 hours', ${action}, age_kind => ${stated ?? null}, time_zone => 'Asia/Tokyo',
          archive_to => ${action === 'archive' ? `${name}_archive` : null}::regclass,
          soft_delete_column => ${action === 'soft_delete' ? 'gone_at' : null}
        )`
      const shown = await preview(sql, name)
      await runAndCompare(t, db, name, shown)
      t.ok((shown.expired_rows ?? 0) >= 25 && (shown.expired_rows ?? 0) <= 75, `${name}: ${String(shown.expired_rows)} rows`)
      t.ok(Math.abs((shown.oldest ?? 0) - 100) <= 24 && (shown.newest ?? 0) >= 49, `${name}: ${String(shown.oldest)} to ${String(shown.newest)}`)
    }
  }
})

t.test('partitions that a run drops', async (t) => {
  for (const action of ['delete', 'drop_partition']) {
    const name = `public.parts_${action}`
    await partitioned(name)
    await sql`select from steward.add_retention_policy(${name}::regclass, 'at', '3 days', ${action})`
    const shown = await preview(sql, name)
    t.equal(shown.strategy, action === 'delete' ? 'block_sweep, partition_drop' : 'partition_drop')
    await runAndCompare(t, db, name, shown, '2 partitions were dropped; how many rows they had is an estimate.')
    const left = await sql`select relid from pg_partition_tree(${name}::regclass) where isleaf`
    t.equal(left.length, 4, 'two partitions are gone')
  }
})

async function runAndCompare(t: Parameters<typeof testDatabase>[0], db: TestDatabase, name: string, shown: Preview, message: string | null = null) {
  await db.sql`select from steward.approve_retention_policy(${name}::regclass, accept_share => 1)`
  await db.sql.unsafe(`call steward.apply_retention('${name}')`).simple()
  t.strictSame(await steps(db.sql), [
    { step: 'retention', target: name, outcome: 'done', rows: shown.expired_rows, sqlstate: null, message },
  ], name)
  t.match(await preview(db.sql, name), { expired_rows: 0 }, `nothing is left in ${name}`)
}
