import { stat } from 'node:fs/promises'
import type postgres from 'postgres'
import { connectLike, connectionEnvironment, databaseArgument } from './connection.js'
import type { Manifest } from './manifest.js'
import { type Program, runProgram } from './programs.js'
import { countTables, type Extension, listExtensions, listTables, type Table } from './tables.js'
import { formatBytes, type Reporter, tellEvery } from './reporter.js'

/** At most so many tables are counted. */
const countedTables = 10_000
const lockWaitMs = 300_000

/** What the database was at one moment, for pg_dump and for us. */
export interface Snapshot {
  id: string
  session: postgres.Sql
  pid: number
}

export async function openSnapshot(sql: postgres.Sql): Promise<Snapshot> {
  const session = connectLike(sql)
  try {
    await session.unsafe('begin isolation level repeatable read read only')
    const [row] = await session<{ id: string; pid: number }[]>`select pg_export_snapshot() as id, pg_backend_pid() as pid`
    return { id: row?.id ?? '', pid: row?.pid ?? 0, session }
  } catch (error) {
    await session.end({ timeout: 5 })
    throw error
  }
}

/** What a dump says of itself in the manifest. */
export type Dumped = Pick<Manifest, 'extensions' | 'left_out' | 'row_security' | 'tables' | 'tables_not_counted'>

/** By default both programs fail where a policy is in force, rather than to leave rows out. */
export const rowSecurityArguments = ({ row_security }: Pick<Manifest, 'row_security'>): string[] => (row_security ? ['--enable-row-security'] : [])

/** Lets pg_dump write into a file, and counts the rows of the same moment meanwhile. */
export async function dumpSnapshot(
  sql: postgres.Sql, snapshot: Snapshot, program: Program, row_security: boolean, file: string, signal: AbortSignal, reporter: Reporter,
): Promise<Dumped> {
  const { session, pid, id } = snapshot
  const extensions = await listExtensions(session)
  const tables = await listTables(session)
  const left_out = unreadable(extensions)
  for (const { schema, table } of left_out) reporter.say(`left out: the data of ${schema}.${table}, an extension's, which this role may not read`)
  const args = [
    '--format=custom', '--verbose', '--no-password', `--snapshot=${id}`, `--lock-wait-timeout=${lockWaitMs}`, `--file=${file}`,
    ...rowSecurityArguments({ row_security }),
    ...left_out.map((relation) => `--exclude-table-data=${pattern(relation)}`), databaseArgument(sql.options.database),
  ]
  const env = await connectionEnvironment(sql)
  const progress = await dumpProgress(sql, file, tables)
  const stopTelling = tellEvery(progress.line, reporter)
  // If one of the two fails, the other need not go on.
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  either.addEventListener('abort', () => void sql`select pg_cancel_backend(${pid})`.catch(() => undefined), { once: true })
  const both = [
    runProgram(program, args, { env, signal: either, told: (line) => {
      if (line.includes(': warning: ')) reporter.say(line)
      progress.told(line)
    } }),
    countTables(session, tables.slice(0, countedTables), either),
  ] as const
  try {
    for (const part of both) part.catch((error: unknown) => failed.abort(error))
    const [, counted] = await Promise.all(both)
    const extensionsRead = extensions.map(({ name, schemas, tables: own }) => ({ name, schemas, tables: own }))
    return { extensions: extensionsRead, left_out, row_security, tables: counted, tables_not_counted: Math.max(0, tables.length - countedTables) }
  } catch (error) {
    await Promise.allSettled(both)
    signal.throwIfAborted()
    throw error
  } finally {
    stopTelling()
  }
}

const unreadable = (extensions: readonly Extension[]) =>
  extensions.flatMap((extension) => extension.tables).filter((own) => !own.readable).map(({ schema, table }) => ({ schema, table }))

/** A relation in the language of pg_dump's patterns. */
const pattern = ({ schema, table }: { schema: string; table: string }): string =>
  [schema, table].map((name) => `"${name.replaceAll('"', '""')}"`).join('.')

/** `12 MB written, the database has 96 MB; table 3 of 14: public.jobs` */
async function dumpProgress(sql: postgres.Sql, file: string, tables: readonly Table[]) {
  const [row] = await sql<{ bytes: number }[]>`select pg_database_size(current_database())::float8 as bytes`
  const total = formatBytes(row?.bytes ?? 0)
  let begun = 0
  let current = ''
  return {
    told: (line: string) => {
      const [, name] = /dumping contents of table "(.*)"$/.exec(line) ?? []
      if (name === undefined) return
      begun += 1
      current = `; table ${begun} of ${Math.max(begun, tables.length)}: ${name}`
    },
    line: async () => `${formatBytes((await stat(file)).size)} written, the database has ${total}${current}`,
  }
}
