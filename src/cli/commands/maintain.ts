import postgres from 'postgres'
import { createSteward } from '../../client.js'
import type { PreviewDatabaseMaintenanceRow } from '../../generated/api.js'
import { databaseCommand, print, useDatabase } from '../common.js'
import { runConcurrently } from '../maintenance-concurrently.js'
import { isCanceled, runMaintenance, showSteps } from '../maintenance-run.js'
import { formatOption, renderRows, type Row } from '../output.js'

/** `pgsteward maintain`: does all that is due. */
export function maintainCommand() {
  return databaseCommand('maintain')
    .description('do all that is due: retention, statistics, old history')
    .option('--time-budget <interval>', 'how long it may take', '2 hours')
    .option('--dry-run', 'only show what would be done')
    .option('--concurrently', 'afterwards run what no procedure can: VACUUM, REINDEX CONCURRENTLY, DETACH PARTITION')
    .option('--lock-timeout <interval>', 'how long each of those waits for a lock', '1 minute')
    .addOption(formatOption())
    .action(async (options) => {
      await useDatabase(options, async (sql) => {
        if (options.dryRun) {
          const rows = await createSteward({ sql }).maintenance.previewDatabaseMaintenance()
          const shown = options.format === 'table' ? rows.map(forPeople) : rows.map((row) => ({ ...row }))
          return print(renderRows(shown, options.format))
        }
        const lockTimeout = await inMilliseconds(sql, options.lockTimeout)
        const steps = await runMaintenance(sql, 'run_database_maintenance', [options.timeBudget])
        if (options.concurrently && !isCanceled(steps)) steps.push(...(await runConcurrently(sql, lockTimeout)))
        showSteps(steps, options.format)
      })
    })
}

const forPeople = ({ step, target, rows, duration, message }: PreviewDatabaseMaintenanceRow): Row => ({
  step: `${step} ${target}`, rows, duration: duration?.replace(/\.\d+$/, ''), message,
})

async function inMilliseconds(sql: postgres.Sql, interval: string): Promise<string> {
  const [row] = await sql<{ value: string }[]>`select (extract(epoch from ${interval}::interval) * 1000)::bigint::text as value`
  return row?.value ?? '0'
}
