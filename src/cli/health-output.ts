import Table from 'cli-table3'
import { z } from 'zod'
import { paint } from './common.js'
import { type Row, renderCsv, renderMarkdown, terminalWidth } from './output.js'

const severity = z.enum(['critical', 'warning', 'info'])

const reportSchema = z.object({
  summary: z.object({
    status: z.enum(['ok', 'info', 'warning', 'critical', 'unknown']),
    critical: z.number(),
    warning: z.number(),
    info: z.number(),
    ok: z.number(),
    skipped: z.number(),
    error: z.number(),
    blind: z.number(),
    ignored: z.number(),
    disabled: z.number(),
    checks: z.number(),
    database: z.string(),
    server_version: z.string(),
    steward_version: z.string(),
  }),
  findings: z.array(
    z.object({
      check_id: z.string(),
      severity,
      category: z.string(),
      title: z.string(),
      object_schema: z.string().nullable(),
      object_name: z.string().nullable(),
      value_text: z.string().nullable(),
      detail: z.string(),
      action: z.string().nullable(),
      fix_sql: z.array(z.string()).nullable(),
    }),
  ),
  coverage: z.array(
    z.object({
      check_id: z.string(),
      status: z.enum(['ok', 'skipped', 'error']),
      reason: z.string().nullable(),
      object: z.string().nullable(),
      value: z.number().nullable(),
      unit: z.string().nullable(),
      value_text: z.string().nullable(),
      threshold_warning: z.number().nullable(),
      threshold_critical: z.number().nullable(),
      detail: z.string(),
      action: z.string().nullable(),
    }),
  ),
})

/** The document that `health_report()` returns, as far as it is rendered here. */
export type HealthReport = z.infer<typeof reportSchema>
type Finding = HealthReport['findings'][number]
type Coverage = HealthReport['coverage'][number]

export const parseReport = (document: unknown): HealthReport => reportSchema.parse(document)

export const healthFormats = ['table', 'json', 'csv', 'md', 'nagios'] as const
export type HealthFormat = (typeof healthFormats)[number]

export function renderHealth(document: unknown, format: HealthFormat): string {
  const report = parseReport(document)
  switch (format) {
    case 'json':
      return JSON.stringify(document, null, 2)
    case 'csv':
      return renderCsv(flatten(report))
    case 'md':
      return `${headline(report)}\n\n${renderMarkdown(flatten(report))}`
    case 'nagios':
      return renderNagios(report)
    case 'table':
      return renderReport(report)
  }
}

const severityStyles = {
  critical: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  info: ['cyan'],
} as const

function renderReport(report: HealthReport): string {
  const blind = report.coverage.filter((row) => row.status !== 'ok' && row.reason !== 'disabled')
  return [
    headline(report),
    ...(report.findings.length > 0 ? [renderFindings(report.findings)] : []),
    ...(blind.length > 0 ? [paint('bold', 'Not checked'), renderBlind(blind)] : []),
  ].join('\n')
}

function renderFindings(findings: Finding[]): string {
  const table = newTable([10, terminalWidth() - 13])
  for (const finding of findings) {
    const name = objectName(finding)
    const measured = [name, finding.value_text].filter(Boolean).join(': ')
    table.push([
      paint([...severityStyles[finding.severity]], finding.severity.toUpperCase()),
      [
        `${paint('bold', finding.title)} ${paint('dim', `(${finding.check_id})`)}`,
        ...(measured ? [measured] : []),
        finding.detail,
        ...(finding.action ? [`${paint('green', 'Fix:')} ${finding.action}`] : []),
        ...(finding.fix_sql ?? []).map((statement) => paint('cyan', statement)),
      ].join('\n'),
    ])
  }
  return table.toString()
}

function renderBlind(rows: Coverage[]): string {
  const table = newTable([28, terminalWidth() - 31])
  for (const row of rows) {
    const reason = row.object ? `${row.object}: ${row.detail}` : row.detail
    const check = row.status === 'error' ? paint('red', `${row.check_id} (error)`) : row.check_id
    table.push([check, row.action ? `${reason}\n${paint('green', row.status === 'error' ? 'Next:' : 'To see it:')} ${row.action}` : reason])
  }
  return table.toString()
}

const newTable = (colWidths: number[]) =>
  new Table({ colWidths, wordWrap: true, wrapOnWordBoundary: true, style: { head: [], border: [] } })

function headline({ summary }: HealthReport): string {
  const counts = (['critical', 'warning', 'info'] as const)
    .filter((name) => summary[name] > 0)
    .map((name) => paint([...severityStyles[name]], `${summary[name]} ${name}`))
  const skipped = summary.skipped + summary.error
  const asides = [
    ...(skipped > 0 ? [`${skipped} not checked`] : []),
    ...(summary.ignored > 0 ? [`${summary.ignored} ignored`] : []),
  ]
  return [
    `${paint('bold', summary.database)} on PostgreSQL ${summary.server_version.split(' ')[0]}:`,
    `${counts.length > 0 ? counts.join(', ') : 'no findings'}`,
    [`in ${summary.checks - summary.disabled} checks`, ...asides].join(', '),
  ].join(' ')
}

function flatten(report: HealthReport): Row[] {
  return [
    ...report.findings.map((finding) => ({
      status: 'finding',
      severity: finding.severity,
      category: finding.category,
      check_id: finding.check_id,
      object: objectName(finding),
      value: finding.value_text,
      detail: finding.detail,
      action: finding.action,
    })),
    ...report.coverage
      .filter((row) => row.status !== 'ok' && row.reason !== 'disabled')
      .map((row) => ({
        status: row.status,
        severity: null,
        category: null,
        check_id: row.check_id,
        object: row.object,
        value: row.value_text,
        detail: row.detail,
        action: row.action,
      })),
  ]
}

const objectName = (finding: Finding): string =>
  [finding.object_schema, finding.object_name].filter((part) => part !== null).join('.')

/** Exit codes of the Nagios plugin interface, by the state of the summary. */
export const nagiosExitCodes = { ok: 0, info: 0, warning: 1, critical: 2, unknown: 3 } as const

function renderNagios(report: HealthReport): string {
  const { summary } = report
  const state = { ok: 'OK', info: 'OK', warning: 'WARNING', critical: 'CRITICAL', unknown: 'UNKNOWN' }[summary.status]
  const worst = report.findings[0]
  const counts = `${summary.critical} critical, ${summary.warning} warning, ${summary.info} info`
  const blind = summary.blind > 0 ? `, ${summary.blind} could not look` : ''
  const example = worst ? `; worst: ${worst.title} ${objectName(worst)}`.trimEnd() : ''
  const perfdata = [
    ...(['critical', 'warning', 'info', 'skipped'] as const).map((name) => `${name}=${summary[name]}`),
    ...report.coverage.filter((row) => row.value !== null && row.object === null).map(renderPerfdata),
  ]
  const details = report.findings.map((f) => `${f.severity}: ${f.title} ${objectName(f)} ${f.value_text ?? ''}`.trimEnd())
  // A bar would end the text and begin the performance data.
  const text = [`STEWARD ${state} - ${counts}${blind}${example}`, ...details].map((line) => line.replaceAll('|', '/'))
  return [`${text[0]} | ${perfdata.join(' ')}`, ...text.slice(1)].join('\n')
}

function renderPerfdata(row: Coverage): string {
  const unit = { percent: '%', seconds: 's', milliseconds: 'ms', bytes: 'B' }[row.unit ?? ''] ?? ''
  return `${row.check_id}=${row.value}${unit};${row.threshold_warning ?? ''};${row.threshold_critical ?? ''}`
}
