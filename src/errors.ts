import postgres from 'postgres'
import { z } from 'zod'

/** What an error of the database says beyond its message. */
export interface StewardErrorDetails {
  detail?: string | undefined
  hint?: string | undefined
  cause?: unknown
}

/** An error that PostgreSQL raised, with its SQLSTATE, detail and hint. */
export class StewardError extends Error {
  override readonly name: string = 'StewardError'
  /** The five-character SQLSTATE; class `SW` is pgsteward's own. */
  readonly code: string
  readonly detail: string | undefined
  readonly hint: string | undefined

  constructor(code: string, message: string, { detail, hint, cause }: StewardErrorDetails = {}) {
    super(message, { cause })
    this.code = code
    this.detail = detail
    this.hint = hint
  }
}

/** The command line or the environment was wrong, or no connection could be made: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly hint: string | undefined

  constructor(message: string, { hint, cause }: StewardErrorDetails = {}) {
    super(message, { cause })
    this.hint = hint
  }
}

/** What the driver says when a session is gone; it also trips over what it has just closed. */
function isLost(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  if (error instanceof TypeError) return /\/postgres\/(?:src|cjs)\//.test(error.stack ?? '')
  return /^(?:CONNECT_TIMEOUT|CONNECTION_\w+|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(String((error as { code?: unknown }).code))
}

/** A value that is not as this program expects it, in one line. */
export function mismatch(what: string, error: z.ZodError): StewardError {
  const [issue] = error.issues
  return new StewardError('22000', `${what} is not as expected at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? ''}`, {
    hint: 'The database may have another version of pgsteward than this program: run pgsteward upgrade.', cause: error,
  })
}

/** Turns an error of the driver into a {@link StewardError}; anything else passes through untouched. */
export function toStewardError(error: unknown): unknown {
  if (isLost(error)) {
    return new StewardError('08006', 'the connection to the server was lost', {
      detail: error instanceof TypeError ? undefined : error.message, hint: 'Look at what was done before you repeat the command.', cause: error,
    })
  }
  if (error instanceof z.ZodError) return mismatch('a value', error)
  if (!(error instanceof postgres.PostgresError)) return error
  return new StewardError(error.code, error.message, {
    detail: error.detail,
    hint: error.hint ?? (lacksPgsteward(error) ? 'The database lacks it: run pgsteward install.' : undefined),
    cause: error,
  })
}

/** Tells whether a statement of this program failed because something of pgsteward is not in the database. */
export function lacksPgsteward(error: unknown): boolean {
  const { code, message } = (error ?? {}) as Partial<postgres.PostgresError>
  return ['3F000', '42P01', '42883'].includes(code ?? '') && /^\w+ "?steward(_internal)?\b/.test(message ?? '')
}

export const notInstalled = (cause?: unknown): StewardError =>
  new StewardError('3F000', 'pgsteward is not installed in this database', { hint: 'Run: pgsteward install', cause })
