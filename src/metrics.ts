import type postgres from 'postgres'
import type { Registry } from 'prom-client'

/** One row of `health_metrics()`. */
export interface Metric {
  name: string
  labels: Record<string, string>
  value: number
  kind: 'gauge' | 'counter'
  help: string
}

/** Reads `health_metrics()`, with the findings of a report or else of the last recorded run. */
export async function readMetrics(sql: postgres.Sql | postgres.TransactionSql, report: unknown = null): Promise<Metric[]> {
  const document = report === null ? null : sql.json(report as postgres.JSONValue)
  const rows = await sql<Metric[]>`
    select m.name, m.labels, m.value::float8 as value, m.kind, m.help
    from steward.health_metrics(${document}::jsonb) as m`
  return [...rows]
}

/**
 * Writes metrics in the exposition format of Prometheus, under its naming rules: a prefix, underscores,
 * `_total` for counters, and ratios instead of percents.
 */
export async function renderMetrics(metrics: readonly Metric[]): Promise<string> {
  // Loaded only here: no other command needs it.
  const client = await import('prom-client')
  const registry = new client.Registry()
  for (const name of new Set(metrics.map((metric) => metric.name))) {
    addFamily(client, registry, name, metrics.filter((metric) => metric.name === name))
  }
  return registry.metrics()
}

function addFamily({ Counter, Gauge }: typeof import('prom-client'), registry: Registry, dottedName: string, rows: Metric[]): void {
  const [first] = rows
  if (!first) return
  const isPercent = dottedName.endsWith('_percent')
  const base = `pgsteward_${dottedName.replaceAll('.', '_').replace(/_percent$/, '_ratio')}`
  const labelNames = [...new Set(rows.flatMap((row) => Object.keys(row.labels)))]
  const shared = { help: isPercent ? first.help.replace(/\bin percent\b/, 'as a ratio') : first.help, labelNames, registers: [registry] }
  const value = (row: Metric) => (isPercent ? row.value / 100 : row.value)
  if (first.kind === 'gauge') {
    const gauge = new Gauge({ name: base, ...shared })
    for (const row of rows) gauge.set(row.labels, value(row))
  } else {
    const counter = new Counter({ name: `${base}_total`, ...shared })
    for (const row of rows) counter.inc(row.labels, value(row))
  }
}
