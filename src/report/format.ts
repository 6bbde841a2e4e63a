/** How values are written in the report; a value that was not measured is a dash. */
export const none = '–'

const thousands = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

export const formatNumber = (value: number | null | undefined): string =>
  value === null || value === undefined ? none : thousands.format(value)

export const formatPercent = (value: number | null | undefined): string =>
  value === null || value === undefined ? none : `${thousands.format(value)} %`

/** Bytes as PostgreSQL writes them: powers of 1024 with the short names. */
export function formatBytes(value: number | null | undefined): string {
  if (value === null || value === undefined) return none
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']
  let [amount, unit] = [value, 0]
  while (Math.abs(amount) >= 1024 && unit < units.length - 1) [amount, unit] = [amount / 1024, unit + 1]
  const digits = unit === 0 || Math.abs(amount) >= 100 ? 0 : 1
  return `${amount.toFixed(digits)} ${units[unit]}`
}

export const formatGrowth = (value: number | null | undefined): string =>
  value === null || value === undefined ? none : `${value > 0 ? '+' : ''}${formatBytes(value)}`

export function formatMilliseconds(value: number | null | undefined): string {
  if (value === null || value === undefined) return none
  if (value < 1000) return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`
  const seconds = value / 1000
  if (seconds < 120) return `${seconds.toFixed(1)} s`
  return seconds < 7200 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`
}

export const formatTime = (value: Date | null | undefined): string =>
  value ? `${value.toISOString().slice(0, 16).replace('T', ' ')} UTC` : none

/** Large counts for the axis of a plot: 200M. */
export const formatCompact = (value: number): string =>
  new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 }).format(value)
