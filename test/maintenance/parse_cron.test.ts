import t from 'tap'
import { testDatabase } from '../support/database.js'
import { needsCron, withCron } from '../support/cron.js'
import { refused, understood } from './cron-expressions.js'

const { sql } = await testDatabase(t)
const parse = async (cron: string | null) => [...(await sql`select * from steward_internal.parse_cron(${cron})`)]
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

t.test('reads the five fields', async (t) => {
  t.strictSame(await parse(' 5,10-12   */6 1,15 jan-Mar/2  mon '), [
    {
      minutes: [5, 10, 11, 12], hours: [0, 6, 12, 18], days: [1, 15], months: [1, 3], weekdays: [1], either_day: true,
    },
  ])
})

const midnight = {
  minutes: [0], hours: [0], days: range(1, 31), months: range(1, 12), weekdays: range(0, 6), either_day: false,
}
for (const [macro, expected] of [
  ['@hourly', { ...midnight, hours: range(0, 23) }],
  ['@daily', midnight],
  ['@midnight', midnight],
  ['@weekly', { ...midnight, weekdays: [0] }],
  ['@monthly', { ...midnight, days: [1] }],
  ['@yearly', { ...midnight, days: [1], months: [1] }],
  [' @annually ', { ...midnight, days: [1], months: [1] }],
] as const) {
  t.test(`reads ${macro}`, async (t) => {
    t.strictSame(await parse(macro), [expected])
  })
}

t.test('7 is Sunday as 0 is', async (t) => {
  for (const [weekdays, expected] of [['7', [0]], ['0,7', [0]], ['5-7', [0, 5, 6]], ['0-7', range(0, 6)], ['sun', [0]]] as const) {
    t.strictSame((await parse(`* * * * ${weekdays}`))[0]?.['weekdays'], [...expected], weekdays)
  }
})

t.test('either day counts if both day fields are restricted; one that begins with a star is not', async (t) => {
  for (const [days, weekdays, either] of [
    ['13', '5', true], ['1-31', '0-6', true], ['1,*', '5', true], ['*', '5', false], ['13', '*', false], ['*/2', '5', false],
    ['13', '*/2', false], ['*,1', '5', false], ['*', '*', false],
  ] as const) {
    t.match(await parse(`0 0 ${days} * ${weekdays}`), [{ either_day: either }], `${days} and ${weekdays}`)
  }
})

t.test('refuses what it cannot read with SW006', async (t) => {
  for (const cron of [...refused, null]) {
    await t.rejects(
      sql`select steward_internal.parse_cron(${cron})`,
      {
        code: 'SW006',
        message: `invalid cron expression: ${cron === null ? 'NULL' : `'${cron}'`}`,
        detail: /five fields/,
        hint: /\*\/15 \* \* \* \*/,
      },
      JSON.stringify(cron),
    )
  }
})

t.test('what it reads, pg_cron accepts', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    for (const cron of understood) {
      await t.resolves(tx.savepoint((sp) => sp`select cron.schedule('steward.test', ${cron}, 'select 1')`), cron)
    }
  })
})
