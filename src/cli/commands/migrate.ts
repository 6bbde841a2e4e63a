import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { environmentName } from '../../config.js'
import { UsageError } from '../../errors.js'
import { createMigration } from '../../migrate/create.js'
import { matches } from '../../migrate/plan.js'
import { markMigrations, migrateProject, projectMigrations, projectStatus } from '../../migrate/project.js'
import { ledgerOf } from '../../migrate/status.js'
import { confirmByName, databaseCommand, exitCodes, print, progress, useDatabase } from '../common.js'
import { formatOption, renderRows } from '../output.js'
import { lintCommand } from './migrate-lint.js'
import { rehearseCommand } from './migrate-rehearse.js'
import { seedCommand } from './migrate-seed.js'

const dirOption = () => new Option('--dir <folder>', 'the folder of migrations').default('migrations')

/** `pgsteward migrate`: runs the project's own migrations with node-pg-migrate, and keeps their log. */
export function migrateCommand() {
  return new Command('migrate')
    .description("run the project's own migrations with node-pg-migrate, and keep their log")
    .addCommand(directionCommand('up'))
    .addCommand(directionCommand('down'))
    .addCommand(redoCommand())
    .addCommand(resetCommand())
    .addCommand(statusCommand())
    .addCommand(verifyCommand())
    .addCommand(logCommand())
    .addCommand(createCommand())
    .addCommand(baselineCommand())
    .addCommand(repairCommand())
    .addCommand(rehearseCommand())
    .addCommand(lintCommand())
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

function resetCommand() {
  return runCommand('reset')
    .description('revert all migrations, and apply them again; their data is lost')
    .option('--confirm <database>', 'the name of the database, typed beforehand')
    .action(async (options) => {
      const set = projectMigrations(options.dir)
      const environment = environmentName(options.env)
      if (environment === 'production') throw new UsageError('reset is refused in production', { hint: 'The environment comes from --env or NODE_ENV.' })
      const shared = { environment, attempts: options.attempts, say: progress }
      await useDatabase(options, async (sql) => {
        const [database] = await sql<{ name: string }[]>`select current_database() as name`
        await confirmByName(`All that the migrations made in database ${database?.name} will be lost.`, database?.name ?? '', options.confirm)
        await migrateProject(sql, set, { ...shared, direction: 'down', count: Infinity, done: told('down') })
        await migrateProject(sql, set, { ...shared, direction: 'up', done: told('up') })
      })
    })
}

function createCommand() {
  return new Command('create')
    .description('make an empty migration in the folder')
    .argument('<name...>', 'what it does')
    .addOption(dirOption())
    .addOption(new Option('--language <language>', 'what it is written in').choices(['sql', 'ts'] as const).default('sql' as const))
    .action(async (words, options) => print(await createMigration(options.dir, words, options.language)))
}

function baselineCommand() {
  return databaseCommand('baseline')
    .description('mark migrations as applied without running them: the database has what they make')
    .argument('[name]', 'the last of them; default: all')
    .addOption(dirOption())
    .action(async (name, options) => {
      const set = projectMigrations(options.dir)
      await useDatabase(options, async (sql) => {
        const rows = await projectStatus(sql, set)
        const end = name === undefined ? rows.length : rows.findIndex((row) => matches(row.name, name)) + 1
        if (end === 0) throw new UsageError(`there is no migration ${name}`, { hint: 'pgsteward migrate status lists them.' })
        const names = rows.slice(0, end).filter((row) => row.applied_at === null).map((row) => row.name)
        await markMigrations(sql, set, names, 'applied', { say: progress })
        for (const marked of names) print(`marked ${marked} as applied`)
        if (names.length === 0) progress('nothing to do')
      })
    })
}

function repairCommand() {
  return databaseCommand('repair')
    .description('say what is true where the ledger, the log and the files differ; runs nothing')
    .addOption(dirOption())
    .option('--accept <name...>', 'the file was changed on purpose: it counts as the one that was applied')
    .option('--applied <name...>', 'what it makes is there')
    .option('--not-applied <name...>', 'what it makes is not there; the next run begins it anew')
    .action(async (options) => {
      const set = projectMigrations(options.dir)
      const marks = [['accepted', options.accept], ['applied', options.applied], ['not_applied', options.notApplied]] as const
      await useDatabase(options, async (sql) => {
        for (const [mark, names = []] of marks) {
          await markMigrations(sql, set, names, mark, { say: progress })
          for (const name of names) print(`marked ${name} as ${mark.replace('_', ' ')}`)
        }
        const wrong = (await projectStatus(sql, set)).filter((row) => row.problem !== null)
        for (const row of wrong) progress(`${row.name} is ${row.state.replaceAll('_', ' ')}: ${row.problem}`)
        if (wrong.length > 0) process.exitCode = exitCodes.findings
      })
    })
}

function verifyCommand() {
  return databaseCommand('verify')
    .description('list what is wrong with the migrations; exit code 3 if anything is')
    .addOption(dirOption())
    .addOption(formatOption())
    .action(async (options) => {
      const set = projectMigrations(options.dir)
      const rows = await useDatabase(options, (sql) => projectStatus(sql, set))
      const wrong = rows.filter((row) => row.problem !== null)
      print(renderRows(wrong.map(({ name, state, problem }) => ({ name, state, problem })), options.format))
      if (wrong.length > 0) process.exitCode = exitCodes.findings
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
    .addOption(dirOption())
    .option('--limit <n>', 'how many rows', parseCount, 20)
    .addOption(formatOption())
    .action(async (name, options) => {
      const ledger = ledgerOf(projectMigrations(options.dir))
      const rows = await useDatabase(options, (sql) => sql`
        select id, name, direction, status, started_at, duration, attempts, actor, sqlstate, message, line
        from steward.migration_log
        where ledger = ${ledger}
          and (${name ?? null}::text is null or name = ${name ?? null})
        order by id desc
        limit ${options.limit}`)
      print(renderRows([...rows], options.format))
    })
}

function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1.')
  return Number(text)
}
