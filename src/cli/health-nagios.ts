import { type Coverage, type HealthReport } from './health-document.js'

/** Exit codes of the Nagios plugin interface, by the state of the summary. */
export const nagiosExitCodes = { ok: 0, info: 0, warning: 1, critical: 2, unknown: 3 } as const

export function renderNagios(report: HealthReport): string {
  const { summary } = report
  const state = { ok: 'OK', info: 'OK', warning: 'WARNING', critical: 'CRITICAL', unknown: 'UNKNOWN' }[summary.status]
  const worst = report.findings[0]
  const counts = `${summary.critical} critical, ${summary.warning} warning, ${summary.info} info`
  const blind = summary.blind > 0 ? `, ${summary.blind} could not look` : ''
  const example = worst ? `; worst: ${worst.title} ${worst.object ?? ''}`.trimEnd() : ''
  const perfdata = [
    ...(['critical', 'warning', 'info', 'skipped'] as const).map((name) => `${name}=${summary[name]}`),
    ...report.coverage.filter((row) => row.value !== null && row.object === null).map(renderPerfdata),
  ]
  const details = report.findings.map((f) => `${f.severity}: ${f.title} ${f.object ?? ''} ${f.value_text ?? ''}`.trimEnd())
  // A bar would end the text and begin the performance data.
  const text = [`STEWARD ${state} - ${counts}${blind}${example}`, ...details].map((line) => line.replaceAll('|', '/'))
  return [`${text[0]} | ${perfdata.join(' ')}`, ...text.slice(1)].join('\n')
}

export const renderNagiosFailure = (message: string): string =>
  `STEWARD UNKNOWN - ${message.replaceAll('|', '/').replaceAll(/\s*\n\s*/g, ' ')}`

function renderPerfdata(row: Coverage): string {
  const unit = { percent: '%', seconds: 's', milliseconds: 'ms', bytes: 'B' }[row.unit ?? ''] ?? ''
  return `${row.check_id}=${row.value}${unit};${row.threshold_warning ?? ''};${row.threshold_critical ?? ''}`
}
