import { markMigrations, projectMigrations, projectStatus } from '../../migrate/project.js'
import { pendingUpTo } from '../../migrate/plan.js'
import { databaseCommand, exitCodes, migrationsOption, print, progress, useDatabase } from '../common.js'

/** `pgsteward migrate baseline`: marks migrations as applied. */
export function baselineCommand() {
  return databaseCommand('baseline')
    .description('mark migrations as applied without running them: the database has what they make')
    .argument('[name]', 'the last of them; default: all')
    .addOption(migrationsOption())
    .action(async (name, options) => {
      const set = projectMigrations(options.dir)
      await useDatabase(options, async (sql) => {
        const names = pendingUpTo(await projectStatus(sql, set), name)
        await markMigrations(sql, set, { applied: names }, progress)
        for (const marked of names) print(`marked ${marked} as applied`)
        if (names.length === 0) progress('nothing to do')
      })
    })
}

/** `pgsteward migrate repair`: puts the ledger and the log right. */
export function repairCommand() {
  return databaseCommand('repair')
    .description('say what is true where the ledger, the log and the files differ; runs nothing')
    .addOption(migrationsOption())
    .option('--accept <name...>', 'the file was changed on purpose: it counts as the one that was applied')
    .option('--applied <name...>', 'what it makes is there')
    .option('--not-applied <name...>', 'what it makes is not there; the next run begins it anew')
    .action(async ({ accept: accepted = [], applied = [], notApplied = [], ...options }) => {
      const set = projectMigrations(options.dir)
      await useDatabase(options, async (sql) => {
        const marks = await markMigrations(sql, set, { accepted, applied, notApplied }, progress)
        for (const name of marks.accepted) print(`accepted ${name}`)
        for (const name of marks.applied) print(`marked ${name} as applied`)
        for (const name of marks.notApplied) print(`marked ${name} as not applied`)
        const wrong = (await projectStatus(sql, set)).filter((row) => row.problem !== null)
        for (const row of wrong) progress(`${row.name} is ${row.state.replaceAll('_', ' ')}: ${row.problem}`)
        if (wrong.length > 0) process.exitCode = exitCodes.findings
      })
    })
}
