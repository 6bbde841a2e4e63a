import type postgres from 'postgres'
import { migrationState } from '../../install/install.js'
import { databaseCommand, print, useDatabase } from '../common.js'
import { type Row, formatOption, renderRows } from '../output.js'

/** `pgsteward status`: what is installed, who runs the schedules, and the last recorded check. */
export function statusCommand() {
  return databaseCommand('status')
    .description('show what is installed, who runs the schedules, and the last recorded health check')
    .addOption(formatOption())
    .action(async (options) => {
      const rows = await useDatabase(options, readStatus)
      print(renderRows(rows, options.format))
    })
}

async function readStatus(sql: postgres.Sql): Promise<Row[]> {
  const { applied, pending } = await migrationState(sql)
  const [server] = await sql<{ database: string; version: string }[]>`
    select current_database() as database, split_part(current_setting('server_version'), ' ', 1) as version`
  const facts: [string, unknown][] = [
    ['database', `${server?.database} on PostgreSQL ${server?.version}`],
    ['pending migrations', pending.length],
  ]
  if (applied.length === 0) return asRows([['pgsteward', 'not installed'], ...facts])

  const [state] = await sql<{ version: string; scheduler: string; pulse: string; schedules: number; problems: number }[]>`
    select
      steward.steward_version() as version,
      steward_internal.scheduler() as scheduler,
      steward_internal.schedule_pulse() as pulse,
      count(*)::integer as schedules,
      count(s.problem)::integer as problems
    from steward.schedule_status as s`
  const [run] = await sql<{ started_at: Date; status: string }[]>`
    select started_at, status from steward.health_runs order by id desc limit 1`
  return asRows([
    ['pgsteward', state?.version],
    ...facts,
    ['scheduler', state?.scheduler === 'pg_cron' ? 'pg_cron' : 'pgsteward worker (pg_cron is not in this database)'],
    ['schedules', `${state?.schedules}, of which ${state?.problems} have a problem`],
    ['scheduled runs', state?.pulse],
    ['last health check', run ? `${run.status} at ${run.started_at.toISOString()}` : 'none recorded yet'],
  ])
}

const asRows = (facts: [string, unknown][]): Row[] => facts.map(([name, value]) => ({ name, value }))
