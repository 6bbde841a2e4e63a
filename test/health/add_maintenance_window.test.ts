import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('adds a window that begins now, and changes it as a whole', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select from steward.add_alert_rule('state', 'health_status = critical', 'info', 'x')`
  const windows = () => sql`
    select name, starts_at = now() as from_now, ends_at - starts_at as lasts, rules, reason, created_by::text from steward.maintenance_windows`
  await sql.begin(async (tx) => {
    t.match(await tx`select * from steward.add_maintenance_window('upgrade', now() + interval '2 hours')`, [
      { name: 'upgrade', starts_at: Date, rules: null, reason: null },
    ])
    t.match(await tx`
      select name, starts_at = now() as from_now, (ends_at - starts_at)::text as lasts, created_by::text from steward.maintenance_windows`, [
      { name: 'upgrade', from_now: true, lasts: '02:00:00', created_by: 'app' },
    ])
  })
  await sql`
    select from steward.add_maintenance_window(
      'upgrade', now() + interval '2 days', now() + interval '1 day', '{state}', 'PostgreSQL 18')`
  t.match(await windows(), [{ name: 'upgrade', from_now: false, rules: ['state'], reason: 'PostgreSQL 18' }])
})

t.test('refuses an end before the start, no name, and unknown rules', async (t) => {
  const { sql } = await testDatabase(t)
  const refused = { code: '22023', hint: /add_maintenance_window/ }
  await t.rejects(sql`select steward.add_maintenance_window('x', now())`, refused)
  await t.rejects(sql`select steward.add_maintenance_window('x', null)`, refused)
  await t.rejects(sql`select steward.add_maintenance_window(null, now() + interval '1 hour')`, refused)
  await t.rejects(sql`select steward.add_maintenance_window('x', now() + interval '1 hour', now() + interval '2 hours')`, refused)
  await t.rejects(sql`select steward.add_maintenance_window('x', now() + interval '1 hour', rules => '{nope}')`, {
    code: 'SW010', message: "alert rule 'nope' does not exist",
  })
  t.equal((await sql`select from steward.maintenance_windows`).length, 0)
})
