import t from 'tap'
import { asSuperuser, needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'

t.test('it is the worker where pg_cron is not', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame([...(await sql`select * from steward_internal.scheduler()`)], [{ scheduler: 'worker' }])
  await sql.unsafe(`
    create schema cron;
    create function cron.schedule(text, text) returns bigint language sql as 'select 1::bigint';
  `)
  t.strictSame([...(await sql`select * from steward_internal.scheduler()`)], [{ scheduler: 'worker' }], 'nor one without names of jobs')
})

t.test('it is pg_cron for whoever may use it, and the worker for others', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const scheduler = async () => [...(await tx`select steward_internal.scheduler() as s, (select count(*)::int from steward.schedule_status) as n`)]
    t.strictSame(await scheduler(), [{ s: 'pg_cron', n: 5 }])
    await asSuperuser(tx, () => tx.unsafe(`
      create role reader_${process.pid};
      grant usage on schema steward, steward_internal to reader_${process.pid};
      grant execute on all functions in schema steward, steward_internal to reader_${process.pid};
      grant select on all tables in schema steward to reader_${process.pid};
    `))
    await tx.unsafe(`set local role reader_${process.pid}`)
    t.strictSame(await scheduler(), [{ s: 'worker', n: 5 }])
  })
})
