import { Option } from '@commander-js/extra-typings'
import type postgres from 'postgres'
import { redactUrl, withDatabase } from '../../database.js'
import { UsageError, toStewardError } from '../../errors.js'
import { readMetrics } from '../../metrics.js'
import { databaseCommand, exitCodes, print, progress, useDatabase } from '../common.js'
import { type HealthReport, parseReport } from '../health-document.js'
import { type HealthFormat, type HealthSource, healthFormats, healthFormatter } from '../health-output.js'
import type { CheckRule } from '../health-sarif.js'

const severities = ['critical', 'warning', 'info'] as const
type Severity = (typeof severities)[number]

interface Selection {
  category?: string[] | undefined
  check?: string[] | undefined
  mode?: string | undefined
  /** Also show the checks that found nothing. */
  showOk?: boolean
}

interface HealthOptions extends Selection {
  databaseUrl?: string | undefined
  format: HealthFormat
  failOn?: Severity | undefined
  replica?: string[] | undefined
  record?: true | undefined
}

export const healthFormatOption = () =>
  new Option('--format <format>', 'how the report is written').choices(healthFormats).default('table' as const)

export const failOnOption = () =>
  new Option('--fail-on <severity>', 'exit with 3 if a finding is at least this grave').choices(severities)

/** `pgsteward health`: runs the health check and shows the report. */
export function healthCommand() {
  return databaseCommand('health')
    .description('check the health of the database, worst first, with the fix')
    .addOption(healthFormatOption())
    .addOption(failOnOption())
    .option('--category <category...>', 'only checks of these categories')
    .option('--check <check...>', 'only these checks')
    .addOption(
      new Option('--mode <mode>', 'static: only checks that see nothing but the schema, for a migrated, empty database in CI')
        .choices(['static', 'runtime'] as const),
    )
    .option('--replica <url...>', 'first import the statistics of these replicas, so that what only they use is not called unused')
    .option('--record', 'also run all checks and keep that report in steward.health_runs')
    .action(showHealth)
}

/** Runs the chosen checks, shows the report, and sets the exit code that it deserves. */
export async function showHealth(options: HealthOptions): Promise<void> {
  const formatter = healthFormatter(options.format)
  const { replica: replicas = [] } = options
  try {
    const [report, text] = await useDatabase(options, async (sql) => {
      for (const url of replicas) await importStatistics(sql, url)
      if (options.record) await sql`select from steward.record_health_check()`
      const source = await readHealth(sql, options)
      return [source.report, await formatter.render(source)] as const
    })
    print(text)
    process.exitCode = formatter.exitCode?.(report) ?? exitCodeFor(report, options.failOn)
  } catch (error) {
    if (!formatter.renderFailure) throw error
    const known = toStewardError(error)
    print(formatter.renderFailure(known instanceof Error ? known.message : String(known)))
    process.exitCode = exitCodes.findings
  }
}

// As text, because a JavaScript number does not hold every counter.
async function importStatistics(sql: postgres.Sql, replica: string): Promise<void> {
  const document = await withDatabase(replica, async (standby) => {
    const [row] = await standby<{ statistics: string }[]>`select steward.read_statistics()::text as statistics`
    return row?.statistics ?? null
  })
  await sql`select from steward.import_statistics(${document}::text::jsonb)`
  progress(`imported the statistics of ${redactUrl(replica)}`)
}

async function readHealth(sql: postgres.Sql, { category = [], check = [], mode, showOk = false }: Selection): Promise<HealthSource> {
  const categories = category.length > 0 ? category : null
  const chosen = check.length > 0 ? check : null
  const [row] = await sql<{ document: unknown }[]>`
    select steward.health_report(
      ${categories}::text[],
      case when ${mode ?? null}::text is null then ${chosen}::text[]
      else array(
        select c.check_id from steward.health_checks as c
        where c.mode = ${mode ?? null} and (${chosen}::text[] is null or c.check_id = any (${chosen}::text[]))
      ) end
    ) as document`
  const document = row?.document
  const report = parseReport(document)
  if (report.summary.checks === 0) {
    throw new UsageError('no check is selected', {
      hint: 'List them with: select check_id, category, mode from steward.health_checks;',
    })
  }
  return {
    document,
    report,
    showOk,
    metrics: () => readMetrics(sql, document),
    rules: async () => [
      ...(await sql<CheckRule[]>`
        select c.check_id, c.title, c.category, c.mode, c.scope, c.severity, c.critical::float8 as critical,
          c.description, c.remedy, c.doc_url
        from steward.health_checks as c
        order by c.check_id`),
    ],
  }
}

function exitCodeFor(report: HealthReport, failOn: Severity | undefined): number {
  if (failOn === undefined) return exitCodes.ok
  const grave = severities.slice(0, severities.indexOf(failOn) + 1)
  return grave.some((severity) => report.summary[severity] > 0) ? exitCodes.findings : exitCodes.ok
}
