import { setTimeout as wait } from 'node:timers/promises'
import { runner, type MigrationBuilder, type RunnerOption } from 'node-pg-migrate'
import type postgres from 'postgres'
import { isLostConnection } from '../database.js'
import { StewardError, UsageError } from '../errors.js'
import type { MigrationSet } from '../install/migrations.js'
import { type MigrationFile, type Section, sha256 } from './file.js'
import type { Failure, MigrationLog } from './log.js'
import { splitProblem, splitStatements, type Statement } from './statements.js'

export type Direction = 'up' | 'down'

/** How files are run. */
export interface RunSettings {
  direction: Direction
  /** How often a file is tried whose locks could not be had. */
  attempts: number
  /** What is said on the way. */
  say: (line: string) => void
  /** Told of each file as soon as it is done. */
  done: (name: string, seconds: number) => void
}

/** The file that is being run. */
export interface Current {
  file: MigrationFile
  logId: string | undefined
  attempts: number
  lockWaitMs: number
  attemptStarted: number
  inTransaction: boolean
  statements: Statement[]
  statementsDone: number
  running: { text: string; line: number | undefined } | undefined
  /** Statements on their way to the server, which nobody has waited for yet. */
  underway: Promise<unknown>[]
  /** Whether the ledger has been written. */
  isRecorded: boolean
}

/** What the client of `pg` answers that node-pg-migrate believes to have. */
export interface Answer {
  rows: unknown[]
  rowCount: number
}

// Somebody holds a lock, or two waited for each other: the same may do well a moment later.
const isWorthAnotherTry = (error: unknown): boolean =>
  ['55P03', '40P01', '40001'].includes((error as { code?: string }).code ?? '')

type Action = (pgm: MigrationBuilder, done?: () => void) => unknown

const resetRole = 'reset session authorization;reset role;'
const resetSession = `${resetRole}reset all`

const extensions = ['.sql', '.js', '.cjs', '.mjs', '.ts', '.cts', '.mts']

/** Says which of the statements that were sent ahead has failed. */
class StatementError extends Error {
  readonly running: NonNullable<Current['running']>

  constructor(running: NonNullable<Current['running']>, cause: unknown) {
    super('a statement failed', { cause })
    this.running = running
  }
}

/** Runs migration files with node-pg-migrate, which reads and writes the ledger, and tells the log about each. */
export class MigrationEngine {
  private current: Current | undefined
  private readonly done: string[] = []
  protected readonly connection: postgres.ReservedSql
  private readonly set: MigrationSet
  private readonly files: readonly MigrationFile[]
  private readonly log: MigrationLog | undefined
  private readonly settings: RunSettings

  constructor(
    connection: postgres.ReservedSql,
    set: MigrationSet,
    files: readonly MigrationFile[],
    log: MigrationLog | undefined,
    settings: RunSettings,
  ) {
    this.connection = connection
    this.set = set
    this.files = files
    this.log = log
    this.settings = settings
  }

  /** Runs the next `count` files; returns the names of those that were run. `lockWaitMs` went by before. */
  async run(count: number, lockWaitMs: number): Promise<string[]> {
    await this.tryAgain(lockWaitMs, (waited) => runner(this.runnerOptions(count - this.done.length, waited)))
    return this.done
  }

  /** Runs a file again that is applied already and may be repeated. */
  async repeat(file: MigrationFile): Promise<void> {
    await this.tryAgain(0, async (waited) => {
      await this.begin(file, waited)
      const { current } = this
      if (!current) return
      await this.query('BEGIN;')
      for (const { text } of current.statements) await this.query(terminated(text))
      await this.writeLedger(current, '')
      await this.query('COMMIT;')
    })
  }

  private async tryAgain(lockWaitMs: number, work: (lockWaitMs: number) => Promise<unknown>): Promise<void> {
    for (let waited = lockWaitMs; ; ) {
      try {
        await work(waited)
        await this.resetSession()
        return
      } catch (error) {
        // The driver throws where nobody can catch it when it is asked to write to a session that is gone.
        if (!isLostConnection(error)) {
          await this.connection`rollback`
          await this.resetSession()
        }
        if (!this.current) throw error
        waited = await this.afterFailure(this.current, error)
      }
    }
  }

