import t from 'tap'
import { testDatabase } from '../support/database.js'
import { steward } from './support.js'

async function database(t: Parameters<typeof testDatabase>[0]) {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table jobs (id integer primary key, at timestamptz);
    insert into jobs select g, now() - interval '30 days' from generate_series(1, 40) as g;
    insert into jobs select g, now() from generate_series(41, 100) as g;
    analyze jobs;
    select steward.add_retention_policy('jobs', 'at', '7 days'); select steward.approve_retention_policy('jobs', accept_share => 1);
  `)
  const run = (...args: string[]) => steward(['maintain', ...args, '--database-url', db.url])
  return { ...db, run, rows: async () => (await db.sql`select count(*)::integer as n from jobs`)[0]?.['n'] as number }
}

t.test('a dry run shows the steps and changes nothing; then they are done', async (t) => {
  const { sql, run, rows } = await database(t)
  const preview = await run('--dry-run')
  t.match(preview, { code: 0, stdout: /│ retention public\.jobs │ 40 +│ / })
  t.match(JSON.parse((await run('--dry-run', '--format', 'json')).stdout), [
    { step: 'retention', target: 'public.jobs', rows: 40, statement: /^delete from only public\.jobs / },
  ])
  t.equal(await rows(), 100)
  t.strictSame([...(await sql`select from steward.maintenance_runs`)], [])

  const done = await run('--format', 'csv')
  t.match(done, { code: 0, stderr: '', stdout: /^step,target,outcome,rows,seconds,sqlstate,message\nretention,public\.jobs,done,40,[\d.]+,,\n[^]*^history,health,nothing_to_do,0,/m })
  t.equal(await rows(), 60)
  t.match(await run('--time-budget', 'soon'), { code: 1, stdout: '', stderr: /invalid input syntax for type interval: "soon"/ })
})

t.test('a second run at the same time does nothing and says so', async (t) => {
  const { sql, run, rows } = await database(t)
  await sql.begin(async (tx) => {
    await tx`select steward_internal.begin_database_maintenance('maintenance')`
    t.match(await run('--format', 'csv'), { code: 0, stdout: /\nmaintenance,,skipped_overlap,,,,Another run is going on\.\n$/ })
    await tx`select pg_advisory_unlock_all()`
  })
  t.equal(await rows(), 100)
})

t.test('--concurrently runs what no procedure can, and goes on after what fails', async (t) => {
  const { sql, run } = await database(t)
  await sql.unsafe(`
    create table a (id integer); create table b (id integer);
    insert into steward.maintenance_runs (finished_at, outcome) values (now(), 'done');
    insert into steward.maintenance_steps (run_id, step, target, strategy, finished_at, outcome, rows, batches)
    select r.id, 'retention', v.target, 'index_range', now(), 'done', 20000, 1
    from steward.maintenance_runs as r, (values ('public.a'), ('public.b')) as v (target);
  `)
  await sql.begin(async (tx) => {
    await tx`lock table a in share mode`
    const outcome = await run('--concurrently', '--lock-timeout', '50 ms', '--format', 'csv')
    t.match(outcome, { code: 1, stderr: /^vacuum \(analyze\) public\.a;\nvacuum \(analyze\) public\.b;\n$/m })
    t.match(outcome.stdout, /\nconcurrently,public\.a,error,,[\d.]+,55P03,canceling statement due to lock timeout\nconcurrently,public\.b,done,,[\d.]+,,vacuum \(analyze\) public\.b;\n$/)
  })
  t.match(await run('--concurrently', '--lock-timeout', 'soon'), { code: 1, stdout: '', stderr: /invalid input syntax for type interval: "soon"/ })
  t.match(await run('--concurrently', '--format', 'csv'), { code: 0, stdout: /\nconcurrently,public\.a,done,/ })
})
