import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import type postgres from 'postgres'
import { createSteward } from '../../client.js'
import type { PreviewRetentionRow } from '../../generated/api.js'
import { confirm, databaseCommand, print, progress, useDatabase } from '../common.js'
import { isCanceled, runMaintenance, showSteps, type Step } from '../maintenance-run.js'
import { formatOption, renderRows, type Row } from '../output.js'
import { readPreview, renderPreview } from '../retention-preview.js'
import { applyCommand, exportCommand, planCommand } from './retention-code.js'

/** `pgsteward retention`: says how long rows are kept, and lets them go. */
export function retentionCommand() {
  return new Command('retention')
    .description('say how long rows are kept, and remove those that are too old')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(addCommand())
    .addCommand(previewCommand())
    .addCommand(approveCommand())
    .addCommand(runCommand())
    .addCommand(removeCommand())
    .addCommand(planCommand())
    .addCommand(applyCommand())
    .addCommand(exportCommand())
}

function listCommand() {
  return databaseCommand('list')
    .description('show each policy, its last run, and whether it keeps its word (the default)')
    .addOption(formatOption())
    .action(async (options) => {
      const rows = await useDatabase(options, (sql) => createSteward({ sql }).maintenance.retentionStatus())
      const shown = options.format === 'table' ? rows.map(forPeople) : rows.map((row) => ({ ...row }))
      print(renderRows(shown, options.format))
    })
}

const forPeople = (row: Awaited<ReturnType<ReturnType<typeof createSteward>['maintenance']['retentionStatus']>>[number]): Row => ({
  target: row.target,
  keep: row.keep,
  action: row.action,
  state: !row.enabled ? 'disabled' : row.is_approved ? 'approved' : 'to be approved',
  outcome: row.last_outcome,
  // Fractions of a second are nothing to a person.
  lag: row.lag?.replace(/\.\d+$/, '') ?? row.withheld,
})

// The names of the options are those of the parameters, and the values are read by SQL.
function addCommand() {
  return databaseCommand('add')
    .description('give a table a policy; nothing happens before it is approved')
    .argument('<table>')
    .requiredOption('--age-column <column>', 'the column that says how old a row is')
    .requiredOption('--keep <interval>', "how long a row is kept, such as '30 days'")
    .option('--action <action>', 'delete (the default), archive, soft_delete, or drop_partition')
    .option('--conditions <json>', 'which rows may go: [{"column": "status", "operator": "in", "value": ["done"]}]', parseJson)
    .option('--age-kind <kind>', 'timestamptz, timestamp, date, epoch_seconds, epoch_milliseconds or uuidv7')
    .option('--time-zone <zone>', 'of timestamps without one, of dates and of the window; default: what the catalog shows')
    .option('--archive-to <table>', 'the table that rows are moved to')
    .option('--soft-delete-column <column>', 'the column that is set to now()')
    .option('--keep-rows <n>', 'so many of the newest rows stay')
    .option('--keep-last <n>', 'so many of the newest rows of each key stay')
    .option('--keep-per <column...>', 'the columns of that key')
    .option('--max-share <share>', 'refuse a run that would take more of the table; default: 0.8')
    .option('--max-rows <n>', 'a run takes no more rows')
    .option('--time-budget <interval>', 'a run ends after this time; default: 10 minutes')
    .option('--window-start <time>', 'the time of day from which on it may run')
    .option('--window-end <time>', 'the time of day at which it ends')
    .option('--priority <n>', 'low numbers run first; default: 100')
    .option('--disabled', 'do not run it')
    .action(async (table, { databaseUrl, disabled, ...fields }) => {
      const named = Object.entries(fields).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value])
      const policy = { target: table, ...Object.fromEntries(named) as object, ...(disabled ? { enabled: false } : {}) }
      await useDatabase({ databaseUrl }, async (sql) => {
        const [row] = await sql<{ call: string }[]>`
          select steward_internal.retention_policy_call(${JSON.stringify(policy)}::text::jsonb) as call`
        await sql.unsafe(`select ${row?.call}`)
      })
      print(`added the policy of ${table}`)
      progress(`Look at it with: pgsteward retention preview ${table}; then: pgsteward retention approve ${table}`)
    })
}

function previewCommand() {
  return databaseCommand('preview')
    .description('show what a run would do now; nothing is changed')
    .argument('<table>')
    .addOption(formatOption())
    .action(async (table, options) => {
      const preview = await useDatabase(options, (sql) => readPreview(sql, table))
      print(options.format === 'table' ? renderPreview(table, preview) : renderRows([{ ...preview }], options.format))
    })
}

function approveCommand() {
  return databaseCommand('approve')
    .description('show the preview, ask, and let the policy work from now on')
    .argument('<table>')
    .option('--yes', 'do not ask')
    .option('--accept-share <share>', 'the first run may take so much of the table, 1 for all of it; default: max_share, or 0.8')
    .action(async (table, options) => {
      await useDatabase(options, async (sql) => {
        const preview = await readPreview(sql, table)
        print(renderPreview(table, preview))
        await confirm(sql, `From now on the policy of ${table} removes such rows.`, options.yes)
        await approve(sql, table, preview, options.acceptShare)
        print(`approved the policy of ${table}`)
      })
    })
}

async function approve(sql: postgres.Sql, table: string, preview: PreviewRetentionRow, acceptShare: string | undefined): Promise<void> {
  const call = (share: string | null) => sql`select steward.approve_retention_policy(${table}::text::regclass, ${share}::numeric)`
  try {
    await call(acceptShare ?? null)
  } catch (error) {
    if ((error as { code?: string }).code !== 'SW020' || acceptShare !== undefined || !process.stdin.isTTY) throw error
    await confirm(sql, `${(error as Error).message}.`, false)
    await call(String(Math.min(1, Math.ceil((100 * Number(preview.expired_rows)) / Number(preview.total_rows)) / 100)))
  }
}

function runCommand() {
  return databaseCommand('run')
    .description('let the policy of a table, or all that are approved, do their work now')
    .argument('[table]')
    .option('--time-budget <interval>', 'how long each may take; default: what the policy says')
    .addOption(formatOption())
    .action(async (table, options) => {
      await useDatabase(options, async (sql) => {
        const steps: Step[] = []
        for (const target of table === undefined ? await approvedTables(sql) : [table]) {
          if (!isCanceled(steps)) steps.push(...(await runMaintenance(sql, 'apply_retention', [target, options.timeBudget ?? null])))
        }
        if (steps.length === 0) progress('no policy is approved and enabled')
        showSteps(steps, options.format)
      })
    })
}

async function approvedTables(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ target: string }[]>`
    select p.target from steward_internal.maintenance_plan() as p where p.step = 'retention'`
  return rows.map(({ target }) => target)
}

function removeCommand() {
  return databaseCommand('remove')
    .description('remove the policy of a table; its rows stay')
    .argument('<table>')
    .action(async (table, options) => {
      await useDatabase(options, (sql) => createSteward({ sql }).maintenance.dropRetentionPolicy({ target: table }))
      print(`removed the policy of ${table}`)
    })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InvalidArgumentError(`Expected JSON: ${(error as Error).message}`)
  }
}
