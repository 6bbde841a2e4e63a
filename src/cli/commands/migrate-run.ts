import type postgres from 'postgres'
import { backup } from '../../backup/backup.js'
import { backupFolder, environmentName } from '../../config.js'
import { UsageError } from '../../errors.js'
import { type MigrateOptions, migrateProject, projectMigrations } from '../../migrate/project.js'
import { confirmByName, databaseCommand, describeDatabase, migrationsOption, parseCount, print, progress, useDatabase } from '../common.js'
import { reporting } from './backup.js'

const runCommand = (name: string) =>
  databaseCommand(name)
    .addOption(migrationsOption())
    .option('--env <name>', 'the environment, for files whose header names some; default: NODE_ENV, else development')
    .option('--attempts <n>', 'how often a file is tried whose locks cannot be had', parseCount, 10)

/** A command that loses data, and backs up before if it is told to. */
const revertCommand = (name: string) =>
  runCommand(name)
    .option('--backup-dir <folder>', 'back up the database into this folder before; default: STEWARD_BACKUP_DIR, else no backup')
    .option('--no-backup', 'make no backup, whatever STEWARD_BACKUP_DIR says')

interface RunOptions {
  env?: string | undefined
  attempts: number
}

const shared = (options: RunOptions, direction: 'up' | 'down') => ({
  direction,
  environment: environmentName(options.env),
  attempts: options.attempts,
  say: progress,
  done: (name: string, seconds: number) => print(`${direction === 'up' ? 'applied' : 'reverted'} ${name} in ${seconds.toFixed(2)} s`),
}) satisfies MigrateOptions

/** `pgsteward migrate up`: applies what is pending. */
export function upCommand() {
  return runCommand('up')
    .description('apply all pending migrations, or the next n')
    .argument('[n]', 'how many', parseCount)
    .option('--to <name>', 'apply up to this one')
    .option('--out-of-order', 'apply also what lies before migrations that are applied already')
    .action(async (count, options) => {
      const { to, outOfOrder } = options
      const names = await useDatabase(options, (sql) =>
        migrateProject(sql, projectMigrations(options.dir), { ...shared(options, 'up'), count, to, outOfOrder }))
      if (names.length === 0) progress('nothing to do')
    })
}

/** `pgsteward migrate down`: reverts the last. */
export function downCommand() {
  return revertCommand('down')
    .description('revert the last migration, or the last n')
    .argument('[n]', 'how many', parseCount)
    .option('--to <name>', 'revert down to this one, which stays')
    .action(async (count, options) => {
      const names = await useDatabase(options, async (sql) => {
        await backUp(sql, options)
        return migrateProject(sql, projectMigrations(options.dir), { ...shared(options, 'down'), count, to: options.to })
      })
      if (names.length === 0) progress('nothing to do')
    })
}

/** `pgsteward migrate redo`: reverts the last and applies it again. */
export function redoCommand() {
  return revertCommand('redo')
    .description('revert the last migration, and apply it again')
    .action((options) =>
      useDatabase(options, async (sql) => {
        await backUp(sql, options)
        await downAndUp(sql, options, 1)
      }))
}

/** `pgsteward migrate reset`: reverts all and applies them again. */
export function resetCommand() {
  return revertCommand('reset')
    .description('revert all migrations, and apply them again; their data is lost')
    .option('--confirm <database>', 'the name of the database, typed beforehand')
    .action(async (options) => {
      if (environmentName(options.env) === 'production') {
        throw new UsageError('reset is refused in production', { hint: 'The environment comes from --env or NODE_ENV.' })
      }
      await useDatabase(options, async (sql) => {
        const [database] = await sql<{ name: string }[]>`select current_database() as name`
        const name = database?.name ?? ''
        await confirmByName(`All that the migrations made in ${await describeDatabase(sql)} will be lost.`, name, options.confirm)
        await backUp(sql, options)
        await downAndUp(sql, options, Infinity)
      })
    })
}

async function downAndUp(sql: postgres.Sql, options: RunOptions & { dir: string }, count: number): Promise<void> {
  const set = projectMigrations(options.dir)
  const names = await migrateProject(sql, set, { ...shared(options, 'down'), count })
  if (names.length === 0 && Number.isFinite(count)) return progress('nothing to do')
  await migrateProject(sql, set, { ...shared(options, 'up'), count: Number.isFinite(count) ? names.length : undefined })
}

async function backUp(sql: postgres.Sql, options: { backupDir?: string | undefined; backup: boolean }): Promise<void> {
  const dir = options.backup ? (options.backupDir ?? backupFolder()) : undefined
  if (dir === undefined) return
  const { file } = await reporting((reporter) => backup(sql, { dir, ...reporter }))
  progress(`backed up into ${file}`)
}
