import Table from 'cli-table3'
import { paint } from './common.js'
import { type Coverage, type Finding, type HealthReport } from './health-document.js'
import { type Row, terminalWidth } from './output.js'

const severityStyles = {
  critical: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  info: ['cyan'],
} as const

/** The report as tables; `showOk` adds what was looked at and is in order. */
export function renderReport({ report, showOk }: { report: HealthReport; showOk: boolean }): string {
  const nothingApplies = report.summary.checks === report.summary.disabled
  const blind = report.coverage.filter((row) => row.status !== 'ok' && (row.is_applicable || nothingApplies))
  const fine = showOk ? report.coverage.filter((row) => row.status === 'ok') : []
  return [
    headline(report),
    ...(report.findings.length > 0 ? [renderFindings(report.findings)] : []),
    ...(blind.length > 0 ? [paint('bold', 'Not checked'), renderCoverage(blind)] : []),
    ...(fine.length > 0 ? [paint('bold', 'In order'), renderCoverage(fine)] : []),
  ].join('\n')
}

function renderFindings(findings: Finding[]): string {
  const table = newTable([10, terminalWidth() - 13])
  for (const finding of findings) {
    const measured = [finding.object, finding.value_text].filter(Boolean).join(': ')
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

function renderCoverage(rows: Coverage[]): string {
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

export function headline({ summary }: HealthReport): string {
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
    [`in ${summary.checks - summary.disabled} check${summary.checks - summary.disabled === 1 ? '' : 's'}`, ...asides].join(', '),
  ].join(' ')
}

export function flatten(report: HealthReport): Row[] {
  return [
    ...report.findings.map((finding) => ({
      status: 'finding',
      severity: finding.severity,
      category: finding.category,
      check_id: finding.check_id,
      object: finding.object,
      value: finding.value_text,
      detail: finding.detail,
      action: finding.action,
    })),
    ...report.coverage
      .filter((row) => row.status !== 'ok' && row.is_applicable)
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
