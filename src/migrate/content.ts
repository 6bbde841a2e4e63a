import { basename } from 'node:path'
import { StewardError, UsageError } from '../errors.js'
import type { Directives, Section } from './file.js'
import { splitProblem, splitStatements, type Statement, transactionCommand } from './statements.js'

/** A file whose statements are run. */
export interface SqlFile {
  name: string
  path: string
  directives: Pick<Directives, 'noTransaction'>
}

/** What a SQL file runs. */
export interface SqlContent {
  statements: Statement[]
  /** Why it is only one, if it cannot be split. */
  unsplit: string | undefined
}

/** Reads the statements of a file, and refuses those that would end the transaction that says that the file is done. */
export async function readContent(file: SqlFile, section: Section): Promise<SqlContent> {
  const unsplit = await splitProblem(section.text)
  if (unsplit === undefined) {
    const statements = await splitStatements(section.text, section.line)
    return { statements: file.directives.noTransaction ? statements : await withoutTransactionCommands(file, statements), unsplit }
  }
  if (!file.directives.noTransaction) return { statements: [{ text: section.text, line: section.line }], unsplit }
  throw new UsageError(`${file.name} cannot be run without a transaction: it has ${unsplit}`, {
    hint: 'Put a line -- statement-breakpoint between its statements.',
  })
}

/** A BEGIN and a COMMIT around everything say what is done anyway. */
async function withoutTransactionCommands(file: SqlFile, statements: readonly Statement[]): Promise<Statement[]> {
  const commands = await Promise.all(statements.map(transactionCommand))
  const isPlain = (index: number, command: string) => commands.at(index)?.command === command && commands.at(index)?.hasOptions === false
  const isWrapped = isPlain(0, 'begin') && isPlain(-1, 'commit')
  const refused = statements.find((_, index) => commands[index] && !(isWrapped && [0, statements.length - 1].includes(index)))
  if (!refused) return isWrapped ? statements.slice(1, -1) : [...statements]
  throw endsTransaction(`${basename(file.path)}:${refused.line}: the file is one transaction, and this statement begins or ends one`)
}

/** The error for what ends the transaction that a file is run in. */
export const endsTransaction = (message: string, cause?: unknown): StewardError =>
  new StewardError('SW017', message, {
    detail: (cause as Error | undefined)?.message,
    hint: 'Take it out: each file is in a transaction anyway. If it must not be, say so in the header: -- pgsteward: no-transaction',
    cause,
  })
