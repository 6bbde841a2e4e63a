import type { Metric } from '../metrics.js'
import { renderMetrics } from '../metrics.js'
import type { HealthReport } from './health-document.js'
import { nagiosExitCodes, renderNagios, renderNagiosFailure } from './health-nagios.js'
import { type CheckRule, renderSarif } from './health-sarif.js'
import { flatten, headline, renderReport } from './health-table.js'
import { renderCsv, renderMarkdown } from './output.js'

/** A report and what a format may ask the database for beyond it. */
export interface HealthSource {
  document: unknown
  report: HealthReport
  showOk: boolean
  metrics: () => Promise<Metric[]>
  rules: () => Promise<CheckRule[]>
}

interface Formatter {
  render: (source: HealthSource) => string | Promise<string>
  /** Exit codes of its own, in the place of `--fail-on`. */
  exitCode?: (report: HealthReport) => number
  /** What is said on stdout, with exit code 3, if there is no report. */
  renderFailure?: (message: string) => string
}

const formatters = {
  table: { render: renderReport },
  json: { render: ({ document }) => JSON.stringify(document, null, 2) },
  csv: { render: ({ report }) => renderCsv(flatten(report)) },
  md: { render: ({ report }) => `${headline(report)}\n\n${renderMarkdown(flatten(report))}` },
  nagios: { render: ({ report }) => renderNagios(report), exitCode: ({ summary }) => nagiosExitCodes[summary.status], renderFailure: renderNagiosFailure },
  prometheus: { render: async ({ metrics }) => renderMetrics(await metrics()) },
  sarif: { render: async ({ report, rules }) => renderSarif(report, await rules()) },
} satisfies Record<string, Formatter>

export type HealthFormat = keyof typeof formatters
export const healthFormats = Object.keys(formatters) as HealthFormat[]
export const healthFormatter = (format: HealthFormat): Formatter => formatters[format]
