import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'
import { assertAsksForStatistics } from '../../support/sessions.js'

const check = 'connection_saturation'

t.test('measures client connections against the slots of ordinary roles', async (t) => {
  const db = await testDatabase(t)
  const held = await Promise.all(Array.from({ length: 5 }, () => db.connect().reserve()))
  const [row, ...others] = await findings(db.sql, check)
  t.strictSame(others, [])
  const { client_connections: clients, usable_connections: usable } = row?.evidence as Record<string, number>
  const [settings] = await db.sql`
    select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - coalesce(current_setting('reserved_connections', true)::int, 0) as usable,
      (select count(*)::int from pg_stat_activity where backend_type <> 'client backend') as others`
  t.equal(usable, settings?.['usable'])
  t.ok((settings?.['others'] as number) > 0, 'there are processes that must not count')
  t.ok(clients && clients >= 6 && clients < 60, 'the connections of this test are among them')
  t.match(row, {
    status: 'ok',
    severity: null,
    object: null,
    value: Math.round((1000 * (clients ?? 0)) / (usable ?? 1)) / 10,
    detail: `${clients} of ${usable} connections that ordinary roles can open are in use.`,
    action: null,
    fix_sql: null,
  })
  await db.sql`select steward.configure_health_check(${check}, warning => 1, critical => 99)`
  t.match(await findings(db.sql, check), [{ status: 'finding', severity: 'warning', action: /PgBouncer/ }])
  for (const session of held) session.release()
})

t.test('a role that does not see the others gets the GRANT', async (t) => {
  const db = await testDatabase(t)
  await assertAsksForStatistics(t, db, check)
})
