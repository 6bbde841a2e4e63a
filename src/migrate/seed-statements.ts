import { Writable } from 'node:stream'
import type postgres from 'postgres'
import { StewardError } from '../errors.js'
import { throwIfInterrupted } from '../interrupt.js'
import { readText } from '../text.js'
import { readContent, type SqlContent } from './content.js'
import type { SeedFile } from './seed-files.js'
import type { SeedWork } from './seed-work.js'
import type { Statement } from './statements.js'

/** Reads the statements of a SQL file. */
export async function readStatements(seed: SeedFile): Promise<SqlContent> {
  return readContent(seed, { text: readText(seed.path), line: 1 })
}

/** Runs the statements one by one; `done` is awaited after each. */
export async function runStatements(
  connection: postgres.ReservedSql, statements: readonly Statement[], work: SeedWork, done: () => Promise<void>,
): Promise<void> {
  for (const statement of statements) {
    throwIfInterrupted()
    work.running = statement
    const result: unknown = await connection.unsafe(statement.text).simple()
    refuseCopy(result)
    work.rows += rowsChanged(result)
    work.statementsDone += 1
    await done()
  }
  work.running = undefined
}

const changing = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY']

/** A text of several statements has a list of results. */
function rowsChanged(result: unknown): number {
  const { command, count } = result as { command?: string; count?: number }
  if (command !== undefined) return changing.includes(command) ? (count ?? 0) : 0
  return Array.isArray(result) ? result.reduce((sum: number, each) => sum + rowsChanged(each), 0) : 0
}

/** The driver answers COPY FROM STDIN with a stream, and waits for the data. */
export function refuseCopy(result: unknown): void {
  if (!(result instanceof Writable)) return
  result.on('error', () => undefined).destroy(new Error('there are no data'))
  throw new StewardError('0A000', 'COPY FROM STDIN has data only in psql', {
    hint: 'Put the data into a file of their own, named after the table, as 01_schema.table.csv.',
  })
}
