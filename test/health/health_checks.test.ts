import t from 'tap'
import { readSqlSources } from '../../tools/sql-source.js'
import { testDatabase } from '../support/database.js'

t.test('the registry has a complete row for each file of sql/health/checks', async (t) => {
  const { sql } = await testDatabase(t)
  const rows = await sql`select * from steward.health_checks order by check_id`
  const files = readSqlSources().filter((source) => source.kind === 'checks').map((source) => source.name)
  t.strictSame(rows.map((row) => row['check_id'] as string), files.sort())
  const [routines] = await sql`select count(*)::int as n from steward_internal.health_check_registry()`
  t.equal(routines?.['n'], files.length)

  for (const row of rows) {
    t.match(row, {
      title: /^[A-Z]/,
      category: /^[a-z]+$/,
      scope: /^(database|cluster)$/,
      mode: /^(static|runtime)$/,
      direction: /^(above|below)$/,
      confidence: /^(exact|estimate)$/,
      runs_on: /^(both|primary|standby)$/,
      is_enabled: Boolean,
      description: /\w/,
      remedy: /\w/,
      doc_url: /^https:\/\/www\.postgresql\.org\/(docs\/current|support)\//,
    }, row['check_id'] as string)
    t.notOk(row['severity'] !== null && row['warning'] !== null, `${row['check_id']} has a severity or thresholds, not both`)
    if (row['warning'] !== null) t.ok(row['unit'], `${row['check_id']} measures in a unit`)
  }
})

t.test('a check names a lock and a risk together', async (t) => {
  const { sql } = await testDatabase(t)
  const rows = await sql<{ check_id: string; fix_lock: string | null; fix_risk: string | null }[]>`
    select check_id, fix_lock, fix_risk from steward.health_checks order by check_id`
  for (const { check_id, fix_lock, fix_risk } of rows) {
    // That a fix never comes without them is asserted by findings(), wherever a test sees one.
    t.equal(fix_lock === null, fix_risk === null, check_id)
    if (fix_lock !== null) {
      t.match(fix_lock, /^(none|(ACCESS|ROW) SHARE|SHARE|ROW EXCLUSIVE|SHARE UPDATE EXCLUSIVE|SHARE ROW EXCLUSIVE|(ACCESS )?EXCLUSIVE)\b/)
    }
  }
})
