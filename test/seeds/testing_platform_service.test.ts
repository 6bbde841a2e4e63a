import t, { type Test } from 'tap'
import { conditions } from '../../seeds/testing_platform/service/filters.js'
import { createTestSchedule, findExecutions, parseCreateTestScheduleRequest } from '../../seeds/testing_platform/service/schedules.js'
import type { CreateTestScheduleRequest, DatabaseFilters, TestExecutionWithResults } from '../../seeds/testing_platform/service/types.js'
import {
  type BrowserSessionsInsert, BrowserSessionsSchema, ProjectsInsertSchema, type ScheduledTestExecutionsInsert, ScheduledTestExecutionsSchema, Tables,
  TestSchedulesSchema,
} from '../../seeds/testing_platform/types.js'
import { migrateProject, projectMigrations } from '../../src/migrate/project.js'
import { testDatabase } from '../support/database.js'

/** A tenant with a person, a project and a flow. */
async function withTenant(t: Test) {
  const { sql, connect } = await testDatabase(t)
  await migrateProject(sql, projectMigrations('seeds/testing_platform/migrations'), { direction: 'up' })
  const app = connect({ max: 2 })
  const idOf = async (table: string, row: Record<string, unknown>) => {
    const [created] = await app<[{ id: string }]>`insert into ${app(table)} ${app(row)} returning id`
    return created.id
  }
  const organization_id = await idOf(Tables.organizations, { name: 'Acme', slug: 'acme', plan: 'team' })
  const user_id = await idOf(Tables.users, { email: 'ann@example.com', display_name: 'Ann' })
  const who = { organization_id, user_id }
  const project_id = await idOf(Tables.projects, ProjectsInsertSchema.parse({ ...who, name: 'Shop', slug: 'shop', base_url: 'https://shop.example' }))
  const flow_id = await idOf(Tables.visual_test_flows, { ...who, project_id, name: 'Checkout' })
  return { app, idOf, who, project_id, flow_id }
}

t.test('a schedule is created as it was asked for, and what is wrong is refused before the database sees it', async (t) => {
  const { app, idOf, who, project_id, flow_id } = await withTenant(t)
  const request: CreateTestScheduleRequest = {
    project_id, flow_id, name: 'Daily tests', schedule_type: 'cron', cron_expression: '0 2 * * *', config: { retries: [1, 2] },
  }
  const schedule = await createTestSchedule(app, who, parseCreateTestScheduleRequest(JSON.parse(JSON.stringify(request))))
  t.match(schedule, { ...request, ...who, time_zone: 'UTC', is_enabled: true, browser: 'chromium', last_run_at: null, created_at: Date })
  t.strictSame(TestSchedulesSchema.parse(schedule), { ...schedule })

  const refused = (change: Record<string, unknown>) => {
    try {
      parseCreateTestScheduleRequest({ ...request, ...change })
      return undefined
    } catch (error) {
      return (error as { issues: { path: string[]; code: string }[] }).issues.map(({ path, code }) => `${path.join('.')} ${code}`)
    }
  }
  t.strictSame(refused({}), undefined)
  t.strictSame(refused({ schedule_type: 'hourly' }), ['schedule_type invalid_value'])
  t.strictSame(refused({ project_id: 'mine', name: null }), ['project_id invalid_format', 'name invalid_type'])
  t.strictSame(refused({ user_id: who.user_id }), [' unrecognized_keys'], 'nobody says who they are')
  const other = await idOf(Tables.organizations, { name: 'Other', slug: 'other' })
  const their_project = await idOf(Tables.projects, { organization_id: other, user_id: who.user_id, name: 'P', slug: 'p', base_url: 'https://p.example' })
  const their_flow = await idOf(Tables.visual_test_flows, { organization_id: other, user_id: who.user_id, project_id: their_project, name: 'F' })
  for (const [change, message] of [
    [{ project_id: their_project }, 'the organization has no such project'],
    [{ flow_id: their_flow }, 'the organization has no such flow'],
    [{ cron_expression: null }, 'for the schedule_type cron, and for no other'],
    [{ cron_expression: '61 * * * *' }, 'not five fields of crontab(5)'],
    [{ run_interval: '1 hour' }, 'for the schedule_type interval, and for no other'],
    [{ schedule_type: 'interval', cron_expression: null, run_interval: '-1 hour' }, 'not longer than nothing'],
    [{ schedule_type: 'interval', cron_expression: null, run_interval: 'often' }, 'not an interval'],
    [{ schedule_type: 'interval', cron_expression: null, run_interval: '999999999999 years' }, 'longer than PostgreSQL can tell'],
    [{ schedule_type: 'interval', cron_expression: null, run_interval: '200000000 years' }, 'longer than PostgreSQL can tell'],
    [{ time_zone: 'Mars/Olympus' }, 'not a time zone that PostgreSQL knows'],
    [{ retry_limit: -3 }, 'not between 0 and 10'],
  ] as const) {
    const path = [Object.keys(change).at(-1)]
    await t.rejects(createTestSchedule(app, who, { ...request, ...change }), { name: 'ZodError', issues: [{ path, message }] }, message)
  }
  await t.rejects(createTestSchedule(app, { ...who, user_id: other }, request), { code: '23503', constraint_name: /user_id/ }, 'what is no fault of the request stays')
})

