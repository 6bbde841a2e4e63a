import t from 'tap'
import { blindRole, testDatabase } from '../support/database.js'

t.test('counts client connections by database, role and state', async (t) => {
  const db = await testDatabase(t)
  const open = await db.connect().reserve()
  await open`begin`
  await open`select 1`
  const idle = await db.connect().reserve()
  await idle`select 1`
  const rows = await db.sql`
    select user_name::text, state, connection_count::int, oldest_state_change >= interval '0' as has_age, share_of_slots::float8
    from steward.get_connection_stats() where database_name = ${db.name} and user_name = 'app' order by state`
  const [slots] = await db.sql`
    select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - coalesce(current_setting('reserved_connections', true)::int, 0) as n`
  const one = Math.round(1000 / (slots?.['n'] as number)) / 10
  t.strictSame([...rows], [
    { user_name: 'app', state: 'active', connection_count: 1, has_age: true, share_of_slots: one },
    { user_name: 'app', state: 'idle', connection_count: 1, has_age: true, share_of_slots: one },
    { user_name: 'app', state: 'idle in transaction', connection_count: 1, has_age: true, share_of_slots: one },
  ])
  await open`rollback`
  open.release()
  idle.release()
})

t.test('shows a role without pg_read_all_stats its own sessions only', async (t) => {
  const db = await testDatabase(t)
  const blind = await blindRole(t, db)
  const rows = await blind`select user_name::text, connection_count::int from steward.get_connection_stats()`
  t.strictSame([...rows], [{ user_name: `blind_${db.name}`, connection_count: 1 }])
})
