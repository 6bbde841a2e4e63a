import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { environmentName } from '../../config.js'
import { migrateProject, projectMigrations, projectStatus } from '../../migrate/project.js'
import { databaseCommand, exitCodes, print, progress, useDatabase } from '../common.js'
import { formatOption, renderRows } from '../output.js'
import { seedCommand } from './migrate-seed.js'

const dirOption = () => new Option('--dir <folder>', 'the folder of migrations').default('migrations')

/** `pgsteward migrate`: runs the project's own migrations with node-pg-migrate, and keeps their log. */
export function migrateCommand() {
  return new Command('migrate')
    .description("run the project's own migrations with node-pg-migrate, and keep their log")
    .addCommand(directionCommand('up'))
    .addCommand(directionCommand('down'))
    .addCommand(redoCommand())
    .addCommand(statusCommand())
    .addCommand(logCommand())
    .addCommand(seedCommand())
}

const runCommand = (name: string) =>
  databaseCommand(name)
    .addOption(dirOption())
    .option('--env <name>', 'the environment, for files whose header names some; default: NODE_ENV, else development')
    .option('--attempts <n>', 'how often a file is tried whose locks cannot be had', parseCount, 10)

function directionCommand(direction: 'up' | 'down') {
  return runCommand(direction)
    .description(direction === 'up' ? 'apply all pending migrations, or the next n' : 'revert the last migration, or the last n')
    .argument('[n]', 'how many', parseCount)
    .option('--to <name>', direction === 'up' ? 'apply up to this one' : 'revert down to this one, which stays')
    .option('--out-of-order', 'apply also what lies before migrations that are applied already')
    .action(async (n, options) => {
      const set = projectMigrations(options.dir)
      const names = await useDatabase(options, (sql) =>
        migrateProject(sql, set, {
          direction, count: n, to: options.to, outOfOrder: options.outOfOrder,
          environment: environmentName(options.env), attempts: options.attempts, say: progress, done: told(direction),
        }))
      if (names.length === 0) progress('nothing to do')
    })
}

const told = (direction: 'up' | 'down') => (name: string, seconds: number) =>
  print(`${direction === 'up' ? 'applied' : 'reverted'} ${name} in ${seconds.toFixed(2)} s`)

function redoCommand() {
  return runCommand('redo')
    .description('revert the last migration, and apply it again')
    .action(async (options) => {
      const set = projectMigrations(options.dir)
      const shared = { count: 1, environment: environmentName(options.env), attempts: options.attempts, say: progress }
      await useDatabase(options, async (sql) => {
        for (const direction of ['down', 'up'] as const) {
          await migrateProject(sql, set, { ...shared, direction, done: told(direction) })
        }
      })
    })
}

function statusCommand() {
  return databaseCommand('status')
    .description('compare the files with what is applied; exit code 3 if something is wrong')
    .addOption(dirOption())
    .option('--pending', 'exit code 3 also if something is pending')
    .addOption(formatOption())
    .action(async (options) => {
      const set = projectMigrations(options.dir)
      const rows = await useDatabase(options, (sql) => projectStatus(sql, set))
      print(renderRows(rows.map(({ name, state, applied_at, problem }) => ({ name, state, applied_at, problem })), options.format))
      const fine = options.pending ? ['applied'] : ['applied', 'pending', 'running']
      if (rows.some((row) => !fine.includes(row.state))) process.exitCode = exitCodes.findings
    })
}

function logCommand() {
  return databaseCommand('log')
    .description('show what was applied and reverted, or tried to be, the latest first')
    .argument('[name]', 'only this migration')
    .option('--limit <n>', 'how many rows', parseCount, 20)
    .addOption(formatOption())
    .action(async (name, options) => {
      const rows = await useDatabase(options, (sql) => sql`
        select id, name, direction, status, started_at, duration, attempts, actor, sqlstate, message, line
        from steward.migration_log
        where ${name ?? null}::text is null or name = ${name ?? null}
        order by id desc
        limit ${options.limit}`)
      print(renderRows([...rows], options.format))
    })
}

function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1.')
  return Number(text)
}
