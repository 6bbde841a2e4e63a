import t from 'tap'
import {
  applyRetention, blockedRetention, done, expiredEvents, holding, lastStep, range, strategies, type Strategy,
} from '../support/retention.js'
import { poll } from '../support/database.js'
import { openSession } from '../support/sessions.js'

const heldStep = (strategy: Strategy, rows: number) => ({
  ...done(strategy, rows), message: 'Rows that other sessions held were left for the next run.',
})

for (const strategy of Object.keys(strategies) as Strategy[]) {
  t.test(`${strategy}: a row whose expiry is extended while the run waits for it survives`, async (t) => {
    const db = await expiredEvents(t, strategy)
    await db.sql`select steward.set_setting('maintenance.lock_timeout', '1 minute')`
    const release = await holding(db, 'update public.events set at = now() where id = 5')
    const run = await blockedRetention(db)
    await release('commit')
    t.equal(await run.ended, null)
    t.strictSame(await lastStep(db.sql), done(strategy, 149))
    t.strictSame(await db.ids(), [5, ...range(151, 2000)])
  })

  t.test(`${strategy}: with max_rows such a row survives as well`, async (t) => {
    const db = await expiredEvents(t, strategy, { options: ', max_rows => 1000' })
    await db.sql`select steward.set_setting('maintenance.lock_timeout', '1 minute')`
    const release = await holding(db, 'update public.events set at = now() where id = 5')
    const run = await blockedRetention(db)
    await release('commit')
    t.equal(await run.ended, null)
    t.strictSame(await db.ids(), [5, ...range(151, 2000)])
  })

  t.test(`${strategy}: rows that are held are left for the next run`, async (t) => {
    const db = await expiredEvents(t, strategy)
    await db.sql`select steward.set_setting('maintenance.lock_timeout', '50ms')`
    const release = await holding(db, 'select from public.events where id in (3, 150) for key share')
    t.strictSame(await applyRetention(db.sql, 'public.events'), heldStep(strategy, 148))
    t.strictSame(await db.ids(), [3, ...range(150, 2000)])
    t.strictSame(
      await applyRetention(db.sql, 'public.events'),
      { ...done(strategy, 0), outcome: 'lock_timeout', message: 'canceling statement due to lock timeout' },
      'where only such rows are left, nothing is done, but not for want of rows',
    )
    await release('rollback')
    t.strictSame(await applyRetention(db.sql, 'public.events'), done(strategy, 2))
  })

  t.test(`${strategy}: a snapshot that is held makes no difference`, async (t) => {
    const db = await expiredEvents(t, strategy, { expired: 1200, total: strategy === 'row_list' ? 15000 : 2000 })
    const snapshot = await holding(db, 'set transaction isolation level repeatable read; select count(*) from public.events')
    t.match(await applyRetention(db.sql, 'public.events'), { strategy, outcome: 'done', rows: 1200 })
    t.equal((await db.ids())[0], 1201)
    t.match(await applyRetention(db.sql, 'public.events'), { outcome: 'nothing_to_do', rows: 0 })
    await snapshot('commit')
  })
}

t.test('a row that is changed while the run waits for it, but not its age, goes', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  await db.sql`select steward.set_setting('maintenance.lock_timeout', '1 minute')`
  const release = await holding(db, "update public.events set note = 'seen' where id = 5")
  const run = await blockedRetention(db)
  await release('commit')
  t.equal(await run.ended, null)
  t.strictSame(await db.ids(), range(151, 2000))
})

t.test('two runs at once: one does the work, the other says so', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  await db.sql`select steward.set_setting('maintenance.lock_timeout', '1 minute')`
  const release = await holding(db, 'select from public.events where id = 5 for update')
  const run = await blockedRetention(db)
  t.strictSame(await applyRetention(db.sql, 'public.events'), {
    strategy: null, outcome: 'skipped_overlap', rows: 0, sqlstate: null, message: 'Another run is at this table.',
  })
  await release('rollback')
  t.equal(await run.ended, null)
  t.strictSame(
    [...(await db.sql`select outcome, rows::int from steward.maintenance_steps order by id`)],
    [{ outcome: 'done', rows: 150 }, { outcome: 'skipped_overlap', rows: 0 }],
  )
  t.strictSame([...(await db.sql`select outcome from steward.maintenance_runs order by id`)], [
    { outcome: 'done' }, { outcome: 'skipped_overlap' },
  ])
})

t.test('a run that is canceled tells so, keeps what it committed, and leaves no lock', async (t) => {
  const db = await expiredEvents(t, 'index_range', { expired: 600 })
  await db.sql`select steward.set_setting('maintenance.lock_timeout', '1 minute')`
  const release = await holding(db, 'select from public.events where id = 501 for update')
  const run = await blockedRetention(db)
  await db.sql`select pg_cancel_backend(${run.pid})`
  t.match(await run.ended, {
    code: '57014', message: 'retention of public.events failed: canceling statement due to user request', detail: /^500 rows had been done before\./,
  })
  t.strictSame(await lastStep(db.sql), {
    strategy: 'index_range', outcome: 'error', rows: 500, sqlstate: '57014', message: 'canceling statement due to user request',
  })
  t.strictSame([...(await db.sql`select outcome from steward.maintenance_runs`)], [{ outcome: 'error' }])
  // The error is sent before the transaction is over.
  await poll(async () => (await db.admin`select from pg_locks where pid = ${run.pid}`).length === 0)
  await release('rollback')
  t.match(await applyRetention(db.sql, 'public.events'), { outcome: 'done', rows: 100 })
  t.strictSame(await db.ids(), range(601, 2000))
})

