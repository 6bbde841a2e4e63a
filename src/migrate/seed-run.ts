import type postgres from 'postgres'
import { isLostConnection } from '../database.js'
import { StewardError } from '../errors.js'
import type { SqlContent } from './content.js'
import { describeFailure, placed } from './failure.js'
import type { Failure } from './log.js'
import { loadData } from './seed-data.js'
import type { ConflictPolicy, SeedFile } from './seed-files.js'
import type { SeedLog } from './seed-log.js'
import { runStatements } from './seed-statements.js'
import { newWork, SeedDataError, type SeedWork } from './seed-work.js'

/** How one seed is run. */
export interface SeedSettings {
  environment: string
  scale: number
  policy: ConflictPolicy
  /** Told on the way how far the file is. */
  show: (seed: SeedFile, work: SeedWork) => void
}

/** Runs one seed in one transaction, unless it wants none, and tells the log how it ended. */
export async function runSeed(
  connection: postgres.ReservedSql, log: SeedLog | undefined, seed: SeedFile, content: SqlContent | undefined, settings: SeedSettings,
): Promise<SeedWork> {
  const work = newWork(content)
  const id = await log?.begin(seed, settings.policy, work.statements)
  const timer = setInterval(() => settings.show(seed, work), 1000)
  try {
    await prepare(connection, seed, settings)
    if (!seed.directives.noTransaction) await connection`begin`
    if (content) {
      await runStatements(connection, content.statements, work, async () => {
        settings.show(seed, work)
        if (log && id && seed.directives.noTransaction) await log.noteProgress(id, work)
      })
    } else {
      await loadData(connection, seed, settings.policy, work)
    }
    await finish(connection, log, id, seed, work)
    return work
  } catch (error) {
    throw await failed(connection, log, id, seed, work, error)
  } finally {
    clearInterval(timer)
  }
}

async function prepare(connection: postgres.ReservedSql, { directives }: SeedFile, { environment, scale, policy }: SeedSettings): Promise<void> {
  await connection.unsafe(resetSession).simple()
  await connection`
    select
      set_config('seed.scale', ${String(scale)}, false),
      set_config('seed.environment', ${environment}, false),
      set_config('seed.on_conflict', ${policy}, false),
      set_config('lock_timeout', ${directives.lockTimeout ?? '30s'}, false)`
  if (directives.statementTimeout) await connection`select set_config('statement_timeout', ${directives.statementTimeout}, false)`
}

/** What a file set must reach neither the next one nor the log. */
const resetSession = 'reset session authorization; reset role; reset all'

async function finish(
  connection: postgres.ReservedSql, log: SeedLog | undefined, id: string | undefined, seed: SeedFile, work: SeedWork,
): Promise<void> {
  // What is deferred fails here, where the log can still say so, and not with COMMIT.
  if (!seed.directives.noTransaction) await connection`set constraints all immediate`
  await connection.unsafe(resetSession).simple()
  if (log && id) await log.ok(connection, id, work)
  if (!seed.directives.noTransaction) await connection`commit`
}

/** Undoes what is not committed, records why, and returns the error to throw. */
async function failed(
  connection: postgres.ReservedSql, log: SeedLog | undefined, id: string | undefined, seed: SeedFile, work: SeedWork, error: unknown,
): Promise<unknown> {
  if (isLostConnection(error)) {
    await log?.interruptAbandoned()
    return new StewardError('08006', `${seed.file}: the connection was lost`, {
      detail: (error as Error).message,
      hint: seed.directives.noTransaction ? 'What it had done by then is done.' : 'Nothing of the file is done.',
      cause: error,
    })
  }
  await connection`rollback`
  await connection.unsafe(resetSession).simple()
  const failure = describe(seed, work, error)
  if (id) await log?.fail(id, { ...work, ...(seed.directives.noTransaction ? {} : { rows: 0, counts: undefined }) }, failure)
  const { sqlstate, detail, hint } = failure
  return new StewardError(sqlstate, placed({ file: seed }, failure), { detail, hint, cause: error })
}

function describe(seed: SeedFile, work: SeedWork, error: unknown): Failure {
  const failure = describeFailure(work, error)
  const { running, statementsDone, statements, badLine, badColumn, unsplit } = work
  if (unsplit) {
    failure.hint ??= `The file has ${unsplit} and is sent as a whole; lines -- statement-breakpoint between its statements would tell which one failed.`
    if (!(error as { position?: string }).position) failure.line = undefined
  } else if (running) {
    failure.message += ` (statement ${statementsDone + 1} of ${statements})`
    failure.detail ??= `The statement begins: ${running.text.split('\n', 1)[0]}`
  }
  if (badColumn) failure.message = `column ${badColumn}: ${failure.message}`
  failure.line ??= badLine ?? (error instanceof SeedDataError ? error.line : undefined)
  return failure
}
