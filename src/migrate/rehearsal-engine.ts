import type postgres from 'postgres'
import { isLostConnection } from '../database.js'
import { StewardError } from '../errors.js'
import { endsTransaction } from './content.js'
import { type Answer, type Current, MigrationEngine } from './engine.js'
import type { MigrationFile } from './file.js'
import type { RehearsalWatch } from './rehearsal-watch.js'

/** A lock that a migration takes: a row of `rehearsal_locks()`. */
export interface RehearsedLock {
  relation: string
  kind: string
  lock_mode: string
  blocks: string | null
  size_bytes: number | null
  row_estimate: number | null
  is_new: boolean
  is_rewritten: boolean
  is_dropped: boolean
  is_refused: boolean
}

/** How a migration did that was run, and rolled back. */
export interface Performance {
  file: MigrationFile
  startedAt: string
  seconds: number
  locks: RehearsedLock[]
  failure?: StewardError
}

/** Which locks are too much: this mode and stronger ones, on relations of more bytes. */
export interface Refusal {
  mode: string | null
  largerThan: string
}

interface State {
  at: string
  state: string
}

const guard = 'steward_rehearsal_is_rolled_back'

/** Runs migrations as the engine does, but in one transaction that is rolled back, and measures each. */
export class RehearsalEngine extends MigrationEngine {
  readonly performances: Performance[] = []
  /** A temporary table is its guard. */
  protected override readonly discards = []
  private readonly watch: RehearsalWatch
  private readonly refusal: Refusal
  private readonly lockTimeoutMs: number
  private atStart: State | undefined
  private before: State | undefined
  private file: MigrationFile | undefined
  private started = performance.now()
  private canNoticeLostClient = false

  constructor(
    connection: postgres.ReservedSql,
    set: ConstructorParameters<typeof MigrationEngine>[1],
    files: readonly MigrationFile[],
    watch: RehearsalWatch,
    refusal: Refusal,
    lockTimeoutMs: number,
  ) {
    const silent = () => undefined
    super(connection, set, files, undefined, { direction: 'up', attempts: 1, say: silent, done: silent })
    this.watch = watch
    this.refusal = refusal
    this.lockTimeoutMs = lockTimeoutMs
  }

  override async run(count: number): Promise<string[]> {
    // Where a file sends ROLLBACK, what follows cannot write; what COMMIT does, see raiseGuard().
    await this.connection`set default_transaction_read_only = on`
    this.canNoticeLostClient = await this.noticeLostClient().then(() => true, () => false)
    try {
      await this.connection`begin read write`
      const names = await super.run(count, 0)
      await this.connection`rollback`
      await this.connection`reset all`
      return names
    } catch (error) {
      if (!isLostConnection(error)) await this.connection`reset all`
      if (this.file && error instanceof StewardError) this.failed(this.file, error)
      throw error
    }
  }

  protected override async begin(file: MigrationFile): Promise<Current> {
    this.file = file
    const current = await super.begin(file, 0)
    this.watch.start()
    await this.limit(file)
    if (!this.atStart) await this.raiseGuard()
    this.before = await this.readState()
    this.atStart ??= this.before
    this.started = performance.now()
    return current
  }

  /** The transaction of the rehearsal has begun before. */
  protected override beginTransaction(current: Current): Promise<Answer> {
    current.phase = 'inside'
    return Promise.resolve({ rows: [], rowCount: 0 })
  }

  /** Nothing is. */
  protected override commit(current: Current): Promise<Answer> {
    this.completed(current)
    return Promise.resolve({ rows: [], rowCount: 0 })
  }

  protected override async record(current: Current, text: string): Promise<Answer> {
    const seconds = this.secondsSince()
    const [held] = await this.connection`select from pg_catalog.pg_class where oid = to_regclass('pg_temp.steward_rehearsal')`
    if (!held) throw endedTransaction()
    const locks = await this.readLocks()
    const result = await super.record(current, text)
    this.performances.push({ file: current.file, startedAt: this.before?.at ?? '', seconds, locks })
    this.file = undefined
    return result
  }

  protected override async send(text: string, values?: unknown[]): Promise<Answer> {
    if (this.watch.ended) throw this.watch.ended
    this.watch.isBusy = true
    try {
      return await super.send(text, values)
    } catch (error) {
      throw isLostConnection(error) ? error : (this.watch.ended ?? explained(error))
    } finally {
      this.watch.isBusy = false
    }
  }

  private secondsSince(): number {
    return (performance.now() - this.started) / 1000
  }

  private failed(file: MigrationFile, failure: StewardError): void {
    this.performances.push({ file, startedAt: this.before?.at ?? new Date().toISOString(), seconds: this.secondsSince(), locks: [], failure })
  }

  private noticeLostClient() {
    return this.connection`select set_config('client_connection_check_interval', '1s', false)`
  }

  /** A rehearsal waits for nobody, and no statement of it is left behind by a client that is gone. */
  private async limit({ directives }: MigrationFile): Promise<void> {
    const remaining = `${this.watch.remainingMs}ms`
    await this.connection`
      select set_config('lock_timeout', ${`${this.lockTimeoutMs}ms`}, false),
        set_config('idle_in_transaction_session_timeout', ${remaining}, false)`
    if (!directives.statementTimeout) await this.connection`select set_config('statement_timeout', ${remaining}, false)`
    if (this.canNoticeLostClient) await this.noticeLostClient()
  }

  /** Makes COMMIT fail: two rows that must not be the same, which is not looked at before. */
  private async raiseGuard(): Promise<void> {
    await this.connection`
      create temporary table steward_rehearsal (
        is_committed boolean constraint ${this.connection(guard)} unique deferrable initially deferred
      )`
    await this.connection`insert into pg_temp.steward_rehearsal values (true), (true)`
  }

  private async readState(): Promise<State | undefined> {
    const [row] = await this.connection<State[]>`
      select clock_timestamp()::text as at, steward_internal.rehearsal_state()::text as state`
    return row
  }

  private async readLocks(): Promise<RehearsedLock[]> {
    const rows = await this.connection<RehearsedLock[]>`
      select relation, kind, lock_mode, blocks, size_bytes::float8, row_estimate::float8, is_new, is_rewritten, is_dropped, is_refused
      from steward_internal.rehearsal_locks(
        ${this.atStart?.state ?? ''}::text::jsonb, ${this.before?.state ?? ''}::text::jsonb,
        ${this.refusal.mode}, ${this.refusal.largerThan}::bigint)`
    return [...rows]
  }
}

/** Says what an error means that only a rehearsal can have. */
function explained(error: unknown): unknown {
  const { code, constraint_name: constraint } = error as { code?: string; constraint_name?: string }
  if (constraint === guard || code === '25006') return endedTransaction(error as Error)
  if (code === '55P03') (error as { hint?: string }).hint ??= 'Somebody holds the lock. Nothing was changed: rehearse it again, or wait longer with --lock-timeout.'
  return error
}

const endedTransaction = (cause?: Error): StewardError => endsTransaction('the file ends the transaction, which was to be rolled back', cause)
