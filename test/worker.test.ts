import t from 'tap'
import { runWorker } from '../src/worker.js'
import { poll, testDatabase } from './support/database.js'
import { runLocks } from './support/schedules.js'

type Database = Awaited<ReturnType<typeof testDatabase>>

/** A database whose schedules are these commands, due in every minute since an hour ago. */
async function withCommands(t: Parameters<typeof testDatabase>[0], commands: Record<string, string>): Promise<Database> {
  const db = await testDatabase(t)
  await db.sql`delete from steward.schedules`
  await addCommands(db, commands)
  return db
}

async function addCommands({ sql }: Database, commands: Record<string, string>): Promise<void> {
  for (const [name, command] of Object.entries(commands)) await sql`select steward.add_schedule(${name}, '* * * * *', ${command})`
  await sql`update steward.schedules set created_at = now() - interval '1 hour'`
}

/** Starts a worker; `stop` ends it and waits for it. */
function start(t: Parameters<typeof testDatabase>[0], db: Database, { max = 4, pollSeconds = 0.05 } = {}) {
  const lines: string[] = []
  const ended = new AbortController()
  const pool = db.connect({ max })
  const done = runWorker(pool, { log: (line) => lines.push(line), signal: ended.signal, pollSeconds })
  done.catch(() => undefined)
  const stop = async () => {
    ended.abort()
    await done
  }
  t.teardown(() => stop().catch(() => undefined))
  return { lines, stop, done, abort: () => ended.abort() }
}

/** The first run of each schedule that has ended: a minute may pass during a test. */
async function firstRuns({ sql }: Database) {
  return [
    ...(await sql<{ name: string; status: string; message: string | null }[]>`
      select distinct on (name) name, status, message from steward.schedule_runs
      where status not in ('running', 'skipped') order by name, id`),
  ]
}

const lives = ({ sql }: Database) => runLocks(sql)

t.test('runs what is due, each command on a connection of its own, and records how it ended', async (t) => {
  const db = await withCommands(t, {
    fails: 'select 1 / 0',
    'fails late': `begin; create table lost (); select raise_nothing()`,
    'leaves a transaction open': 'set search_path = nowhere; begin; create temporary table x ()',
    procedure: 'call work()',
    several: `insert into done values ('one'); insert into done values ('two')`,
    unqualified: `insert into done values ('unqualified ' || current_user)`,
  })
  await db.sql.unsafe(`
    create table done (what text);
    create procedure work() language plpgsql as $$
    begin
      insert into done values ('before commit');
      commit;
      insert into done values ('after commit');
      rollback;
    end $$;
  `)
  const { lines, stop } = start(t, db)
  const runs = await poll(async () => {
    const found = await firstRuns(db)
    return found.length === 6 && found
  })
  await stop()
  t.strictSame(runs, [
    { name: 'fails', status: 'failed', message: '22012: division by zero' },
    { name: 'fails late', status: 'failed', message: '42883: function raise_nothing() does not exist' },
    { name: 'leaves a transaction open', status: 'succeeded', message: null },
    { name: 'procedure', status: 'succeeded', message: null },
    { name: 'several', status: 'succeeded', message: null },
    { name: 'unqualified', status: 'succeeded', message: null },
  ])
  t.strictSame((await db.sql`select distinct what from done order by 1`).map((row) => row['what'] as string), [
    'before commit', 'one', 'two', 'unqualified app',
  ])
  t.strictSame([...(await db.sql`select to_regclass('public.lost') as lost`)], [{ lost: null }])
  t.match(lines.join('\n'), /^worker \S+ \d+ \w+ is waiting for what is due$/m)
  t.match(lines.join('\n'), /^fails: failed in \d+ ms 22012: division by zero$/m)
  t.match(lines.join('\n'), /^procedure: succeeded in \d+ ms$/m)
})

t.test('what a command leaves behind in its session does not reach the next', async (t) => {
  const db = await withCommands(t, { first: `set search_path = nowhere; begin` })
  await db.sql`create table done (what text)`
  const { stop } = start(t, db, { max: 1 })
  await poll(async () => (await firstRuns(db)).length === 1)
  await addCommands(db, { second: `insert into done values (current_user)` })
  const runs = await poll(async () => {
    const found = await firstRuns(db)
    return found.length === 2 && found
  })
  await stop()
  t.strictSame(runs, [
    { name: 'first', status: 'succeeded', message: null },
    { name: 'second', status: 'succeeded', message: null },
  ])
  t.strictSame((await db.sql`select distinct what from done`).map((row) => row['what'] as string), ['app'])
})

t.test('of two workers one runs a tick', async (t) => {
  const db = await withCommands(t, { a: `insert into done values ('a')`, b: `insert into done values ('b')` })
  await db.sql`create table done (what text)`
  const workers = [start(t, db, { pollSeconds: 0.01 }), start(t, db, { pollSeconds: 0.01 })]
  await poll(async () => (await firstRuns(db)).length === 2)
  await poll(async () => (await lives(db)).length === 2)
  for (const { stop } of workers) await stop()
  const rows = await db.sql`
    select r.name, count(distinct r.scheduled_for) = count(*) as is_once,
      count(*) = (select count(*) from done as d where d.what = r.name) as is_run_once,
      bool_and(r.status = 'succeeded') as is_well
    from steward.schedule_runs as r where r.status <> 'skipped' group by r.name order by r.name`
  t.strictSame([...rows], ['a', 'b'].map((name) => ({ name, is_once: true, is_run_once: true, is_well: true })))
})

