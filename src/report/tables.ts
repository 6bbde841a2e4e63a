import type { ReportData } from './data.js'
import { formatBytes, formatGrowth, formatMilliseconds, formatNumber, formatPercent, formatTime, none } from './format.js'
import { type Html, html } from './html.js'

interface Column<Row> {
  title: string
  value: (row: Row) => Html | string
  kind?: 'number' | 'block'
}

interface TablePart<Row> {
  id: string
  title: string
  rows: readonly Row[] | { error: string }
  columns: Column<Row>[]
  empty: string
  note?: string | false
}

/** The ranking tables of the report, one section each. */
export function tableSections(data: ReportData): Html[] {
  return [growth(data), bloat(data), vacuum(data), queries(data), limits(data), schedules(data)]
}

const growth = ({ growth: rows }: ReportData): Html =>
  section({
    id: 'growth', title: 'Tables that grew most', rows,
    empty: 'No table was measured yet: the schedule "capture statistics" does it every hour.',
    note: 'With indexes and TOAST.',
    columns: [
      { title: 'Table', value: (row) => row.name },
      { title: 'Size', kind: 'number', value: (row) => formatBytes(row.total_bytes) },
      { title: 'Last day', kind: 'number', value: (row) => formatGrowth(row.bytes_last_day) },
      { title: 'Last 7 days', kind: 'number', value: (row) => formatGrowth(row.bytes_last_week) },
      { title: 'Observed', kind: 'number', value: (row) => formatGrowth(row.bytes_observed) },
    ],
  })

const bloat = ({ bloat: part }: ReportData): Html =>
  section({
    id: 'bloat', title: 'Unused space in tables', rows: 'error' in part ? part : part.tables,
    empty: 'No table of at least 10 MB was measured.',
    note: !('error' in part) && part.withheld.length > 0 && `Not measured: ${part.withheld.join('; ')}.`,
    columns: [
      { title: 'Table', value: (row) => row.name },
      { title: 'Size', kind: 'number', value: (row) => formatBytes(row.estimated_bytes) },
      { title: 'Unused', kind: 'number', value: (row) => formatBytes(row.wasted_bytes) },
      { title: 'Share', kind: 'number', value: (row) => formatPercent(row.bloat_percent) },
    ],
  })

const vacuum = ({ vacuum: rows }: ReportData): Html =>
  section({
    id: 'vacuum', title: 'Dead rows and VACUUM', rows,
    empty: 'No table has dead rows.',
    columns: [
      { title: 'Table', value: (row) => row.name },
      { title: 'Dead rows', kind: 'number', value: (row) => formatNumber(row.dead_rows) },
      { title: 'Live rows', kind: 'number', value: (row) => formatNumber(row.live_rows) },
      { title: 'Transaction ID age', kind: 'number', value: (row) => formatNumber(row.transaction_id_age) },
      { title: 'Last VACUUM', kind: 'number', value: (row) => formatTime(row.last_vacuum) },
      { title: 'Last ANALYZE', kind: 'number', value: (row) => formatTime(row.last_analyze) },
    ],
  })

const queries = ({ queries: rows }: ReportData): Html =>
  section({
    id: 'queries', title: 'Statements that took the most time', rows,
    empty: 'No statement is known: the extension pg_stat_statements collects them.',
    note: 'Of the last day, or while there is no snapshot, of all that pg_stat_statements knows.',
    columns: [
      { title: 'Statement', kind: 'block', value: (row) => html`<code>${row.query ?? 'its text is not known'}</code>` },
      { title: 'Share of time', kind: 'number', value: (row) => formatPercent(row.time_percent) },
      { title: 'Total', kind: 'number', value: (row) => formatMilliseconds(row.total_ms) },
      { title: 'Mean', kind: 'number', value: (row) => formatMilliseconds(row.mean_ms) },
      { title: 'Calls', kind: 'number', value: (row) => formatNumber(row.calls) },
    ],
  })

const limits = ({ limits: rows }: ReportData): Html =>
  section({
    id: 'limits', title: 'What runs out next', rows,
    empty: 'No limit is near.',
    note: 'Days are an estimate from the snapshots, given after a day of them.',
    columns: [
      { title: 'Limit', value: (row) => row.name },
      { title: 'Object', value: (row) => row.object ?? none },
      { title: 'Used', kind: 'number', value: (row) => formatPercent(row.used_percent) },
      { title: 'Days left', kind: 'number', value: (row) => formatNumber(row.days_left) },
    ],
  })

const schedules = ({ schedules: rows }: ReportData): Html =>
  section({
    id: 'schedules', title: 'Schedules', rows,
    empty: 'There is no schedule.',
    columns: [
      { title: 'Name', value: (row) => row.name },
      { title: 'When', value: (row) => (row.cron === null ? 'once' : html`<code>${row.cron}</code>`) },
      { title: 'Last run', value: (row) => (row.last_start ? `${formatTime(row.last_start)}, ${row.last_status ?? ''}` : 'never') },
      { title: 'Next', value: (row) => (row.active ? formatTime(row.next_due) : 'inactive') },
      { title: 'Problem', value: (row) => row.problem ?? none },
    ],
  })

function section<Row>({ id, title, rows, columns, empty, note }: TablePart<Row>): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content(rows, columns, empty, id)}
${note && html`<p class="small muted">${note}</p>`}
</section>`
}

function content<Row>(rows: readonly Row[] | { error: string }, columns: Column<Row>[], empty: string, id: string): Html {
  if ('error' in rows) return html`<p class="card">Could not be read: ${rows.error}</p>`
  if (rows.length === 0) return html`<p class="card muted">${empty}</p>`
  // The roles say what the style sheet takes away where it lays rows out as blocks.
  return html`<table role="table" aria-labelledby="${id}">
<thead role="rowgroup"><tr role="row">${columns.map(({ title, kind }) => html`<th role="columnheader" scope="col" class="${kind ?? ''}">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => html`<tr role="row">${columns.map((column) => cell(column, row))}</tr>
`)}</tbody>
</table>`
}

const cell = <Row>({ title, kind, value }: Column<Row>, row: Row): Html =>
  html`<td role="cell" class="${kind === 'block' ? 'block wide' : kind ?? ''}" data-label="${title}">${value(row)}</td>`
