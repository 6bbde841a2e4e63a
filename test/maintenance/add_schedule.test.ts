import t from 'tap'
import { needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'
import { rolledBack } from '../support/transaction.js'

const db = await testDatabase(t)

t.test('adds a schedule, and leaves it to the worker where pg_cron is not', async (t) => {
  await rolledBack(db.sql, async (tx) => {
    t.strictSame([...(await tx`select * from steward.add_schedule('nightly', '30 2 * * *', 'analyze')`)], [
      { schedule: 'nightly', action: 'left to pgsteward worker', statement: null },
    ])
    t.strictSame(
      [...(await tx`select name, cron, command, created_at = now() as is_new, created_by from steward.schedules where name = 'nightly'`)],
      [{ name: 'nightly', cron: '30 2 * * *', command: 'analyze', is_new: true, created_by: 'app' }],
    )
  })
})

t.test('changes the schedule of that name; a new time counts from now, a new command does not', async (t) => {
  await rolledBack(db.sql, async (tx) => {
    await tx`select steward.add_schedule('a', '30 2 * * *', 'analyze')`
    await tx`update steward.schedules set created_at = '2026-01-01', created_by = 'somebody'`
    const others = await tx`select * from steward.schedules where name <> 'a' order by name`
    const schedule = () => tx`select cron, command, created_at, created_by from steward.schedules where name = 'a'`

    await tx`select steward.add_schedule('a', '30 2 * * *', 'vacuum')`
    t.strictSame([...(await schedule())], [
      { cron: '30 2 * * *', command: 'vacuum', created_at: new Date('2026-01-01T00:00:00Z'), created_by: 'somebody' },
    ])
    await tx`select steward.add_schedule('a', '30 3 * * *', 'vacuum')`
    const [{ now } = {}] = await tx`select now()`
    t.strictSame([...(await schedule())], [{ cron: '30 3 * * *', command: 'vacuum', created_at: now, created_by: 'somebody' }])
    t.strictSame(await tx`select * from steward.schedules where name <> 'a' order by name`, others)
  })
})

for (const [name, command] of [
  ['', 'select 1'], [null, 'select 1'], ['x'.repeat(49), 'select 1'], ['ü'.repeat(25), 'select 1'],
  ['a', ''], ['a', '  '], ['a', null],
] as const) {
  t.test(`refuses the name ${JSON.stringify(name)} with the command ${JSON.stringify(command)}`, async (t) => {
    await t.rejects(db.sql`select steward.add_schedule(${name}, '* * * * *', ${command})`, {
      code: '22023',
      message: 'a schedule needs a name of 1 to 48 bytes and a command',
      hint: /pg_cron cuts longer names/,
    })
  })
}

t.test('refuses what is no cron expression with SW006, and changes nothing', async (t) => {
  const before = await db.sql`select * from steward.schedules order by name`
  for (const cron of ['every day', null]) {
    await t.rejects(db.sql`select steward.add_schedule('record health check', ${cron}, 'select 1')`, {
      code: 'SW006',
      hint: /\*\/15/,
    })
  }
  t.strictSame(await db.sql`select * from steward.schedules order by name`, before)
})

t.test('takes a name of 48 bytes and one with quotes', async (t) => {
  await rolledBack(db.sql, async (tx) => {
    for (const name of ['x'.repeat(48), 'ü'.repeat(24), `it's "odd"`]) {
      t.match([...(await tx`select * from steward.add_schedule(${name}, '@daily', ${'select 1'})`)], [{ schedule: name }])
    }
  })
})

t.test('with pg_cron the job is there at once, and follows a change', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const name = `${'x'.repeat(40)} it's`
    const job = () => tx`
      select schedule, command, active, username, database = current_database() as is_here from cron.job
      where jobname::text = ${`steward.${name}`}`
    t.strictSame([...(await tx`select * from steward.add_schedule(${name}, '30 2 * * *', ${`select 'a'`})`)], [
      {
        schedule: name,
        action: 'create',
        statement: `select cron.schedule('steward.${'x'.repeat(40)} it''s', '30 2 * * *', 'call steward.run_schedule(''${'x'.repeat(40)} it''''s'')')`,
      },
    ])
    const command = `call steward.run_schedule('${'x'.repeat(40)} it''s')`
    t.strictSame([...(await job())], [
      { schedule: '30 2 * * *', command, active: true, username: 'app', is_here: true },
    ])
    t.match([...(await tx`select * from steward.add_schedule(${name}, '30 3 * * *', 'select 2')`)], [{ action: 'update' }])
    t.strictSame([...(await job())], [
      { schedule: '30 3 * * *', command, active: true, username: 'app', is_here: true },
    ])
    t.match([...(await tx`select * from steward.add_schedule(${name}, '30 3 * * *', 'select 2')`)], [{ action: 'none', statement: null }])
  })
})
