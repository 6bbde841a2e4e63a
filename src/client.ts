import type postgres from 'postgres'
import { resolveDatabaseUrl } from './config.js'
import { connect } from './database.js'
import { toStewardError } from './errors.js'
import { bindApi } from './generated/api.js'
import { type RequestClaims, type RequestSql, withRequest } from './request.js'

/** An argument of a SQL function: its name, its type and its value; undefined means "the default". */
export type Argument = readonly [name: string, type: string, value: unknown]

/** How the generated client calls a function or procedure of the schema steward. */
export interface Caller {
  rows<Row>(name: string, args: Argument[], numbers: Record<string, string>): Promise<Row[]>
  value<Value>(name: string, args: Argument[], numbers: Record<string, string>): Promise<Value>
  procedure(name: string, args: Argument[]): Promise<void>
}

/** Where the client connects; without either, as the command line does: `DATABASE_URL`, `PG*`, `DB_*`. */
export interface StewardOptions {
  /** A connection URL; the client opens a pool of its own and `close()` ends it. */
  databaseUrl?: string
  /** A pool or transaction of the `postgres` driver that you own; `close()` leaves it open. */
  sql?: postgres.Sql | postgres.TransactionSql
}

/** The typed client: the SQL API grouped by area, plus `withRequest()` and `close()`; usable with `await using`. */
export interface Steward extends Api, AsyncDisposable {
  /**
   * Runs statements as a user of the application: in one transaction, in which `begin_request()` has said who asks.
   *
   * What `use` returns commits and is returned, what it throws rolls back and is thrown; of an array of statements it is their rows. Nothing of the user is left in the
   * connection afterwards, and a handle that is kept throws. The pool should log in as a role that `admit_login()` has
   * admitted and that has no right of its own, so that a statement which runs elsewhere by mistake sees nothing.
   *
   * @throws StewardError if the request cannot begin, or if its transaction ended before it did.
   * @example
   * const notes = await steward.withRequest({ userId }, (sql) => sql`select id, title from notes order by id`)
   */
  withRequest<T extends readonly PromiseLike<unknown>[]>(
    claims: RequestClaims,
    use: (sql: RequestSql) => readonly [...T],
  ): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>
  withRequest<T>(claims: RequestClaims, use: (sql: RequestSql) => T | Promise<T>): Promise<T>
  /** Ends the pool if the client has opened it. */
  close(): Promise<void>
}

type Api = ReturnType<typeof bindApi>

/**
 * Creates a client with one typed function for each SQL function of pgsteward.
 *
 * Errors of the database are thrown as `StewardError` with SQLSTATE, detail and hint. A bigint comes
 * as `bigint`, numeric as `number`, timestamptz as `Date`, interval as text.
 *
 * @example
 * await using steward = createSteward({ databaseUrl: 'postgres://localhost/app' })
 * const findings = await steward.health.databaseHealthCheck({ minSeverity: 'warning' })
 */
export function createSteward(options: StewardOptions = {}): Steward {
  const owned = options.sql ? undefined : connect(resolveDatabaseUrl(options.databaseUrl).url)
  const sql = options.sql ?? owned
  if (!sql) throw new TypeError('createSteward needs databaseUrl or sql')
  const close = async () => owned?.end({ timeout: 5 })
  return {
    ...bindApi(createCaller(sql)),
    withRequest: <T>(claims: RequestClaims, use: (sql: RequestSql) => T | Promise<T>) => withRequest(sql, claims, use) as never,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function createCaller(sql: postgres.Sql | postgres.TransactionSql): Caller {
  const run = async (command: string, name: string, args: Argument[]) => {
    const given = args.filter(([, , value]) => value !== undefined)
    // The driver sends as false whatever is not true, 'true' too; the server reads a text, or refuses it.
    const casts = given.map(([, type]) => (type === 'boolean' ? 'text::boolean' : type))
    const list = given.map(([argument], index) => `${argument} => $${index + 1}::${casts[index]}`)
    const values = given.map(
      ([, type, value]) => (type === 'boolean' && value !== null ? String(value as boolean) : value) as postgres.ParameterOrJSON<never>,
    )
    try {
      return await sql.unsafe(`${command} steward.${name}(${list.join(', ')})`, values)
    } catch (error) {
      throw toStewardError(error)
    }
  }
  const rows = async <Row>(name: string, args: Argument[], numbers: Record<string, string>) => {
    const result = await run('select * from', name, args)
    for (const row of result) convertNumbers(row, numbers)
    return [...result] as unknown as Row[]
  }
  return {
    rows,
    value: async <Value>(name: string, args: Argument[], numbers: Record<string, string>) => {
      const [row] = await rows<Record<string, Value>>(name, args, numbers)
      return Object.values(row ?? {})[0] as Value
    },
    procedure: async (name, args) => {
      await run('call', name, args)
    },
  }
}

function convertNumbers(row: Record<string, unknown>, numbers: Record<string, string>): void {
  for (const [column, type] of Object.entries(numbers)) {
    const value = row[column]
    if (typeof value === 'string') row[column] = type === 'bigint' ? BigInt(value) : Number(value)
  }
}
