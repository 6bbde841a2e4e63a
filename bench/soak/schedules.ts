import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'

const schedules = (sql: postgres.Sql) => sql<{ name: string }[]>`select name from steward.schedules order by name`

/** Lets the schedules run. */
export async function resumeSchedules(sql: postgres.Sql): Promise<void> {
  for (const { name } of await schedules(sql)) await sql`select from steward.resume_schedule(${name})`
}

/** Lets the runs that are going on end and be recorded, and pauses the schedules. */
export async function pauseSchedules(sql: postgres.Sql): Promise<void> {
  await waitUntilIdle(sql)
  for (const { name } of await schedules(sql)) await sql`select from steward.pause_schedule(${name})`
}

async function waitUntilIdle(sql: postgres.Sql, deadlineSeconds = 120): Promise<void> {
  const deadline = Date.now() + deadlineSeconds * 1000
  for (;;) {
    // It records how runs ended that commit themselves.
    await sql`call steward.watch_schedules()`.simple()
    const [run] = await sql<{ name: string }[]>`
      select name from steward.schedule_runs where status = 'running'
      union all
      select format('run %s', run_id) from steward_internal.cron_recent_runs() where status in ('starting', 'running')`
    if (!run) return
    if (Date.now() > deadline) throw new Error(`${run.name} still runs after ${deadlineSeconds} s`)
    await wait(200)
  }
}

/** How often each schedule ran since a time, how that ended, and how long it took. */
export const scheduleHistory = (sql: postgres.Sql, since: Date) => sql`
  select s.name as schedule, s.cron, count(r.id) as runs,
    count(*) filter (where r.status = 'succeeded') as succeeded,
    count(*) filter (where r.status <> 'succeeded') as others,
    round(percentile_cont(0.5) within group (order by extract(epoch from r.finished_at - r.started_at))::numeric, 2) as "median s",
    round(max(extract(epoch from r.finished_at - r.started_at)), 2) as "longest s"
  from steward.schedules as s
  inner join steward.schedule_runs as r on r.name = s.name and r.started_at >= ${since}
  group by s.name, s.cron
  order by s.name`

/** What the runs said that did not succeed. */
export const complaints = (sql: postgres.Sql, since: Date) => sql<{ name: string; status: string; message: string | null }[]>`
  select name, status, message from steward.schedule_runs where status <> 'succeeded' and started_at >= ${since} order by id`
