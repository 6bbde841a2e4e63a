import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type postgres from 'postgres'
import { renderRows } from '../../src/cli/output.js'
import { stewardHome } from '../../src/config.js'
import { withDatabase } from '../../src/database.js'
import { clusterBases } from '../../src/dev/place.js'
import { startServer, stopServer } from '../../src/dev/server.js'
import { runWorker } from '../../src/worker.js'
import { startLoad, type Transaction } from '../pgbench.js'
import { quantile } from '../support.js'
import { prepare } from './prepare.js'
import { countJobs, type Jobs } from './queue.js'
import { Recorder } from './recorder.js'
import { complaints, pauseSchedules, resumeSchedules, scheduleHistory } from './schedules.js'
import { growth } from './sizes.js'

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    workers: { type: 'string', default: '8' },
    scale: { type: 'string', default: '1' },
  },
})
const bar = 0.95
const script = readFileSync(join(import.meta.dirname, 'worker.sql'), 'utf8')
// Schedules run on the full minute: what starts there has time to end.
const switchSecond = 50

type Server = Awaited<ReturnType<typeof startServer>>

const home = join(stewardHome(), 'soak')
try {
  const server = await startServer({ home, log: console.error })
  await prepare(server, options.scale)
  await withDatabase(server.url, (sql) => withScheduler(sql, () => soak(sql, server)))
} finally {
  await stopServer(home)
  for (const base of await clusterBases(home)) rmSync(base, { recursive: true })
}

/** Where there is no pg_cron the worker is the clock. */
async function withScheduler(sql: postgres.Sql, use: () => Promise<void>): Promise<void> {
  const [row] = await sql<{ scheduler: string }[]>`select steward_internal.scheduler() as scheduler`
  if (row?.scheduler === 'pg_cron') return use()
  const stop = new AbortController()
  const worker = runWorker(sql, { log: console.error, signal: stop.signal, pollSeconds: 1 })
  await use().finally(() => stop.abort())
  return worker
}

/** The load never stops. A quarter of it is without pgsteward, half with it, a quarter without: what changes evenly with time cancels out. */
async function soak(sql: postgres.Sql, server: Server): Promise<void> {
  await pauseSchedules(sql)
  const since = new Date()
  const before = await countJobs(sql)
  const record = new Recorder(sql)
  const quarter = Number(options.minutes) * 15_000
  const start = nextSecond(switchSecond - quarter / 1000)
  const resume = start + quarter
  const pause = start + 3 * quarter
  await record.now()
  await record.until(start)
  const load = startLoad(server.url, {
    script,
    clients: Number(options.workers),
    seconds: (4 * quarter) / 1000,
    settings: { role: 'steward_service' },
    binDirectory: server.binDirectory,
  })
  await record.until(resume)
  await resumeSchedules(sql)
  await record.until(pause)
  await pauseSchedules(sql)
  await record.until(start + 4 * quarter)
  reportThroughput(await load.transactions, [start, resume, pause])
  await record.now()
  console.log(`\n${renderRows([...(await scheduleHistory(sql, since))], 'md')}`)
  for (const { name, status, message } of await complaints(sql, since)) console.log(`${name} ${status}: ${message}`)
  console.log(`\n${renderRows(growth(record.sizes), 'md')}`)
  reportJobs(before, await countJobs(sql), record.removed)
}

/** The next time that the clock shows this second of a minute, in milliseconds since 1970. */
function nextSecond(second: number): number {
  const minute = 60_000
  const now = Date.now()
  return now + ((((second * 1000 - now) % minute) + minute) % minute)
}

function reportThroughput(turns: readonly Transaction[], [start, resume, pause]: [number, number, number]): void {
  const stretch = (from: number, to: number) => {
    const latencies = turns.filter(({ ended }) => ended >= from && ended < to).map(({ latency }) => latency)
    return { latencies, rate: (latencies.length * 1000) / (to - from) }
  }
  const before = stretch(start, resume)
  const during = stretch(resume, pause)
  const after = stretch(pause, pause + resume - start)
  const ratio = (2 * during.rate) / (before.rate + after.rate)
  const p99 = (latencies: readonly number[]) => quantile(latencies, 0.99).toFixed(1)
  console.log(
    `${options.workers} workers: ${before.rate.toFixed(0)} jobs/s without pgsteward, ${during.rate.toFixed(0)} with it, `
      + `${after.rate.toFixed(0)} without: ${ratio.toFixed(3)} (bar ${bar}${ratio < bar ? ', MISSED' : ''})`,
  )
  console.log(`p99 of a turn: ${p99([...before.latencies, ...after.latencies])} ms without, ${p99(during.latencies)} ms with`)
}

function reportJobs(before: Jobs, after: Jobs, removed: number): void {
  const enqueued = after.enqueued - before.enqueued
  const missing = before.rows + enqueued - removed - after.rows
  console.log(`\n${enqueued} jobs enqueued, ${removed} removed by retention, ${after.completed} completed, ${after.dead} dead and ${after.queued} queued are there`)
  if (missing !== 0 || after.running !== 0) throw new Error(`${missing} jobs are missing, ${after.running} were never ended`)
}
