import { hostname, userInfo } from 'node:os'
import { basename } from 'node:path'
import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { claimedActor } from '../config.js'
import { isUnreachable } from '../database.js'
import { toStewardError } from '../errors.js'
import { throwIfInterrupted } from '../interrupt.js'
import type { MigrationFile } from './file.js'

/** What went wrong in a migration, and where. */
export interface Failure {
  sqlstate: string
  message: string
  detail?: string | undefined
  hint?: string | undefined
  statement?: string | undefined
  line?: number | undefined
}

/** Where a try of a file was left that did not end. */
export interface Progress {
  statements_done: number
  done_checksum: string | null
  /** What the session of a file without a transaction had, as `session_state()` tells it. */
  session_state: SessionState | null
  /** The indexes that were there before the next statement began; null if it has not, or builds none. */
  indexes_before: string[] | null
}

export type SessionState = Record<string, unknown>

/** An index on a table that a statement builds indexes of: a row of `index_builds()`. */
export interface IndexBuild {
  index_id: string
  index_name: string
  bare_name: string
  is_valid: boolean
  is_being_built: boolean
  is_leftover: boolean
}

/** Writes steward.migration_log on a connection of its own, which commits what the migration's may roll back. */
export class MigrationLog {
  private readonly sql: postgres.Sql
  private readonly ledger: string
  /** Who runs what from where, as `begin_migration()` takes it. */
  readonly run: Record<string, string | number>

  private constructor(
    sql: postgres.Sql,
    ledger: string,
    run: Record<string, string | number>,
  ) {
    this.sql = sql
    this.ledger = ledger
    this.run = { ...run, ledger }
  }

  /** Opens the log for the session that will run the migrations; undefined where pgsteward is not installed. */
  static async open(sql: postgres.Sql, connection: postgres.ReservedSql, ledger: string, tool: string): Promise<MigrationLog | undefined> {
    const [installed] = await sql`select from pg_catalog.pg_class where oid = to_regclass('steward.migration_log')`
    if (!installed) return undefined
    return new MigrationLog(sql, ledger, await describeRun(connection, tool))
  }

  /** Marks a file as applied or reverted without running it. */
  async fake(file: Described, direction: 'up' | 'down'): Promise<void> {
    await this.sql`
      select steward_internal.fake_migration(${this.sql.json(this.described(0))}, ${this.sql.json(describe(file))}, ${direction})`
  }

  async begin(file: MigrationFile, direction: 'up' | 'down', lockWaitMs: number): Promise<string> {
    throwIfInterrupted()
    const [row] = await this.sql<{ id: string }[]>`
      select steward_internal.begin_migration(${this.sql.json(this.described(lockWaitMs))}, ${this.sql.json(describe(file))}, ${direction}) as id`
    return row?.id ?? ''
  }

  private described(lockWaitMs: number) {
    return { ...this.run, lock_wait: interval(lockWaitMs) }
  }

  /** The statement that records success, for the transaction of the migration itself. */
  okStatement(id: string, attempts: number, lockWaitMs: number): string {
    return `select steward_internal.finish_migration(${id}, 'ok', ${attempts}, '${interval(lockWaitMs)}');`
  }

  /** Records a failure, and tells what the log says; nothing if it cannot be reached, or there is no row. */
  async fail(id: string | undefined, attempts: number, lockWaitMs: number, failure: Failure): Promise<string | undefined> {
    if (id === undefined) return undefined
    try {
      await this.sql`
        select steward_internal.finish_migration(${id}, 'failed', ${attempts}, ${interval(lockWaitMs)}, ${this.sql.json(failure as never)})`
      return 'failed'
    } catch (problem) {
      // Without a server the next run finds that this one was interrupted.
      if (isUnreachable(problem)) return undefined
      const [row] = await this.sql<{ status: string }[]>`select status from steward.migration_log where id = ${id}`
      if (row?.status !== 'ok') throw problem
      return row.status
    }
  }

  /** The files whose last try did not end, by name. */
  async unfinished(direction: 'up' | 'down'): Promise<Map<string, Progress>> {
    const rows = await this.sql<(Progress & { name: string })[]>`
      select name, statements_done, done_checksum, session_state, indexes_before::text[]
      from steward_internal.migration_progress(${this.ledger}, ${direction})`
    return new Map(rows.map(({ name, ...progress }) => [name, progress]))
  }

  /** Notes which indexes are there before a statement builds or drops some. */
  async noteIndexes(id: string, indexes: readonly IndexBuild[]): Promise<void> {
    await this.sql`select steward_internal.note_migration_indexes(${id}, ${indexes.map((index) => index.index_id)}::text[]::oid[])`
  }

  /** The indexes of what a statement with CONCURRENTLY names: a relation, a schema, or all there are. */
  async indexBuilds(relation: string | null, schema: string | null): Promise<IndexBuild[]> {
    return this.sql<IndexBuild[]>`
      select index_id::text, index_name, bare_name, is_valid, is_being_built, is_leftover
      from steward_internal.index_builds(${relation}::text::oid, ${schema}::text::oid)`
  }

  /** Records that runs were interrupted whose session is gone; returns the names of their migrations. */
  async interruptAbandoned(): Promise<string[]> {
    const rows = await this.sql<{ name: string }[]>`select name from steward_internal.interrupt_abandoned_migrations() as name`
    return rows.map((row) => row.name)
  }

  /** Keeps what the folder holds, for `migration_status()` and the health check, and watches who else writes the ledger. */
  async recordFiles(files: readonly MigrationFile[]): Promise<void> {
    await this.sql.begin(async (tx) => {
      await tx`select steward_internal.record_migration_files(${this.ledger}, ${tx.json(describeFiles(files))})`
      await tx`select steward_internal.watch_ledger(${this.ledger})`
    }).catch((error: unknown) => {
      throw toStewardError(error)
    })
  }
}

/** Who runs files, with what, and in which session. */
export async function describeRun(connection: postgres.ReservedSql, tool: string): Promise<Record<string, string | number>> {
  const [session] = await connection<{ pid: number; backend_start: string; application_name: string }[]>`
    select pid, backend_start::text, application_name from pg_catalog.pg_stat_activity where pid = pg_backend_pid()`
  if (!session) throw new Error('this session is not in pg_stat_activity')
  return { run_id: randomUUID(), actor: claimedActor() ?? userInfo().username, host: hostname(), tool, ...session }
}

const interval = (milliseconds: number): string => `${Math.round(milliseconds)} milliseconds`

/** A migration, or what is left of one whose file is gone. */
type Described = Pick<MigrationFile, 'name'> & Partial<Pick<MigrationFile, 'path' | 'checksum'>>

const describe = ({ name, path, checksum }: Described) => ({ name, file: path === undefined ? null : basename(path), checksum: checksum ?? null })

/** The files as `migration_status()` takes them. */
export const describeFiles = (files: readonly MigrationFile[]) =>
  files.map((file) => ({
    name: file.name,
    position: file.position,
    file: basename(file.path),
    checksum: file.checksum,
    has_down: file.hasDown,
    is_repeatable: file.directives.repeatable,
  }))
