import t from 'tap'
import { poll, testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'

const check = 'cache_hit_ratio'

t.test('does not judge a database that has hardly been read', async (t) => {
  const { sql } = await testDatabase(t)
  t.match(await findings(sql, check), [
    { status: 'ok', severity: null, object: null, value: null, detail: /^Only \d+ blocks were read .* too few to judge/ },
  ])
})

t.test('measures the share of reads from shared_buffers once there are enough', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table busy as select i, repeat('x', 500) as filler from generate_series(1, 20000) as i;
  `)
  const session = await sql.reserve()
  for (let i = 0; i < 90; i++) await session`select count(*) from busy`
  await session`select pg_stat_force_next_flush()`
  const [row] = await poll(async () => {
    const rows = await findings(sql, check)
    return rows[0]?.value === null ? undefined : rows
  })
  session.release()
  const { blocks_hit: hit, blocks_read: read } = row?.evidence as { blocks_hit: number; blocks_read: number }
  t.ok(hit + read >= 100_000)
  t.equal(row?.value, Math.round((10_000 * hit) / (hit + read)) / 100)
  t.match(row, { status: 'ok', severity: null, object: null, detail: new RegExp(`^${hit} of ${hit + read} block reads since .* from shared_buffers\\.$`) })

  await sql`select steward.configure_health_check(${check}, warning => 100, critical => 50)`
  t.match(await findings(sql, check), [{ status: 'finding', severity: 'warning', action: /shared_buffers/ }])
  await sql`select steward.configure_health_check(${check}, warning => 100, critical => 100)`
  t.match(await findings(sql, check), [{ status: 'finding', severity: 'critical' }])
})
