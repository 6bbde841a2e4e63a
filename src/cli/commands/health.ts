import { Option } from '@commander-js/extra-typings'
import { createSteward } from '../../client.js'
import { databaseCommand, exitCodes, print, useDatabase } from '../common.js'
import { type HealthReport, healthFormats, nagiosExitCodes, parseReport, renderHealth } from '../health-output.js'

const severities = ['critical', 'warning', 'info'] as const
type Severity = (typeof severities)[number]

/** `pgsteward health`: runs the health check and shows the report. */
export function healthCommand() {
  return databaseCommand('health')
    .description('check the health of the database, worst first, with the fix')
    .addOption(new Option('--format <format>', 'how the report is written').choices(healthFormats).default('table' as const))
    .addOption(new Option('--fail-on <severity>', 'exit with 3 if a finding is at least this grave').choices(severities))
    .option('--category <category...>', 'only checks of these categories')
    .option('--record', 'also keep the report in steward.health_runs')
    .action(async (options) => {
      const document = await useDatabase(options, async (sql) => {
        const { health } = createSteward({ sql })
        if (options.record) await health.recordHealthCheck()
        return health.healthReport({ categories: options.category })
      })
      const report = parseReport(document)
      print(renderHealth(document, options.format))
      process.exitCode =
        options.format === 'nagios' ? nagiosExitCodes[report.summary.status] : exitCodeFor(report, options.failOn)
    })
}

function exitCodeFor(report: HealthReport, failOn: Severity | undefined): number {
  if (failOn === undefined) return exitCodes.ok
  const grave = severities.slice(0, severities.indexOf(failOn) + 1)
  return grave.some((severity) => report.summary[severity] > 0) ? exitCodes.findings : exitCodes.ok
}
