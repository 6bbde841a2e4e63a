import { Command, Option } from '@commander-js/extra-typings'
import { createSteward } from '../../client.js'
import { applySchedules, planSchedules } from '../../schedule-plan.js'
import { databaseCommand, exitCodes, parseCount, print, progress, useDatabase } from '../common.js'
import { formatOption, renderRows } from '../output.js'
import { scheduleDoctorCommand } from './schedule-doctor.js'

/** `pgsteward schedule`: shows and changes what runs when. */
export function scheduleCommand() {
  return new Command('schedule')
    .description('show and change what runs when')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(planCommand())
    .addCommand(applyCommand())
    .addCommand(addCommand())
    .addCommand(dropCommand())
    .addCommand(runCommand())
    .addCommand(pauseCommand())
    .addCommand(resumeCommand())
    .addCommand(historyCommand())
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

const cronDatabaseOption = () =>
  new Option('--cron-database-url <url>', 'the database of the same server that has pg_cron, if it is not this one')

function planCommand() {
  return databaseCommand('plan')
    .description('show what differs between the schedules and pg_cron; exit code 3 if anything does')
    .addOption(cronDatabaseOption())
    .addOption(formatOption())
    .action(async (options) => {
      const { steps, isDrift } = await useDatabase(options, (sql) => planSchedules(sql, options.cronDatabaseUrl))
      print(renderRows(steps.map((row) => ({ ...row })), options.format))
      if (isDrift) process.exitCode = exitCodes.findings
    })
}

function applyCommand() {
  return databaseCommand('apply')
    .description('make the jobs of pg_cron equal to the schedules')
    .addOption(cronDatabaseOption())
    .addOption(formatOption())
    .action(async (options) => {
      const steps = await useDatabase(options, (sql) => applySchedules(sql, options.cronDatabaseUrl))
      print(renderRows(steps.map((row) => ({ ...row })), options.format))
    })
}

function addCommand() {
  return databaseCommand('add')
    .description('schedule a command, or change the schedule of that name')
    .argument('<name>')
    .argument('<cron>', 'five fields, in UTC')
    .argument('<command>', 'one SQL statement')
    .addOption(new Option('--missed-run <policy>', 'what happens after a time that nobody kept').choices(['skip', 'run_once']))
    .option('--retries <count>', 'how often a run that failed is tried again', parseCount)
    .option('--retry-delay <interval>', 'the time before the first retry; it doubles after each')
    .option('--time-limit <interval>', 'a run that takes longer is cancelled')
    .addOption(formatOption())
    .action(async (name, cron, command, { format, missedRun, retries, retryDelay, timeLimit, ...options }) => {
      const rows = await useDatabase(options, (sql) =>
        createSteward({ sql }).maintenance.addSchedule({ name, cron, command, missedRun, retries, retryDelay, timeLimit }),
      )
      print(renderRows(rows.map((row) => ({ ...row })), format))
    })
}

function dropCommand() {
  return databaseCommand('drop')
    .description('remove a schedule')
    .argument('<name>')
    .action(async (name, options) => {
      await useDatabase(options, (sql) => createSteward({ sql }).maintenance.dropSchedule({ name }))
      progress(`dropped ${name}`)
    })
}

function runCommand() {
  return databaseCommand('run')
    .description('ask the scheduler for a run now; see its end with: pgsteward schedule history <name>')
    .argument('<name>')
    .action(async (name, options) => {
      const [row] = await useDatabase(options, (sql) => createSteward({ sql }).maintenance.runScheduleNow({ name }))
      progress(`asked ${row?.started_by === 'worker' ? 'pgsteward worker' : row?.started_by} to run ${name}`)
    })
}

function pauseCommand() {
  return databaseCommand('pause')
    .description('let a schedule rest until it is resumed')
    .argument('<name>')
    .action(async (name, options) => {
      await useDatabase(options, (sql) => createSteward({ sql }).maintenance.pauseSchedule({ name }))
      progress(`paused ${name}`)
    })
}

function resumeCommand() {
  return databaseCommand('resume')
    .description('let a schedule that was paused run again')
    .argument('<name>')
    .action(async (name, options) => {
      await useDatabase(options, (sql) => createSteward({ sql }).maintenance.resumeSchedule({ name }))
      progress(`resumed ${name}`)
    })
}

function historyCommand() {
  return databaseCommand('history')
    .description('show the runs, the last first')
    .argument('[name]', 'only those of this schedule')
    .option('--limit <count>', 'how many', parseCount, 20)
    .addOption(formatOption())
    .action(async (name, options) => {
      const rows = await useDatabase(options, (sql) => sql`
        select name, scheduled_for, attempt, status, started_at, finished_at, message
        from steward.schedule_runs
        where name = coalesce(${name ?? null}, name)
        order by id desc
        limit ${options.limit}`)
      print(renderRows([...rows], options.format))
    })
}

