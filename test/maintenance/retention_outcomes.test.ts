import t from 'tap'
import { connect } from '../../src/database.js'
import { poll } from '../support/database.js'
import {
  applyRetention, approvedPolicy, done, expiredEvents, holding, lastStep, range, strategies, type Strategy,
} from '../support/retention.js'
import { testRoles } from '../support/roles.js'

const refused = (message: string | RegExp) => ({ strategy: null, outcome: 'refused_guard', rows: 0, sqlstate: null, message })

t.test('a policy that is disabled or not approved does nothing', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range')
  await sql`update steward.retention_policies set enabled = false`
  t.strictSame(await applyRetention(sql, 'public.events'), refused('The policy is disabled.'))
  await sql`update steward.retention_policies set enabled = true, approved_at = null, approved_by = null`
  t.strictSame(
    await applyRetention(sql, 'public.events'),
    refused("Nobody has approved the policy: select approve_retention_policy('public.events');"),
  )
  t.equal((await ids()).length, 2000)
  await sql`select steward.approve_retention_policy('public.events', accept_share => 1)`
  t.strictSame(await applyRetention(sql, 'public.events'), done('index_range', 150))
})

t.test('outside of its window it is skipped', async (t) => {
  const { sql } = await expiredEvents(t, 'index_range')
  const window = (from: number, to: number) => sql`
    update steward.retention_policies
    set window_start = (now() at time zone 'UTC' + ${from} * interval '1 hour')::time, window_end = (now() at time zone 'UTC' + ${to} * interval '1 hour')::time`
  await window(6, 12)
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'skipped_window', rows: 0, message: /^The window is from .* to .*, UTC\.$/ })
  await window(-6, 6)
  t.strictSame(await applyRetention(sql, 'public.events'), done('index_range', 150))
})

t.test('max_rows ends a run, and the next goes on', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range', { options: ', max_rows => 100' })
  const partial = { ...done('index_range', 100), outcome: 'partial_rows', message: 'max_rows were taken; the next run goes on here.' }
  t.strictSame(await applyRetention(sql, 'public.events'), partial)
  t.equal((await ids()).length, 1900)
  t.strictSame(await applyRetention(sql, 'public.events'), done('index_range', 50))
  t.strictSame(await ids(), range(151, 2000))
  t.strictSame([...(await sql`select outcome from steward.maintenance_runs order by id`)], [{ outcome: 'partial' }, { outcome: 'done' }])
})

t.test('max_share refuses before anything goes, also on a table that was never analyzed', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range')
  await sql`update steward.retention_policies set max_share = 0.05, approved_share = null`
  t.strictSame(await applyRetention(sql, 'public.events'), refused('More than 5.0 % of the rows would go (max_share).'))
  await sql`update steward.retention_policies set max_share = 0.0749`
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'refused_guard' })
  t.equal((await ids()).length, 2000)
  await sql`update steward.retention_policies set max_share = 0.075`
  t.strictSame(await applyRetention(sql, 'public.events'), done('index_range', 150), 'exactly the share')

  await sql.unsafe('create table public.small (at timestamptz) with (autovacuum_enabled = false); insert into public.small select now() - interval \'1 year\' from generate_series(1, 20)').simple()
  await approvedPolicy(sql, `'public.small', 'at', '7 days', max_share => 0.9`)
  await sql`update steward.retention_policies set approved_share = null`
  t.match(await applyRetention(sql, 'public.small'), { outcome: 'refused_guard', rows: 0 })
})

t.test('after the first run, more than 0.8 of the rows are refused', async (t) => {
  const { sql } = await expiredEvents(t, 'index_range', { expired: 2000 })
  t.strictSame(await applyRetention(sql, 'public.events'), done('index_range', 2000), 'the first run was accepted')
  await sql`insert into public.events select n, now() - interval '1 year' from generate_series(1, 10) as n`
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'refused_guard', message: 'More than 80.0 % of the rows would go (max_share).' })
  await sql`select steward.approve_retention_policy('public.events', accept_share => 1)`
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'done', rows: 10 })
})

