import { StewardError, type StewardErrorDetails } from '../errors.js'
import type { Statement } from './statements.js'

/** How far a seed is, and where it is at: what progress and errors tell. */
export interface SeedWork {
  /** As performance.now() tells it. */
  startedAt: number
  /** How many statements the file has; undefined for a file of data. */
  statements: number | undefined
  statementsDone: number
  /** Why a SQL file cannot be split into its statements. */
  unsplit: string | undefined
  rows: number
  /** For a file of data. */
  counts: { inserted: number; updated: number; unchanged: number } | undefined
  running: Statement | undefined
  /** The line, and the column, of data that were refused. */
  badLine: number | undefined
  badColumn: string | undefined
}

export const newWork = (content?: { statements: readonly Statement[]; unsplit: string | undefined }): SeedWork => ({
  startedAt: performance.now(), statements: content?.statements.length, statementsDone: 0, unsplit: content?.unsplit,
  rows: 0, counts: undefined, running: undefined, badLine: undefined, badColumn: undefined,
})

export const secondsOf = ({ startedAt }: SeedWork): number => (performance.now() - startedAt) / 1000

/** Data that cannot be loaded, found before the server was asked. */
export class SeedDataError extends StewardError {
  readonly line: number | undefined

  constructor(code: string, message: string, { line, ...details }: StewardErrorDetails & { line?: number | undefined } = {}) {
    super(code, message, details)
    this.line = line
  }
}