  private runnerOptions(count: number, lockWaitMs: number): RunnerOption {
    const silent = () => undefined
    return {
      dbClient: { query: (request: string | { text: string }, values?: unknown[]) => this.query(request, values) },
      dir: this.set.dir,
      migrationsSchema: this.set.ledgerSchema,
      migrationsTable: this.set.ledgerTable,
      createMigrationsSchema: false,
      direction: this.settings.direction,
      count,
      // Files out of order were found before, and a later run must not fail because of one that was let through.
      checkOrder: false,
      singleTransaction: false,
      noLock: true,
      logger: { debug: silent, info: silent, warn: silent, error: silent },
      migrationLoaderStrategies: [{ extensions, loader: (paths: string[]) => this.load(paths, lockWaitMs) }],
    }
  }

  private async load(paths: string[], lockWaitMs: number) {
    const files = this.files.filter((file) => paths.includes(file.path))
    return Promise.all(
      files.map(async (file) => {
        const act = await this.action(file)
        const run = async (pgm: MigrationBuilder) => {
          await this.begin(file, lockWaitMs)
          await act(pgm)
          // A script may ask for this itself.
          if (this.current) this.current.inTransaction = pgm.isUsingTransaction()
        }
        const actions = this.settings.direction === 'up' ? { up: run, down: false as const } : { up: false as const, down: run }
        return { id: file.path, filePaths: [file.path], actions }
      }),
    )
  }

  /** What the file does in the direction of this run. */
  private async action(file: MigrationFile): Promise<(pgm: MigrationBuilder) => unknown> {
    const { direction } = this.settings
    if (file.sections) {
      const section = file.sections[direction]
      return (pgm) => this.addStatements(file, section, pgm)
    }
    const { loadMigrationUnits } = await import('node-pg-migrate/migrationLoader')
    const [unit] = await loadMigrationUnits({}, [file.path])
    const { up, down } = (unit?.actions ?? {}) as { up?: Action | false; down?: Action | false }
    const action = direction === 'up' ? up : (down ?? up)
    return async (pgm) => {
      if (!action) throw new StewardError('0A000', `migration ${file.name} does not export ${direction}`)
      // Without a down of its own a script is run backwards.
      if (direction === 'down' && action === up) (pgm as unknown as { enableReverseMode: () => void }).enableReverseMode()
      await (action.length === 2 ? new Promise<void>((resolve) => void action(pgm, resolve)) : action(pgm))
    }
  }

  private addStatements(file: MigrationFile, section: Section | undefined, pgm: MigrationBuilder): void {
    if (!section || !this.current) return
    for (const { text } of this.current.statements.slice(this.current.statementsDone)) pgm.sql(text)
    if (file.directives.noTransaction) pgm.noTransaction()
  }

  protected async begin(file: MigrationFile, lockWaitMs: number): Promise<void> {
    const { direction } = this.settings
    const { noTransaction } = file.directives
    const section = file.sections?.[direction]
    const isRetry = this.current?.file === file
    const statements = section ? statementsOf(file, section) : []
    const progress = noTransaction && !isRetry ? await this.log?.progressOf(file, direction) : undefined
    const statementsDone = isRetry ? (this.current?.statementsDone ?? 0) : doneBefore(statements, progress)
    const attempt = isRetry ? (this.current?.attempts ?? 0) + 1 : 1
    const [logId] = await Promise.all([
      isRetry ? this.current?.logId : this.log?.begin(file, direction, lockWaitMs),
      this.prepareSession(file, attempt),
    ])
    this.current = {
      file, statements, statementsDone, logId,
      attempts: attempt,
      lockWaitMs: isRetry ? lockWaitMs : 0,
      attemptStarted: performance.now(),
      inTransaction: !noTransaction,
      running: undefined,
      underway: [],
      isRecorded: false,
    }
    if (statementsDone > 0) this.settings.say(`${file.name}: ${statementsDone} of ${statements.length} statements are done already`)
    if (progress ?? isRetry) await this.settleIndex(this.current)
  }

