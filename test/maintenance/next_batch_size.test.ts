import t from 'tap'
import { testDatabase } from '../support/database.js'

const db = await testDatabase(t)

const next = async (size: number, walKb: number, ms: number, { alone = false, waitedFor = false, rows = 0 } = {}) =>
  (await db.sql`
    select steward_internal.next_batch_size(${size}, ${rows}, ${walKb * 1024}, ${ms} * interval '1 millisecond', ${alone}, ${waitedFor})::int as size`)[0]?.['size'] as number

t.test('steers to the WAL of the setting', async (t) => {
  t.equal(await next(500, 128, 1), 500, 'just right')
  t.equal(await next(500, 256, 1), 250, 'twice too much: half')
  t.equal(await next(500, 100, 1), 640)
  t.equal(await next(500, 1, 1), 1000, 'at most double')
  await db.sql`select steward.set_setting('maintenance.batch_wal', '256kB')`
  t.equal(await next(500, 256, 1), 500)
  await db.sql`select steward.set_setting('maintenance.batch_wal', '128kB')`
})

t.test('steers to the rows of the setting', async (t) => {
  t.equal(await next(500, 1, 1, { rows: 500 }), 500)
  t.equal(await next(500, 1, 1, { rows: 1000 }), 250)
  t.equal(await next(4, 1, 1, { rows: 400 }), 5, 'four blocks of a hundred rows')
  t.equal(await next(500, 1, 1, { rows: 500, alone: true }), 1000)
  t.equal(await next(100_000, 1, 1, { rows: 200_000, alone: true }), 50_000)
})

t.test('grows while nobody is there, and is back within one batch', async (t) => {
  let size = 500
  for (let i = 0; i < 10; i++) size = await next(size, size / 4, 1, { alone: true })
  t.equal(size, 16384, '4 MB of 256 bytes a row')
  t.equal(await next(size, size / 4, 1), 512)
})

t.test('on a slow disk the time counts', async (t) => {
  t.equal(await next(500, 64, 100), 250)
  t.equal(await next(500, 64, 100, { alone: true }), 1000)
  t.equal(await next(500, 64, 1000, { alone: true }), 250)
})

t.test('halves where others waited, but no more than the WAL says', async (t) => {
  t.equal(await next(500, 128, 1, { waitedFor: true }), 250)
  t.equal(await next(500, 1, 1, { waitedFor: true }), 250)
  t.equal(await next(500, 512, 1, { waitedFor: true }), 125)
})

t.test('never gets stuck at nothing', async (t) => {
  t.equal(await next(1, 100_000, 1), 1)
  t.equal(await next(1, 0, 0), 2)
})
