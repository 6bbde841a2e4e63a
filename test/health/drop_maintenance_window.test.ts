import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('removes the window and returns it; refuses a name that is not there with SW012', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select from steward.add_maintenance_window('upgrade', now() + interval '2 hours')`
  t.match(await sql`select * from steward.drop_maintenance_window('upgrade')`, [{ name: 'upgrade', ends_at: Date }])
  t.equal((await sql`select from steward.maintenance_windows`).length, 0)
  await t.rejects(sql`select from steward.drop_maintenance_window('upgrade')`, { code: 'SW012', hint: /maintenance_windows/ })
})
