import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { Outage } from './outage.js'

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
  /** The statement_timeout of its connection; null for none. */
  timeout_ms: number | null
}

/**
 * Runs what is due until the signal comes. Which tick is due and who runs it is decided in SQL, so
 * any number of workers may run. Each command has a connection of its own, sent as it is: it may COMMIT.
 */
export async function runWorker(sql: postgres.Sql, options: WorkerOptions): Promise<void> {
  const { log, signal, pollSeconds = 5 } = options
  let session = separateConnection(sql)
  const running = new Set<Promise<void>>()
  const outage = new Outage(log, pollSeconds)
  let worker: string | undefined
  const claim = async () => {
    worker = await holdName(session, worker, log)
    const due = await session<Run[]>`
      select run_id, name, command, least(ceil(extract(epoch from time_limit) * 1000), 2147483647)::integer as timeout_ms
      from steward_internal.claim_due_schedules(${worker})`
    outage.end()
    return due
  }
  const replaceSession = () => {
    void session.end({ timeout: 0 }).catch(() => undefined)
    session = separateConnection(sql)
  }
  try {
    while (!signal.aborted) {
      const due = await claim().catch((error: unknown) => {
        if (!outage.explains(error)) throw error
        replaceSession()
        return []
      })
      for (const run of due) {
        const done = execute(sql, run, log)
          .then((outcome) => record(session, run, outcome))
          .catch((error: unknown) => log(`${run.name}: its end could not be recorded: ${describe(error)}`))
          .finally(() => running.delete(done))
        running.add(done)
      }
      await wait(outage.pauseSeconds * 1000, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    await Promise.allSettled(running)
    await session.end(deadline)
  }
}

/**
 * Makes sure that the session holds the lock that says this worker lives. Whoever lost its session has
 * lost its runs with it, since they count as interrupted from then on, and goes on under a new name.
 */
async function holdName(session: postgres.Sql, worker: string | undefined, log: WorkerOptions['log']): Promise<string> {
  const [held] = await session`
    select from pg_locks
    where pid = pg_backend_pid() and locktype = 'advisory' and classid = 20985 and objid = hashtext(${worker ?? null})::oid`
  if (worker && held) return worker
  const name = `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`
  await session`select pg_advisory_lock(20985, hashtext(${name}))`
  log(`worker ${name} is waiting for what is due`)
  return name
}

interface Outcome {
  status: 'succeeded' | 'failed'
  message: string | null
}

async function execute(sql: postgres.Sql, run: Run, log: (line: string) => void): Promise<Outcome> {
  const started = performance.now()
  const connection = separateConnection(sql, run.timeout_ms)
  const outcome = await connection
    .unsafe(run.command)
    .simple()
    .then(
      (): Outcome => ({ status: 'succeeded', message: null }),
      (error: unknown): Outcome => ({ status: 'failed', message: describe(error) }),
    )
    .finally(() => connection.end(deadline))
  log(`${run.name}: ${outcome.status} in ${Math.round(performance.now() - started)} ms ${outcome.message ?? ''}`.trimEnd())
  return outcome
}

/** By the session that every look for due schedules makes sure of, since a pool may not get over a connection that was lost. */
async function record(session: postgres.Sql, run: Run, { status, message }: Outcome): Promise<void> {
  await session`select steward_internal.finish_schedule_run(${run.run_id}, ${status}, ${message})`
}

// Without one, the driver waits for ever for a connection that the server has closed.
const deadline = { timeout: 1 }

/** A connection that nobody has used before, to the same database: the options of a pool make another. */
function separateConnection({ options }: postgres.Sql, timeoutMs: number | null = null): postgres.Sql {
  const connection = { ...options.connection, ...(timeoutMs === null ? {} : { statement_timeout: timeoutMs }) }
  // Nobody catches it if a time limit ends the query with which the driver asks for types, so it does not ask.
  return postgres({ ...options, connection, max: 1, fetch_types: false } as never)
}

const describe = (error: unknown): string =>
  error instanceof postgres.PostgresError ? `${error.code}: ${error.message}` : String(error)
