import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { withSession } from '../database.js'
import { StewardError, UsageError } from '../errors.js'
import { splitStatements, type Statement } from './statements.js'

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
  await withSession(sql, async (connection) => {
    await connection`select set_config('seed.scale', ${String(scale)}, false)`
    for (const file of readdirSync(dir).filter((name) => name.endsWith('.sql')).sort()) {
      const started = performance.now()
      await runFile(connection, dir, file)
      log(`${file}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
    }
    await connection`reset all`
  })
}

async function runFile(connection: postgres.ReservedSql, dir: string, file: string): Promise<void> {
  for (const statement of splitStatements(readFileSync(join(dir, file), 'utf8'))) {
    await connection.unsafe(statement.text).simple().catch((error: unknown) => {
      throw locate(error, file, statement)
    })
  }
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
