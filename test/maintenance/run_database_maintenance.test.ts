import t, { type Test } from 'tap'
import type postgres from 'postgres'
import { connect } from '../../src/database.js'
import { withHistory } from '../support/cron.js'
import { poll, runAndFlush, testDatabase, type TestDatabase } from '../support/database.js'
import { lastRun, steps } from '../support/retention.js'
import { testRoles } from '../support/roles.js'
import { endSessions, isBlocked, openSession, type Session } from '../support/sessions.js'

const call = (sql: postgres.Sql, budget = ''): Promise<unknown> =>
  sql.unsafe(`call steward.run_database_maintenance(${budget})`).simple()

const step = (kind: string, target: string, outcome = 'done', rows = 0) => ({
  step: kind, target, outcome, rows, sqlstate: null, message: null,
})

const history = ['health', 'maintenance', 'performance'].map((area) => step('history', area, 'nothing_to_do'))

const late = (kind: string, target: string) => ({
  ...step(kind, target, 'partial_time'), message: 'The time was over before this step.',
})

/** A table with ten rows, six of them older than the day that its approved policy keeps. */
async function kept(sql: postgres.Sql, name: string, priority = 100): Promise<void> {
  await sql.unsafe(`
    create table ${name} (id integer primary key, at timestamptz);
    insert into ${name} select n, now() - make_interval(hours => 5 * n) from generate_series(1, 10) as n;
    create index on ${name} (at);`)
  await sql`select from steward.add_retention_policy(${name}::regclass, 'at', '1 day', priority => ${priority})`
  await sql`select from steward.approve_retention_policy(${name}::regclass, accept_share => 1)`
}

/** A table of 1000 rows that change so many times, which autovacuum would analyze if it were not switched off. */
async function changed(sql: postgres.Sql, name: string, times: number): Promise<void> {
  await runAndFlush(sql, [
    `create table ${name} with (autovacuum_enabled = off) as select 0 as n from generate_series(1, 1000)`,
    `analyze ${name}`,
    ...Array.from({ length: times }, () => `update ${name} set n = n`),
  ])
}

/** Lets a step in the middle, after that of health, do something else. */
const replaceHistory = (sql: postgres.Sql, body: string, area = 'maintenance'): Promise<unknown> =>
  sql.unsafe(`
    create or replace function steward_internal.purge_${area}_history() returns bigint language plpgsql volatile
    parallel unsafe set search_path = pg_catalog, pg_temp as $$ begin ${body}; return 0; end $$`)

t.test('in an empty database there is nothing to do, and a run that says so', async (t) => {
  const { sql } = await testDatabase(t)
  await call(sql)
  t.strictSame(await steps(sql), history)
  t.strictSame(await lastRun(sql), { outcome: 'done', is_finished: true, role_name: 'app' })
  const [{ held } = { held: '' }] = await sql`select count(*) as held from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`
  t.equal(held, '0', 'the lock is given back')
})

