import type postgres from 'postgres'
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

/** Creates a schedule for somebody. */
export async function createTestSchedule(
  sql: postgres.Sql,
  who: Pick<TestSchedules, 'organization_id' | 'user_id'>,
  { config = {}, ...request }: CreateTestScheduleRequest,
): Promise<TestSchedules> {
  const [created] = await sql<[TestSchedules]>`
    insert into ${sql(Tables.test_schedules)} ${sql({ ...request, ...who, config: sql.json(config) })} returning *`
  return created
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

/** Reads the rows at the other end of a foreign key of one column, and says which belong to a row. */
async function related<Other extends object>(
  sql: postgres.Sql,
  { table, columns: [column], references: [reference] }: { table: string; columns: readonly [string]; references: readonly [string] },
  rows: readonly object[],
): Promise<(row: object) => Other[]> {
  const valueOf = (row: object, name: string) => (row as Record<string, string | number>)[name]
  const values = [...new Set(rows.map((row) => valueOf(row, column)))].filter((value) => value !== undefined && value !== null)
  const found = values.length === 0 ? [] : await sql<Other[]>`select * from ${sql(table)} where ${sql(reference)} in ${sql(values)}`
  return (row) => found.filter((other) => valueOf(other, reference) === valueOf(row, column))
}
