#!/usr/bin/env node
import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { StewardError, UsageError, toStewardError } from '../errors.js'
import { interruptedExitCode, interruption } from '../interrupt.js'
import { accessCommand } from './commands/access.js'
import { backupCommand } from './commands/backup.js'
import { devCommand } from './commands/dev.js'
import { doctorCommand } from './commands/doctor.js'
import { healthCommand } from './commands/health.js'
import { installCommand, upgradeCommand } from './commands/install.js'
import { maintainCommand } from './commands/maintain.js'
import { migrateCommand } from './commands/migrate.js'
import { monitorCommand } from './commands/monitor.js'
import { reportCommand } from './commands/report.js'
import { restoreCommand } from './commands/restore.js'
import { retentionCommand } from './commands/retention.js'
import { scheduleCommand } from './commands/schedule.js'
import { statusCommand } from './commands/status.js'
import { typesCommand } from './commands/types.js'
import { uninstallCommand } from './commands/uninstall.js'
import { workerCommand } from './commands/worker.js'
import { stewardPackage } from '../package.js'
import { exitCodes, progress } from './common.js'

/** Builds the whole command line. */
export function createProgram(): Command {
  const program = new Command('pgsteward')
    .description('A maintenance crew that lives inside a PostgreSQL database.')
    .version(stewardPackage.version)
    .option('--debug', 'show the stack of an error')
    .enablePositionalOptions()
    .showHelpAfterError('(add --help for the options)')
  const commands: CommandUnknownOpts[] = [
    installCommand(), upgradeCommand(), uninstallCommand(), statusCommand(), doctorCommand(), healthCommand(),
    reportCommand(), retentionCommand(), maintainCommand(), scheduleCommand(), workerCommand(), monitorCommand(),
    migrateCommand(), accessCommand(), backupCommand(), restoreCommand(), typesCommand(), devCommand(),
  ]
  for (const command of commands) program.addCommand(command)
  exitWithUsage(program)
  return program
}

/** Makes a wrong command line throw, here and in every subcommand, so that it can end in exit code 2. */
function exitWithUsage(command: CommandUnknownOpts): void {
  command.exitOverride()
  for (const subcommand of command.commands) exitWithUsage(subcommand)
}

function report(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  const known = toStewardError(error)
  progress(`error: ${known instanceof Error ? known.message : String(known)}`)
  if (known instanceof StewardError && known.detail) progress(`detail: ${known.detail}`)
  if ((known instanceof StewardError || known instanceof UsageError) && known.hint) progress(`hint: ${known.hint}`)
  if (known instanceof StewardError) progress(`sqlstate: ${known.code}`)
  if (debug && error instanceof Error) progress(error.stack ?? '')
  const isUsage = known instanceof UsageError || (known instanceof StewardError && known.code === 'SW003')
  return isUsage ? exitCodes.usage : exitCodes.failed
}

/** What could not be written; who closes the pipe early, as head does, or the terminal, has only seen enough. */
let unwritten: NodeJS.ErrnoException | undefined
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') unwritten ??= error
  })
}

const program = createProgram()
const failWith = (error: unknown) => {
  process.exitCode = report(error, program.opts()['debug' as never] === true)
}

// The driver throws where nobody can catch it when a session is gone that it is about to write to.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    failWith(error)
    process.exit()
  })
}
// The work goes on where nobody reads what it tells, and its outcome is the exit code; but who asked for a file has none.
process.on('exit', () => {
  const signal = interruption()
  if (unwritten && !process.exitCode) failWith(new StewardError('58030', `the output could not be written: ${unwritten.message}`))
  if (signal && process.exitCode) process.exitCode = interruptedExitCode(signal)
})

await program.parseAsync().catch(failWith)
