import { basename } from 'node:path'
import type postgres from 'postgres'
import { isLostConnection, withSession } from '../database.js'
import { StewardError, UsageError } from '../errors.js'
import { type MigrationSet, withMigrationLock } from '../install/migrations.js'
import { stewardPackage } from '../package.js'
import type { MigrationFile } from './file.js'
import { readFolderFor } from './folder.js'
import { MigrationLog } from './log.js'
import { planUp, type Selection } from './plan.js'
import { type Performance, type Refusal, RehearsalEngine, type RehearsedLock } from './rehearsal-engine.js'
import { type RehearsalLimits, RehearsalWatch } from './rehearsal-watch.js'
import { ledgerOf, statusOf } from './status.js'

/** What is rehearsed, and what it may cost others. */
export interface RehearsalOptions extends Partial<RehearsalLimits>, Selection {
  /** The environment; files whose header names others are left out. */
  environment?: string | undefined
  /** How long a statement waits for a lock. */
  lockTimeoutMs?: number | undefined
  /** It and stronger locks are refused on relations that are larger than `largerThan`. */
  refusedMode?: string | undefined
  /** A size as PostgreSQL reads it; default: the setting migration.large_table. */
  largerThan?: string | undefined
}

/** What came of a migration. */
export interface RehearsedFile {
  name: string
  outcome: 'rehearsed' | 'failed' | 'skipped'
  seconds: number | null
  message: string | null
  locks: RehearsedLock[]
}

/** What came of a rehearsal; `failure` ended it. */
export interface Rehearsal {
  files: RehearsedFile[]
  failure: StewardError | undefined
}

/** Runs the pending migrations in one transaction, tells what each has locked and rewritten, and rolls it back. */
export async function rehearseProject(sql: postgres.Sql, set: MigrationSet, options: RehearsalOptions): Promise<Rehearsal> {
  const files = readFolderFor(set.dir, options.environment)
  return withSession(sql, (connection) =>
    withMigrationLock(connection, set.lockValue, async () => {
      const log = await MigrationLog.open(sql, connection, ledgerOf(set), `pgsteward ${stewardPackage.version}`)
      if (!log) throw new UsageError('pgsteward is not installed in this database', { hint: 'Run: pgsteward install' })
      const refusal = await readRefusal(sql, options)
      const plan = planUp(await statusOf(sql, set, files), options)
      const pending = files.filter(({ name }) => plan.includes(name))
      const obstacle = pending.findIndex(({ directives }) => directives.noTransaction)
      const possible = obstacle < 0 ? pending : pending.slice(0, obstacle)
      const watch = new RehearsalWatch(sql, Number(log.run['pid']), { maxMs: options.maxMs ?? 300_000, maxWaitMs: options.maxWaitMs ?? 1000 })
      const engine = new RehearsalEngine(connection, set, files, watch, refusal, options.lockTimeoutMs ?? 1000)
      const failure = possible.length === 0 ? undefined : await run(engine, possible.length).finally(() => watch.stop())
      await record(sql, log, engine.performances)
      return { files: describe(pending, engine.performances), failure: isNoTransaction(failure) ? undefined : failure }
    }),
  )
}

async function run(engine: RehearsalEngine, count: number): Promise<StewardError | undefined> {
  try {
    await engine.run(count)
    return undefined
  } catch (error) {
    // A session that is gone can neither be rolled back nor unlocked.
    if (error instanceof StewardError && !isLostConnection(error)) return error
    throw error
  }
}

async function readRefusal(sql: postgres.Sql, { refusedMode = null, largerThan = null }: { refusedMode?: string | null | undefined; largerThan?: string | null | undefined }): Promise<Refusal> {
  const [row] = await sql<{ bytes: string }[]>`
    select pg_size_bytes(coalesce(${largerThan}, steward.get_setting('migration.large_table')))::text as bytes,
      steward_internal.lock_strength(${refusedMode})`
  return { mode: refusedMode, largerThan: row?.bytes ?? '0' }
}

/** What PostgreSQL says of statements that cannot be in a transaction. */
const isNoTransaction = (failure: StewardError | undefined): boolean => failure?.code === '25001'

function describe(pending: readonly MigrationFile[], performances: readonly Performance[]): RehearsedFile[] {
  const obstacle = pending[performances.filter(({ failure }) => !failure).length]?.name
  return pending.map(({ name, directives }) => {
    const performance = performances.find(({ file }) => file.name === name)
    if (performance && !isNoTransaction(performance.failure)) {
      const { seconds, failure, locks } = performance
      return { name, outcome: failure ? 'failed' : 'rehearsed', seconds, message: failure?.message ?? null, locks }
    }
    const message = performance || directives.noTransaction ? 'It cannot be run in a transaction.' : `It comes after ${obstacle ?? ''}, which was not rehearsed to its end.`
    return { name, outcome: 'skipped', seconds: null, message, locks: [] }
  })
}

async function record(sql: postgres.Sql, log: MigrationLog, performances: readonly Performance[]): Promise<void> {
  const files = performances.map(({ file, startedAt, seconds, failure }) => ({
    name: file.name, file: basename(file.path), checksum: file.checksum, started_at: startedAt, duration: `${seconds} seconds`,
    ...(failure && { sqlstate: failure.code, message: failure.message, detail: failure.detail, hint: failure.hint }),
  }))
  await sql`select steward_internal.record_rehearsal(${sql.json({ ...log.run, lock_wait: '0' })}, ${sql.json(files)})`
}