t.test('runs are found by filters, with their schedule and their browsers', async (t) => {
  const { app, idOf, who, project_id, flow_id } = await withTenant(t)
  const schedule = await createTestSchedule(app, who, { project_id, flow_id, name: 'Hourly', schedule_type: 'interval', run_interval: '1 hour' })
  const at = (hour: number) => new Date(Date.UTC(2026, 0, 5, hour))
  const run = (hour: number, rest: Partial<ScheduledTestExecutionsInsert> = {}) =>
    idOf(Tables.scheduled_test_executions, {
      schedule_id: schedule.id, organization_id: who.organization_id, project_id, scheduled_for: at(hour), ...rest,
    } satisfies ScheduledTestExecutionsInsert)
  const first = await run(1, { status: 'passed', finished_at: at(2), steps_total: 3, steps_passed: 3 })
  const second = await run(2, { status: 'failed', finished_at: at(3), steps_total: 3, steps_failed: 1, error_message: 'No button "Buy"' })
  const third = await run(3)
  const session = { ...who, execution_id: Number(second), browser_version: '140', start_url: 'https://shop.example', recording_bytes: 5_000_000_000 }
  await idOf(Tables.browser_sessions, session satisfies BrowserSessionsInsert)

  const all: TestExecutionWithResults[] = await findExecutions(app, {})
  t.strictSame(all.map(({ id }) => id), [third, second, first])
  t.strictSame(all.map((run) => run.schedule), [schedule, schedule, schedule])
  t.strictSame(all.map((run) => run.browser_sessions.map((one) => one.recording_bytes)), [[], ['5000000000'], []])
  for (const { schedule: one, browser_sessions, ...run } of all) {
    t.strictSame(ScheduledTestExecutionsSchema.parse(run), run)
    t.strictSame(TestSchedulesSchema.parse(one), { ...one })
    for (const browser of browser_sessions) t.strictSame(BrowserSessionsSchema.parse(browser), { ...browser })
  }

  const found = async (filters: DatabaseFilters['scheduled_test_executions']) => (await findExecutions(app, filters)).map(({ id }) => id)
  t.strictSame(await found({ status: 'failed' }), [second])
  t.strictSame(await found({ status: { in: ['failed', 'passed'] }, scheduled_for: { gte: at(1), lt: at(2) } }), [first])
  t.strictSame(await found({ status: { in: [] } }), [])
  t.strictSame(await found({ status: { ne: 'failed' }, schedule_id: schedule.id }), [third, first])
  t.strictSame(await found({ finished_at: null }), [third])
  t.strictSame(await found({ finished_at: { isNull: false }, steps_failed: { lte: 0 } }), [first])
  t.strictSame(await found({ error_message: { ilike: '%BUTTON%' } }), [second])
  t.strictSame(await found({ scheduled_for: at(3) }), [third])
  t.strictSame((await findExecutions(app, {}, 1)).map(({ id }) => id), [third])
  t.throws(() => conditions(app, { status: { or: 1 } }), /there is no condition or/)
  for (const isNull of [undefined, null, 'true', 0]) t.throws(() => conditions(app, { status: { isNull } }), /^status: isNull is true or false$/)
  await t.rejects(found({ [`id" = 1 or "id`]: 1 } as never), { code: '42703' }, 'names are quoted')
})
