import { Command } from '@commander-js/extra-typings'
import { createSteward } from '../../client.js'
import { databaseCommand, print, useDatabase } from '../common.js'
import { formatOption, renderRows } from '../output.js'
import { scheduleDoctorCommand } from './schedule-doctor.js'

/** `pgsteward schedule`: shows and changes what runs when. */
export function scheduleCommand() {
  return new Command('schedule')
    .description('show and change what runs when')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(syncCommand())
    .addCommand(addCommand())
    .addCommand(dropCommand())
    .addCommand(scheduleDoctorCommand())
}

function listCommand() {
  return databaseCommand('list')
    .description('show each schedule, its last run, when it is due, and what is wrong (the default)')
    .addOption(formatOption())
    .action(async (options) => {
      const rows = await useDatabase(options, (sql) => sql`select * from steward.schedule_status order by name`)
      print(renderRows([...rows], options.format))
    })
}

function syncCommand() {
  return databaseCommand('sync')
    .description('make the jobs of pg_cron equal to the table schedules')
    .option('--dry-run', 'only show what would be done')
    .addOption(formatOption())
    .action(async (options) => {
      const rows = await useDatabase(options, (sql) =>
        createSteward({ sql }).maintenance.syncSchedules({ dryRun: options.dryRun }),
      )
      print(renderRows(rows.map((row) => ({ ...row })), options.format))
    })
}

function addCommand() {
  return databaseCommand('add')
    .description('schedule a command, or change the schedule of that name')
    .argument('<name>')
    .argument('<cron>', 'five fields, in UTC')
    .argument('<command>', 'one SQL statement')
    .addOption(formatOption())
    .action(async (name, cron, command, options) => {
      const rows = await useDatabase(options, (sql) =>
        createSteward({ sql }).maintenance.addSchedule({ name, cron, command }),
      )
      print(renderRows(rows.map((row) => ({ ...row })), options.format))
    })
}

function dropCommand() {
  return databaseCommand('drop')
    .description('remove a schedule')
    .argument('<name>')
    .action(async (name, options) => {
      await useDatabase(options, (sql) => createSteward({ sql }).maintenance.dropSchedule({ name }))
      print(`dropped ${name}`)
    })
}
