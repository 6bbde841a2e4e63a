import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type postgres from 'postgres'
import { renderRows } from '../../src/cli/output.js'
import { stewardHome } from '../../src/config.js'
import { withDatabase } from '../../src/database.js'
import { clusterBases } from '../../src/dev/place.js'
import { startServer, stopServer } from '../../src/dev/server.js'
import { runWorker } from '../../src/worker.js'
import { startLoad } from '../pgbench.js'
import { median, quantile } from '../support.js'
import { prepare } from './prepare.js'
import { countJobs, removedJobs, type Jobs } from './queue.js'
import { complaints, pauseSchedules, resumeSchedules, scheduleHistory } from './schedules.js'
import { growth, measureSizes, type Sizes } from './sizes.js'

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    workers: { type: 'string', default: '8' },
    scale: { type: 'string', default: '1' },
  },
})
const bar = 0.95
const script = readFileSync(join(import.meta.dirname, 'worker.sql'), 'utf8')
// From this second of a minute on: schedules run on the full minute, and have time to end.
const windowBegins = 50
const windowSeconds = 50

interface Window {
  toolkit: 'with' | 'without'
  turns: number
  p99: number
}

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

async function soak(sql: postgres.Sql, server: Server): Promise<void> {
  await pauseSchedules(sql)
  const since = new Date()
  const before = await countJobs(sql)
  let { lastStep } = await removedJobs(sql, '0')
  let removed = 0
  const windows: Window[] = []
  const sizes: Sizes[] = [await measureSizes(sql)]
  for (let minute = 0; minute < Number(options.minutes); minute++) {
    await wait(((60 + windowBegins - ((Date.now() / 1000) % 60)) % 60) * 1000)
    // Without, with, with, without: what changes with time is shared out.
    const toolkit = [1, 2].includes(minute % 4) ? 'with' : 'without'
    if (toolkit === 'with') await resumeSchedules(sql)
    windows.push({ toolkit, ...(await work(server)) })
    await pauseSchedules(sql)
    const steps = await removedJobs(sql, lastStep)
    removed += steps.removed
    lastStep = steps.lastStep
    sizes.push(await measureSizes(sql))
    console.error(`minute ${minute + 1}: ${windows.at(-1)?.turns} turns ${toolkit} pgsteward`)
  }
  reportThroughput(windows)
  console.log(`\n${renderRows([...(await scheduleHistory(sql, since))], 'md')}`)
  for (const { name, status, message } of await complaints(sql, since)) console.log(`${name} ${status}: ${message}`)
  console.log(`\n${renderRows(growth(sizes), 'md')}`)
  reportJobs(before, await countJobs(sql), removed)
}

async function work({ url, binDirectory }: Server): Promise<Omit<Window, 'toolkit'>> {
  const { transactions } = startLoad(url, {
    script,
    clients: Number(options.workers),
    seconds: windowSeconds,
    settings: { role: 'steward_service' },
    binDirectory,
  })
  const latencies = (await transactions).map(({ latency }) => latency)
  return { turns: latencies.length, p99: quantile(latencies, 0.99) }
}

function reportThroughput(windows: readonly Window[]): void {
  const [without, with_] = (['without', 'with'] as const).map((toolkit) => {
    const own = windows.filter((window) => window.toolkit === toolkit)
    return { rate: own.reduce((sum, { turns }) => sum + turns, 0) / own.length / windowSeconds, p99: median(own.map(({ p99 }) => p99)) }
  })
  if (!without || !with_) return
  const ratio = with_.rate / without.rate
  console.log(`${options.workers} workers: ${without.rate.toFixed(0)} jobs/s without pgsteward, ${with_.rate.toFixed(0)} with it: ${ratio.toFixed(3)} (bar ${bar}${ratio < bar ? ', MISSED' : ''})`)
  console.log(`p99 of a turn: ${without.p99.toFixed(1)} ms without, ${with_.p99.toFixed(1)} ms with`)
}

function reportJobs(before: Jobs, after: Jobs, removed: number): void {
  const enqueued = after.enqueued - before.enqueued
  const missing = before.rows + enqueued - removed - after.rows
  console.log(`\n${enqueued} jobs enqueued, ${removed} removed by retention, ${after.completed} completed, ${after.dead} dead and ${after.queued} queued are there`)
  if (missing !== 0 || after.running !== 0) throw new Error(`${missing} jobs are missing, ${after.running} were never ended`)
}
