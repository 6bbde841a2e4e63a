import { Writable } from 'node:stream'
import type postgres from 'postgres'
import { StewardError, UsageError } from '../errors.js'
import { throwIfInterrupted } from '../interrupt.js'
import { readText } from '../text.js'
import { statementsOf } from './engine.js'
import type { SeedFile } from './seed-files.js'
import type { SeedWork } from './seed-work.js'
import { splitProblem, type Statement } from './statements.js'

const endsTransaction = /^(?:begin|start\s+transaction|commit|end|abort|rollback(?!\s+(?:work\s+|transaction\s+)?to\b)|prepare\s+transaction)\b/i

/** What a SQL file says. */
export interface SqlContent {
  statements: Statement[]
  /** Why it is only one, if it cannot be split. */
  unsplit: string | undefined
}

/** Reads the statements of a SQL file, and refuses what would end its transaction before the log knows. */
export function readStatements(seed: SeedFile): SqlContent {
  const text = readText(seed.path)
  const statements = statementsOf(seed, { text, line: 1 })
  const ending = statements.find((statement) => endsTransaction.test(statement.text))
  if (ending && !seed.directives.noTransaction) {
    throw new UsageError(`${seed.file}:${ending.line}: the file is one transaction, and this statement begins or ends one`, {
      hint: 'Remove it, or say in the header: -- pgsteward: no-transaction',
    })
  }
  return { statements, unsplit: splitProblem(text) }
}

/** Runs the statements one by one; `done` is awaited after each. */
export async function runStatements(
  connection: postgres.ReservedSql, statements: readonly Statement[], work: SeedWork, done: () => Promise<void>,
): Promise<void> {
  for (const statement of statements) {
    throwIfInterrupted()
    work.running = statement
    const result: unknown = await connection.unsafe(statement.text).simple()
    if (result instanceof Writable) refuseCopy(result)
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

function refuseCopy(stream: Writable): never {
  stream.on('error', () => undefined).destroy(new Error('there are no data'))
  throw new StewardError('0A000', 'COPY FROM STDIN has data only in psql', {
    hint: 'Put the data into a file of their own, named after the table, as 01_schema.table.csv.',
  })
}
