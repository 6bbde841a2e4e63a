import { UsageError } from '../../errors.js'
import { findDrift } from '../../install/doctor.js'
import { migrationState } from '../../install/install.js'
import { databaseCommand, exitCodes, print, progress, useDatabase } from '../common.js'
import { formatOption, renderRows } from '../output.js'

/** `pgsteward doctor`: compares the installation with what this package ships. */
export function doctorCommand() {
  return databaseCommand('doctor')
    .description('compare the installation with this package; exit code 3 if they differ')
    .addOption(formatOption())
    .action(async (options) => {
      const drift = await useDatabase(options, async (sql) => {
        const { applied } = await migrationState(sql)
        if (applied.length > 0) return findDrift(sql)
        throw new UsageError('pgsteward is not installed in this database', { hint: 'Run: pgsteward install' })
      })
      if (drift.length === 0) {
        progress('the installation is exactly what this package ships')
        if (options.format === 'json') print('[]')
        return
      }
      print(renderRows(drift.map((row) => ({ ...row })), options.format))
      process.exitCode = exitCodes.findings
    })
}
