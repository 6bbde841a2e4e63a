import { Option } from '@commander-js/extra-typings'
import { createSteward } from '../../client.js'
import { confirm, databaseCommand, exitCodes, print, progress, useDatabase } from '../common.js'
import { formatOption, renderRows } from '../output.js'

const severities = ['info', 'warning', 'critical'] as const

/** `pgsteward access status`: shows what is protected, and how far claims are trusted. */
export function statusCommand() {
  return databaseCommand('status')
    .description('show the protected tables, what has drifted, and how far claims are trusted (the default)')
    .addOption(formatOption())
    .action(async (options) => {
      const { rows, level } = await useDatabase(options, async (sql) => ({
        rows: await sql`
          select t.target_schema || '.' || t.target_table as "table", t.template,
            concat_ws(', ', t.owner_column, t.organization_column) as columns, array_to_string(t.write_roles, ', ') as write_roles,
            d.problems as drift
          from steward.protected_tables as t
          left join (
            select d.target, string_agg(distinct d.problem, '; ') as problems
            from steward_internal.protection_drift() as d
            group by d.target
          ) as d on d.target = format('%I.%I', t.target_schema, t.target_table)
          order by 1`,
        level: await createSteward({ sql }).core.getSetting({ name: 'access.trust_level' }),
      }))
      print(renderRows([...rows], options.format))
      progress(`claims are trusted at level ${level}`)
      if (rows.some((row) => row['drift'] !== null)) process.exitCode = exitCodes.findings
    })
}

/** `pgsteward access findings`: says who reaches rows that policies were to keep from them. */
export function findingsCommand() {
  return databaseCommand('findings')
    .description('say who reaches rows that policies were to keep from them')
    .addOption(new Option('--fail-on <severity>', 'exit code 3 for findings of this severity or above').choices(severities))
    .addOption(formatOption())
    .action(async (options) => {
      const rows = await useDatabase(options, (sql) => createSteward({ sql }).access.accessFindings())
      const found = rows.filter((row) => row.status === 'finding')
      const shown = options.format === 'table' ? found.map(({ severity, finding, detail, action }) => ({ severity, finding, detail, action })) : rows
      if (found.length > 0 || options.format !== 'table') print(renderRows(shown.map((row) => ({ ...row })), options.format))
      const skipped = rows.filter((row) => row.status !== 'finding').map((row) => row.finding)
      progress(`${found.length === 0 ? 'nothing found' : `${found.length} findings`}${skipped.length > 0 ? `; not looked at: ${skipped.join(', ')}` : ''}`)
      const bar = options.failOn && severities.indexOf(options.failOn)
      if (bar !== undefined && found.some(({ severity }) => severities.indexOf(severity as (typeof severities)[number]) >= bar)) {
        process.exitCode = exitCodes.findings
      }
    })
}

const list = (text: string): string[] => text.split(',').map((part) => part.trim())

/** `pgsteward access protect`: gives a table the policies of a template. */
export function protectCommand() {
  return databaseCommand('protect')
    .description('protect the rows of a table after a template, or mend what has drifted')
    .argument('<table>')
    .argument('<template>', 'owner, organization, owner_or_organization, active_organization, public_read, service or admin')
    .option('--owner-column <column>', 'the column that holds the user_id of the owner')
    .option('--organization-column <column>', 'the column that holds the org_id')
    .option('--membership-table <table>', 'who belongs to which organisation: user_id, org_id, role')
    .option('--write-roles <roles>', 'roles in the membership table that may write, as owner,editor', list)
    .option('--floor', 'a restrictive policy that holds the organisation, whatever comes later')
    .option('--allow-null', 'accept a column that may be null')
    .option('--keep-policies', 'leave policies of the table that are not of pgsteward')
    .option('--owner-access', 'let sessions of the owner of the table see all rows')
    .option('--user-role <role>', 'default: steward_user')
    .option('--anon-role <role>', 'default: steward_anon')
    .option('--service-role <role>', 'default: steward_service')
    .option('--admin-role <role>', 'default: steward_admin')
    .option('--dry-run', 'only print the statements')
    .action(async (target, template, { databaseUrl, ...options }) => {
      const rows = await useDatabase({ databaseUrl }, (sql) => createSteward({ sql }).access.protectTable({ target, template, ...options }))
      for (const row of rows) print(`${row.protect_table};`)
      if (rows.length === 0) progress(`${target} is protected like this`)
    })
}

/** `pgsteward access unprotect`: restores what was before a table was protected. */
export function unprotectCommand() {
  return databaseCommand('unprotect')
    .description('take the protection of a table away, and restore what was before')
    .argument('<table>')
    .option('--dry-run', 'only print the statements')
    .option('--yes', 'do not ask')
    .action(async (target, options) => {
      const { dryRun } = options
      const rows = await useDatabase(options, async (sql) => {
        if (!dryRun) await confirm(sql, `This takes the protection of ${target} away.`, options.yes)
        return createSteward({ sql }).access.unprotectTable({ target, dryRun })
      })
      for (const row of rows) print(`${row.unprotect_table};`)
    })
}

/** `pgsteward access cost`: measures policies against their own WHERE written by hand. */
export function costCommand() {
  return databaseCommand('cost')
    .description('measure the policies of a table against the same WHERE written by hand')
    .argument('<table>')
    .option('--role <role>', 'only for this role')
    .addOption(formatOption())
    .action(async (target, options) => {
      const rows = await useDatabase(options, (sql) => createSteward({ sql }).access.rlsCost({ target, roleName: options.role }))
      const shown = rows.map(({ role, command, floor_ms, policy_ms, ratio, verdict, action }) => ({ role, command, floor_ms, policy_ms, ratio, verdict, action }))
      print(renderRows(options.format === 'table' ? shown : rows.map((row) => ({ ...row })), options.format))
    })
}

/** `pgsteward access rewrite`: writes slow policies anew, after comparing what both forms show. */
export function rewriteCommand() {
  return databaseCommand('rewrite')
    .description('compare slow policies with a faster form; with --apply use the faster one where both show the same')
    .argument('<table>')
    .option('--apply', 'alter the policies')
    .addOption(formatOption())
    .action(async (target, options) => {
      const rows = await useDatabase(options, (sql) => createSteward({ sql }).access.rewritePolicies({ target, dryRun: !options.apply }))
      if (options.format !== 'table') print(renderRows(rows.map((row) => ({ ...row })), options.format))
      else if (rows.length === 0) progress('there is nothing to write anew')
      else {
        print(renderRows(rows.map(({ statement: _, advice: __, ...row }) => row), 'table'))
        for (const { policy, statement, advice } of rows) {
          print(`\n-- ${policy}${advice === null ? '' : `: ${advice}`}${statement === null ? '' : `\n${statement};`}`)
        }
      }
      if (rows.some((row) => row.outcome === 'differs')) process.exitCode = exitCodes.findings
    })
}
