import type { AiGenerations, Database, ScheduledTestExecutionsWith, TestSchedulesInsert } from '../types.js'

export type AIGeneration = AiGenerations

/** Columns of a schedule that a request does not set: who asks is known, and the scheduler keeps the times. */
export type ScheduleColumnsOfServer =
  | 'id' | 'organization_id' | 'user_id' | 'last_run_at' | 'next_run_at' | 'created_at' | 'updated_at'

/** What somebody sends to have a flow run by itself. */
export type CreateTestScheduleRequest = Omit<TestSchedulesInsert, ScheduleColumnsOfServer>

/** A run with the schedule it belongs to and the browsers that were started for it. */
export type TestExecutionWithResults = ScheduledTestExecutionsWith<'schedule' | 'browser_sessions'>

/** The conditions that each table and view can be searched by. */
export type DatabaseFilters = { [Name in keyof Database]: Database[Name]['Filters'] }
