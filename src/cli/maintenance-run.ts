import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'
import { toStewardError } from '../errors.js'
import { exitCodes, print, progress } from './common.js'
import { renderRows, type Row, type RowFormat } from './output.js'
import { createProgressLine } from './progress-line.js'

/** What a step of maintenance did. */
export interface Step extends Row {
  step: string
  target: string | null
  outcome: string
  rows: number | null
  seconds: number | null
  sqlstate: string | null
  message: string | null
}

/**
 * Calls a procedure of maintenance in a session of its own, shows its progress, and returns its steps. What a
 * step raised is in it; what kept the run from beginning is thrown.
 */
export async function runMaintenance(
  sql: postgres.Sql,
  procedure: 'apply_retention' | 'run_database_maintenance',
  args: (string | null)[],
): Promise<Step[]> {
  return inSession(sql, async (session, pid) => {
    // The notices say what the steps say.
    const [last] = await session<{ id: string }[]>`
      select coalesce(max(r.id), 0) as id, set_config('client_min_messages', 'warning', false)
      from steward.maintenance_runs as r`
    const finished = new AbortController()
    const watching = watch(sql, pid, finished.signal)
    const error = await call(session, procedure, args)
    finished.abort()
    await watching
    const steps = await readSteps(sql, pid, last?.id ?? '0')
    if (error !== undefined && !steps.some(({ outcome }) => outcome === 'error')) throw toStewardError(error)
    return steps
  })
}

/** Runs `use` in a session of its own. */
export async function inSession<T>(
  sql: postgres.Sql,
  use: (session: postgres.ReservedSql, pid: number) => Promise<T>,
): Promise<T> {
  const session = await sql.reserve()
  const [backend] = await session<{ pid: number }[]>`select pg_backend_pid() as pid`
  return use(session, backend?.pid ?? 0).finally(() => session.release())
}

/** Whether somebody has had enough: then nothing more is begun. */
export const isCanceled = (steps: readonly Step[]): boolean => steps.some(({ sqlstate }) => sqlstate === '57014')

/** Writes what the steps did, and sets the exit code that it deserves. */
export function showSteps(steps: readonly Step[], format: RowFormat): void {
  print(renderRows(format === 'table' ? steps.map(forPeople) : steps, format))
  const outcomes = new Set(steps.map(({ outcome }) => outcome))
  const any = (...names: string[]) => names.some((name) => outcomes.has(name))
  if (any('error', 'interrupted')) process.exitCode = exitCodes.failed
  else if (any('refused_guard', 'blocked_fk', 'lock_timeout', 'braked')) process.exitCode = exitCodes.findings
}

const forPeople = ({ step, target, outcome, rows, seconds, sqlstate, message }: Step): Row => ({
  step: [step, target].filter(Boolean).join(' '), outcome, rows, seconds, message: [sqlstate, message].filter(Boolean).join(': '),
})

async function call(session: postgres.ReservedSql, procedure: string, args: (string | null)[]): Promise<unknown> {
  const given = args.filter((value) => value !== null)
  try {
    await session.unsafe(`call steward.${procedure}(${given.map((_, index) => `$${index + 1}`).join(', ')})`, given)
    return undefined
  } catch (error) {
    return error
  }
}

// A run that did nothing, because another is going on, is a row as well.
const readSteps = async (sql: postgres.Sql, pid: number, lastRun: string): Promise<Step[]> => [
  ...(await sql<Step[]>`
    select
      coalesce(s.step, 'maintenance') as step, s.target, coalesce(s.outcome, r.outcome) as outcome, s.rows::float8 as rows,
      round(extract(epoch from s.finished_at - s.started_at), 3)::float8 as seconds, s.sqlstate,
      coalesce(s.message, case when r.outcome = 'skipped_overlap' then 'Another run is going on.' end) as message
    from steward.maintenance_runs as r
    left join steward.maintenance_steps as s on s.run_id = r.id
    where r.pid = ${pid}
      and r.id > ${lastRun}
    order by r.id, s.id`),
]

/** A step that is going on. */
export interface Running {
  step: string
  target: string
  rows: number
  rows_expected: number | null
  seconds: number
}

async function watch(sql: postgres.Sql, pid: number, signal: AbortSignal): Promise<void> {
  const line = createProgressLine(process.stderr)
  while (!signal.aborted) {
    await wait(500, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    try {
      const [running] = await sql<Running[]>`
        select
          s.step, s.target, s.rows::float8 as rows, s.rows_expected::float8 as rows_expected,
          extract(epoch from clock_timestamp() - s.started_at)::float8 as seconds
        from steward.maintenance_runs as r
        inner join steward.maintenance_steps as s on s.run_id = r.id
        where r.pid = ${pid}
          and r.outcome = 'running'
          and s.outcome = 'running'
        order by s.id desc
        limit 1`
      if (running) line.show(describeProgress(running))
    } catch (error) {
      line.clear()
      progress(`the progress cannot be seen: ${(error as Error).message}`)
      return
    }
  }
  line.clear()
}

const thousands = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** `retention of public.jobs: 120,000 of 480,000 rows (25 %, 6 s left), 60,000 rows/s` */
export function describeProgress({ step, target, rows, rows_expected: expected, seconds }: Running): string {
  const rate = seconds > 0 ? rows / seconds : 0
  const begin = `${step} of ${target}: ${thousands.format(rows)}`
  const speed = rate > 0 ? `, ${thousands.format(rate)} rows/s` : ''
  // The expectation is an estimate: beyond it nothing is known.
  if (expected === null || expected < Math.max(rows, 1)) return `${begin} rows${speed}`
  const left = rate > 0 ? `, ${describeSeconds((expected - rows) / rate)} left` : ''
  return `${begin} of ${thousands.format(expected)} rows (${Math.floor((100 * rows) / expected)} %${left})${speed}`
}

const describeSeconds = (seconds: number): string =>
  seconds < 120 ? `${Math.ceil(seconds)} s` : seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`
