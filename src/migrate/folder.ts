import { existsSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
// Its index would load a second copy of the whole package.
import { compareMigrationFileNames } from 'node-pg-migrate/utils/comparators'
import { UsageError } from '../errors.js'
import { type MigrationFile, readMigration } from './file.js'

/** Reads the migrations of a folder, in the order of node-pg-migrate. */
export function readFolder(dir: string): MigrationFile[] {
  if (!existsSync(dir)) throw new UsageError(`there is no folder ${dir}`, { hint: 'Name it with --dir.' })
  const files = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .sort((a, b) => compareMigrationFileNames(a.name, b.name))
    .map((entry, position) => readMigration(join(resolve(dir), entry.name), position))
  const twice = files.find((file, index) => files.findIndex(({ name }) => name === file.name) !== index)
  if (twice) throw new UsageError(`two files of ${dir} are migration ${twice.name}`, { hint: `One is ${basename(twice.path)}.` })
  return files
}

/** The migrations of a folder that are meant for an environment. */
export const readFolderFor = (dir: string, environment: string | undefined): MigrationFile[] =>
  readFolder(dir).filter(({ directives }) => environment === undefined || directives.environments?.includes(environment) !== false)
