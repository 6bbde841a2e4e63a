import { databaseCommand } from '../common.js'
import { failOnOption, healthFormatOption, showHealth } from './health.js'

/** `pgsteward schedule doctor`: the health check of the scheduler, with what is in order as well. */
export function scheduleDoctorCommand() {
  return databaseCommand('doctor')
    .description('examine pg_cron or the worker, the jobs and their runs, with the fix of each finding')
    .addOption(healthFormatOption())
    .addOption(failOnOption())
    .action((options) => showHealth({ ...options, category: ['schedule'], showOk: true }))
}