t.test('does all that is due, in order', async (t) => {
  const { sql } = await testDatabase(t)
  await kept(sql, 'public."La ter"', 101)
  await kept(sql, 'public.third')
  await kept(sql, 'public.first', 1)
  await kept(sql, 'public.second')
  await kept(sql, 'public.disabled')
  await kept(sql, 'public.unapproved')
  await sql`update steward.retention_policies set enabled = false where target_table = 'disabled'`
  await sql`update steward.retention_policies set approved_at = null, approved_by = null where target_table = 'unapproved'`
  await changed(sql, 'public.a_changed', 2)
  await changed(sql, 'public."Most Changed"', 3)
  await changed(sql, 'public.unchanged', 0)
  await sql`update steward.maintenance_runs set started_at = started_at - interval '91 days'`
  await sql`insert into steward.maintenance_runs (started_at, finished_at, outcome) values (now() - interval '91 days', now() - interval '90 days 1 minute', 'done')`
  await call(sql)
  t.strictSame(await steps(sql), [
    step('retention', 'public.first', 'done', 6),
    step('retention', 'public.second', 'done', 6),
    step('retention', 'public.third', 'done', 6),
    step('retention', 'public."La ter"', 'done', 6),
    step('analyze', 'public."Most Changed"'),
    step('analyze', 'public.a_changed'),
    step('history', 'health', 'nothing_to_do'),
    step('history', 'maintenance', 'done', 1),
    step('history', 'performance', 'nothing_to_do'),
  ])
  const measured = await sql`
    select step, bool_and(finished_at >= started_at) as timed, bool_and(wal_bytes > 0) as wal, min(batches)::int as batches
    from steward.maintenance_steps where outcome = 'done' group by step order by step`
  t.strictSame([...measured], [
    { step: 'analyze', timed: true, wal: true, batches: 1 },
    { step: 'history', timed: true, wal: true, batches: 1 },
    { step: 'retention', timed: true, wal: true, batches: 1 },
  ])
  const rows = await sql`select (select count(*)::int from public.disabled) as disabled, (select count(*)::int from public.unapproved) as unapproved`
  t.strictSame(rows[0], { disabled: 10, unapproved: 10 })
  await call(sql)
  t.strictSame(await steps(sql), [
    ...['public.first', 'public.second', 'public.third', 'public."La ter"'].map((name) => step('retention', name, 'nothing_to_do')),
    ...history,
  ])
})

t.test('what retention took rows from is not analyzed in the same run, which would spoil the counters', async (t) => {
  const { sql } = await testDatabase(t)
  await runAndFlush(sql, [
    'create table public.plain (at timestamptz) with (autovacuum_enabled = off)',
    'create table public.parts (at timestamptz) partition by range (at)',
    'create table public.part partition of public.parts default with (autovacuum_enabled = off)',
    ...['plain', 'part'].flatMap((name) => [
      `analyze public.${name}`,
      `insert into public.${name} select now() - make_interval(hours => n) from generate_series(1, 1000) as n`,
    ]),
  ])
  for (const name of ['plain', 'parts']) {
    await sql`select from steward.add_retention_policy(${`public.${name}`}::regclass, 'at', '500 hours')`
    await sql`select from steward.approve_retention_policy(${`public.${name}`}::regclass, accept_share => 1)`
  }
  await call(sql)
  const left = { message: 'Left to VACUUM (ANALYZE) or the next run: PostgreSQL counts the rows that retention removed when this run is over.' }
  t.strictSame(await steps(sql), [
    step('retention', 'public.parts', 'done', 501),
    step('retention', 'public.plain', 'done', 501),
    { ...step('analyze', 'public.part', 'nothing_to_do'), ...left },
    { ...step('analyze', 'public.plain', 'nothing_to_do'), ...left },
    ...history,
  ])
  const counters = () => sql`
    select relname, n_live_tup::int as live, n_mod_since_analyze::int as changed
    from pg_stat_user_tables where relname in ('part', 'plain') order by 1`
  await sql`select pg_stat_force_next_flush()`
  t.strictSame([...(await counters())], ['part', 'plain'].map((relname) => ({ relname, live: 499, changed: 1501 })))
  await call(sql)
  t.strictSame((await steps(sql)).slice(2, 4), [step('analyze', 'public.part'), step('analyze', 'public.plain')], 'the next run does it')
  await sql`select pg_stat_force_next_flush()`
  t.strictSame([...(await counters())], ['part', 'plain'].map((relname) => ({ relname, live: 499, changed: 0 })))
})

t.test('a step that fails does not keep the others from being done, and is raised at the end', async (t) => {
  const { sql } = await testDatabase(t)
  await kept(sql, 'public.gone', 1)
  await kept(sql, 'public.there', 2)
  await sql`drop table public.gone`
  await replaceHistory(sql, `raise exception using errcode = '22012', message = 'my fault', hint = 'none'`)
  await t.rejects(call(sql), {
    code: '42P01',
    message: 'retention of public.gone failed: table public.gone does not exist',
    detail: /^0 rows had been done before\. All steps are in steward\.maintenance_steps, run \d+\.$/,
  })
  t.strictSame(await steps(sql), [
    { ...step('retention', 'public.gone', 'error'), sqlstate: '42P01', message: 'table public.gone does not exist' },
    step('retention', 'public.there', 'done', 6),
    step('history', 'health', 'nothing_to_do'),
    { ...step('history', 'maintenance', 'error'), sqlstate: '22012', message: 'my fault' },
    step('history', 'performance', 'nothing_to_do'),
  ])
  t.match(await lastRun(sql), { outcome: 'error', is_finished: true })
})

