import t from 'tap'
import { poll, testDatabase } from '../support/database.js'

t.test('it shows each step of the run in its order and changes nothing', async (t) => {
  const { sql, admin, connect } = await testDatabase(t)
  await sql.unsafe(`
    create table old (id integer primary key, at timestamptz);
    insert into old select g, now() - interval '30 days' from generate_series(1, 30) as g;
    insert into old select g, now() from generate_series(31, 50) as g;
    create table locked (id integer primary key, at timestamptz);
    create table unapproved (id integer primary key, at timestamptz);
    create table gone (id integer primary key, at timestamptz);
    select steward.add_retention_policy(name, 'at', '7 days') from unnest('{old,locked,unapproved,gone}'::regclass[]) as t (name);
    select steward.approve_retention_policy(name, accept_share => 1) from unnest('{old,locked,gone}'::regclass[]) as t (name);
    drop table gone;
  `)
  const before = await sql`select (select count(*) from old) as rows, (select count(*) from steward.maintenance_runs) as runs`

  const blocker = connect()
  const [{ pid } = { pid: 0 }] = await blocker<{ pid: number }[]>`select pg_backend_pid() as pid`
  const held = blocker.unsafe('begin; lock table locked; select pg_sleep(60); rollback').simple().catch(() => undefined)
  await poll(async () => (await admin`select from pg_locks where pid = ${pid} and relation = 'locked'::regclass and granted`).length > 0)
  const steps = await sql`
    select step, target, rows::integer, message, statement ~ '^delete from only public.old ' as deletes
    from steward.preview_database_maintenance()
    where step in ('retention', 'history')`
  await admin`select pg_terminate_backend(${pid})`
  await held

  const nothing = { rows: null, message: null, deletes: null }
  t.strictSame([...steps].slice(0, 3), [
    { step: 'retention', target: 'public.gone', ...nothing },
    { step: 'retention', target: 'public.locked', ...nothing, message: 'canceling statement due to lock timeout' },
    { step: 'retention', target: 'public.old', rows: 30, message: null, deletes: true },
  ])
  t.match([...steps].slice(3), [{ step: 'history', ...nothing }])
  t.strictSame(
    await sql`select (select count(*) from old) as rows, (select count(*) from steward.maintenance_runs) as runs`,
    before,
  )
})

t.test('it ends with what plan_table_maintenance() lists', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table busy (id integer);
    insert into steward.maintenance_runs (finished_at, outcome) values (now(), 'done');
    insert into steward.maintenance_steps (run_id, step, target, strategy, finished_at, outcome, rows, batches)
    select max(id), 'retention', 'public.busy', 'index_range', now(), 'done', 20000, 1 from steward.maintenance_runs;
  `)
  const rows = await sql`
    select step, target, statement from steward.preview_database_maintenance() where target = 'public.busy' and step <> 'analyze'`
  t.strictSame([...rows], [{ step: 'concurrently', target: 'public.busy', statement: 'vacuum (analyze) public.busy;' }])
})
