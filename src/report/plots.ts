import { plot, areaY, axisX, axisY, dot, gridY, lineY, ruleY } from '@observablehq/plot'
import { JSDOM } from 'jsdom'
import type { Runs } from './data.js'
import { Html } from './html.js'

/** A line over time; points that were not measured are gaps. */
export interface LinePlot {
  points: { at: Date; value: number | null }[]
  label: string
  format: (value: number) => string
  /** The end of the scale, where it has a natural one. */
  domain?: readonly [number, number]
  /** A value worth a line of its own. */
  limit?: number | undefined
  /** Whether round numbers of the scale are powers of 1024. */
  bytes?: boolean
}

const { document } = new JSDOM('').window
// Drawn for the width of a phone, so that text is still legible there.
const size = { document, width: 340, height: 180, marginLeft: 50, marginRight: 12, marginTop: 14, marginBottom: 26 }
const text = { fontSize: 12, fill: 'var(--muted)', stroke: 'none', tickSize: 0 }

export function linePlot({ points, label, format, domain, limit, bytes = false }: LinePlot): Html {
  const known = points.filter((point) => point.value !== null)
  const top = Math.max(...known.map((point) => point.value ?? 0), limit ?? 0)
  const scale = domain ?? [0, top > 0 ? top * 1.05 : 1]
  const line = { x: 'at', y: 'value' }
  return draw(label, {
    x: { type: 'utc' },
    y: { domain: [...scale], nice: domain === undefined && !bytes },
    marks: [
      ...frame(format, bytes ? byteTicks(scale[1]) : 4),
      // An area that does not stand on 0 would lie about its size.
      ...(scale[0] === 0 ? [areaY(points, { ...line, fill: 'var(--accent)', fillOpacity: 0.12 })] : []),
      lineY(points, { ...line, stroke: 'var(--accent)', strokeWidth: 2 }),
      dot(known.slice(-1), { ...line, fill: 'var(--accent)', r: 3.5 }),
      ...(limit === undefined ? [] : [ruleY([limit], { stroke: 'var(--critical)', strokeDasharray: '4 3', strokeWidth: 1.5 })]),
    ],
  })
}

/** The findings of each recorded run, stacked by severity, worst at the bottom. */
export function findingsPlot(runs: Runs, label: string): Html {
  const severities = ['critical', 'warning', 'info'] as const
  const rows = severities.flatMap((severity) => runs.map((run) => ({ at: run.at, severity, value: run[severity] })))
  const top = Math.max(1, ...runs.map((run) => run.critical + run.warning + run.info))
  return draw(label, {
    x: { type: 'utc' },
    y: { domain: [0, top], nice: true },
    color: { domain: [...severities], range: severities.map((severity) => `var(--${severity})`) },
    marks: [
      ...frame((value) => (Number.isInteger(value) ? String(value) : '')),
      areaY(rows, { x: 'at', y: 'value', fill: 'severity', order: [...severities], curve: 'step-after', fillOpacity: 0.85 }),
    ],
  })
}

/** Round numbers of bytes up to the top of a scale. */
function byteTicks(top: number): number[] {
  const unit = 1024 ** Math.floor(Math.log(Math.max(top, 1)) / Math.log(1024))
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 256, 512].find((size) => (size * unit * 4) >= top) ?? 512
  return Array.from({ length: Math.floor(top / (step * unit)) + 1 }, (_, index) => index * step * unit)
}

function frame(format: (value: number) => string, ticks: number | number[] = 4) {
  return [
    gridY({ ticks, stroke: 'var(--line)', strokeOpacity: 1 }),
    axisY({ ticks, label: null, tickFormat: format, ...text }),
    axisX({ ticks: 4, label: null, ...text }),
  ]
}

function draw(label: string, options: Parameters<typeof plot>[0]): Html {
  const figure = plot({ ...size, ariaLabel: label, style: { background: 'transparent', overflow: 'visible' }, ...options })
  figure.setAttribute('role', 'img')
  // The numbers are in the text beside it; single ticks mean nothing when read aloud.
  for (const child of figure.children) child.setAttribute('aria-hidden', 'true')
  return new Html(figure.outerHTML)
}
