import t from 'tap'
import { connect } from '../../src/database.js'
import { needsCron, withHistory } from '../support/cron.js'
import { poll, testDatabase, testServer } from '../support/database.js'

t.test('without pg_cron it does nothing and leaves the session as it was', async (t) => {
  const { sql } = await testDatabase(t)
  const session = await sql.reserve()
  await session`set search_path = "Odd, Sch", public`
  for (const call of ['', `'1 day'`, `'1 day', 1`, 'batch_rows => 5']) {
    await t.resolves(session.unsafe(`call steward.purge_cron_history(${call})`).simple(), `(${call})`)
  }
  t.strictSame([...(await session`show search_path`)], [{ search_path: '"Odd, Sch", public' }])
  session.release()
})

t.test('refuses to run inside a transaction block with 2D000', async (t) => {
  const { sql } = await testDatabase(t)
  await t.rejects(
    sql.begin((tx) => tx.unsafe('call steward.purge_cron_history()')),
    { code: '2D000' },
  )
})

t.test('removes what is older than the setting, or than asked for', async (t) => {
  const { sql, left } = await withHistory(t)
  await sql`call steward.purge_cron_history('1 year')`.simple()
  t.equal((await left()).length, 12, 'nothing is a year old')
  await sql`call steward.purge_cron_history()`.simple()
  t.strictSame(await left(), [7, 8, 9, 10, 11, 12], 'seven days as shipped')
  await sql`select steward.set_setting('maintenance.keep_cron_history', '5 days')`
  await sql`call steward.purge_cron_history(batch_rows => 1)`.simple()
  t.strictSame(await left(), [9, 10, 11, 12])
  await sql`call steward.purge_cron_history('36 hours')`.simple()
  t.strictSame(await left(), [12])
})

t.test('commits after each batch', async (t) => {
  const { sql, admin, left, connect: open } = await withHistory(t)
  const blocker = await admin.reserve()
  await blocker.unsafe('begin; select from cron.job_run_details where runid = 3 for update').simple()
  const session = open()
  const [{ pid } = { pid: 0 }] = await session<{ pid: number }[]>`select pg_backend_pid() as pid`
  const call = session`call steward.purge_cron_history('36 hours', 1)`.simple()
  call.catch(() => undefined)
  await poll(async () => (await sql`select from pg_locks where pid = ${pid} and not granted`).length > 0)
  t.strictSame(await left(), [3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 'the batches before the one that waits are gone')
  await blocker`rollback`
  blocker.release()
  await call
  t.strictSame(await left(), [12])
})

t.test('the fake history has the columns of the real one', needsCron, async (t) => {
  const { sql } = await withHistory(t)
  const columns = (session: typeof sql) => session`
    select c.relname, a.attname, a.atttypid::regtype::text as type
    from pg_attribute as a inner join pg_class as c on c.oid = a.attrelid
    where c.oid in ('cron.job'::regclass, 'cron.job_run_details'::regclass) and a.attnum > 0
      and a.attname not in ('nodename', 'nodeport', 'jobname')
    order by 1, 2`
  const real = connect(testServer().adminUrl, { max: 1 })
  t.teardown(() => real.end())
  t.strictSame([...(await columns(sql))], [...(await columns(real))])
})
