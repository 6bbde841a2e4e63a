import t from 'tap'
import { blindRole, preloads, testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'

const check = 'slow_queries'
const needsStatements = { skip: preloads('pg_stat_statements') ? false : 'pg_stat_statements is not preloaded' }

t.test('reports a query that is slow on average, and no rare one', needsStatements, async (t) => {
  const { sql, admin } = await testDatabase(t)
  const frequent = () => admin`select 'frequent' as kind, pg_sleep(0.02)`
  for (let i = 0; i < 20; i++) await frequent()
  for (let i = 0; i < 19; i++) await admin`select 'rare' as kind, 1 as one, pg_sleep(0.02)`
  const slow = async () => (await findings(sql, check)).filter((row) => /pg_sleep/.test(row.detail))
  t.strictSame(await slow(), [], '20 ms are not slow')

  await sql`select steward.configure_health_check(${check}, warning => 15, critical => 1000)`
  const rows = await slow()
  t.equal(rows.length, 1)
  t.match(rows[0], {
    status: 'finding',
    severity: 'warning',
    object: /^query -?\d+$/,
    detail: /^20 calls by postgres took 2\d(\.\d)? ms on average since .* at the earliest: select \$1 as kind, pg_sleep\(\$2\)$/,
    action: /EXPLAIN/,
    evidence: { calls: 20, query: 'select $1 as kind, pg_sleep($2)', total_ms: Number },
  })
  await frequent()
  await sql`select steward.configure_health_check(${check}, warning => 5, critical => 15)`
  t.match(await slow(), [{ severity: 'critical', evidence: { calls: 21 } }])
})

t.test('says what is missing', async (t) => {
  const db = await testDatabase(t)
  const blind = await blindRole(t, db)
  t.match(await findings(blind, check), [{ status: 'skipped', action: /^grant pg_read_all_stats to blind_/ }])
  await db.admin`drop extension pg_stat_statements`
  t.match(await findings(db.sql, check), [
    { status: 'skipped', detail: /Needs the extension pg_stat_statements/, action: 'create extension pg_stat_statements;' },
  ])
})
