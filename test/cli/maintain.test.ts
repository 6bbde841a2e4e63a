import t from 'tap'
import type postgres from 'postgres'
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

/** The indexes of a table, and which of them are valid. */
const indexesOf = async (sql: postgres.Sql, table: string) =>
  (await sql`
    select c.relname as name, i.indisvalid as valid from pg_index as i inner join pg_class as c on c.oid = i.indexrelid
    where i.indrelid = ${table}::regclass order by 1`).map(({ name, valid }) => `${name} ${valid ? 'valid' : 'invalid'}`)

const longName = `${'ü'.repeat(28)}_index`

t.test('a rebuild that fails because of the rows leaves nothing, is tried once a week, and its finding says which rows', async (t) => {
  const { sql, run } = await database(t)
  await sql.unsafe('create table "Ta b" (a int); insert into "Ta b" values (1), (1)')
  await t.rejects(sql.unsafe(`create unique index concurrently "${longName}" on "Ta b" (a)`), { code: '23505' })
  // What three nights of an earlier release have left.
  for (const night of ['1', '2', '3']) await t.rejects(sql.unsafe(`reindex index concurrently "${longName}"`), { code: '23505' }, night)
  t.equal((await indexesOf(sql, '"Ta b"')).length, 4)

  const first = await run('--concurrently', '--format', 'csv')
  t.equal(first.code, 1)
  const dropped = `^concurrently,[^,]*${longName}"*,done,[^\\n]*drop index concurrently`
  t.equal(first.stdout.match(new RegExp(dropped, 'gm'))?.length, 4, first.stdout)
  t.match(first.stdout, /,error,,[\d.]+,23505,.*: Key \(a\)=\(1\) is duplicated\./)
  t.strictSame(await indexesOf(sql, '"Ta b"'), [`${longName} invalid`])
  t.match(await sql`
    select s.step, s.target, s.outcome, s.sqlstate, r.outcome as run from steward.maintenance_steps as s
    inner join steward.maintenance_runs as r on r.id = s.run_id where s.step = 'concurrently' order by s.id desc limit 2`, [
    { target: `drop index concurrently public."${longName.slice(0, 28)}__ccnew";`, outcome: 'done', sqlstate: null, run: 'error' },
    { target: `reindex index concurrently public."${longName}";`, outcome: 'error', sqlstate: '23505', run: 'error' },
  ], 'finish_maintenance_step() says how each ended')
  for (const which of ['2', '3']) {
    const again = await run('--concurrently', '--format', 'csv')
    t.match(again, { code: 0, stderr: '' }, which)
    t.strictSame(await indexesOf(sql, '"Ta b"'), [`${longName} invalid`])
  }
  t.match(await sql`select detail, action, fix_sql from steward.health_findings(checks => '{invalid_indexes}')`, [
    {
      detail: /is invalid: .* Its rebuild of \d{4}-\d\d-\d\d failed: could not create unique index .*: Key \(a\)=\(1\) is duplicated\.$/,
      action: 'Repair the rows first; until then, or for a week, pgsteward maintain does not try again.',
      fix_sql: [`drop index concurrently public."${longName}";`, `create unique index concurrently "${longName}" on public."Ta b" USING btree (a);`],
    },
  ])

  await sql`update steward.maintenance_steps set finished_at = now() - interval '8 days' where step = 'concurrently'`
  await sql`delete from "Ta b"`
  t.match(await run('--concurrently', '--format', 'csv'), { code: 0, stdout: /reindex index concurrently/ })
  t.strictSame(await indexesOf(sql, '"Ta b"'), [`${longName} valid`])
})

t.test('a rebuild that others hold up leaves one index at most, however often it is tried', async (t) => {
  const { sql, run, connect } = await database(t)
  await sql.unsafe('create table held (a int); insert into held values (1), (1)')
  await t.rejects(sql.unsafe('create unique index concurrently held_a on held (a)'), { code: '23505' })
  await sql`delete from held`
  const writer = await connect().reserve()
  await writer`begin`
  await writer`insert into held values (1)`
  const night = () => run('--concurrently', '--lock-timeout', '200 ms', '--format', 'csv')
  const first = await night()
  t.match(first, { code: 1, stdout: /,error,,[\d.]+,55P03,/ })
  for (const which of ['2', '3']) {
    t.match(await night(), { code: 1, stdout: /,refused_guard,,,,"?reindex index concurrently public\.held_a; was not tried: What an earlier try has left must go first: drop index/ })
    t.strictSame(await indexesOf(sql, 'held'), ['held_a invalid', 'held_a_ccnew invalid'], which)
  }
  await writer`rollback`
  writer.release()
  t.match(await night(), { code: 0 })
  t.strictSame(await indexesOf(sql, 'held'), ['held_a valid'])
})

t.test('what goes on from a failed statement is not run', async (t) => {
  const { sql, run } = await database(t)
  await sql.unsafe(`
    create table parts (at timestamptz) partition by range (at);
    create table old partition of parts for values from ('2001-01-01') to ('2002-01-01');
    select steward.add_retention_policy('parts', 'at', '1 day');
    insert into steward.maintenance_runs (finished_at, outcome) values (now(), 'done');
    insert into steward.maintenance_steps (run_id, step, target, strategy, finished_at, outcome, rows, batches)
    select max(id), 'retention', 'public.parts', 'partition_drop', now(), 'lock_timeout', 0, 0 from steward.maintenance_runs;`)
  await sql.begin(async (tx) => {
    await tx`lock table parts in share update exclusive mode`
    const outcome = await run('--concurrently', '--lock-timeout', '50 ms', '--format', 'csv')
    t.equal(outcome.code, 1)
    t.match(outcome.stdout, /,55P03,[^]*,refused_guard,,,,"?drop table public\.old; was not tried: The statement before it failed\./)
  })
  t.match(await sql`select from pg_class where relname = 'old' and relispartition`, { length: 1 })
})