t.test('ends at the signal, after what is running, and leaves nothing behind', async (t) => {
  const db = await withCommands(t, { waits: 'select from gate' })
  await db.sql`create table gate ()`
  const keeper = await db.connect().reserve()
  await keeper.unsafe('begin; lock table gate').simple()
  const { abort, done } = start(t, db)
  await poll(async () => (await db.sql`select from pg_locks where relation = 'gate'::regclass and not granted`).length > 0)
  let hasEnded = false
  void done.then(() => (hasEnded = true))
  abort()
  // One that does not wait has ended after some round trips to the server.
  for (let trip = 0; trip < 5; trip += 1) await db.sql`select 1`
  t.equal(hasEnded, false, 'it waits')
  await keeper`rollback`
  keeper.release()
  await done
  t.strictSame(await firstRuns(db), [{ name: 'waits', status: 'succeeded', message: null }])
  await poll(async () => (await lives(db)).length === 0)
  // A server process ends a moment after its connection.
  await poll(async () => (await db.admin`
    select from pg_stat_activity where datname = current_database() and query = 'select from gate'`).length === 0)
})

t.test('ends at once when nothing runs, however long it would have waited', async (t) => {
  const db = await withCommands(t, {})
  const { stop } = start(t, db, { pollSeconds: 3600 })
  await poll(async () => (await lives(db)).length === 1)
  await t.resolves(stop(), 'this test would time out')
})

t.test('runs of a worker whose session was killed become interrupted, and it goes on under a new name', async (t) => {
  const db = await withCommands(t, {})
  await db.sql`create table gate ()`
  const keeper = await db.connect().reserve()
  await keeper.unsafe('begin; lock table gate').simple()
  await addCommands(db, { waits: 'select from gate' })
  const { lines, stop } = start(t, db)
  const run = await poll(
    async () => (await db.sql<{ id: string; worker: string }[]>`select id, worker from steward.schedule_runs where status = 'running'`)[0],
  )
  const [holder] = await lives(db)
  await db.admin`select pg_terminate_backend(${holder?.pid ?? 0})`
  const interrupted = await poll(async () => {
    const rows = await db.sql`
      select name, status, message, finished_at is not null as is_finished from steward.schedule_runs
      where id = ${run?.id ?? ''} and status <> 'running'`
    return rows.length > 0 && [...rows]
  })
  t.strictSame(interrupted, [{ name: 'waits', status: 'interrupted', message: 'the worker is gone', is_finished: true }])
  await keeper`rollback`
  keeper.release()
  await addCommands(db, { next: 'select 1' })
  const next = await poll(
    async () =>
      (await db.sql<{ worker: string }[]>`select worker from steward.schedule_runs where name = 'next' and status = 'succeeded'`)[0],
  )
  t.not(next?.worker, run?.worker)
  t.equal((await lives(db)).length, 1)
  t.equal(lines.filter((line) => line.includes('is waiting for what is due')).length, 2)
  await stop()
})

t.test('a command that loses its connection has failed', async (t) => {
  const db = await withCommands(t, { dies: 'select pg_terminate_backend(pg_backend_pid())' })
  const { stop } = start(t, db)
  const runs = await poll(async () => {
    const found = await firstRuns(db)
    return found.length === 1 && found
  })
  t.match(runs, [{ name: 'dies', status: 'failed', message: /57P01|CONNECTION/ }])
  await stop()
})

t.test('ends a run at its time limit, and tries it again', async (t) => {
  const db = await withCommands(t, {})
  await db.sql`select steward.add_schedule('limited', '0 0 30 2 *', 'select pg_sleep(600)',
    time_limit => '100 milliseconds', retries => 1, retry_delay => '1 second')`
  await db.sql`select steward.add_one_shot('once', now(), 'select 1')`
  await db.sql`select steward.run_schedule_now('limited')`
  const { stop } = start(t, db)
  const runs = await poll(async () => {
    const found = await db.sql`select name, attempt, status, message from steward.schedule_runs where status <> 'running' order by name, id`
    return found.length === 3 && [...found]
  })
  await stop()
  const timedOut = { status: 'timed_out', message: '57014: canceling statement due to statement timeout' }
  t.strictSame(runs, [
    { name: 'limited', attempt: 1, ...timedOut },
    { name: 'limited', attempt: 2, ...timedOut },
    { name: 'once', attempt: 1, status: 'succeeded', message: null },
  ])
  t.strictSame([...(await db.sql`select name from steward.schedules`)], [{ name: 'limited' }])
})

t.test('fails where pgsteward is not installed', async (t) => {
  const db = await testDatabase(t, { empty: true })
  await t.rejects(start(t, db).done, { code: '3F000' })
})
