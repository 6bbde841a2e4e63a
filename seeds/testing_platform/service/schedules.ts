import postgres from 'postgres'
import { z } from 'zod'
import {
  type BrowserSessions, Relations, type ScheduledTestExecutions, Tables, type TestSchedules, TestSchedulesInsertSchema,
} from '../types.js'
import { conditions } from './filters.js'
import type { CreateTestScheduleRequest, DatabaseFilters, ScheduleColumnsOfServer, TestExecutionWithResults } from './types.js'

const ofServer: Record<ScheduleColumnsOfServer, true> = {
  id: true, organization_id: true, user_id: true, last_run_at: true, next_run_at: true, created_at: true, updated_at: true,
}

const requestSchema = TestSchedulesInsertSchema.omit(ofServer)

/** Checks what came over the wire; throws what zod does. */
export const parseCreateTestScheduleRequest = (body: unknown): CreateTestScheduleRequest => requestSchema.parse(body)

/** What the database refuses by these constraints, or with these codes, as zod says what is wrong with a request. */
const refusals: Record<string, { path: keyof CreateTestScheduleRequest; message: string }> = {
  test_schedules_project_id_fkey: { path: 'project_id', message: 'the organization has no such project' },
  test_schedules_flow_id_fkey: { path: 'flow_id', message: 'the organization has no such flow' },
  test_schedules_cron_expression_readable: { path: 'cron_expression', message: 'not five fields of crontab(5)' },
  test_schedules_cron_expression_present: { path: 'cron_expression', message: 'for the schedule_type cron, and for no other' },
  test_schedules_run_interval_present: { path: 'run_interval', message: 'for the schedule_type interval, and for no other' },
  test_schedules_run_interval_positive: { path: 'run_interval', message: 'not longer than nothing' },
  test_schedules_time_zone_known: { path: 'time_zone', message: 'not a time zone that PostgreSQL knows' },
  test_schedules_retry_limit_in_range: { path: 'retry_limit', message: 'not between 0 and 10' },
  // Of all that a request holds only this is read as a time.
  '22007': { path: 'run_interval', message: 'not an interval' },
  '22008': { path: 'run_interval', message: 'longer than PostgreSQL can tell' },
  '22015': { path: 'run_interval', message: 'longer than PostgreSQL can tell' },
}

/** Creates a schedule for somebody; throws what zod does if the database refuses it. */
export async function createTestSchedule(
  sql: postgres.Sql,
  who: Pick<TestSchedules, 'organization_id' | 'user_id'>,
  { config = {}, ...request }: CreateTestScheduleRequest,
): Promise<TestSchedules> {
  const [created] = await sql<[TestSchedules]>`
    insert into ${sql(Tables.test_schedules)} ${sql({ ...request, ...who, config: sql.json(config) })} returning *`.catch((error: unknown) => {
      throw refusalOf(error) ?? error
    })
  return created
}

function refusalOf(error: unknown): z.ZodError | undefined {
  const refusal = error instanceof postgres.PostgresError && refusals[error.constraint_name ?? error.code]
  if (!refusal) return undefined
  const { path, message } = refusal
  return new z.ZodError([{ code: 'custom', path: [path], message, input: undefined }])
}

/** Finds runs, the latest first, each with its schedule and its browsers. */
export async function findExecutions(
  sql: postgres.Sql,
  filters: DatabaseFilters['scheduled_test_executions'],
  limit = 50,
): Promise<TestExecutionWithResults[]> {
  const executions = await sql<ScheduledTestExecutions[]>`
    select * from ${sql(Tables.scheduled_test_executions)}
    where ${conditions(sql, filters)}
    order by scheduled_for desc, id desc
    limit ${limit}`
  const { schedule, browser_sessions } = Relations.scheduled_test_executions
  const [schedulesOf, sessionsOf] = await Promise.all([
    related<TestSchedules>(sql, schedule, executions),
    related<BrowserSessions>(sql, browser_sessions, executions),
  ])
  return executions.flatMap((execution) =>
    schedulesOf(execution).map((one) => ({ ...execution, schedule: one, browser_sessions: sessionsOf(execution) })),
  )
}

/** Reads the rows at the other end of a foreign key, and says which belong to a row. */
async function related<Other extends object>(
  sql: postgres.Sql,
  { table, columns, references }: { table: string; columns: readonly string[]; references: readonly string[] },
  rows: readonly object[],
): Promise<(row: object) => Other[]> {
  const keyOf = (row: object, names: readonly string[]) => names.map((name) => (row as Record<string, string | number | null>)[name] ?? null)
  const keys = rows.map((row) => Object.fromEntries(keyOf(row, columns).map((value, index) => [references[index] ?? '', value] as const)))
  const found = await sql<Other[]>`
    select * from ${sql(table)}
    where (${sql(references)}) in (
      select ${sql(references)} from jsonb_populate_recordset(null::${sql(table)}, ${sql.json(keys)})
    )`
  const isSame = (one: unknown[], other: unknown[]) => one.every((value, index) => value !== null && value === other[index])
  return (row) => found.filter((other) => isSame(keyOf(other, references), keyOf(row, columns)))
}