  private async prepareSession({ directives }: MigrationFile, attempt: number): Promise<void> {
    const { noTransaction, lockTimeout, statementTimeout } = directives
    await this.connection.unsafe([
      resetSession,
      `set steward.runs_migrations = 'on'`,
      `set lock_timeout = '${lockTimeout ?? defaultLockTimeout(noTransaction, attempt)}'`,
      ...(statementTimeout ? [`set statement_timeout = '${statementTimeout}'`] : []),
    ].join(';')).simple()
  }

  /** An interrupted CREATE INDEX CONCURRENTLY leaves an invalid index in its own way, or had finished. */
  private async settleIndex(current: Current): Promise<void> {
    const next = current.statements[current.statementsDone]
    if (!next || current.inTransaction || !this.log) return
    const [index] = await this.connection<{ index_name: string; is_valid: boolean }[]>`
      select index_name, is_valid from steward_internal.unfinished_index(${next.text}, current_setting('search_path'))`
    if (!index) return
    if (index.is_valid) {
      current.statementsDone += 1
      this.settings.say(`${current.file.name}: index ${index.index_name} was finished already`)
    } else {
      this.settings.say(`${current.file.name}: dropping the invalid index ${index.index_name} of the try before`)
      await this.connection.unsafe(`drop index concurrently ${index.index_name}`)
    }
  }

  private async query(request: string | { text: string; values?: unknown[] }, values?: unknown[]) {
    const { text, values: bound = values } = typeof request === 'string' ? { text: request } : request
    const { current } = this
    if (current && isLedgerStatement(text)) return this.writeLedger(current, text)
    if (!current) return this.send(text, bound)
    const statement = current.statements.find((candidate) => terminated(candidate.text) === text)
    const running = { text, line: statement?.line }
    if (current.inTransaction && (statement || text === 'BEGIN;')) return this.sendAhead(current, running)
    if (text === 'COMMIT;' && current.isRecorded) return this.commit(current)
    await this.arrived(current)
    current.running = running
    const result = await this.send(text, bound)
    if (statement) await this.noteProgress(current)
    return result
  }

  /** Sent ahead as well: after a failure COMMIT rolls back. */
  private async commit(current: Current): Promise<Answer> {
    const answer = await this.sendAhead(current, { text: 'COMMIT;', line: undefined })
    await this.arrived(current)
    this.completed(current)
    return answer
  }

  /** Does not wait for the answer: what follows a failure fails as well, and is rolled back. */
  protected sendAhead(current: Current, running: NonNullable<Current['running']>): Promise<Answer> {
    const sent = this.send(running.text, undefined).catch((error: unknown) => {
      throw new StatementError(running, error)
    })
    sent.catch(() => undefined)
    current.underway.push(sent)
    return Promise.resolve({ rows: [], rowCount: 0 })
  }

  /** Waits for what is underway, and throws the first failure. */
  private async arrived(current: Current): Promise<void> {
    const outcomes = await Promise.allSettled(current.underway.splice(0))
    const failure = outcomes.find((outcome) => outcome.status === 'rejected')?.reason as StatementError | undefined
    if (!failure) return
    current.running = failure.running
    throw failure.cause
  }

  /** What the log and the ledger say is committed together, and with the migration if that is in a transaction. */
  protected async writeLedger(current: Current, text: string) {
    const ok = current.logId ? (this.log?.okStatement(current.logId, current.attempts, current.lockWaitMs) ?? '') : ''
    current.isRecorded = true
    if (current.inTransaction) return this.sendAhead(current, { text: `${resetRole}${ok}${text}`, line: undefined })
    await this.arrived(current)
    current.running = undefined
    const result = await this.send(`${resetRole}begin;${ok}${text}commit;`, undefined)
    this.completed(current)
    return result
  }

  private completed(current: Current): void {
    this.done.push(current.file.name)
    this.settings.done(current.file.name, (performance.now() - current.attemptStarted) / 1000)
    this.current = undefined
  }

  private async noteProgress(current: Current): Promise<void> {
    current.statementsDone += 1
    if (!current.logId) return
    await this.log?.noteProgress(current.logId, current.statementsDone, checksumOf(current.statements, current.statementsDone))
  }

