import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { createSteward } from '../../client.js'
import type { ProveIsolationRow } from '../../generated/api.js'
import { databaseCommand, exitCodes, print, progress, useDatabase } from '../common.js'
import { formatOption, renderRows, type Row } from '../output.js'
import { costCommand, findingsCommand, protectCommand, rewriteCommand, statusCommand, unprotectCommand } from './access-tables.js'

/** `pgsteward access`: says who reaches which rows, and proves it. */
export function accessCommand() {
  return new Command('access')
    .description('say who reaches which rows, and prove that nobody else does')
    .addCommand(statusCommand(), { isDefault: true })
    .addCommand(protectCommand())
    .addCommand(unprotectCommand())
    .addCommand(proveCommand())
    .addCommand(explainCommand())
    .addCommand(findingsCommand())
    .addCommand(costCommand())
    .addCommand(rewriteCommand())
}

function proveCommand() {
  return databaseCommand('prove')
    .description('try to reach rows of others as everybody and by every way; everything is undone')
    .argument('[scope]', 'a table or a schema; default: every table with row level security')
    .option('--fail-on-untested', `exit with ${exitCodes.findings} for what was not tested too`)
    .option('--all', 'also show in the table what is denied, and what is only own rows')
    .addOption(formatOption())
    .action(async (scope, options) => {
      const rows = await useDatabase(options, (sql) => createSteward({ sql }).access.proveIsolation({ ...(scope === undefined ? {} : { scope }) }))
      const having = (verdict: string) => rows.filter((row) => row.verdict === verdict)
      const leaks = having('leak')
      if (options.format !== 'table') {
        print(renderRows(rows.map((row) => ({ ...row })), options.format))
      } else {
        const shown = options.all ? rows : [...leaks, ...having('not_tested')]
        if (shown.length > 0) print(renderRows(shown.map(forPeople), 'table'))
        for (const leak of leaks) print(`\n-- ${leak.actor}: ${leak.command} by ${leak.path} of ${leak.object}\n${leak.statement}`)
      }
      const objects = new Set(rows.map((row) => row.object)).size
      progress(
        `${objects} ${objects === 1 ? 'table' : 'tables'}: ${leaks.length} ${leaks.length === 1 ? 'leak' : 'leaks'}, ` +
          `${having('not_tested').length} not tested, ${having('own_rows').length} own rows only, ${having('denied').length} denied`,
      )
      const untried = untriedActors(rows)
      if (untried.length > 0) {
        progress(`nothing at all was tested of ${untried.join('; ')}${options.failOnUntested ? '' : ' (--fail-on-untested makes that a failure)'}`)
      }
      if (leaks.length > 0 || (options.failOnUntested && having('not_tested').length > 0)) process.exitCode = exitCodes.findings
    })
}

/** Tables with the actors of whom no attempt could be judged. */
function untriedActors(rows: ProveIsolationRow[]): string[] {
  const untested = new Map<string, Map<string, boolean>>()
  for (const { object, actor, verdict } of rows) {
    const table = object ?? ''
    const actors = untested.get(table) ?? new Map<string, boolean>()
    const name = actor ?? 'anybody'
    untested.set(table, actors.set(name, verdict === 'not_tested' && actors.get(name) !== false))
  }
  return [...untested].flatMap(([object, actors]) => {
    const names = [...actors].flatMap(([name, isUntested]) => (isUntested ? [name] : []))
    return names.length > 0 ? [`${object} as ${names.join(', ')}`] : []
  })
}

const forPeople = ({ statement: _, ...row }: ProveIsolationRow): Row => row

function explainCommand() {
  return databaseCommand('explain')
    .description('say which policy lets a row through for each command, or which refuses it')
    .argument('<table>')
    .argument('<key>', 'the primary key: its value, or an object such as {"id": 7}')
    .requiredOption('--claims <json>', 'who asks: {"user_id": "…", "org_id": "…", "role": "steward_user"}', parseClaims)
    .addOption(formatOption())
    .action(async (table, key, options) => {
      const rows = await useDatabase(options, (sql) =>
        createSteward({ sql }).access.explainAccess({ target: table, key: parseKey(key), claims: options.claims }),
      )
      if (options.format !== 'table') return print(renderRows(rows.map((row) => ({ ...row })), options.format))
      const outcomes = rows.filter((row) => row.outcome !== null)
      print(renderRows(outcomes.map(({ command, outcome }) => ({ command, outcome })), 'table'))
      const refusals = rows.filter((row) => row.applies && row.refused_by !== null)
      for (const { command, part, policy, refused_by } of refusals) print(`${command} ${part} ${policy}: not true: ${refused_by?.join('; ')}`)
    })
}

function parseClaims(text: string): object {
  const value = parseKey(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidArgumentError('Expected a JSON object.')
  return value
}

/** A key that is no JSON, as a UUID, is taken as text. */
function parseKey(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