t.test('a table that somebody has locked is passed over', async (t) => {
  const db = await testDatabase(t)
  const { sql } = db
  await changed(sql, 'public.held', 2)
  await changed(sql, 'public.free', 2)
  await sql`select from steward.set_setting('maintenance.lock_timeout', '50 ms')`
  const holder = await openSession(db)
  await holder.sql.unsafe('begin; lock table public.held in share update exclusive mode').simple()
  await call(sql)
  t.strictSame((await steps(sql)).slice(0, 2), [
    step('analyze', 'public.free'),
    {
      ...step('analyze', 'public.held', 'lock_timeout'), sqlstate: '55P03',
      message: 'canceling statement due to lock timeout',
    },
  ])
  t.match(await lastRun(sql), { outcome: 'partial' })
  await holder.sql.unsafe('rollback; begin; lock table public.held').simple()
  await call(sql)
  t.strictSame(await steps(sql), history, 'one that is locked exclusively is not even tried')
  await holder.sql.unsafe('rollback').simple()
  await call(sql)
  t.strictSame(await steps(sql), [step('analyze', 'public.held'), ...history])
})

t.test('what is not done when the time is over is said, and done the next time', async (t) => {
  const { sql } = await testDatabase(t)
  await kept(sql, 'public.kept')
  await call(sql, `'0 s'`)
  t.strictSame(await steps(sql), [late('retention', 'public.kept'), ...history.map(({ target }) => late('history', target))])
  t.match(await lastRun(sql), { outcome: 'partial' })
  // However late this step begins, it ends after the deadline.
  await replaceHistory(sql, 'perform pg_sleep(5)')
  await call(sql, `'5 s'`)
  t.strictSame(await steps(sql), [
    step('retention', 'public.kept', 'done', 6),
    step('history', 'health', 'nothing_to_do'),
    step('history', 'maintenance', 'nothing_to_do'),
    late('history', 'performance'),
  ])
})

t.test('ends before statement_timeout', async (t) => {
  const db = await testDatabase(t)
  const { sql } = db
  const session = db.connect()
  // Set in the middle of the statement, it does not end that.
  await sql.unsafe(`
    create function public.deadline(timeout text, budget interval) returns timestamptz language plpgsql as $$
    begin
      perform set_config('statement_timeout', timeout, true);
      return steward_internal.maintenance_deadline(budget);
    end $$`)
  for (const [timeout, seconds] of [['10min', 540], ['3s', 2.5], ['600ms', 0.3], ['0', null]] as const) {
    const [deadline] = await session`
      select extract(epoch from public.deadline(${timeout}, null) - statement_timestamp())::float8 as seconds`
    t.strictSame(deadline, { seconds }, `statement_timeout ${timeout}`)
  }
  const [budget] = await session`select public.deadline('10min', '0') between statement_timestamp() and clock_timestamp() as is_now`
  t.strictSame(budget, { is_now: true }, 'the budget, if that is less')
  await session`set statement_timeout = '6s'`
  await replaceHistory(sql, 'perform pg_sleep(60)')
  await t.rejects(call(session), {
    code: '57014', message: 'history of maintenance failed: canceling statement due to statement timeout',
  })
  t.strictSame(await steps(sql), [
    step('history', 'health', 'nothing_to_do'),
    {
      ...step('history', 'maintenance', 'error'), sqlstate: '57014',
      message: 'canceling statement due to statement timeout',
    },
  ], 'nothing is begun without a timeout')
  t.match(await lastRun(sql), { outcome: 'error', is_finished: true })
})

