import type { Finding, HealthReport } from './health-document.js'
import { sarifLevels, sarifLog } from './sarif.js'

/** What a rule is made of: a row of `health_checks`. */
export interface CheckRule {
  check_id: string
  title: string
  category: string
  mode: string
  scope: string
  severity: string | null
  critical: number | null
  description: string
  remedy: string | null
  doc_url: string | null
}

/** Writes a report as a SARIF 2.1.0 log: each check is a rule, each finding a result. */
export function renderSarif(report: HealthReport, rules: readonly CheckRule[]): string {
  const { summary } = report
  const positions = new Map(rules.map((rule, index) => [rule.check_id, index]))
  const result = (finding: Finding) => resultOf(finding, summary.database, positions.get(finding.check_id))
  return sarifLog({
    rules: rules.map(ruleOf),
    version: summary.steward_version,
    automationDetails: { id: `pgsteward/${encodeURIComponent(summary.database)}/` },
    invocations: [
      {
        executionSuccessful: summary.error === 0,
        startTimeUtc: new Date(summary.started_at).toISOString(),
        endTimeUtc: new Date(summary.finished_at).toISOString(),
        toolExecutionNotifications: report.coverage
          .filter((row) => row.status === 'error' || (row.status === 'skipped' && row.is_applicable))
          .map((row) => ({
            level: row.status === 'error' ? 'error' : 'note',
            message: { text: [row.object && `${row.object}:`, row.detail, row.action].filter(Boolean).join(' ') },
            associatedRule: { id: row.check_id },
          })),
      },
    ],
    results: [
      ...report.findings.map(result),
      ...report.ignored.map((finding) => ({
        ...result(finding),
        suppressions: [{ kind: 'external', status: 'accepted', justification: finding.ignored_because ?? '' }],
      })),
    ],
  })
}

function ruleOf(check: CheckRule) {
  return {
    id: check.check_id,
    shortDescription: { text: check.title },
    fullDescription: { text: check.description },
    ...(check.remedy && { help: { text: check.remedy } }),
    ...(check.doc_url && { helpUri: check.doc_url }),
    defaultConfiguration: { level: sarifLevels[check.severity ?? (check.critical === null ? 'warning' : 'critical')] ?? 'warning' },
    properties: { tags: [check.category, check.mode, check.scope] },
  }
}

function resultOf(finding: Finding, database: string, ruleIndex: number | undefined) {
  const { object_type: kind, object_schema: schema, object_name: name } = finding
  const parts = [database, schema, name].filter((part) => part !== null)
  return {
    ruleId: finding.check_id,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: sarifLevels[finding.severity] ?? 'warning',
    message: { text: [finding.detail, finding.action].filter(Boolean).join(' ') },
    locations: [
      {
        // A database has no files, but code scanning services refuse results without one.
        physicalLocation: { artifactLocation: { uri: parts.map(encodeURIComponent).join('/') } },
        logicalLocations: [
          { name: name ?? database, fullyQualifiedName: parts.map(quoteIdentifier).join('.'), kind: kind ?? 'database' },
        ],
      },
    ],
    partialFingerprints: { 'pgstewardFinding/v1': finding.fingerprint },
    properties: {
      value: finding.value,
      unit: finding.unit,
      fix_sql: finding.fix_sql,
      undo_sql: finding.undo_sql,
      fix_lock: finding.fix_lock,
      fix_risk: finding.fix_risk,
    },
  }
}

const quoteIdentifier = (name: string): string => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`)