t.test('rows that others refer to stay, the rest goes, and deferred keys are no exception', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range')
  for (const deferred of ['', 'deferrable initially deferred']) {
    await sql.unsafe(`drop table if exists public.children; create table public.children (event_id int references public.events ${deferred}); insert into public.children values (3), (150)`).simple()
    t.match(await applyRetention(sql, 'public.events'), {
      outcome: 'blocked_fk', sqlstate: null, message: /^2 rows stay because others refer to them: update or delete on table "events" violates foreign key/,
    })
    t.strictSame(await ids(), [3, ...range(150, 2000)])
  }
  t.strictSame([...(await sql`select outcome from steward.maintenance_runs order by id`)], [{ outcome: 'error' }, { outcome: 'error' }])
  await sql`drop table public.children`
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'done', rows: 2 })
})

t.test('a thousand rows that others refer to end a run, and the next one goes on behind them', async (t) => {
  const { sql } = await expiredEvents(t, 'index_range', { expired: 1600 })
  await sql.unsafe('create table public.children as select id as event_id from public.events where id <= 1100; alter table public.children add foreign key (event_id) references public.events').simple()
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'blocked_fk' })
  const last = async () => {
    for (let i = 0; i < 5; i++) if ((await applyRetention(sql, 'public.events'))?.outcome === 'done') break
    return (await sql`select count(*)::int as left from public.events where id <= 1600`)[0]
  }
  t.strictSame(await last(), { left: 1100 })
})

t.test('a table that is locked costs no more than the timeout', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  await db.sql`select steward.set_setting('maintenance.lock_timeout', '20ms')`
  const shared = await holding(db, 'lock table public.events in share mode')
  t.strictSame(await applyRetention(db.sql, 'public.events'), {
    ...done('index_range', 0), outcome: 'lock_timeout', message: 'canceling statement due to lock timeout',
  })
  await shared('rollback')
  const exclusive = await holding(db, 'lock table public.events in access exclusive mode')
  t.strictSame(await applyRetention(db.sql, 'public.events'), {
    strategy: null, outcome: 'lock_timeout', rows: 0, sqlstate: null, message: 'canceling statement due to lock timeout',
  })
  await exclusive('rollback')
  t.strictSame([...(await db.sql`select outcome from steward.maintenance_runs order by id`)], [{ outcome: 'partial' }, { outcome: 'partial' }])
  t.strictSame(await applyRetention(db.sql, 'public.events'), done('index_range', 150))
})

t.test('a VACUUM or a DDL at the table brakes it', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  await db.sql`select steward.set_setting('maintenance.max_brake', '100ms')`
  const release = await holding(db, 'lock table public.events in share update exclusive mode')
  t.match(await applyRetention(db.sql, 'public.events'), {
    strategy: 'index_range', outcome: 'braked', rows: 0, message: /^Waited 00:00:00.5 in all, at last because VACUUM or DDL of session \d+ is at the table\.$/,
  })
  await release('rollback')
  t.strictSame(await applyRetention(db.sql, 'public.events'), done('index_range', 150))
})

t.test('an old snapshot brakes it', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  await db.sql`select steward.set_setting('maintenance.max_brake', '0')`
  await db.sql`select steward.set_setting('maintenance.max_snapshot_age', '0')`
  const release = await holding(db, 'set transaction isolation level repeatable read; select count(*) from public.events')
  t.match(await applyRetention(db.sql, 'public.events'), { outcome: 'braked', message: /because session \d+ has held a snapshot since / })
  await release('commit')
})

t.test('a slot that keeps WAL brakes it', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  const slot = `keeps_${db.name}`
  await db.admin`select pg_create_physical_replication_slot(${slot}, true)`
  t.teardown(() => db.admin`select pg_drop_replication_slot(${slot})`)
  await db.sql`select steward.set_setting('maintenance.max_brake', '0')`
  await db.sql`select steward.set_setting('maintenance.max_slot_lag', '0')`
  t.match(await applyRetention(db.sql, 'public.events'), { outcome: 'braked', message: /because replication slot \w+ keeps .* of WAL\.$/ })
})

