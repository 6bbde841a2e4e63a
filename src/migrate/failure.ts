import { isLostConnection } from '../database.js'
import type { Failure } from './log.js'
import type { Statement } from './statements.js'

/** What an error of a statement says; its line is that of the position in the statement, if the server gives one. */
export function describeFailure({ running }: { running: Partial<Statement> | undefined }, error: unknown): Failure {
  const { code = 'XX000', detail, hint, position, message } = error as Error & {
    code?: string
    detail?: string
    hint?: string
    position?: string
  }
  const before = running?.text && position ? running.text.slice(0, Number(position) - 1).split('\n').length - 1 : 0
  return {
    // The driver has codes of its own for a connection that is gone.
    sqlstate: /^[0-9A-Z]{5}$/.test(code) ? code : isLostConnection(error) ? '08006' : 'XX000',
    message,
    detail,
    hint: hint ?? hints[code],
    statement: running?.text?.slice(0, 10_000),
    line: running?.line === undefined ? undefined : running.line + before,
  }
}

const noTransaction = 'The file is run in a transaction. If it must not be: -- pgsteward: no-transaction'

const hints: Record<string, string> = { '2D000': noTransaction, '25001': noTransaction }

export const placed = ({ file }: { file: { path: string } }, { message, line }: Pick<Failure, 'message' | 'line'>): string =>
  `${file.path.split('/').at(-1)}${line === undefined ? '' : `:${line}`}: ${message}`
