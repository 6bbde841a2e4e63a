import { Cron } from 'croner'
import t from 'tap'
import { testDatabase } from '../support/database.js'
import { understood } from './cron-expressions.js'

const { sql } = await testDatabase(t)

interface Ticks {
  previous_tick: Date | null
  next_tick: Date | null
}

const ticks = async (cron: string, at: string | null) =>
  [...(await sql<Ticks[]>`select * from steward_internal.cron_ticks(${cron}, ${at}::timestamptz)`)]

const moments = [
  '2024-02-28T23:59:00Z', '2024-02-29T00:00:00Z', '2024-02-29T23:59:59.999Z', '2024-03-01T00:00:00Z', '2023-02-28T23:59:30Z',
  '2025-03-01T00:00:01Z', '2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', '2026-02-13T00:00:00Z', '2026-03-29T01:30:00Z',
  '2026-10-25T02:00:30Z', '2026-04-30T12:34:56Z', '2026-05-31T00:01:00Z', '2026-06-07T04:59:59.5Z', '2028-02-29T12:00:00Z',
  '2096-03-01T00:00:00Z', '2103-12-31T00:00:00Z', '2100-02-28T12:00:00Z',
]

for (const cron of understood) {
  t.test(`${cron} is due when croner says`, async (t) => {
    const found = await sql<(Ticks & { at: Date })[]>`
      select m.at, c.* from unnest(${moments}::timestamptz[]) with ordinality as m (at, position)
      cross join lateral steward_internal.cron_ticks(${cron}, m.at) as c
      order by m.position`
    t.strictSame(
      found.map(({ at, ...rest }) => ({ at: at.toISOString(), ...rest })),
      found.map(({ at }) => ({ at: at.toISOString(), ...byCroner(cron, at) })),
    )
  })
}

t.test('an expression that is never due has no ticks', async (t) => {
  for (const cron of ['0 0 30 2 *', '0 0 31 4,6 *', '0 0 31 2 */2']) {
    t.strictSame(await ticks(cron, '2026-01-01T00:00:00Z'), [{ previous_tick: null, next_tick: null }], cron)
  }
})

t.test('a day that both fields restrict can be decades away', async (t) => {
  // The star makes both fields count: a Sunday that is a 29 February.
  t.strictSame(await ticks('0 0 29 2 */7', '2026-01-01T00:00:00Z'), [
    { previous_tick: new Date('2004-02-29T00:00:00Z'), next_tick: new Date('2032-02-29T00:00:00Z') },
  ])
  t.strictSame(await ticks('0 0 29 2 */7', '2099-01-01T00:00:00Z'), [
    { previous_tick: new Date('2088-02-29T00:00:00Z'), next_tick: new Date('2128-02-29T00:00:00Z') },
  ], 'there is no 29 February 2100')
})

t.test('cron_day finds the nearest day in a direction, the first one included', async (t) => {
  const day = async (cron: string, from: string, step: number) =>
    (await sql`select steward_internal.cron_day(${cron}, ${from}::date, ${step})::text as day`)[0]?.['day'] as string | null
  t.equal(await day('0 0 1 * *', '2026-03-01', 1), '2026-03-01')
  t.equal(await day('0 0 1 * *', '2026-03-01', -1), '2026-03-01')
  t.equal(await day('0 0 1 * *', '2026-03-02', 1), '2026-04-01')
  t.equal(await day('0 0 31 1-12/2 *', '2026-12-30', 1), '2027-01-31')
  t.equal(await day('0 0 31 * *', '2026-03-30', -1), '2026-01-31')
  t.equal(await day('0 0 29 feb *', '2099-06-01', 1), '2104-02-29')
  t.equal(await day('0 0 13 * fri', '2026-02-08', 1), '2026-02-13')
  t.equal(await day('0 0 */2 * fri', '2026-02-14', 1), '2026-02-27')
  t.equal(await day('0 0 30 2 *', '2026-02-14', 1), null)
  await t.rejects(day('never', '2026-02-14', 1), { code: 'SW006' })
})

t.test('a tick in the minute of the moment counts as past, and seconds do not matter', async (t) => {
  const expected = [{ previous_tick: new Date('2026-05-05T10:15:00Z'), next_tick: new Date('2026-05-05T10:30:00Z') }]
  t.strictSame(await ticks('*/15 * * * *', '2026-05-05T10:15:00Z'), expected)
  t.strictSame(await ticks('*/15 * * * *', '2026-05-05T10:15:59.999999Z'), expected)
  t.strictSame(await ticks('*/15 * * * *', '2026-05-05T10:29:59Z'), expected)
  t.strictSame((await ticks('*/15 * * * *', '2026-05-05T10:14:59Z'))[0]?.next_tick, expected[0]?.previous_tick)
})

t.test('times are UTC whatever the time zone of the session', async (t) => {
  const session = await sql.reserve()
  for (const zone of ['America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati']) {
    await session`select set_config('timezone', ${zone}, false)`
    t.strictSame([...(await session`select * from steward_internal.cron_ticks('30 2 * * *', '2026-03-08T02:29:00Z')`)], [
      { previous_tick: new Date('2026-03-07T02:30:00Z'), next_tick: new Date('2026-03-08T02:30:00Z') },
    ], zone)
  }
  await session`reset timezone`
  session.release()
})

t.test('the moment is now unless another is given', async (t) => {
  const rows = await sql`select previous_tick = date_trunc('minute', now()) as is_now from steward_internal.cron_ticks('* * * * *')`
  t.strictSame([...rows], [{ is_now: true }])
})

t.test('refuses what is no cron expression with SW006', async (t) => {
  await t.rejects(ticks('every day', '2026-01-01T00:00:00Z'), { code: 'SW006', hint: /30 2 \* \* \*/ })
})

/**
 * What croner says. It has no rule that a day field like `*\/2` is unrestricted, as it is for Vixie cron
 * and so for pg_cron; its option for "both days must match" gives the same.
 */
function byCroner(cron: string, at: Date): Ticks {
  const [, , days = '*', , weekdays = '*'] = cron.split(' ')
  const clock = new Cron(cron, {
    mode: '5-part', timezone: 'UTC', paused: true, domAndDow: days.startsWith('*') || weekdays.startsWith('*'),
  })
  const minute = Math.floor(at.getTime() / 60_000) * 60_000
  return {
    previous_tick: clock.previousRuns(1, new Date(minute + 60_000))[0] ?? null,
    next_tick: clock.nextRun(new Date(minute + 59_999)),
  }
}
