import t from 'tap'
import { testDatabase } from '../support/database.js'

interface Report {
  summary: Record<string, unknown>
  findings: Record<string, unknown>[]
  coverage: Record<string, unknown>[]
}

t.test('holds a summary, the findings worst first, and what was covered', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table parent (id int primary key);
    create table child (id int, p int references parent);
    select steward.configure_health_check('invalid_indexes', enabled => false);
  `)
  const [row] = await sql<{ report: Report }[]>`select steward.health_report('{indexes,schema}') as report`
  const { summary, findings, coverage } = row?.report as Report
  t.match(summary, {
    status: 'warning', critical: 0, warning: 1, info: 1, error: 0, blind: 0,
    steward_version: '0.1.0', is_standby: false, started_at: String, finished_at: String,
  })
  t.strictSame(findings.map((f) => [f['severity'], f['check_id'], f['object_name'], f['value_text']]), [
    ['warning', 'foreign_keys_without_index', 'child_p_fkey', null],
    ['info', 'tables_without_primary_key', 'child', null],
  ])
  t.notOk('rank' in (findings[0] ?? {}))
  t.strictSame(coverage.find((c) => c['check_id'] === 'invalid_indexes'), {
    check_id: 'invalid_indexes',
    category: 'indexes',
    status: 'skipped',
    reason: 'disabled',
    is_applicable: false,
    object: null,
    value: null,
    unit: null,
    value_text: null,
    threshold_warning: null,
    threshold_critical: null,
    detail: 'The check is switched off.',
    action: "select steward.configure_health_check('invalid_indexes', enabled => true);",
  })
  t.equal(summary['skipped'], coverage.filter((c) => c['status'] === 'skipped' && c['reason'] !== 'disabled').length)
  t.equal(summary['disabled'], coverage.filter((c) => c['reason'] === 'disabled').length)
  t.equal(summary['ok'], coverage.filter((c) => c['status'] === 'ok').length)
})
