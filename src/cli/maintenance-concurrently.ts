import postgres from 'postgres'
import { createSteward } from '../client.js'
import { progress } from './common.js'
import { inSession, isCanceled, type Step } from './maintenance-run.js'

type Outcome = Pick<Step, 'outcome' | 'sqlstate' | 'message'>

/**
 * Runs the statements of plan_table_maintenance(), each on its own. One that fails keeps only those from being run that
 * go on from it, and the index that a failed rebuild leaves is dropped at once.
 */
export async function runConcurrently(sql: postgres.Sql, lockTimeout: string): Promise<Step[]> {
  return inSession(sql, async (session) => {
    await session`select set_config('client_min_messages', 'warning', false), set_config('lock_timeout', ${lockTimeout}, false)`
    const [begun] = await session<{ run: string | null }[]>`
      select steward_internal.begin_database_maintenance('concurrently') as run`
    const run = begun?.run ?? null
    if (run === null) return [step('', { outcome: 'skipped_overlap', sqlstate: null, message: 'Another run is going on.' })]
    try {
      return await runPlan(session, run, await createSteward({ sql }).maintenance.planTableMaintenance())
    } finally {
      await session`select steward_internal.finish_database_maintenance(${run}, 'concurrently')`
    }
  })
}

interface Planned {
  statement: string | null
  target: string | null
  reason: string | null
}

async function runPlan(session: postgres.ReservedSql, run: string, plan: readonly Planned[]): Promise<Step[]> {
  const steps: Step[] = []
  const failed = new Set<string>()
  for (const { statement, target, reason } of plan) {
    if (statement === null || isCanceled(steps)) continue
    const purpose = `${target}: ${reason}`
    const obstacle = failed.has(purpose) ? 'The statement before it failed.' : await leftoverInTheWay(session, statement)
    if (obstacle) {
      steps.push(step(target, { outcome: 'refused_guard', sqlstate: null, message: `${statement} was not tried: ${obstacle}` }))
      continue
    }
    const done = await runAlone(session, run, statement, target)
    steps.push(done)
    if (done.outcome !== 'error') continue
    failed.add(purpose)
    for (const drop of await leftovers(session, statement)) steps.push(await runAlone(session, run, drop, target))
  }
  return steps
}

const leftoverInTheWay = async (session: postgres.ReservedSql, statement: string): Promise<string | undefined> => {
  const [first] = await leftovers(session, statement)
  return first && `What an earlier try has left must go first: ${first}`
}

const isRebuild = (statement: string) => statement.startsWith('reindex ')

const leftovers = async (session: postgres.ReservedSql, statement: string): Promise<string[]> =>
  isRebuild(statement)
    ? (await session<{ statement: string }[]>`select statement from steward_internal.rebuild_leftovers(${statement})`).map((row) => row.statement)
    : []

async function runAlone(session: postgres.ReservedSql, run: string, statement: string, target: string | null): Promise<Step> {
  progress(statement)
  const started = performance.now()
  const [row] = await session<{ id: string }[]>`select steward_internal.begin_maintenance_step(${run}, 'concurrently', ${statement}) as id`
  const error = await attempt(session, statement)
  const message = error && [error.message, error.detail].filter(Boolean).join(': ')
  await session`select steward_internal.finish_maintenance_step(${row?.id ?? null}, ${error?.code ?? null}, ${message})`
  return {
    ...step(target, { outcome: error ? 'error' : 'done', sqlstate: error?.code ?? null, message: message ?? statement }),
    seconds: Math.round(performance.now() - started) / 1000,
  }
}

async function attempt(session: postgres.ReservedSql, statement: string): Promise<postgres.PostgresError | null> {
  try {
    await session.unsafe(statement).simple()
    return null
  } catch (error) {
    if (error instanceof postgres.PostgresError) return error
    throw error
  }
}

const step = (target: string | null, outcome: Outcome): Step => ({ step: 'concurrently', target, rows: null, seconds: null, ...outcome })