t.test('inside a transaction block it refuses, and on a table without a policy', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range')
  await t.rejects(sql.begin((tx) => tx.unsafe("call steward.apply_retention('public.events')").simple()), { code: '2D000' })
  await sql`create table public.other (at timestamptz)`
  await t.rejects(applyRetention(sql, 'public.other'), { code: 'SW013', message: 'table public.other has no retention policy' })
  await t.rejects(applyRetention(sql, 'public.gone'), { code: '42P01' })
  t.strictSame([...(await sql`select from steward.maintenance_runs`)], [])
  t.equal((await ids()).length, 2000)
})

t.test('a table that was renamed has no policy', async (t) => {
  const { sql } = await expiredEvents(t, 'index_range')
  await sql`alter table public.events rename to kept`
  await t.rejects(applyRetention(sql, 'public.kept'), { code: 'SW013' })
})

t.test('a column that the policy needs is gone', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range')
  await sql`alter table public.events drop column at`
  await t.rejects(applyRetention(sql, 'public.events'), {
    code: '22023', message: 'retention of public.events failed: The policy does not fit the table any more: There is no column at.',
  })
  t.match(await lastStep(sql), { outcome: 'error', rows: 0, sqlstate: '22023' })
  t.equal((await ids()).length, 2000)
})

t.test('the outcome is told in a notice', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  const notices: string[] = []
  const session = connect(db.url, { max: 1, onnotice: (notice) => void notices.push(notice['message'] ?? '') })
  t.teardown(() => session.end())
  await session.unsafe("call steward.apply_retention('public.events')").simple()
  t.match(notices, [/^retention of public\.events: done, 150 rows in 1 batches(, \d+\.\d\d s)?$/])
})

t.test('an operator who is a member of the owner may run it, and nobody else', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  const roles = await testRoles(t, db, { operator: "login password 'x' in role steward_operator", owner: 'nologin' })
  await db.admin.unsafe(`alter table public.events owner to ${roles.owner}; grant usage on schema public to ${roles.owner}`)
  const url = new URL(db.url)
  url.username = roles.operator
  url.password = 'x'
  const operator = db.connect({ url: url.href })
  await t.rejects(applyRetention(operator, 'public.events'), {
    code: '42501', message: 'retention of public.events failed: must have the privileges of the owner of public.events', 
  })
  await db.admin.unsafe(`grant ${roles.owner} to ${roles.operator}`)
  t.strictSame(await applyRetention(operator, 'public.events'), done('index_range', 150))
})

t.test('a superuser deletes as the owner, and fires no trigger of the owner', async (t) => {
  const db = await expiredEvents(t, 'index_range', { expired: 10 })
  await db.admin.unsafe(`
    create table public.seen (who name);
    grant insert on public.seen to public;
    create function public.see() returns trigger language plpgsql as $$ begin insert into public.seen values (current_user); return old; end $$;
    create trigger see after delete on public.events for each row execute function public.see()`).simple()
  t.match(await applyRetention(db.admin, 'public.events'), { outcome: 'done', rows: 10 }, 'a trigger of a superuser is trusted')
  t.strictSame([...(await db.admin`select distinct who from public.seen`)], [{ who: 'app' }])

  await db.admin`alter function public.see() owner to app`
  t.match(await applyRetention(db.admin, 'public.events'), {
    outcome: 'refused_guard', message: 'Triggers of roles that are not in the setting maintenance.trusted_roles would run: see of public.events (app).',
  })
  t.match(await applyRetention(db.sql, 'public.events'), { outcome: 'nothing_to_do' }, 'the owner may fire it')
  await db.sql`select steward.set_setting('maintenance.trusted_roles', '{app}')`
  t.match(await applyRetention(db.admin, 'public.events'), { outcome: 'nothing_to_do' })
})

