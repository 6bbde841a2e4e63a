import { dirname } from 'node:path'
import postgres from 'postgres'
import { programEnvironment } from '../config.js'

/**
 * Opens one connection as those of a pool are, to another database of the server if one is named. It lasts: neither
 * the driver nor the server ends it while a program is at work. No function of the database can take the place of one of
 * the server's, whatever search_path the database sets.
 */
export function connectLike(sql: postgres.Sql, database: string = sql.options.database): postgres.Sql {
  const ours = { idle_session_timeout: 0, idle_in_transaction_session_timeout: 0, statement_timeout: 0, search_path: 'pg_catalog' }
  const options = { ...sql.options, database, max: 1, max_lifetime: null, idle_timeout: null, onnotice: () => undefined }
  return postgres({ ...options, connection: { ...sql.options.connection, ...ours } } as never)
}

/** Runs `use` with such a connection, and always closes it. */
export async function withConnection<T>(sql: postgres.Sql, database: string, use: (other: postgres.Sql) => Promise<T>): Promise<T> {
  const other = connectLike(sql, database)
  try {
    return await use(other)
  } finally {
    await other.end({ timeout: 5 })
  }
}

/** The environment that lets a program connect as the pool does; the password is nowhere else. */
export async function connectionEnvironment(sql: postgres.Sql): Promise<NodeJS.ProcessEnv> {
  const { host, port, path, user, target_session_attrs: attributes } = sql.options
  const given = sql.options.pass as string | (() => string | Promise<string>) | null
  const password = typeof given === 'function' ? await given() : given
  return {
    ...programEnvironment(),
    ...sslEnvironment(sql.options.ssl),
    PGHOST: typeof path === 'string' ? dirname(path) : host.join(','),
    PGPORT: port.join(','),
    PGUSER: user,
    PGAPPNAME: 'pgsteward',
    PGOPTIONS: serverOptions(sql.options.connection),
    ...(password ? { PGPASSWORD: password } : {}),
    ...(attributes ? { PGTARGETSESSIONATTRS: attributes } : {}),
  }
}

/** A database as an argument of a program; its name alone could be read as more than a name. */
export const databaseArgument = (name: string): string => `--dbname=dbname='${name.replace(/['\\]/g, '\\$&')}'`

function sslEnvironment(ssl: unknown): NodeJS.ProcessEnv {
  if (typeof ssl !== 'string') return ssl === false ? {} : { PGSSLMODE: 'require' }
  return { PGSSLMODE: ssl === 'true' ? 'require' : ssl }
}

/** What the URL sets in the session, in the form of the variable PGOPTIONS. */
function serverOptions(connection: Record<string, unknown>): string {
  const { application_name: _name, options, ...settings } = connection
  const assigned = Object.entries(settings).map(([name, value]) => `-c ${name}=${String(value).replace(/[\s\\]/g, '\\$&')}`)
  return [options, ...assigned].filter(Boolean).join(' ')
}
