import type { ReportData, Series } from './data.js'
import { formatBytes, formatCompact, formatNumber, formatPercent } from './format.js'
import { type Html, html } from './html.js'
import { findingsPlot, linePlot } from './plots.js'

interface Curve {
  title: string
  key: Exclude<keyof Series[number], 'at'>
  format: (value: number) => string
  explain?: string
  domain?: (values: number[]) => readonly [number, number]
  bytes?: boolean
  limit?: (series: Series) => number | undefined
}

const curves: Curve[] = [
  {
    title: 'Cache hits', key: 'cache_hit_percent', format: formatPercent, explain: 'Blocks found in shared_buffers.',
    domain: (values) => [Math.min(90, Math.floor(Math.min(...values) / 10) * 10), 100],
  },
  {
    title: 'Connections', key: 'connections_used', format: formatNumber,
    explain: 'The dashed line is what ordinary roles can open.',
    limit: (series) => series.findLast((point) => point.connections_limit !== null)?.connections_limit ?? undefined,
  },
  { title: 'Transactions per second', key: 'transactions_per_second', format: formatNumber },
  { title: 'Size of the database', key: 'database_bytes', format: formatBytes, bytes: true },
  {
    title: 'Transaction ID age', key: 'transaction_id_age', format: formatCompact,
    explain: 'The server refuses new transactions at 2.1 billion; VACUUM keeps the age low.',
  },
]

/** The plots of what was recorded: a sentence wherever there is nothing to plot yet. */
export function historySection(data: ReportData): Html {
  return html`<section aria-labelledby="history">
<h2 id="history">The last ${formatNumber(data.lookback_days)} days</h2>
<div class="grid">
${healthCard(data.runs)}
${curves.map((curve) => curveCard(curve, data.series))}
</div>
</section>`
}

function healthCard(runs: ReportData['runs']): Html {
  if ('error' in runs) return sentence('Findings', `Could not be read: ${runs.error}`)
  const last = runs.at(-1)
  if (!last || runs.length < 2) {
    return sentence('Findings', runs.length === 0
      ? 'No health check has been recorded yet. The schedule "record health check" does it every 15 minutes.'
      : 'One health check has been recorded; a second one makes a plot.')
  }
  const text = `Lately at worst ${last.critical} critical, ${last.warning} warning, ${last.info} info.`
  return html`<figure class="card">
<h3>Findings</h3>
<figcaption>${text}</figcaption>
${findingsPlot(runs, `Findings of ${runs.length} recorded health checks by severity. ${text}`)}
<ul class="legend" aria-hidden="true">
<li class="critical"><span>critical</span></li><li class="warning"><span>warning</span></li><li class="info"><span>info</span></li>
</ul>
</figure>`
}

function curveCard({ title, key, format, explain, domain, limit, bytes = false }: Curve, series: ReportData['series']): Html {
  if ('error' in series) return sentence(title, `Could not be read: ${series.error}`)
  const points = series.map((point) => ({ at: point.at, value: point[key] }))
  const values = points.flatMap((point) => (point.value === null ? [] : [point.value]))
  const [last] = values.slice(-1)
  if (last === undefined || values.length < 2) {
    return sentence(title, 'There is no history yet: the schedule "capture statistics" takes a snapshot every hour, and two make a plot.')
  }
  const text = `Last ${format(last)}, between ${format(Math.min(...values))} and ${format(Math.max(...values))}.`
  return html`<figure class="card">
<h3>${title}</h3>
<figcaption>${text}${explain && ` ${explain}`}</figcaption>
${linePlot({ points, label: `${title} over time. ${text}`, format, bytes, limit: limit?.(series), ...(domain && { domain: domain(values) }) })}
</figure>`
}

const sentence = (title: string, text: string): Html => html`<div class="card"><h3>${title}</h3><p class="muted">${text}</p></div>`
