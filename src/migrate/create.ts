import { existsSync, readdirSync } from 'node:fs'
import { Migration } from 'node-pg-migrate'
import { UsageError } from '../errors.js'

/** Makes an empty migration whose number is like those of the others; returns its path. */
export async function createMigration(dir: string, words: readonly string[], language: 'sql' | 'ts'): Promise<string> {
  const name = words.join('_').toLowerCase().replace(/[\s-]+/g, '_')
  if (!/^\w+$/.test(name)) throw new UsageError(`'${words.join(' ')}' is no name for a file`, { hint: 'Use letters, digits and _.' })
  return Migration.create(name, dir, { language, filenameFormat: numbering(dir) })
}

/** A running number where the others have one, else the time. */
function numbering(dir: string): 'index' | 'timestamp' | 'utc' {
  const numbers = existsSync(dir) ? readdirSync(dir).map((file) => /^\d+/.exec(file)?.[0].length ?? 0).filter((length) => length > 0) : []
  if (numbers.length > 0 && numbers.every((length) => length < 10)) return 'index'
  return numbers.includes(13) ? 'timestamp' : 'utc'
}
