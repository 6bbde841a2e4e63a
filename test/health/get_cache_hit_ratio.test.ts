import t from 'tap'
import { poll, testDatabase } from '../support/database.js'

t.test('is null where nothing was read, and the share of hits elsewhere', async (t) => {
  const { sql } = await testDatabase(t)
  const read = () => sql<{ scope: string; blocks_hit: string | null; blocks_read: string | null; hit_ratio: string | null; stats_since: Date }[]>`
    select * from steward.get_cache_hit_ratio()`
  t.strictSame((await read()).map((row) => row.scope), ['database', 'tables', 'indexes'])
  const session = await sql.reserve()
  await session`create table busy as select generate_series(1, 1000) as i`
  await session`select count(*) from busy`
  await session`select pg_stat_force_next_flush()`
  session.release()
  const rows = await poll(async () => {
    const found = await read()
    return Number(found[1]?.blocks_hit) > 0 ? found : undefined
  })
  for (const row of rows) {
    const total = Number(row.blocks_hit) + Number(row.blocks_read)
    t.equal(row.hit_ratio === null ? null : Number(row.hit_ratio), total === 0 ? null : Math.round((10_000 * Number(row.blocks_hit)) / total) / 100, row.scope)
    t.ok(row.stats_since instanceof Date)
  }
})
