import { hostname, userInfo } from 'node:os'
import type postgres from 'postgres'
import { claimedActor } from '../config.js'
import { connectLike } from './connection.js'
import { Interrupted } from './interrupt.js'

/** What is said of a run in `steward.backup_runs`. */
export interface Run {
  kind: 'backup' | 'restore' | 'verify'
  file: string
}

interface Outcome {
  size_bytes: number
  sha256: string
}

/** Does `use` and records that, on a connection of its own, by which the next run knows whether this one lives. */
export async function recorded<T>(
  sql: postgres.Sql, run: Run, say: (line: string) => void, use: () => Promise<T>, outcomeOf: (result: T) => Outcome,
): Promise<T> {
  const session = connectLike(sql)
  try {
    const id = await begin(session, run, say)
    try {
      const result = await use()
      await finish(session, id, { status: 'ok', ...outcomeOf(result) }, say)
      return result
    } catch (error) {
      await finish(session, id, failure(error), say)
      throw error
    }
  } finally {
    await session.end({ timeout: 5 })
  }
}

/** Like {@link recorded} for what replaces the record itself: afterwards, where it is then. */
export async function recordedAfterwards<T>(
  sql: postgres.Sql, run: Run, say: (line: string) => void, use: () => Promise<T>, outcomeOf: (result: T) => Outcome,
): Promise<T> {
  const startedAt = new Date().toISOString()
  const record = async (outcome: object) => finish(sql, await begin(sql, { ...run, started_at: startedAt }, say), outcome, say)
  try {
    const result = await use()
    await record({ status: 'ok', ...outcomeOf(result) })
    return result
  } catch (error) {
    await record(failure(error))
    throw error
  }
}

/** What a record keeps of the file. */
export const fileOf = ({ size_bytes, sha256 }: Outcome): Outcome => ({ size_bytes, sha256 })

const failure = (error: unknown) => ({
  status: error instanceof Interrupted ? 'interrupted' : 'failed',
  message: error instanceof Error ? error.message : String(error),
})

/** Undefined if it cannot be recorded: that keeps nobody from a backup. */
async function begin(sql: postgres.Sql, run: Run & { started_at?: string }, say: (line: string) => void): Promise<string | undefined> {
  try {
    const [installed] = await sql`select from pg_catalog.pg_class where oid = to_regclass('steward.backup_runs')`
    if (!installed) return void say('pgsteward is not installed in this database: no record is kept')
    const described = { ...run, actor: claimedActor() ?? userInfo().username, host: hostname() }
    const [row] = await sql<{ id: string }[]>`select steward_internal.begin_backup_run(${sql.json(described)}) as id`
    return row?.id
  } catch (error) {
    return void say(`no record is kept: ${(error as Error).message}`)
  }
}

async function finish(sql: postgres.Sql, id: string | undefined, outcome: object, say: (line: string) => void): Promise<void> {
  if (id === undefined) return
  await sql`select steward_internal.finish_backup_run(${id}, ${sql.json(outcome as never)})`.catch((error: unknown) => {
    say(`how it ended is not recorded: ${(error as Error).message}`)
  })
}
