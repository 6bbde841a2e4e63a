import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../../errors.js'
import { describeSchemas } from '../../types/description.js'
import { changedLines } from '../../types/difference.js'
import { renderTypes } from '../../types/render.js'
import { databaseCommand, exitCodes, print, progress, useDatabase } from '../common.js'

/** `pgsteward types`: TypeScript from the catalog. */
export function typesCommand() {
  return databaseCommand('types')
    .description('write TypeScript for the tables, views, types and functions of a schema')
    .option('--schema <name>', 'the schema; can be given again, and the first is the main one (default: public)', collect, [])
    .option('--out <file>', 'write to this file instead of stdout')
    .option('--zod', 'add zod schemas that validate rows, inserts and updates')
    .option('--check', 'write nothing; exit code 3 if the file is not what would be written')
    .action(async ({ schema, out, zod, check, ...options }) => {
      if (check && out === undefined) throw new UsageError('--check needs a file', { hint: 'Name it with --out FILE.' })
      const schemas = schema.length > 0 ? [...new Set(schema)] : ['public']
      const text = renderTypes(await useDatabase(options, (sql) => describeSchemas(sql, schemas)), { zod })
      if (out === undefined) return print(text)
      if (check) return compare(out, text)
      withFile(out, 'written', () => {
        makeFolder(dirname(out))
        writeFileSync(out, text)
      })
      progress(`wrote ${out}`)
    })
}

/** Does something with the file that --out names. */
function withFile<T>(file: string, done: string, use: () => T): T {
  try {
    return use()
  } catch (error) {
    throw new UsageError(`the file of --out cannot be ${done}: ${(error as Error).message}`, {
      hint: `Name a file, not a folder, in a place that may be ${done}.`, cause: error,
    })
  }
}

/** In /proc the recursive mkdir of Node.js never ends. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

const collect = (name: string, names: string[]): string[] => [...names, name]

function compare(file: string, text: string): void {
  // A checkout may have given the file other ends of lines.
  const present = withFile(file, 'read', () => (existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : undefined))
  if (present === text) return progress(`${file} is up to date`)
  process.exitCode = exitCodes.findings
  if (present === undefined) return progress(`${file} does not exist`)
  progress(`${file} is not what the database gives:`)
  print(changedLines(present, text).join('\n'))
}
