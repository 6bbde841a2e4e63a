import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'
import { removedJobs } from './queue.js'
import { measureSizes, type Sizes } from './sizes.js'

/** Records every minute what is gone as fast as it comes. */
export class Recorder {
  readonly sizes: Sizes[] = []
  removed = 0
  #lastStep: string | null = null
  readonly #sql: postgres.Sql

  constructor(sql: postgres.Sql) {
    this.#sql = sql
  }

  /** Goes on until that time, in milliseconds since 1970. */
  async until(time: number): Promise<void> {
    for (let left = time - Date.now(); left > 0; left = time - Date.now()) {
      await wait(Math.min(left, 60_000))
      await this.now()
    }
  }

  async now(): Promise<void> {
    this.sizes.push(await measureSizes(this.#sql))
    const { removed, lastStep } = await removedJobs(this.#sql, this.#lastStep)
    this.removed += removed
    this.#lastStep = lastStep
  }
}
