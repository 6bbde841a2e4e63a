import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'
import { isLostConnection } from './database.js'
import { StewardError } from './errors.js'
import { OpenResults, type Readably } from './request-open.js'
import { effectOf } from './request-text.js'

/** A query of the driver, which calls its handler when somebody waits for it. */
export interface Query extends Promise<unknown>, Readably {
  strings: readonly string[]
  readonly args: readonly unknown[]
  readonly tagged: boolean
  readonly options: { simple?: boolean }
  readonly handler: (query: Query) => unknown
  readonly cancelled: unknown
  readonly reject: (error: Error) => void
}

/** A query, how it is sent, and the transaction or savepoint that it belongs to. */
interface Submission {
  query: Query
  send: (query: Query) => unknown
  scope: postgres.TransactionSql
}

/**
 * Sends the statements of a request, in order, as long as its transaction is its own. They do not wait for each other's answers, but
 * what comes after a statement that may have ended the transaction waits until the server has said that it did not.
 */
export class RequestGate {
  /** Set in the transaction, and gone with it. */
  readonly nonce: string
  /** Why nothing is sent any more. */
  problem: StewardError | undefined
  /** Whether the driver has given the connection up: nothing may be written to it then, not even a rollback. */
  private isLost = false
  private isDoubtful = false
  private line: Promise<void> | undefined
  private readonly rejects = new Set<(error: Error) => void>()
  /** Cursors and COPY. */
  readonly open = new OpenResults()

  constructor(nonce: string) {
    this.nonce = nonce
  }

  get isClosed(): boolean {
    return this.problem !== undefined
  }

  check(): void {
    if (this.problem) throw this.problem
  }

  /** Sends nothing from now on. */
  close(problem: StewardError): void {
    this.problem ??= problem
  }

  /** The connection is gone, and with it the answers: the driver leaves some of those who wait for one waiting. */
  lose(): void {
    this.isLost = true
    const problem = hasEnded()
    this.close(problem)
    for (const reject of this.rejects) reject(this.problem ?? problem)
  }

  submit(submission: Submission): void {
    submission.query.catch(() => undefined)
    try {
      this.open.check()
    } catch (error) {
      submission.query.reject(error as Error)
      return
    }
    if (!this.line && !this.isDoubtful) this.send(submission)
    else this.queue(() => this.settle(submission.scope).then(() => this.send(submission))).catch(submission.query.reject)
  }

  /** Waits until what was submitted before is sent, and throws if nothing is any more. */
  async turn(scope: postgres.TransactionSql): Promise<void> {
    this.open.check()
    if (this.line || this.isDoubtful) await this.queue(() => this.settle(scope))
    this.check()
  }

  /** Ends a request that went well, unless its transaction is another one by now. */
  async finish(tx: postgres.TransactionSql): Promise<void> {
    do {
      await this.open.close()
      await this.line?.catch(() => undefined)
    } while (this.line || !this.open.isEmpty)
    this.check()
    const isOwn = this.assertOwn(tx)
    this.close(hasEnded())
    await isOwn
  }

  /** Ends a request that did not. If the connection is lost, the driver knows, and has rejected. */
  async fail(tx: postgres.TransactionSql, error: unknown): Promise<never> {
    await this.afterError(error)
    while (!this.isLost && !this.open.isEmpty) await this.open.close().catch(() => undefined)
    await this.settle(tx).catch(() => undefined)
    if (this.isLost) return never()
    this.close(hasEnded())
    if (this.problem?.code !== '25000' || this.problem === error) throw error
    throw isNotOwn(error)
  }

  /** Waits, after an error of a connection, until the driver has noticed that it is lost, or it seems to be that of another. */
  async afterError(error: unknown): Promise<void> {
    if (!isLostConnection(error)) return
    for (let waited = 0; waited < 1000 && !this.isLost; waited += 10) await wait(10)
  }

  /** Rejects it when the connection is lost, if it is still waited for. */
  async whileOpen<T>(work: Promise<T>, reject: (error: Error) => void): Promise<T> {
    this.rejects.add(reject)
    return work.finally(() => this.rejects.delete(reject))
  }

  private async queue(step: () => Promise<void>): Promise<void> {
    const line = (this.line ?? Promise.resolve()).catch(() => undefined).then(step)
    this.line = line
    return line.finally(() => {
      if (this.line === line) this.line = undefined
    })
  }

  /** An aborted transaction answers nothing, and lets nothing happen until it is rolled back; then it is asked again. */
  private async settle(scope: postgres.TransactionSql): Promise<void> {
    if (!this.isDoubtful || this.problem) return
    try {
      await this.assertOwn(scope)
      this.isDoubtful = false
    } catch (error) {
      if (error instanceof StewardError) this.close(error)
      await this.afterError(error)
      if ((error as { code?: unknown }).code !== '25P02') throw error
    }
  }

  private async assertOwn(scope: postgres.TransactionSql): Promise<void> {
    const [row] = await scope<{ request: string | null }[]>`select current_setting('steward.request', true) as request`
    if (row?.request !== this.nonce) throw isNotOwn()
  }

  private send({ query, send }: Submission): void {
    const effect = effectOf(query, query.options.simple === true)
    if (!this.problem && effect === 'ends') this.close(isNotOwn())
    if (this.problem) query.reject(this.problem)
    // The driver would wait for the answer to a canceled query, which it does not send.
    if (this.problem || query.cancelled) return
    if (effect === 'unknown') this.isDoubtful = true
    void this.whileOpen(query, (error) => query.reject(error)).then((result) => this.open.stream(result)).catch((error: unknown) => {
      // Whoever writes to a connection between its end and the driver's notice of it makes it unusable.
      if (isLostConnection(error) && !this.isLost) void this.queue(() => this.afterError(error))
    })
    send(query)
  }
}

/**
 * What the driver waits for when it has rejected already and its connection serves somebody else: told of an end, it would write
 * a rollback there. Nobody else waits for it.
 */
export const never = (): Promise<never> => new Promise(() => undefined)

export const hasEnded = (): StewardError =>
  new StewardError('25P01', 'the request that this transaction belongs to has ended', {
    hint: 'Wait for every statement inside of withRequest: its connection serves somebody else by now.',
  })

const isNotOwn = (cause?: unknown): StewardError =>
  new StewardError('25000', 'the transaction of this request ended before the request did', {
    hint: 'Nothing after that was run. Leave commit and rollback to withRequest: return to commit, throw to roll back.',
    cause,
  })
