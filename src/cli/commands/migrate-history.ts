import { projectFindings, projectMigrations, projectStatus } from '../../migrate/project.js'
import { ledgerOf } from '../../migrate/status.js'
import { databaseCommand, exitCodes, migrationsOption, parseCount, print, progress, useDatabase } from '../common.js'
import { formatOption, renderRows, type Row } from '../output.js'

/** `pgsteward migrate status`: compares the files with what is applied. */
export function statusCommand() {
  return databaseCommand('status')
    .description('compare the files with what is applied; exit code 3 if something is wrong')
    .addOption(migrationsOption())
    .option('--pending', 'exit code 3 also if something is pending')
    .addOption(formatOption())
    .action(async (options) => {
      const rows = await useDatabase(options, (sql) => projectStatus(sql, projectMigrations(options.dir)))
      print(renderRows(rows.map(({ name, state, applied_at, problem }) => ({ name, state, applied_at, problem })), options.format))
      const isWrong = rows.some(({ state, problem }) => problem !== null || (options.pending && state !== 'applied'))
      if (isWrong) process.exitCode = exitCodes.findings
    })
}

/** `pgsteward migrate verify`: lists what is wrong, also what was done out of band. */
export function verifyCommand() {
  return databaseCommand('verify')
    .description('list what is wrong with the migrations and what was changed around them; exit code 3 if anything is')
    .addOption(migrationsOption())
    .addOption(formatOption())
    .action(async (options) => {
      const rows = await useDatabase(options, (sql) => projectFindings(sql, projectMigrations(options.dir)))
      if (rows.length > 0 || options.format !== 'table') print(renderRows(rows, options.format))
      else progress('nothing found')
      if (rows.length > 0) process.exitCode = exitCodes.findings
    })
}

/** `pgsteward migrate log`: shows the history. */
export function logCommand() {
  return databaseCommand('log')
    .description('show what was applied and reverted, or tried to be, the latest first')
    .argument('[name]', 'only this migration')
    .addOption(migrationsOption())
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
      print(renderRows(options.format === 'table' ? forTerminal(rows) : [...rows], options.format))
    })
}

/** What fits beside each other in a terminal; the other formats have all columns. */
function forTerminal(rows: readonly Row[]): Row[] {
  const hasErrors = rows.some(({ message }) => message !== null)
  return rows.map(({ id, name, direction, status, started_at, duration, sqlstate, message }) => ({
    id,
    name,
    direction,
    status,
    started_at,
    duration: (duration as string | null)?.replace(/(\.\d{3})\d+$/, '$1'),
    ...(hasErrors && { error: [sqlstate, message].filter(Boolean).join(' ') }),
  }))
}
