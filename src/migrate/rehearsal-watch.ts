import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'
import { isUnreachable } from '../database.js'
import { StewardError } from '../errors.js'

/** What a rehearsal may cost others. */
export interface RehearsalLimits {
  /** How long it takes at most. */
  maxMs: number
  /** How long another session may wait for it. */
  maxWaitMs: number
}

interface Waiter {
  waiting_pid: number
  waited: number
  who: string
  lock_mode: string | null
  relation: string | null
}

const pollMs = 100

/** Looks from another connection whether anybody waits for a session, and ends what that does when it has been long enough. */
export class RehearsalWatch {
  /** Why the rehearsal has to end. */
  ended: StewardError | undefined
  /** Whether a statement is running that can be canceled. */
  isBusy = false
  private isStopped = false
  private started = 0
  private loop: Promise<void> | undefined
  private readonly sql: postgres.Sql
  private readonly pid: number
  private readonly limits: RehearsalLimits

  constructor(sql: postgres.Sql, pid: number, limits: RehearsalLimits) {
    this.sql = sql
    this.pid = pid
    this.limits = limits
  }

  /** Begins to watch, if it does not yet. */
  start(): void {
    if (this.loop) return
    this.started = performance.now()
    this.loop = this.watch()
  }

  get remainingMs(): number {
    return Math.max(1, Math.round(this.limits.maxMs - (performance.now() - this.started)))
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await this.loop
  }

  private async watch(): Promise<void> {
    while (!this.isStopped) {
      this.ended ??= await this.reasonToEnd().catch(cannotWatch)
      if (this.ended && this.isBusy) await this.sql`select pg_cancel_backend(${this.pid})`.catch(() => undefined)
      await wait(pollMs)
    }
  }

  private async reasonToEnd(): Promise<StewardError | undefined> {
    if (performance.now() - this.started > this.limits.maxMs) {
      return new StewardError('SW016', `the rehearsal took longer than ${this.limits.maxMs / 1000} s`, { hint: 'Give it more with --max-time.' })
    }
    const [waiter] = await this.sql<Waiter[]>`
      select waiting_pid, 1000 * extract(epoch from waited)::float8 as waited, who, lock_mode, relation
      from steward_internal.sessions_behind(${this.pid})`
    if (!waiter || waiter.waited < this.limits.maxWaitMs) return undefined
    const wanted = waiter.relation === null ? 'a lock' : `${waiter.lock_mode} on ${waiter.relation}`
    return new StewardError(
      'SW016',
      `session pid ${waiter.waiting_pid} (${waiter.who}) has waited ${(waiter.waited / 1000).toFixed(1)} s for ${wanted} behind the rehearsal`,
      { hint: 'That is what the migration would do to it, too. Rehearse at a quieter hour, or allow more with --max-wait.' },
    )
  }
}

/** Where the server cannot be reached, the session of the rehearsal must not be written to either. */
const cannotWatch = (error: unknown): StewardError =>
  new StewardError(isUnreachable(error) ? '08006' : 'SW016', 'nobody can watch over it', { detail: (error as Error).message, cause: error })
