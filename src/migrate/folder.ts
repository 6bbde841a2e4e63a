import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { getMigrationFilePaths } from 'node-pg-migrate/migration'
import { UsageError } from '../errors.js'
import { type MigrationFile, readMigration } from './file.js'

/** Reads the migrations of a folder, in the order of node-pg-migrate. */
export async function readFolder(dir: string): Promise<MigrationFile[]> {
  if (!existsSync(dir)) throw new UsageError(`there is no folder ${dir}`, { hint: 'Name it with --dir.' })
  const paths = await getMigrationFilePaths(resolve(dir))
  const files = paths.map(readMigration)
  const twice = files.find((file, index) => files.findIndex(({ name }) => name === file.name) !== index)
  if (twice) throw new UsageError(`two files of ${dir} are migration ${twice.name}`, { hint: `One is ${basename(twice.path)}.` })
  return files
}
