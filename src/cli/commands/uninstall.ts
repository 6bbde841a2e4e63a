import { isInstalled, uninstall } from '../../install/install.js'
import { confirm, databaseCommand, describeDatabase, exitCodes, print, progress, useDatabase } from '../common.js'

/** `pgsteward uninstall`: takes pgsteward out of a database again. */
export function uninstallCommand() {
  return databaseCommand('uninstall')
    .description('remove pgsteward with all that it recorded, and what it changed elsewhere')
    .option('--purge', 'also drop the migration ledger and the roles that install created')
    .option('--yes', 'do not ask')
    .action(async (options) => {
      await useDatabase(options, async (sql) => {
        const { purge = false } = options
        if (!(await isInstalled(sql, { purge }))) return progress(`pgsteward is not installed in ${await describeDatabase(sql)}: nothing was changed`)
        await confirm(sql, 'This removes pgsteward and everything that it recorded.', options.yes)
        const problems = await uninstall(sql, { purge })
        print('pgsteward is removed')
        for (const { statement, problem } of problems) progress(`left: ${statement};  -- ${problem}`)
        // Another database of the cluster may need the roles; that is no failure of this one.
        if (problems.some(({ statement }) => !statement.startsWith('drop role'))) process.exitCode = exitCodes.failed
      })
    })
}