t.test('a role needs to be an operator and to own the tables, no more', async (t) => {
  const db = await testDatabase(t)
  const { sql } = db
  const roles = await testRoles(t, db, { owner: 'nologin', night: `login password 'night' in role steward_operator` })
  await db.admin.unsafe(`grant ${roles.owner} to ${roles.night}`)
  await kept(sql, 'public.mine')
  await kept(sql, 'public.others')
  await changed(sql, 'public.my_changes', 2)
  await changed(sql, 'public.other_changes', 2)
  await db.admin.unsafe(`alter table public.mine owner to ${roles.owner}; alter table public.my_changes owner to ${roles.owner}`)
  const url = new URL(db.url)
  url.username = roles.night
  url.password = 'night'
  const session = db.connect({ url: url.href })
  await t.rejects(call(session), { code: '42501', message: /^retention of public\.others failed: must have the privileges of the owner of / })
  t.match(await steps(sql), [
    step('retention', 'public.mine', 'done', 6),
    { ...step('retention', 'public.others', 'error'), sqlstate: '42501', message: /^must have the privileges/ },
    step('analyze', 'public.my_changes'),
    ...history,
  ])
  t.match(await lastRun(sql), { outcome: 'error', role_name: roles.night })
  await sql`select from steward.drop_retention_policy('public.others')`
  await call(session)
  t.match(await lastRun(sql), { outcome: 'done', role_name: roles.night })
  await session.end()
})

t.test('refuses to run inside a transaction block with 2D000', async (t) => {
  const { sql } = await testDatabase(t)
  await t.rejects(sql.begin((tx) => call(tx as unknown as postgres.Sql)), { code: '2D000' })
  t.equal(await lastRun(sql), undefined)
})

t.test('tells what it did in notices', async (t) => {
  const db = await testDatabase(t)
  await kept(db.sql, 'public.kept')
  const notices: string[] = []
  const session = connect(db.url, { max: 1, onnotice: (notice) => notices.push(notice['message'] ?? '') })
  await call(session)
  await call(session, `'0 s'`)
  await session.end()
  t.match(notices, [
    /^retention of public\.kept: done, 6 rows in 1 batches(, \d+\.\d\d s)?$/,
    /^history of health: nothing to do(, \d+\.\d\d s)?$/,
    /^history of maintenance: nothing to do/,
    /^history of performance: nothing to do/,
    'retention of public.kept: partial time. The time was over before this step.',
    'history of health: partial time. The time was over before this step.',
    'history of maintenance: partial time. The time was over before this step.',
    'history of performance: partial time. The time was over before this step.',
  ])
  t.equal(notices.length, 8)
})

/** A session that stands in the middle of its run, in the step of our own history. */
async function standing(t: Test, db: TestDatabase): Promise<{ run: Session; release: () => Promise<unknown> }> {
  await db.sql`select from steward.set_setting('maintenance.lock_timeout', '1 min')`
  await db.sql`
    insert into steward.maintenance_runs (started_at, finished_at, outcome) values (now() - interval '91 days', now() - interval '91 days', 'done')`
  const [holder, run] = [await openSession(db), await openSession(db)]
  endSessions(t, db, holder, run)
  await holder.sql.unsafe('begin; select from steward.maintenance_runs for update').simple()
  run.start('call steward.run_database_maintenance()')
  await isBlocked(db, run)
  return { run, release: () => holder.sql.unsafe('rollback').simple() }
}

const outcomes = async (sql: postgres.Sql): Promise<string[]> =>
  (await sql<{ outcome: string }[]>`select outcome from steward.maintenance_runs where started_at > now() - interval '1 day' order by id`)
    .map(({ outcome }) => outcome)