  protected async send(text: string, values: unknown[] | undefined): Promise<Answer> {
    const rows = values?.length
      ? await this.connection.unsafe(text, values as never[])
      : await this.connection.unsafe(text).simple()
    return { rows: [...rows], rowCount: rows.count }
  }

  /** Waits and returns the time lost if another try is worth it; else records the failure and throws it. */
  private async afterFailure(current: Current, error: unknown): Promise<number> {
    const { attempts, say } = this.settings
    if (isWorthAnotherTry(error) && current.attempts < attempts) {
      const pause = Math.min(10_000, 200 * 2 ** current.attempts) * (0.5 + Math.random())
      say(`${current.file.name}: ${(error as Error).message}; trying again in ${(pause / 1000).toFixed(1)} s`)
      await wait(pause)
      return current.lockWaitMs + (performance.now() - current.attemptStarted)
    }
    const failure = describeFailure(current, error)
    if (current.logId) {
      await this.log?.fail(current.logId, 'failed', current.attempts, current.lockWaitMs, failure).catch((problem: unknown) => {
        // Without a server the next run finds that this one was interrupted.
        if (!isLostConnection(problem)) throw problem
      })
    }
    throw new StewardError(failure.sqlstate, placed(current, failure), { detail: failure.detail, hint: failure.hint, cause: error })
  }

  /** What a file set must not reach the next one. */
  private async resetSession(): Promise<void> {
    await this.connection.unsafe(resetSession).simple()
  }
}

export function statementsOf(file: Pick<MigrationFile, 'name' | 'directives'>, section: Section): Statement[] {
  const problem = splitProblem(section.text)
  if (!problem) return splitStatements(section.text, section.line)
  if (file.directives.noTransaction) {
    throw new UsageError(`${file.name} cannot be run without a transaction: it has ${problem}`, {
      hint: 'Put a line -- statement-breakpoint between its statements.',
    })
  }
  return [{ text: section.text, line: section.line }]
}

const checksumOf = (statements: readonly Statement[], count: number): string =>
  sha256(statements.slice(0, count).map(({ text }) => text).join('\n'))

/** How many statements an earlier try has done, if they are still the same. */
function doneBefore(statements: readonly Statement[], progress: { statements_done: number; done_checksum: string | null } | undefined): number {
  if (!progress || progress.statements_done === 0) return 0
  if (checksumOf(statements, progress.statements_done) === progress.done_checksum) return progress.statements_done
  throw new UsageError(`the first ${progress.statements_done} statements are done, and have been changed in the file since`, {
    hint: 'Put them back as they were, or undo what they did and mark it with: pgsteward migrate repair --restart <name>',
  })
}

const terminated = (text: string): string => (text.endsWith(';') ? text : `${text};`)

const isLedgerStatement = (text: string): boolean => /^(?:INSERT INTO|DELETE FROM) "[^"]+"\."[^"]+" (?:\(name, run_on\) VALUES|WHERE name=)/.test(text)

/** Longer each time; what waits for other transactions to end, as CONCURRENTLY does, gets minutes. */
function defaultLockTimeout(noTransaction: boolean, attempt: number): string {
  return noTransaction ? '10min' : `${Math.min(2 ** (attempt - 1), 30)}s`
}

/** What an error says; its line is that of the position in the statement, if the server gives one. */
export function describeFailure({ running }: Pick<Current, 'running'>, error: unknown): Failure {
  const { code = 'XX000', detail, hint, position, message } = error as Error & {
    code?: string
    detail?: string
    hint?: string
    position?: string
  }
  const before = running && position ? running.text.slice(0, Number(position) - 1).split('\n').length - 1 : 0
  return {
    // The driver has codes of its own for a connection that is gone.
    sqlstate: /^[0-9A-Z]{5}$/.test(code) ? code : isLostConnection(error) ? '08006' : 'XX000',
    message,
    detail,
    hint,
    statement: running?.text.slice(0, 10_000),
    line: running?.line === undefined ? undefined : running.line + before,
  }
}

export const placed = ({ file }: { file: { path: string } }, { message, line }: Failure): string =>
  `${file.path.split('/').at(-1)}${line === undefined ? '' : `:${line}`}: ${message}`