t.test('triggers of a role that is not trusted are refused, unless they are disabled', async (t) => {
  const db = await expiredEvents(t, 'index_range', { expired: 10 })
  const roles = await testRoles(t, db, { stranger: 'nologin' })
  await db.admin.unsafe(`
    create function public.see() returns trigger language plpgsql as $$ begin return old; end $$;
    alter function public.see() owner to ${roles.stranger};
    create table public.children (event_id int references public.events on delete cascade);
    create trigger see before delete on public.children for each row execute function public.see()`).simple()
  t.match(await applyRetention(db.sql, 'public.events'), { outcome: 'refused_guard', message: /see of public\.children \(stranger_/ })
  await db.admin`alter table public.children disable trigger see`
  t.match(await applyRetention(db.sql, 'public.events'), { outcome: 'done', rows: 10 })
})

t.test('row level security that would hide rows from the owner is refused', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range')
  await sql.unsafe('alter table public.events enable row level security, force row level security').simple()
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'refused_guard', message: /^Row level security may hide rows of public\.events/ })
  await sql`alter table public.events no force row level security`
  t.strictSame(await applyRetention(sql, 'public.events'), done('index_range', 150))
  t.strictSame(await ids(), range(151, 2000))
})

t.test('of rows with the same age none is left out, and none that is too young goes', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range', { expired: 3 })
  await sql`update public.events set at = date_trunc('day', now()) - interval '50 days' where id <= 1600`
  t.strictSame(await applyRetention(sql, 'public.events'), done('index_range, block_sweep', 1600))
  t.strictSame(await ids(), range(1601, 2000))
  await sql`update public.events set at = date_trunc('day', now()) - interval '50 days' where id <= 1900`
  await sql`analyze public.events`
  t.match(await applyRetention(sql, 'public.events'), { strategy: 'block_sweep', outcome: 'done', rows: 300 }, 'known before')
})

t.test('a few rows with the same age need no other strategy', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range', { expired: 60 })
  await sql`update public.events set at = date_trunc('day', now()) - interval '50 days' where id <= 60`
  const session = await sql.reserve()
  await session`
    create temp table halted as
    select steward_internal.begin_retention('public.events'::regclass, steward_internal.begin_maintenance_run(), null) as run`
  await session`
    update halted
    set run.strategy = 'index_range', run.size = 1,
      run.statement = steward_internal.retention_statement((run).policy, (run).target, chr(1))`
  await poll(async () => {
    const [row] = await session`update halted set run = steward_internal.retention_batch(run) returning (run).outcome, (run).strategy`
    t.not(row?.['strategy'], 'block_sweep')
    return row?.['outcome'] === 'done'
  })
  session.release()
  t.strictSame(await ids(), range(61, 2000))
})

for (const strategy of Object.keys(strategies) as Strategy[]) {
  t.test(`${strategy}: where a run stopped is remembered until a run came to its end`, async (t) => {
    const { sql, ids } = await expiredEvents(t, strategy, { expired: 600, total: 8000 })
    const positions = async () => (await sql`select strategy from steward_internal.retention_positions`).map((row) => row['strategy'] as string)
    const session = await sql.reserve()
    await session`
      create temp table halted as
      select steward_internal.begin_retention('public.events'::regclass, steward_internal.begin_maintenance_run(), null) as run`
    await session`update halted set run = steward_internal.retention_batch(run)`
    await session`drop table halted`
    session.release()
    t.strictSame(await positions(), [strategy])
    const before = await ids()
    t.ok(before.length > 7400 && before.length < 8000, 'a batch is gone')

    // A row from before that place is for the next pass.
    await sql`update public.events set at = '1999-01-01' where id = 8000`
    const [late] = await sql`delete from public.events where id = 8000 returning *`
    if (strategy !== 'block_sweep') await sql`insert into public.events ${sql(late as Record<string, unknown>)}`
    t.match(await applyRetention(sql, 'public.events'), { strategy, outcome: 'done', rows: before.filter((id) => id <= 600).length })
    t.strictSame(await positions(), [])
    const [step] = await sql`select lag > '20 years' as is_seen from steward.maintenance_steps order by id desc limit 1`
    t.strictSame(step, { is_seen: strategy === 'block_sweep' ? null : true }, 'what it left behind is measured, where an index shows it')

    const left = strategy === 'block_sweep' ? 0 : 1
    t.match(await applyRetention(sql, 'public.events'), { outcome: left ? 'done' : 'nothing_to_do', rows: left })
    t.strictSame(await ids(), range(601, 7999))
    const [full] = await sql`select lag = '0' as is_none_left from steward.maintenance_steps order by id desc limit 1`
    t.strictSame(full, { is_none_left: true })
  })
}

