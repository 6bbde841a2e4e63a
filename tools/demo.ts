import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'
import { renderRows, type Row } from '../src/cli/output.js'
import { withDatabase } from '../src/database.js'
import { runWorker } from '../src/worker.js'
import { developmentUrl } from './development.js'

const [sample = 'seeds/testing_platform', scale = '1'] = process.argv.slice(2)
const schedule = 'demo health check'
const deadlineSeconds = 75
const url = await developmentUrl()

function steward(...args: string[]): void {
  heading(`pgsteward ${args.join(' ')}`)
  const { status } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], { stdio: 'inherit', env: { ...process.env, DATABASE_URL: url } })
  if (status !== 0) process.exit(status ?? 1)
}

function heading(text: string): void {
  console.log(`\n$ ${text}`)
}

async function show(sql: postgres.Sql, statement: string): Promise<void> {
  heading(statement)
  console.log(renderRows([...(await sql.unsafe(statement))] as Row[], 'table'))
}

/** Gives the sample its retention policies, looks at what they would do, approves them, and lets maintenance do it. */
async function showMaintenance(sql: postgres.Sql): Promise<void> {
  heading(`\\i ${sample}/policies.sql`)
  await sql.unsafe(readFileSync(`${sample}/policies.sql`, 'utf8')).simple()
  await show(sql, 'select target_table as "table", age_column, keep, action, approved_at from steward.retention_policies order by priority')
  await show(sql, `select p.target_table as "table", v.strategy, v.expired_rows as expired, v.total_rows as "of", v.batches, pg_size_pretty(v.wal_bytes) as wal
from steward.retention_policies as p cross join lateral steward.preview_retention(p.target_table::text::regclass) as v
order by p.priority`)
  await show(sql, `select p.target_table as "table", x.problem
from steward.retention_policies as p cross join lateral steward.preview_retention(p.target_table::text::regclass) as v
cross join lateral unnest(v.problems) as x (problem) order by p.priority`)
  heading('select approve_retention_policy(p.target_table::text::regclass, accept_share => 1) from steward.retention_policies as p')
  await sql`select steward.approve_retention_policy(p.target_table::text::regclass, accept_share => 1) from steward.retention_policies as p`
  heading('call run_database_maintenance()')
  await sql`call steward.run_database_maintenance()`.simple()
  await show(sql, `select step, replace(target, 'public.', '') as target, outcome, rows, batches
from steward.maintenance_steps where run_id = (select max(id) from steward.maintenance_runs) order by id`)
  await show(sql, 'select target, last_outcome, last_rows, lag from steward.retention_status()')
  await show(sql, `select statement, severity from steward.plan_table_maintenance() where target like 'public.%' limit 5`)
}

/** Protects the sample with row level security, and proves that users reach their own rows and nothing else. */
async function showAccess(sql: postgres.Sql): Promise<void> {
  heading(`\\i ${sample}/access.sql`)
  await sql.unsafe(readFileSync(`${sample}/access.sql`, 'utf8')).simple()
  await show(sql, 'select target_table as "table", template, owner_column, organization_column, write_roles from steward.protected_tables order by 1')
  await show(sql, `select p.object, count(*) as probes, count(*) filter (where p.verdict = 'denied') as denied,
  count(*) filter (where p.verdict = 'own_rows') as own_rows, count(*) filter (where p.verdict = 'leak') as leaks
from steward.prove_isolation('public') as p group by p.object order by p.object`)
}

/** Waits for a run that the scheduler began by itself after `since`. */
async function waitForRun(sql: postgres.Sql, since: Date): Promise<void> {
  const started = Date.now()
  for (;;) {
    const [run] = await sql`
      select from steward.health_runs as r
      where r.started_at > ${since}
        and exists (
          select from steward.schedule_status as s
          where s.name = ${schedule} and s.last_status = 'succeeded' and s.last_start > ${since}
        )`
    if (run) return
    const seconds = Math.round((Date.now() - started) / 1000)
    if (seconds > deadlineSeconds) throw new Error(`no run was recorded within ${deadlineSeconds} s`)
    if (seconds % 5 === 0) process.stderr.write(`  waiting for the scheduler: ${seconds} s (it fires on the full minute)\n`)
    await wait(1000)
  }
}

async function showScheduledRun(sql: postgres.Sql, url: string): Promise<void> {
  const [clock] = await sql<{ now: Date; scheduler: string }[]>`
    select now(), steward_internal.scheduler() as scheduler`
  if (!clock) throw new Error('the server did not answer')
  const stop = new AbortController()
  const worker = clock.scheduler === 'worker'
    ? withDatabase(url, (other) => runWorker(other, { log: console.log, signal: stop.signal, pollSeconds: 1 }))
    : undefined
  heading(`select * from add_schedule('${schedule}', '* * * * *', 'select steward.record_health_check()')`)
  await sql`select from steward.add_schedule(${schedule}, '* * * * *', 'select steward.record_health_check()')`
  try {
    if (clock.scheduler === 'pg_cron') {
      await show(sql, 'select jobid, jobname, schedule, command, username, active from cron.job order by jobid')
    }
    await waitForRun(sql, clock.now)
    await show(sql, 'select name, cron, scheduler, last_start, last_status, problem from steward.schedule_status order by name')
    await show(sql, `select r.id, r.started_at, r.status, r.critical_count as critical, r.warning_count as warning, r.info_count as info
from steward.health_runs as r order by r.id desc limit 1`)
    if (clock.scheduler === 'pg_cron') {
      await show(sql, `select d.runid, j.jobname, d.status, d.return_message, d.start_time
from cron.job_run_details as d join cron.job as j using (jobid) order by d.runid desc limit 1`)
    }
  } finally {
    await sql`select from steward.drop_schedule(${schedule})`
    stop.abort()
    await worker
  }
}

steward('install')
steward('migrate', 'up', '--dir', `${sample}/migrations`)
steward('migrate', 'seed', '--dir', `${sample}/migrations`, '--env', 'performance', '--scale', scale)
steward('health')
await withDatabase(url, async (sql) => {
  await showMaintenance(sql)
  await showAccess(sql)
  await showScheduledRun(sql, url)
})
steward('status')
console.log(`
Next: psql (or pgsteward dev psql), and: select * from database_health_check();`)
