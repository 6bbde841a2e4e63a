import postgres from 'postgres'
import { UsageError } from './errors.js'

/** How pgsteward connects; everything else is the driver's default. */
export interface ConnectOptions {
  applicationName?: string
  max?: number
  onnotice?: (notice: postgres.Notice) => void
}

/** Opens a pool of connections on the `postgres` driver; the caller ends it. */
export function connect(url: string, options: ConnectOptions = {}): postgres.Sql {
  return postgres(url, {
    max: options.max ?? 4,
    connect_timeout: 10,
    onnotice: options.onnotice ?? (() => undefined),
    connection: { application_name: options.applicationName ?? 'pgsteward' },
  })
}

const cannotConnect = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|CONNECT_TIMEOUT|CONNECTION_.*|28...|3D000|53300|57P0.|08...)$/

/** Runs `use` with a pool and always closes it; failing to connect becomes a {@link UsageError}. */
export async function withDatabase<T>(
  url: string,
  use: (sql: postgres.Sql) => Promise<T>,
  options: ConnectOptions = {},
): Promise<T> {
  const sql = connect(url, options)
  try {
    await sql`select 1`.catch((error: unknown) => {
      throw asConnectionError(error, url)
    })
    return await use(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Whether the session is gone: then nothing more can be said to it, and all that it held is free. */
export const isConnectionLost = (error: unknown): boolean => {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^(CONNECTION_|57P0|08)/.test(code)
}

/** Hides the password of a connection URL. */
export function redactUrl(url: string): string {
  return url.replace(/(:\/\/[^:/@]*):[^@]*@/, '$1:***@').replace(/([?&]password=)[^&]*/gi, '$1***')
}

function asConnectionError(error: unknown, url: string): unknown {
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string' || !cannotConnect.test(code)) return error
  const message = (error as Error).message || code
  return new UsageError(`could not connect to ${redactUrl(url)}: ${message}`, { cause: error })
}