t.test('batches do not grow without end where nothing goes', async (t) => {
  const { sql } = await expiredEvents(t, 'block_sweep', { expired: 0 })
  const session = await sql.reserve()
  await session`
    create temp table halted as
    select steward_internal.begin_retention('public.events'::regclass, steward_internal.begin_maintenance_run(), null) as run`
  const batch = async () => (await session`
    update halted set run = steward_internal.retention_batch(run) returning (run).position::int, (run).size::int, (run).max_size::int`)[0]
  const first = await batch()
  t.ok(first?.['position'] > 5 && first?.['position'] < 15, 'at first about 500 rows')
  t.equal(first?.['max_size'], 100 * first?.['position'])
  await session`update halted set run.max_size = 3`
  t.ok((await batch())?.['size'] <= 3)
  session.release()
})

t.test('a VACUUM makes the place where a run stopped worthless', async (t) => {
  const { sql } = await expiredEvents(t, 'block_sweep', { expired: 10 })
  await sql`insert into steward_internal.retention_positions values ('public.events'::regclass, 'block_sweep', '7')`
  const position = async () => (await sql`
    select steward_internal.retention_position('public.events'::regclass, 'block_sweep') as here,
      steward_internal.retention_position('public.events'::regclass, 'index_range') as other from (select pg_stat_clear_snapshot()) as fresh`)[0]
  t.strictSame(await position(), { here: '7', other: null })
  await sql`vacuum public.events`
  await poll(async () => (await position())?.['here'] === null)
  await sql`update steward_internal.retention_positions set saved_at = now() + interval '1 minute'`
  t.strictSame(await position(), { here: '7', other: null })
  await sql`update steward_internal.retention_positions set saved_at = now() - interval '25 hours'`
  t.strictSame(await position(), { here: null, other: null }, 'and so does a day')
})

t.test('a trigger finds the search_path of the session, and so does nobody else', async (t) => {
  const { sql } = await expiredEvents(t, 'index_range', {
    expired: 10, options: `, conditions => '[{"column": "kind", "operator": "in", "value": ["done"]}]', keep_last => 1, keep_per => '{kind}'`,
  })
  await sql.unsafe(`
    create table public.log (id int);
    create function public.log_it() returns trigger language plpgsql as 'begin insert into log values (old.id); return old; end';
    create trigger log_it after delete on public.events for each row execute function public.log_it();
    update public.events set kind = 'open' where id = 1;
    create function public.always(varchar, varchar) returns boolean language sql immutable as 'select true';
    create operator public.= (function = public.always, leftarg = varchar, rightarg = varchar)`).simple()
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'done', rows: 9 })
  t.strictSame([...(await sql`select id from public.log order by id`)].map((row) => row['id'] as number), range(2, 10))

  await sql`update public.events set at = now() - interval '50 days' where id = 11`
  const session = await sql.reserve()
  await session`set search_path = ''`
  await t.rejects(applyRetention(session, 'public.events'), { code: '42P01', message: /relation "log" does not exist$/ })
  await session`reset search_path`
  session.release()
})