t.test('a call during another run does nothing', async (t) => {
  const db = await testDatabase(t)
  await kept(db.sql, 'public.kept')
  const { release } = await standing(t, db)
  t.strictSame((await steps(db.sql)).at(-1), step('history', 'maintenance', 'running'), 'a step is seen while it is at work')
  const notices: string[] = []
  const other = connect(db.url, { max: 1, onnotice: (notice) => notices.push(notice['message'] ?? '') })
  await call(other)
  await other.end()
  t.strictSame(notices, ['another run of maintenance is going on: nothing was done'])
  t.strictSame(await steps(db.sql), [])
  t.strictSame(await outcomes(db.sql), ['running', 'skipped_overlap'])
  await release()
  await poll(async () => (await outcomes(db.sql))[0] === 'done')
  await call(db.sql)
  t.strictSame(await outcomes(db.sql), ['done', 'skipped_overlap', 'done'])
})

t.test('after its session was killed, the next run says so and does the rest', async (t) => {
  const db = await testDatabase(t)
  const { run, release } = await standing(t, db)
  await db.admin`select pg_terminate_backend(${run.pid})`
  await poll(async () => (await db.admin`select from pg_stat_activity where pid = ${run.pid}`).length === 0)
  t.strictSame(await outcomes(db.sql), ['running'])
  await release()
  await call(db.sql)
  t.strictSame(await outcomes(db.sql), ['interrupted', 'done'])
  const rows = await db.sql`select outcome, message, finished_at is not null as is_finished from steward.maintenance_steps where target = 'maintenance' order by id`
  t.strictSame([...rows], [
    { outcome: 'interrupted', message: 'The session ended before the step did.', is_finished: true },
    { outcome: 'done', message: null, is_finished: true },
  ])
})

t.test('a cancel ends the run in good order', async (t) => {
  const db = await testDatabase(t)
  const { run, release } = await standing(t, db)
  await db.admin`select pg_cancel_backend(${run.pid})`
  await poll(async () => (await outcomes(db.sql))[0] === 'error')
  t.match((await steps(db.sql)).at(-1), {
    target: 'maintenance', outcome: 'error', sqlstate: '57014', message: 'canceling statement due to user request',
  })
  await release()
  await call(db.sql)
  t.strictSame(await outcomes(db.sql), ['error', 'done'], 'the lock was given back, though the session is still there')
})

t.test('only what has lost its session is interrupted', async (t) => {
  const db = await testDatabase(t)
  const other = await openSession(db)
  const session = await openSession(db)
  const begun = (pid: number, ago: string) => db.sql`
    insert into steward.maintenance_runs (pid, started_at) values (${pid}, now() - ${ago}::interval)`
  await begun(other.pid, '-1 second')
  await begun(other.pid, '1 hour')
  await begun(session.pid, '0')
  await begun(2 ** 30, '0')
  await session.sql.unsafe('call steward.run_database_maintenance()').simple()
  const rows = await db.sql<{ outcome: string }[]>`select outcome from steward.maintenance_runs order by id`
  t.strictSame(rows.map(({ outcome }) => outcome), ['running', 'interrupted', 'interrupted', 'interrupted', 'done'])
})

t.test('purges the history of pg_cron', async (t) => {
  const { sql, left } = await withHistory(t)
  const isCron = await sql`select from steward_internal.maintenance_plan() where step = 'cron history'`
  t.equal(isCron.length, 1)
  await sql`
    insert into cron.job_run_details (jobid, runid, status, start_time, end_time)
    select 1, n, 'succeeded', now() - interval '20 days', now() - interval '20 days' from generate_series(-2499, 0) as n`
  await sql`update cron.job_run_details set runid = runid + 2500`
  await call(sql)
  t.strictSame(await left(), [2507, 2508, 2509, 2510, 2511, 2512])
  t.strictSame(await steps(sql), [...history, step('cron history', 'cron.job_run_details', 'done', 2506)])
  t.match((await sql`select batches::int from steward.maintenance_steps where step = 'cron history'`)[0], { batches: 3 })
  await sql`select from steward.set_setting('maintenance.keep_cron_history', '3 days')`
  await call(sql)
  t.strictSame(await left(), [2511, 2512])
  await call(sql)
  t.strictSame((await steps(sql)).at(-1), step('cron history', 'cron.job_run_details', 'nothing_to_do'))
})
