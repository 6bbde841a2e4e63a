import { dirname, join } from 'node:path'
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { migrateProject, projectMigrations, projectStatus } from '../../install/project.js'
import { seed } from '../../install/seed.js'
import { databaseCommand, print, progress, useDatabase } from '../common.js'
import { formatOption, renderRows } from '../output.js'

const dirOption = () => new Option('--dir <folder>', 'the folder of migrations').default('migrations')

/** `pgsteward migrate`: runs the project's own migrations with node-pg-migrate. */
export function migrateCommand() {
  return new Command('migrate')
    .description("run the project's own migrations with node-pg-migrate")
    .addCommand(directionCommand('up'))
    .addCommand(directionCommand('down'))
    .addCommand(statusCommand())
    .addCommand(seedCommand())
}

function directionCommand(direction: 'up' | 'down') {
  return databaseCommand(direction)
    .description(direction === 'up' ? 'apply all pending migrations, or the next n' : 'revert the last migration, or the last n')
    .argument('[n]', 'how many', parseCount)
    .addOption(dirOption())
    .action(async (n, options) => {
      const count = n ?? (direction === 'up' ? Infinity : 1)
      const set = projectMigrations(options.dir)
      const names = await useDatabase(options, (sql) => migrateProject(sql, set, { direction, count }))
      for (const name of names) print(`${direction === 'up' ? 'applied' : 'reverted'} ${name}`)
      if (names.length === 0) progress('nothing to do')
    })
}

function statusCommand() {
  return databaseCommand('status')
    .description('list the migrations and when each was applied')
    .addOption(dirOption())
    .addOption(formatOption())
    .action(async (options) => {
      const set = projectMigrations(options.dir)
      const rows = await useDatabase(options, (sql) => projectStatus(sql, set))
      print(renderRows(rows.map((row) => ({ ...row, applied_at: row.applied_at ?? 'pending' })), options.format))
    })
}

function seedCommand() {
  return databaseCommand('seed')
    .description('run the SQL files of the seed folder beside the migrations')
    .addOption(dirOption())
    .option('--seed-dir <folder>', 'the folder of SQL files; default: seed beside the migrations')
    .option('--scale <factor>', 'how much data, 1 is the full size', parseScale, 1)
    .action(async (options) => {
      const folder = options.seedDir ?? join(dirname(options.dir), 'seed')
      await useDatabase(options, (sql) => seed(sql, folder, { scale: options.scale, log: progress }))
    })
}

function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1.')
  return Number(text)
}

function parseScale(text: string): number {
  const scale = Number(text)
  if (!(scale > 0 && scale <= 100)) throw new InvalidArgumentError('Expected a number up to 100.')
  return scale
}