t.test('a session that is terminated leaves nothing behind but a step that says so', async (t) => {
  const db = await expiredEvents(t, 'index_range', { expired: 600 })
  await db.sql`select steward.set_setting('maintenance.lock_timeout', '1 minute')`
  const release = await holding(db, 'select from public.events where id = 501 for update')
  const run = await blockedRetention(db)
  await db.sql`select pg_terminate_backend(${run.pid}, 10000)`
  t.ok(await run.ended)
  await release('rollback')
  t.match(await applyRetention(db.sql, 'public.events'), { outcome: 'done', rows: 100 })
  t.strictSame(
    [...(await db.sql`
      select r.outcome as run, s.outcome as step, s.message, s.finished_at >= s.started_at as is_over
      from steward.maintenance_steps as s inner join steward.maintenance_runs as r on r.id = s.run_id order by s.id`)],
    [
      { run: 'interrupted', step: 'interrupted', message: 'The session ended before the step did.', is_over: true },
      { run: 'done', step: 'done', message: null, is_over: true },
    ],
  )
})

t.test('it ends before statement_timeout, and goes on the next time', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  const release = await holding(db, 'lock table public.events in share update exclusive mode')
  const session = await openSession(db)
  await session.sql`set statement_timeout = '10s'`
  t.strictSame(await applyRetention(session.sql, 'public.events'), {
    ...done('index_range', 0), outcome: 'partial_time', message: 'The time was over; the next run goes on here.',
  })
  await release('rollback')
  t.strictSame(await applyRetention(session.sql, 'public.events'), done('index_range', 150))
})

t.test('a statement_timeout that ends a batch is recorded, and the batch undone', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  await db.sql`select steward.set_setting('maintenance.lock_timeout', '1 minute')`
  const release = await holding(db, 'select from public.events where id = 5 for update')
  const session = await openSession(db)
  await session.sql`set statement_timeout = '5s'`
  await t.rejects(applyRetention(session.sql, 'public.events'), { code: '57014' })
  t.match(await lastStep(db.sql), { outcome: 'error', rows: 0, sqlstate: '57014', message: 'canceling statement due to statement timeout' })
  t.equal((await db.ids()).length, 2000)
  await release('rollback')
})

/** A run between two batches, which a test can stop to think about. */
async function haltedRun(t: Parameters<typeof expiredEvents>[0]) {
  const db = await expiredEvents(t, 'index_range', { expired: 600 })
  const { sql } = await openSession(db)
  await sql`
    create temp table halted as
    select steward_internal.begin_retention('public.events'::regclass, steward_internal.begin_maintenance_run(), null) as run`
  const batch = async () => {
    await sql`update halted set run = steward_internal.retention_batch(run)`
    return (await sql`select (run).outcome, (run).sqlstate, (run).message, (run).rows::int from halted`)[0]
  }
  t.strictSame(await batch(), { outcome: null, sqlstate: null, message: null, rows: 500 })
  return { ...db, batch }
}

t.test('a policy that is changed meanwhile ends the run', async (t) => {
  const { sql, batch } = await haltedRun(t)
  await sql`update steward.retention_policies set keep = '200 days'`
  t.strictSame(await batch(), { outcome: 'refused_guard', sqlstate: null, message: 'The policy was changed meanwhile.', rows: 500 })
})

t.test('a policy that is dropped meanwhile ends the run', async (t) => {
  const { sql, batch } = await haltedRun(t)
  await sql`select steward.drop_retention_policy('public.events')`
  t.match(await batch(), { outcome: 'error', sqlstate: 'SW013', rows: 500 })
})

t.test('a table that is renamed meanwhile loses no more rows', async (t) => {
  const { sql, batch } = await haltedRun(t)
  await sql`alter table public.events rename to keep_me`
  t.match(await batch(), { outcome: 'error', sqlstate: 'SW013', message: 'table public.keep_me has no retention policy', rows: 500 })
})

t.test('a table that is dropped meanwhile ends the run', async (t) => {
  const { sql, batch } = await haltedRun(t)
  await sql`drop table public.events`
  t.strictSame(await batch(), { outcome: 'error', sqlstate: '42P01', message: 'the table does not exist', rows: 500 })
})

t.test('a column that is dropped meanwhile ends the run', async (t) => {
  const { sql, batch } = await haltedRun(t)
  await sql`alter table public.events drop column at`
  t.match(await batch(), { outcome: 'error', sqlstate: '42703', rows: 500 })
})

t.test('another run that came between two batches takes over', async (t) => {
  const db = await haltedRun(t)
  const other = await holding(db, "select steward_internal.enter_retention('public.events'::regclass)")
  t.strictSame(await db.batch(), { outcome: 'skipped_overlap', sqlstate: null, message: 'Another run has taken over.', rows: 500 })
  await other('rollback')
})

t.test('sessions that wait for rows of the batch are seen', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  await db.sql.begin(async (tx) => {
    await tx`update public.events set note = '' where id = 5`
    const waits = async () => (await tx`select steward_internal.others_wait_for_us() as waits`)[0]?.['waits'] as boolean
    t.equal(await waits(), false)
    const session = await openSession(db)
    session.start('update public.events set note = null where id = 5')
    await poll(waits)
    t.strictSame([...(await db.sql`select steward_internal.others_wait_for_us() as waits`)], [{ waits: false }], 'but not by others')
  })
})
