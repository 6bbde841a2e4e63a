import t from 'tap'
import { needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'
import { rolledBack } from '../support/transaction.js'

const db = await testDatabase(t)

t.test('removes exactly the schedule of that name', async (t) => {
  await rolledBack(db.sql, async (tx) => {
    await tx`select steward.add_schedule('a', '@daily', 'select 1')`
    await tx`select steward.add_schedule('a.b', '@daily', 'select 1')`
    t.strictSame([...(await tx`select * from steward.drop_schedule('a')`)], [], 'there was no job')
    t.strictSame(
      (await tx`select name from steward.schedules order by name`).map((row) => row['name'] as string),
      ['a.b', 'capture statistics', 'record health check', 'run database maintenance', 'run deep analysis', 'watch schedules'],
    )
  })
})

for (const name of ['none', 'Record health check', '', null]) {
  t.test(`refuses ${JSON.stringify(name)} with SW005`, async (t) => {
    await t.rejects(db.sql`select * from steward.drop_schedule(${name})`, {
      code: 'SW005',
      message: `schedule ${name === null ? 'NULL' : `'${name}'`} does not exist`,
      hint: /select name from steward\.schedules/,
    })
  })
}

t.test('with pg_cron its job goes, and no other', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`select cron.schedule('run deep analysis', '@daily', 'select 1')`
    const [{ id } = {}] = await tx`select jobid as id from cron.job where jobname = 'steward.run deep analysis'`
    t.strictSame([...(await tx`select * from steward.drop_schedule('run deep analysis')`)], [
      { schedule: 'run deep analysis', action: 'remove', statement: `select cron.unschedule(${id as string})` },
    ])
    t.strictSame(
      (await tx`select jobname from cron.job where jobname ~ '(run deep analysis|record health check)$' order by 1`).map(
        (row) => row['jobname'] as string,
      ),
      ['run deep analysis', 'steward.record health check'],
    )
  })
})
