import type postgres from 'postgres'
import { createSteward } from '../client.js'
import type { PreviewRetentionRow } from '../generated/api.js'
import { formatBytes, formatNumber, formatPercent, formatTime } from '../report/format.js'
import { paint } from './common.js'

/** What a run of the policy of a table would do now. */
export async function readPreview(sql: postgres.Sql, target: string): Promise<PreviewRetentionRow> {
  const [preview] = await createSteward({ sql }).maintenance.previewRetention({ target })
  if (!preview) throw new Error(`preview_retention() says nothing about ${target}`)
  return preview
}

/** Renders a preview for people: one fact a line, then what stands in the way. */
export function renderPreview(target: string, preview: PreviewRetentionRow): string {
  const facts: [string, string | null][] = [
    ['approved', preview.is_approved ? 'yes' : 'no'],
    ['older than', formatTime(preview.cutoff)],
    ['local times', describeZone(preview)],
    ['rows', describeRows(preview)],
    ['oldest', preview.oldest && formatTime(preview.oldest)],
    ['newest', preview.newest && formatTime(preview.newest)],
    ['strategy', [preview.strategy, preview.because].filter(Boolean).join(': ')],
    ['batches', preview.batches ? `about ${formatNumber(Number(preview.batches))}` : null],
    ['WAL', preview.wal_bytes ? `about ${formatBytes(preview.wal_bytes)}` : null],
    ['time', preview.duration && preview.expired_rows ? `about ${describeDuration(preview.duration)}` : null],
    ['statement', preview.statement],
  ]
  const problems = preview.problems ?? []
  return [
    paint('bold', `retention of ${target}`),
    ...facts.filter(([, value]) => value).map(([name, value]) => `  ${name.padEnd(11)}${value}`),
    ...(problems.length > 0 ? [paint('bold', 'problems'), ...problems.map((problem) => `  - ${problem}`)] : []),
  ].join('\n')
}

function describeRows({ expired_rows: expired, total_rows: total, is_estimate: isEstimate }: PreviewRetentionRow): string | null {
  if (expired === null || total === null) return null
  const share = total > 0n ? `, ${formatPercent((100 * Number(expired)) / Number(total))}` : ''
  return `${formatNumber(Number(expired))} of ${formatNumber(Number(total))}${share}${isEstimate ? ' (estimated)' : ''}`
}

// Ages that say their own moment need no zone.
const describeZone = ({ time_zone: zone, time_zone_from: from }: { time_zone?: string | null; time_zone_from?: string | null }): string | null =>
  !zone || from === 'default' ? null : from === 'given' ? zone : `${zone} (${from})`

// PostgreSQL writes fractions of a second that nobody reads.
const describeDuration = (interval: string): string => interval.replace(/\.\d+$/, '').replace(/^00:00:00$/, 'a second')
