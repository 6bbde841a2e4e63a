import type postgres from 'postgres'
import { checkDatabaseUrl } from './config.js'
import { withDatabase } from './database.js'
import { UsageError } from './errors.js'
import { executeWakeStatement, wakeScheduler } from './wake-scheduler.js'

/** What a schedule, or a job without one, needs in pg_cron. */
export interface ScheduleStep {
  schedule: string
  action: string
  statement: string | null
}

/** Says what would make the jobs of pg_cron equal to the schedules, and whether anything is to do. */
export async function planSchedules(
  sql: postgres.Sql,
  cronDatabaseUrl?: string,
): Promise<{ steps: ScheduleStep[]; isDrift: boolean }> {
  const rows = cronDatabaseUrl === undefined
    ? await readPlan(sql, null, null)
    : await withDatabase(checkDatabaseUrl(cronDatabaseUrl, '--cron-database-url'), (cron) => planRemotely(sql, cron))
  return { steps: rows.map(asStep), isDrift: rows.some((row) => row.is_drift) }
}

/** Makes the jobs of pg_cron equal to the schedules, and its launcher read them, also if nothing was to do. */
export async function applySchedules(sql: postgres.Sql, cronDatabaseUrl?: string): Promise<ScheduleStep[]> {
  if (cronDatabaseUrl !== undefined) return applyRemotely(sql, cronDatabaseUrl)
  const steps = await sql<ScheduleStep[]>`select schedule, action, statement from steward.sync_schedules()`
  await wakeScheduler(sql)
  return [...steps]
}

/**
 * Executes the plan in the database that has pg_cron, in one transaction, and records which database
 * that is. The record is committed last, so that it never names one that has not got the jobs.
 */
async function applyRemotely(sql: postgres.Sql, cronDatabaseUrl: string): Promise<ScheduleStep[]> {
  return withDatabase(checkDatabaseUrl(cronDatabaseUrl, '--cron-database-url'), async (cron) => {
    const steps = await sql.begin(async (tx) => {
      const rows = await cron.begin(async (there) => {
        await there`select pg_advisory_xact_lock(20985, 1)`
        const [place] = await there<{ name: string }[]>`select current_database() as name`
        await tx`select steward.set_setting('maintenance.cron_database', ${place?.name ?? ''})`
        const plan = await planRemotely(tx, there)
        for (const { statement } of plan) if (statement !== null) await there.unsafe(statement)
        return plan
      })
      return rows.map(asStep)
    })
    const [wake] = await sql<{ statement: string }[]>`select steward_internal.wake_statement() as statement`
    await executeWakeStatement(cron, wake?.statement ?? null)
    return steps
  })
}

type Session = postgres.Sql | postgres.TransactionSql
type PlanRow = ScheduleStep & { is_drift: boolean }

async function planRemotely(sql: Session, cron: Session): Promise<PlanRow[]> {
  await assertHasOurCron(sql, cron)
  const [there] = await cron<{ jobs: string; owner: string }[]>`
    select coalesce(json_agg(j), '[]')::text as jobs, current_user as owner from cron.job as j`
  return readPlan(sql, there?.jobs ?? '[]', there?.owner ?? '')
}

/** pg_cron can run jobs in the databases of its own server only, which its start time tells from others. */
async function assertHasOurCron(sql: Session, cron: Session): Promise<void> {
  const started = async (session: Session) => (await session`select extract(epoch from pg_postmaster_start_time())::text as at`)[0]?.['at'] as string
  if ((await started(sql)) !== (await started(cron))) {
    throw new UsageError('the database of --cron-database-url is on another server', {
      hint: 'Name the database of the same server that has pg_cron: show cron.database_name',
    })
  }
  const [extension] = await cron`select from pg_extension where extname = 'pg_cron'`
  if (extension) return
  throw new UsageError('the database of --cron-database-url does not have pg_cron', {
    hint: 'Name the database of the same server that has it: show cron.database_name',
  })
}

const readPlan = (sql: Session, jobs: string | null, owner: string | null) => sql<PlanRow[]>`
  select p.name as schedule, p.action, p.statement, p.is_drift
  from steward_internal.plan_schedules(${jobs}::text::jsonb, coalesce(${owner}, current_user)) as p
  order by p.name`

const asStep = ({ schedule, action, statement }: PlanRow): ScheduleStep => ({ schedule, action, statement })
