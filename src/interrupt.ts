import { constants } from 'node:os'
import { Stream } from 'node:stream'
import type postgres from 'postgres'
import { StewardError } from './errors.js'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** How long a statement that began after the signal may run: what tidies up is short. */
const cleanupMs = 1000

/** A query of the driver, as far as it is needed to cancel it. */
interface DriverQuery extends Promise<unknown> {
  executed: boolean
  active: boolean
  state: object | null
  canceller: ((query: DriverQuery) => Promise<void>) | null
  handle: () => unknown
}

/** The statements that are on their way, and when each was sent. */
const underway = new Map<DriverQuery, number>()
let interruptedBy: NodeJS.Signals | undefined
let isObserved = false

/** The signal that asked for an end, if one has. */
export const interruption = (): NodeJS.Signals | undefined => interruptedBy

/** The exit code of a process that a signal ended, as a shell gives it. */
export const interruptedExitCode = (signal: NodeJS.Signals): number => 128 + constants.signals[signal]

/** Ends what has not begun yet, once a signal has come; for loops, before the next of their steps. */
export function throwIfInterrupted(): void {
  if (interruptedBy) throw new StewardError('57014', `interrupted by ${interruptedBy}`)
}

/**
 * Runs `use`. A signal cancels on the server what is running there, which would go on with its locks otherwise; what is
 * not done then fails with 57014. A second signal ends the process. After `graceMs` those are cancelled that something
 * else should have ended.
 */
export async function interruptible<T>(sql: postgres.Sql, use: () => Promise<T>, { graceMs = 0 } = {}): Promise<T> {
  observeQueries(sql)
  let timer: NodeJS.Timeout | undefined
  const onSignal = (signal: NodeJS.Signals) => {
    if (interruptedBy) process.exit(interruptedExitCode(signal))
    interruptedBy = signal
    process.stderr.write(`interrupted by ${signal}: ending what runs; a second signal ends this program at once\n`)
    const at = performance.now()
    const cancelled = new Set<DriverQuery>()
    const round = () => {
      const now = performance.now()
      if (now - at < graceMs) return
      for (const [query, since] of underway) {
        if (cancelled.has(query) || !query.active || (since > at && now - since < cleanupMs)) continue
        cancelled.add(query)
        // Without an answer the server is gone, and the statement with it.
        void query.canceller?.(query).catch(() => undefined)
      }
    }
    round()
    timer = setInterval(round, 100)
  }
  for (const name of signals) process.on(name, onSignal)
  try {
    return await use()
  } finally {
    clearInterval(timer)
    for (const name of signals) process.off(name, onSignal)
  }
}

/** The driver does not tell which statements are running, but each goes through one method of its queries. */
function observeQueries(sql: postgres.Sql): void {
  if (isObserved) return
  isObserved = true
  const prototype = Object.getPrototypeOf(sql`select`) as DriverQuery
  const { handle } = prototype
  prototype.handle = function (this: DriverQuery) {
    if (!this.executed) {
      underway.set(this, performance.now())
      const ended = () => underway.delete(this)
      // A COPY has its stream as its first result, and is over with that.
      const settled = (result: unknown) => (result instanceof Stream ? result.once('close', ended) : ended())
      void Promise.prototype.then.call(this, settled, ended)
    }
    return handle.call(this)
  }
}
