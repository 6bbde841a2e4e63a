import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { poll } from '../support/database.js'
import { applyRetention, approvedPolicy, range } from '../support/retention.js'
import { ownServer, removeJobs } from '../support/server.js'

const server = await ownServer(t)
const { sql, admin } = server
await removeJobs(server)

const crashes = {
  'kill -9 of the backend': ({ pid }: { pid: number }) => process.kill(pid, 'SIGKILL'),
  'kill -9 of the server': () => {
    const postmaster = readFileSync(join(server.state.dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0]
    process.kill(Number(postmaster), 'SIGKILL')
  },
}

const pids = () => Promise.all([sql, admin].map(async (session) =>
  (await session<{ pid: number }[]>`select pg_backend_pid() as pid`.catch(() => []))[0]?.pid))

/** Waits until both sessions are new ones. */
const comesBack = (before: Awaited<ReturnType<typeof pids>>) => poll(async () =>
  (await pids()).every((pid, i) => pid !== undefined && pid !== before[i]), 60)

for (const [what, crash] of Object.entries(crashes)) {
  for (const action of ['delete', 'archive']) {
    t.test(`${what} in the middle of ${action}: the next run goes on, and no row is lost or doubled`, async (t) => {
      await sql.unsafe(`
        drop table if exists public.events, public.archived;
        truncate steward.maintenance_runs, steward.maintenance_steps, steward.retention_policies cascade;
        create table public.events (id int primary key, at timestamptz);
        create table public.archived (like public.events);
        insert into public.events
        select n, now() - case when n <= 600 then interval '100 days' else interval '1 day' end + n * interval '1 second'
        from generate_series(1, 1000) as n;
        create index on public.events (at);
        analyze public.events;
        select steward.set_setting('maintenance.lock_timeout', '1 minute');
      `).simple()
      await approvedPolicy(sql, `'public.events', 'at', '7 days'` + (action === 'archive' ? ", 'archive', archive_to => 'public.archived'" : ''))
      const blocker = server.connect(server.state.url)
      await blocker.unsafe('begin; select from public.events where id = 501 for update').simple()
      const purge = server.connect(server.state.url)
      const [{ pid } = { pid: 0 }] = await purge<{ pid: number }[]>`select pg_backend_pid() as pid`
      const call = purge.unsafe("call steward.apply_retention('public.events')").simple().then(() => null, (error: unknown) => error)
      await poll(async () => (await sql`select from pg_locks where pid = ${pid} and not granted`).length > 0)
      t.strictSame([...(await sql`select outcome, rows::int from steward.maintenance_steps`)], [{ outcome: 'running', rows: 500 }])

      const before = await pids()
      crash({ pid })
      t.ok(await call, 'the CALL fails')
      if (what.endsWith('server')) await poll(() => server.restart().then(() => true, () => false))
      await comesBack(before)

      await applyRetention(sql, 'public.events')
      const steps = await sql`
        select r.outcome as run, s.outcome as step, s.rows::int from steward.maintenance_steps as s
        inner join steward.maintenance_runs as r on r.id = s.run_id order by s.id`
      t.strictSame([...steps], [{ run: 'interrupted', step: 'interrupted', rows: 500 }, { run: 'done', step: 'done', rows: 100 }])
      t.strictSame((await sql`select id from public.events order by id`).map((row) => row['id'] as number), range(601, 1000))
      t.strictSame(
        (await sql`select id from public.archived order by id`).map((row) => row['id'] as number),
        action === 'archive' ? range(1, 600) : [],
      )
    })
  }
}
