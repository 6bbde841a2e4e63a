import type postgres from 'postgres'
import { z } from 'zod'
import { createSteward } from '../../client.js'
import { StewardError, UsageError } from '../../errors.js'
import { readText } from '../../text.js'
import { confirm, databaseCommand, exitCodes, print, progress, useDatabase } from '../common.js'
import { formatOption, renderRows, type Row } from '../output.js'

const defaultFile = 'retention.yaml'

// What a policy holds is SQL's to judge.
const fileSchema = z.strictObject({ policies: z.array(z.record(z.string(), z.unknown())) })

/** `pgsteward retention plan`: compares the policies with a file. */
export function planCommand() {
  return databaseCommand('plan')
    .description('compare the policies with a file; exit code 3 if they differ')
    .argument('[file]', 'the file', defaultFile)
    .addOption(formatOption())
    .action(async (file, options) => {
      const desired = await readPolicies(file)
      const rows = await useDatabase(options, (sql) => sync(sql, desired, true))
      print(renderRows(options.format === 'table' ? rows.map(forPeople) : rows, options.format))
      process.exitCode = rows.some(isDrift) ? exitCodes.findings : exitCodes.ok
    })
}

/** `pgsteward retention apply`: makes the policies equal to a file. */
export function applyCommand() {
  return databaseCommand('apply')
    .description('make the policies equal to a file, all or nothing')
    .argument('[file]', 'the file', defaultFile)
    .option('--yes', 'do not ask before policies are replaced or removed')
    .addOption(formatOption())
    .action(async (file, options) => {
      const desired = await readPolicies(file)
      await useDatabase(options, async (sql) => {
        const losses = (await sync(sql, desired, true)).filter(({ action }) => action === 'replace' || action === 'remove')
        if (losses.length > 0) {
          const list = losses.map(({ target, action, differences }) => `${action} ${target}${differences.length > 0 ? ` (${differences.join(', ')})` : ''}`)
          await confirm(sql, `This will ${list.join(', ')}.`, options.yes)
        }
        const rows = await sync(sql, desired, false)
        print(renderRows(options.format === 'table' ? rows.map(forPeople) : rows, options.format))
        if (rows.some(({ action }) => action === 'create' || action === 'replace')) {
          progress('What is new has to be approved: pgsteward retention approve <table>')
        }
      })
    })
}

/** `pgsteward retention export`: writes the policies as a file. */
export function exportCommand() {
  return databaseCommand('export')
    .description(`write the policies as ${defaultFile}`)
    .action(async (options) => {
      const policies = await useDatabase(options, (sql) => createSteward({ sql }).maintenance.exportRetentionPolicies())
      const { stringify } = await import('yaml')
      print(stringify({ policies }, { lineWidth: 0 }))
    })
}

interface Change extends Row {
  target: string
  action: string
  differences: string[]
  statement: string | null
}

const isDrift = ({ action }: Change): boolean => action !== 'none'

const forPeople = ({ target, action, differences }: Change): Row => ({ target, action, differences: differences.join('\n') })

// As text, because the driver would make JSON of it once more.
const sync = async (sql: postgres.Sql, desired: unknown, dryRun: boolean): Promise<Change[]> => [
  ...(await sql<Change[]>`
    select * from steward.sync_retention_policies(${JSON.stringify(desired)}::text::jsonb, ${dryRun})`),
]

async function readPolicies(file: string): Promise<unknown> {
  const { parse } = await import('yaml')
  const problem = (message: string, cause?: unknown) =>
    new UsageError(`${file}: ${message}`, {
      hint: 'It holds a list named policies; pgsteward retention export writes one.', cause,
    })
  let content: unknown
  try {
    content = parse(readText(file))
  } catch (error) {
    if (error instanceof StewardError) throw error
    throw problem((error as Error).message.trim(), error)
  }
  const parsed = fileSchema.safeParse(content)
  if (parsed.success) return parsed.data.policies
  const issue = parsed.error.issues[0]
  throw problem([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '))
}
