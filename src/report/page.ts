import type { ReportData } from './data.js'
import { blindSection, findingsSection } from './findings.js'
import { formatBytes, formatNumber, formatPercent, formatTime } from './format.js'
import { historySection } from './history.js'
import { type Html, html } from './html.js'
import { styles } from './styles.js'
import { tableSections } from './tables.js'

const verdicts = {
  critical: 'Critical: act now',
  warning: 'Needs attention',
  unknown: 'Unknown: some checks could not look',
  info: 'Healthy, with suggestions',
  ok: 'Healthy',
} as const

const sections = [
  ['findings', 'Findings'], ['history', 'History'], ['growth', 'Growth'], ['bloat', 'Unused space'], ['vacuum', 'VACUUM'],
  ['queries', 'Statements'], ['limits', 'Limits'], ['schedules', 'Schedules'],
] as const

/** Renders the report as one page that needs nothing else: no scripts, no fonts, no network. */
export function renderPage(data: ReportData): string {
  const { summary } = data.report
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${summary.database}: database health</title>
<style>${styles}</style>
</head>
<body>
<header>
<h1>${summary.database}</h1>
<p class="muted">PostgreSQL ${summary.server_version}, ${formatTime(data.generated_at)}</p>
<p class="verdict ${summary.status}">${verdicts[summary.status]}</p>
${tiles(data)}
<nav aria-label="Sections">${sections.map(([id, title]) => html`<a href="#${id}">${title}</a> `)}</nav>
</header>
<main>
${findingsSection(data)}
${historySection(data)}
${tableSections(data)}
${blindSection(data)}
</main>
<footer><p>pgsteward ${summary.steward_version}: ${summary.checks - summary.disabled} checks. All times are in UTC.</p></footer>
</body>
</html>`.text}\n`
}

function tiles(data: ReportData): Html {
  const { summary } = data.report
  const shown: [title: string, value: string, style?: string][] = [
    ['critical', formatNumber(summary.critical), summary.critical > 0 ? 'critical' : ''],
    ['warning', formatNumber(summary.warning), summary.warning > 0 ? 'warning' : ''],
    ['info', formatNumber(summary.info), summary.info > 0 ? 'info' : ''],
    ['connections in use', formatPercent(metric(data, 'connections.used_percent'))],
    ['cache hits', formatPercent(metric(data, 'database.cache_hit_percent'))],
    ['database size', formatBytes(metric(data, 'database.size_bytes'))],
    ['transaction IDs used', formatPercent(metric(data, 'transaction_id.used_percent'))],
  ]
  return html`<dl class="tiles">
${shown.map(([title, value, style = '']) => html`<div><dt>${title}</dt><dd class="${style}">${value}</dd></div>`)}
</dl>`
}

/** The current value of a metric of the server or of this database. */
function metric({ metrics, report }: ReportData, name: string): number | undefined {
  if ('error' in metrics) return undefined
  const { database } = report.summary
  return metrics.find((row) => row.name === name && (row.labels['database'] ?? database) === database)?.value ?? undefined
}
