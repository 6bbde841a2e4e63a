import { basename, resolve } from 'node:path'
import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import type postgres from 'postgres'
import { UsageError } from '../../errors.js'
import type { MigrationFile } from '../../migrate/file.js'
import { readFolder } from '../../migrate/folder.js'
import { lintMigrations, type LintFinding, lintSeverities } from '../../migrate/lint.js'
import { projectMigrations, projectStatus } from '../../migrate/project.js'
import { databaseCommand, exitCodes, print, progress, useDatabase } from '../common.js'
import { renderLintSarif } from '../lint-sarif.js'
import { renderRows, type RowFormat, rowFormats } from '../output.js'

interface LintCommandOptions {
  databaseUrl?: string | undefined
  dir: string
  all?: true | undefined
  database: boolean
  squawk: boolean
  pgVersion?: string | undefined
}

/** What was found, and what was not looked at. */
interface Outcome {
  findings: LintFinding[]
  unseen: string[]
}

/** `pgsteward migrate lint`: judges migrations before they are run. */
export function lintCommand() {
  return databaseCommand('lint')
    .description('judge the pending migrations, with squawk and by the tables that they change')
    .argument('[files...]', 'these files; default: those that are pending, or without a database all')
    .option('--dir <folder>', 'the folder of migrations', 'migrations')
    .option('--all', 'also those that are applied')
    .option('--no-database', 'judge only by the text of the files')
    .option('--no-squawk', 'leave out squawk')
    .option('--pg-version <version>', 'the version of PostgreSQL that is assumed; default: that of the database, else 15', parseVersion)
    .addOption(new Option('--fail-on <severity>', 'exit with 3 if a finding is at least this grave').choices(lintSeverities).default('critical' as const))
    .addOption(new Option('--format <format>', 'how the findings are written').choices([...rowFormats, 'sarif'] as const).default('table' as const))
    .action(async (names, options) => {
      const { findings, unseen } = await outcomeOf(names, options)
      for (const text of unseen) progress(text)
      if (options.format === 'sarif') print(renderLintSarif(findings, unseen))
      else if (findings.length > 0 || options.format === 'json') print(render(findings, options.format))
      else progress('nothing was found')
      const failing = lintSeverities.slice(0, lintSeverities.indexOf(options.failOn) + 1)
      if (findings.some(({ severity }) => failing.includes(severity))) process.exitCode = exitCodes.findings
    })
}

function render(findings: readonly LintFinding[], format: RowFormat): string {
  const rows = findings.map(({ file, line, severity, rule, message, help }) =>
    format === 'table'
      ? { place: `${basename(file)}:${line}`, severity, finding: [rule, message, help].filter(Boolean).join('\n') }
      : { file, line, severity, rule, message, help })
  return renderRows(rows, format)
}

async function outcomeOf(names: readonly string[], options: LintCommandOptions): Promise<Outcome> {
  const { dir } = projectMigrations(options.dir)
  const files = chosen(readFolder(dir), names)
  if (!options.database) return judge(undefined, files, options, '--no-database')
  try {
    return await useDatabase(options, async (sql) => {
      const pending = names.length > 0 || options.all ? files : await onlyPending(sql, files, options.dir)
      const [installed] = await sql`select from pg_catalog.pg_class where oid = to_regclass('steward.migration_log')`
      return judge(sql, pending, options, installed ? undefined : 'pgsteward is not installed in it')
    })
  } catch (error) {
    if (!(error instanceof UsageError) || !isAbsent(error, options)) throw error
    return judge(undefined, files, options, error.message)
  }
}

/** Nobody has asked for a database, and there is none. */
const isAbsent = (error: UsageError, { databaseUrl }: LintCommandOptions): boolean =>
  databaseUrl === undefined && /^(?:no database is configured|could not connect)/.test(error.message)

async function onlyPending(sql: postgres.Sql, files: readonly MigrationFile[], dir: string): Promise<MigrationFile[]> {
  const rows = await projectStatus(sql, projectMigrations(dir))
  const pending = new Set(rows.filter((row) => row.applied_at === null || row.state === 'pending').map((row) => row.name))
  return files.filter(({ name }) => pending.has(name))
}

/** `absence` is why the tables cannot be looked at. */
async function judge(
  sql: postgres.Sql | undefined, files: readonly MigrationFile[], options: LintCommandOptions, absence: string | undefined,
): Promise<Outcome> {
  const [server] = sql ? await sql<{ version: string }[]>`select current_setting('server_version_num')::int / 10000 || '.0' as version` : []
  const version = options.pgVersion ?? server?.version ?? '15.0'
  const findings = await lintMigrations(files, { sql: absence === undefined ? sql : undefined, version, withoutSquawk: !options.squawk })
  const scripts = files.filter(({ sections }) => !sections)
  const unseen = [
    ...(absence === undefined ? [] : [`not looked at: locks on large tables, and the indexes of foreign keys, for want of a database (${absence})`]),
    ...scripts.map(({ path }) => `not looked at: the statements of ${basename(path)}, which only running it tells: rehearse it`),
  ]
  return { findings, unseen }
}

/** The files of the folder that are named by their path, their name, or the number that it begins with. */
function chosen(files: readonly MigrationFile[], names: readonly string[]): readonly MigrationFile[] {
  if (names.length === 0) return files
  return names.map((wanted) => {
    const file = files.find(({ path, name }) => path === resolve(wanted) || name === wanted || name.startsWith(`${wanted}_`))
    if (!file) throw new UsageError(`there is no migration ${wanted}`, { hint: 'Name the folder with --dir.' })
    return file
  })
}

function parseVersion(text: string): string {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Expected a version, as in 15 or 15.2.')
  return text.includes('.') ? text : `${text}.0`
}
