import postgres from 'postgres'
import { lacksPgsteward, notInstalled, UsageError } from './errors.js'

/** How pgsteward connects; everything else is the driver's default. */
export interface ConnectOptions {
  applicationName?: string
  max?: number
  onnotice?: (notice: postgres.Notice) => void
}

/** Opens a pool of connections on the `postgres` driver; the caller ends it. */
export function connect(url: string, options: ConnectOptions = {}): postgres.Sql {
  const { plainUrl, ...place } = readUrl(url)
  return postgres(plainUrl, {
    ...place,
    max: options.max ?? 4,
    connect_timeout: 10,
    onnotice: options.onnotice ?? (() => undefined),
    connection: { application_name: options.applicationName ?? 'pgsteward' },
  })
}

// The driver takes the name of the database as it is written in the URL, and a folder of sockets for a setting of the session.
function readUrl(text: string): { plainUrl: string; database?: string; host?: string } {
  if (!URL.canParse(text)) return { plainUrl: text }
  const url = new URL(text)
  const database = decodeURIComponent(url.pathname.slice(1))
  const host = url.searchParams.get('host')
  url.searchParams.delete('host')
  return { plainUrl: url.href, ...(database && { database }), ...(host && { host }) }
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
    return await use(sql).catch(async (error: unknown) => {
      throw lacksPgsteward(error) && !(await hasPgsteward(sql)) ? notInstalled(error) : error
    })
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function hasPgsteward(sql: postgres.Sql): Promise<boolean> {
  const rows = await sql`select from pg_catalog.pg_namespace where nspname = 'steward'`
  return rows.length > 0
}

/**
 * Tells whether the session is gone. Open another pool then: the driver may never write to a connection again whose
 * end came between two of its writes, and every attempt to make it anew ends with CONNECT_TIMEOUT.
 */
export const isLostConnection = (error: unknown): boolean => lost.test(codeOf(error))

/** Tells whether the server is away for now, or this session of it: what waits for it may go on when it is back. */
export const isUnreachable = (error: unknown): boolean => isLostConnection(error) || away.test(codeOf(error))

const away = /^(57P03|53300|ECONNREFUSED|ENOENT|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ECONNABORTED)$/
const lost = /^(57P0[125]|25P0[34]|ECONNRESET|EPIPE|CONNECT_TIMEOUT|CONNECTION_.*|08...)$/
const codeOf = (error: unknown): string => String((error as { code?: unknown } | null | undefined)?.code)

/** Runs `use` with one session of the pool. One that is lost is not given back: the driver would hand it out again as if it were open. */
export async function withSession<T>(sql: postgres.Sql, use: (session: postgres.ReservedSql) => Promise<T>): Promise<T> {
  const session = await sql.reserve()
  const result = await use(session).catch((error: unknown) => {
    if (!isLostConnection(error)) session.release()
    throw error
  })
  session.release()
  return result
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
