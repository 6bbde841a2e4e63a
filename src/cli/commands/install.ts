import type postgres from 'postgres'
import { UsageError } from '../../errors.js'
import { type InstallResult, install, migrationState } from '../../install/install.js'
import { databaseCommand, print, progress, useDatabase } from '../common.js'

/** `pgsteward install`: puts pgsteward into a database. */
export function installCommand() {
  return databaseCommand('install')
    .description('install pgsteward into the database; safe to repeat')
    .option('--no-search-path', 'leave the search_path of the database alone')
    .action(async (options) => {
      await useDatabase(options, (sql) => installAndReport(sql, options.searchPath))
    })
}

/** `pgsteward upgrade`: brings an installed database to the version of this package. */
export function upgradeCommand() {
  return databaseCommand('upgrade')
    .description('bring an installed database to the version of this package')
    .action(async (options) => {
      await useDatabase(options, async (sql) => {
        const { applied } = await migrationState(sql)
        if (applied.length === 0) {
          throw new UsageError('pgsteward is not installed in this database', { hint: 'Run: pgsteward install' })
        }
        // What to do about search_path was decided by install.
        await installAndReport(sql, false)
      })
    })
}

async function installAndReport(sql: postgres.Sql, searchPath: boolean): Promise<void> {
  report(await install(sql, { searchPath }))
  const [schedules] = await sql<{ pulse: string }[]>`select steward_internal.schedule_pulse() as pulse`
  progress(`scheduled runs: ${schedules?.pulse}`)
}

function report(result: InstallResult): void {
  print(
    result.migrations.length === 0
      ? 'pgsteward is up to date'
      : `pgsteward is installed (${result.migrations.length} migrations applied)`,
  )
  const steps = [...result.roles, ...result.ddlTracking]
  const done = steps.filter((step) => step.problem === null)
  for (const { statement } of done) progress(`done: ${statement}`)
  if (result.searchPath?.problem === null) {
    progress(`new sessions have ${result.searchPath.statement}`)
  }
  const open = [...steps, ...(result.searchPath ? [result.searchPath] : [])].filter((s) => s.problem !== null)
  if (open.length === 0) return
  progress('Optional, for an administrator to run (why it could not be done here is behind it):')
  for (const { statement, problem } of open) progress(`  ${statement};  -- ${problem}`)
}
