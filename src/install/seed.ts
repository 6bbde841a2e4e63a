import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sqlFactory from '@databases/sql'
import splitter from '@databases/split-sql-query'
import postgres from 'postgres'
import { StewardError, UsageError } from '../errors.js'

/** One statement of a SQL file and where it begins. */
export interface Statement {
  text: string
  line: number
}

/**
 * Runs the SQL files of a folder in the order of their names, statement by statement. They read the
 * scale with `current_setting('seed.scale')` and begin by removing what an earlier run has left.
 */
export async function seed(
  sql: postgres.Sql,
  dir: string,
  { scale = 1, log }: { scale?: number; log: (line: string) => void },
): Promise<void> {
  if (!existsSync(dir)) throw new UsageError(`there is no folder ${dir}`, { hint: 'Name it with --seed-dir.' })
  const connection = await sql.reserve()
  try {
    await connection`select set_config('seed.scale', ${String(scale)}, false)`
    for (const file of readdirSync(dir).filter((name) => name.endsWith('.sql')).sort()) {
      const started = performance.now()
      await runFile(connection, dir, file)
      log(`${file}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
    }
  } finally {
    await connection`reset all`
    connection.release()
  }
}

async function runFile(connection: postgres.ReservedSql, dir: string, file: string): Promise<void> {
  for (const statement of splitStatements(readFileSync(join(dir, file), 'utf8'))) {
    await connection.unsafe(statement.text).simple().catch((error: unknown) => {
      throw locate(error, file, statement)
    })
  }
}

/** Splits a SQL file into its statements, so that an error can name the one that failed. */
export function splitStatements(text: string): Statement[] {
  const source = text.replace(/^\uFEFF/, '')
  let offset = 0
  return splitter
    .default(sqlFactory.default.__dangerous__rawValue(source))
    .map((query) => query.format({ escapeIdentifier: String, formatValue: () => ({ placeholder: '', value: null }) }).text.trim())
    .filter((statement) => statement !== '')
    .map((statement) => {
      const firstLine = statement.split('\n', 1)[0] ?? ''
      offset = Math.max(source.indexOf(firstLine, offset), offset)
      const line = source.slice(0, offset).split('\n').length
      offset += firstLine.length
      return { text: statement, line }
    })
}

function locate(error: unknown, file: string, statement: Statement): unknown {
  if (!(error instanceof postgres.PostgresError)) return error
  const beginning = statement.text.split('\n', 1)[0] ?? ''
  return new StewardError(error.code, `${file}:${statement.line}: ${error.message}`, {
    detail: error.detail ?? `The statement begins: ${beginning}`,
    hint: error.hint,
    cause: error,
  })
}
