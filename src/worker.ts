import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'

/** A worker that runs the schedules of a database where pg_cron does not. */
export interface WorkerOptions {
  log: (line: string) => void
  /** Ends the worker after the runs that are going on. */
  signal: AbortSignal
  pollSeconds?: number
}

interface Run {
  run_id: string
  name: string
  command: string
}

/**
 * Runs what is due until the signal comes. Which tick is due and who runs it is decided in SQL, so
 * any number of workers may run. Each command has a connection of its own, sent as it is: it may COMMIT.
 */
export async function runWorker(sql: postgres.Sql, options: WorkerOptions): Promise<void> {
  const { log, signal, pollSeconds = 5 } = options
  const worker = `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`
  const session = await sql.reserve()
  const running = new Set<Promise<void>>()
  try {
    await session`select pg_advisory_lock(20985, hashtext(${worker}))`
    log(`worker ${worker} is waiting for what is due`)
    while (!signal.aborted) {
      const due = await session<Run[]>`select * from steward_internal.claim_due_schedules(${worker})`
      for (const run of due) {
        const done = execute(sql, run, log).finally(() => running.delete(done))
        running.add(done)
      }
      await wait(pollSeconds * 1000, undefined, { signal }).catch(() => undefined)
    }
    await Promise.allSettled(running)
  } finally {
    session.release()
  }
}

async function execute(sql: postgres.Sql, run: Run, log: (line: string) => void): Promise<void> {
  const started = performance.now()
  const outcome = await sql
    .unsafe(run.command)
    .simple()
    .then(
      () => ({ status: 'succeeded', message: null as string | null }),
      (error: unknown) => ({ status: 'failed', message: describe(error) }),
    )
  log(`${run.name}: ${outcome.status} in ${Math.round(performance.now() - started)} ms ${outcome.message ?? ''}`.trimEnd())
  await sql`select steward_internal.finish_schedule_run(${run.run_id}, ${outcome.status}, ${outcome.message})`
}

const describe = (error: unknown): string =>
  error instanceof postgres.PostgresError ? `${error.code}: ${error.message}` : String(error)
