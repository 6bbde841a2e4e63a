import { setTimeout as wait } from 'node:timers/promises'
import { runner, type MigrationBuilder, type RunnerOption } from 'node-pg-migrate'
import type postgres from 'postgres'
import { isLostConnection } from '../database.js'
import { StewardError } from '../errors.js'
import { throwIfInterrupted } from '../interrupt.js'
import type { MigrationSet } from '../install/migrations.js'
import { endsTransaction, readContent } from './content.js'
import { describeFailure, placed } from './failure.js'
import type { MigrationFile } from './file.js'
import type { MigrationLog, Progress } from './log.js'
import { refuseCopy } from './seed-statements.js'
import { splitStatements, type Statement, transactionCommand } from './statements.js'
import { assertUnchanged, StepwiseRun } from './stepwise-run.js'

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
  statements: Statement[]
  statementsDone: number
  running: Partial<Statement> | undefined
  /** Whether the session is in a transaction of the file, and whether that also holds the ledger and the log. */
  phase: 'outside' | 'inside' | 'recorded'
  /** The indexes that were there before the next statement was begun, if that builds or drops some, and an earlier try has begun it. */
  indexesBefore: string[] | null
  /** What PostgreSQL calls that transaction. */
  transaction: string | undefined
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

/** The file may have reset what tells the trigger on the ledger who writes. */
const ours = `set local steward.runs_migrations = 'on';`

/** What RESET leaves, and an earlier file without a transaction may have made. DISCARD ALL would take the driver's statements and our lock. */
const discardSession = `close all;unlisten *;discard temp;discard sequences;
do $$ declare v_name text; begin
  for v_name in select name from pg_catalog.pg_prepared_statements where from_sql loop execute pg_catalog.format('deallocate %I', v_name); end loop;
end $$`

const extensions = ['.sql', '.js', '.cjs', '.mjs', '.ts', '.cts', '.mts']

/** What node-pg-migrate is given for a SQL file, whose statements are run here. */
const statementsOfFile = '-- the statements of the file;'

/**
 * Runs migration files with node-pg-migrate, which reads the ledger and asks for each step in turn.
 *
 * No step begins before the server has answered the one before it. A file in a transaction goes BEGIN, statements, ledger and log, COMMIT; the third
 * is refused unless it is in the transaction that the first has begun, so the log says `ok` if and only if all of them were committed together.
 */
export class MigrationEngine {
  private current: Current | undefined
  private readonly done: string[] = []
  private readonly contents = new Map<MigrationFile, Statement[]>()
  private progress = new Map<string, Progress>()
  /** What is left of the file before. */
  protected readonly discards: readonly string[] = ['discard temp']
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

  /** Refuses files that cannot be run as they are; nothing is run. */
  async check(names: readonly string[]): Promise<void> {
    for (const file of this.files) if (names.includes(file.name)) await this.statementsOf(file)
  }

  /** Runs the next `count` files; returns the names of those that were run. `lockWaitMs` went by before. */
  async run(count: number, lockWaitMs: number): Promise<string[]> {
    this.progress = (await this.log?.unfinished(this.settings.direction)) ?? new Map<string, Progress>()
    await this.tryAgain(lockWaitMs, (waited) => runner(this.runnerOptions(count - this.done.length, waited)))
    return this.done
  }

  /** Runs a file again that is applied already and may be repeated. */
  async repeat(file: MigrationFile): Promise<void> {
    await this.tryAgain(0, async (waited) => {
      const current = await this.begin(file, waited)
      await this.beginTransaction(current)
      await this.runStatements(current)
      await this.record(current, '')
      await this.commit(current)
    })
  }

  private async tryAgain(lockWaitMs: number, work: (lockWaitMs: number) => Promise<unknown>): Promise<void> {
    for (let waited = lockWaitMs; ; ) {
      try {
        await work(waited)
        await this.connection.unsafe(resetSession).simple()
        return
      } catch (error) {
        const { current } = this
        const isLost = isLostConnection(error)
        // The driver throws where nobody can catch it when it is asked to write to a session that is gone.
        if (!isLost && mayBeInTransaction(current)) await this.connection`rollback`
        if (current && !isLost && isWorthAnotherTry(error) && canBeTriedAgain(current) && current.attempts < this.settings.attempts) {
          waited = await this.pause(current, error as Error)
          throwIfInterrupted()
          continue
        }
        if (!isLost) await this.connection.unsafe(resetSession).simple()
        throw current ? await this.recordFailure(current, error) : error
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
      return (pgm) => {
        pgm.sql(statementsOfFile)
        if (file.directives.noTransaction) pgm.noTransaction()
      }
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

  private async statementsOf(file: MigrationFile): Promise<Statement[]> {
    const section = file.sections?.[this.settings.direction]
    const known = this.contents.get(file)
    if (known || !section) return known ?? []
    const { statements } = await readContent(file, section)
    this.contents.set(file, statements)
    return statements
  }

  protected async begin(file: MigrationFile, lockWaitMs: number): Promise<Current> {
    throwIfInterrupted()
    const { direction } = this.settings
    const before = this.current?.file === file ? this.current : undefined
    const statements = await this.statementsOf(file)
    const progress = before ? undefined : this.progress.get(file.name)
    const statementsDone = before?.statementsDone ?? assertUnchanged(statements, progress)
    const attempts = (before?.attempts ?? 0) + 1
    const [logId] = await Promise.all([
      before ? before.logId : this.log?.begin(file, direction, lockWaitMs),
      // What a file without a transaction has set is still there, and what follows may need it.
      before && file.directives.noTransaction ? undefined : this.prepareSession(file, attempts),
    ])
    const current: Current = {
      file, statements, statementsDone, logId, attempts,
      lockWaitMs: before ? lockWaitMs : 0,
      attemptStarted: performance.now(),
      running: undefined,
      phase: 'outside',
      indexesBefore: progress?.indexes_before ?? null,
      transaction: undefined,
    }
    this.current = current
    if (progress && statementsDone > 0) {
      this.settings.say(`${file.name}: ${statementsDone} of ${statements.length} statements are done already`)
      await this.stepwise(current).restoreSession(progress)
    }
    return current
  }

  private async prepareSession({ directives }: MigrationFile, attempt: number): Promise<void> {
    const { noTransaction, lockTimeout, statementTimeout } = directives
    await this.send([
      resetSession,
      ...(noTransaction ? [discardSession] : this.discards),
      `set steward.runs_migrations = 'on'`,
      `set lock_timeout = '${lockTimeout ?? defaultLockTimeout(noTransaction, attempt)}'`,
      ...(statementTimeout ? [`set statement_timeout = '${statementTimeout}'`] : []),
    ].join(';'))
  }

  private async query(request: string | { text: string; values?: unknown[] }, values?: unknown[]): Promise<Answer> {
    const { text, values: bound = values } = typeof request === 'string' ? { text: request } : request
    const { current } = this
    if (!current) return this.send(text, bound)
    if (text === statementsOfFile) return this.runStatements(current)
    if (text === 'BEGIN;' && current.phase === 'outside') return this.beginTransaction(current)
    if (text === 'COMMIT;' && current.phase === 'recorded') return this.commit(current)
    if (text === this.ledgerStatement(current)) return this.record(current, text)
    return this.runStep(current, text, bound)
  }

  protected async beginTransaction(current: Current): Promise<Answer> {
    const [first] = current.statements
    const [begun, named] = (await this.connection.unsafe(`begin;${first && !maySetTransaction(first) ? nameOfTransaction : ''}`).simple()) as unknown as [unknown, { name: string }[]?]
    current.phase = 'inside'
    current.transaction = named?.[0]?.name
    return { rows: [begun], rowCount: 0 }
  }

  private async runStatements(current: Current): Promise<Answer> {
    if (current.phase === 'outside') {
      await this.stepwise(current).run()
    } else {
      for (const statement of current.statements.slice(current.statementsDone)) await this.runStatement(current, statement)
    }
    return { rows: [], rowCount: 0 }
  }

  private async runStatement(current: Current, statement: Statement): Promise<void> {
    if (!maySetTransaction(statement)) current.transaction ??= await this.nameTransaction()
    current.running = statement
    await this.send(statement.text)
    current.running = undefined
  }

  /** A step of a script. */
  private async runStep(current: Current, text: string, values: unknown[] | undefined): Promise<Answer> {
    if (current.phase === 'inside') {
      if (!maySetTransaction({ text })) current.transaction ??= await this.nameTransaction()
      const commands = await splitStatements(text).then((statements) => Promise.all(statements.map(transactionCommand)), () => [])
      if (commands.some(Boolean)) throw endsTransaction('the file ends the transaction that it is run in')
    }
    current.running = { text }
    const answer = await this.send(text, values)
    current.running = undefined
    return answer
  }

  private async nameTransaction(): Promise<string> {
    const { rows } = await this.send(nameOfTransaction)
    return (rows[0] as { name: string }).name
  }

  /** What the log and the ledger say is committed together, and with the migration if that is in a transaction. */
  protected async record(current: Current, text: string): Promise<Answer> {
    const ok = current.logId ? (this.log?.okStatement(current.logId, current.attempts, current.lockWaitMs) ?? '') : ''
    if (current.phase === 'outside') {
      await this.stepwise(current).assertIndexesAreValid()
      const answer = await this.send(`${resetRole}begin read write;${ours}${ok}${text}commit`)
      this.completed(current)
      return answer
    }
    const isSame = current.transaction === undefined ? '' : assertTransaction(current.transaction)
    const answer = await this.send(`${resetRole}${isSame}${ours}${ok}${text}`).catch((error: unknown) => {
      throw (error as { code?: string }).code === 'SW017' ? endsTransaction((error as Error).message) : error
    })
    current.phase = 'recorded'
    return answer
  }

  protected async commit(current: Current): Promise<Answer> {
    const answer = await this.send('commit')
    this.completed(current)
    return answer
  }

  protected completed(current: Current): void {
    this.done.push(current.file.name)
    this.settings.done(current.file.name, (performance.now() - current.attemptStarted) / 1000)
    this.current = undefined
  }

  protected async send(text: string, values?: unknown[]): Promise<Answer> {
    const result: unknown = values?.length
      ? await this.connection.unsafe(text, values as never[])
      : await this.connection.unsafe(text).simple()
    refuseCopy(result)
    const rows = result as postgres.RowList<postgres.Row[]>
    return { rows: [...rows], rowCount: rows.count }
  }

  private stepwise(current: Current): StepwiseRun {
    const { log, settings } = this
    return new StepwiseRun({ send: (text, values) => this.send(text, values), log, say: settings.say }, current)
  }

  /** As node-pg-migrate writes it. */
  private ledgerStatement({ file }: Current): string {
    const ledger = `"${this.set.ledgerSchema}"."${this.set.ledgerTable}"`
    return this.settings.direction === 'up'
      ? `INSERT INTO ${ledger} (name, run_on) VALUES ('${file.name}', NOW());`
      : `DELETE FROM ${ledger} WHERE name='${file.name}';`
  }

  /** Waits, and returns the time that is lost. */
  private async pause(current: Current, { message }: Error): Promise<number> {
    const pause = Math.min(10_000, 200 * 2 ** current.attempts) * (0.5 + Math.random())
    this.settings.say(`${current.file.name}: ${message}; trying again in ${(pause / 1000).toFixed(1)} s`)
    await wait(pause)
    return current.lockWaitMs + (performance.now() - current.attemptStarted)
  }

  /** Writes into the log why a file failed, and returns the error to throw. */
  private async recordFailure(current: Current, error: unknown): Promise<unknown> {
    const failure = describeFailure(current, error)
    if (failure.statement !== undefined && !failure.statement.endsWith(';')) failure.statement += ';'
    const { file, logId, attempts, lockWaitMs } = current
    const status = (await this.log?.fail(logId, attempts, lockWaitMs, failure)) ?? 'unknown'
    const details = { detail: failure.detail, hint: failure.hint, cause: error }
    if (!isLostConnection(error) || current.phase !== 'recorded') return new StewardError(failure.sqlstate, placed(current, failure), details)
    // Nobody has heard how COMMIT ended; only the log knows.
    return status === 'ok'
      ? new StewardError('08006', `${file.name} is applied, but the connection was lost when it was committed`, details)
      : new StewardError('08007', placed(current, { ...failure, message: `the connection was lost when it was committed` }), {
          ...details, hint: 'Whether it is applied is what this says: pgsteward migrate status',
        })
  }
}

const nameOfTransaction = 'select pg_catalog.pg_current_xact_id()::text as name'

const assertTransaction = (name: string): string => `do $$ begin
  if pg_catalog.pg_current_xact_id()::text operator(pg_catalog.<>) '${name}' then
    raise exception using errcode = 'SW017', message = 'the file has ended the transaction that it was run in: what came before that may be committed';
  end if;
end $$;`

/** Nobody knows which steps of a script without a transaction are done. */
const canBeTriedAgain = (current: Current): boolean => current.file.sections !== undefined || current.phase !== 'outside'

/** Without a file it is node-pg-migrate that has failed, and a script may begin what it likes. */
const mayBeInTransaction = (current: Current | undefined): boolean => !current?.file.sections || current.phase !== 'outside'

/** SET TRANSACTION has to come before anything that looks at data, and so before the transaction is asked for its name. */
const maySetTransaction = ({ text }: Pick<Statement, 'text'>): boolean => /^set\s[^;]*;?$/i.test(text)

/** Longer each time; what waits for other transactions to end, as CONCURRENTLY does, gets minutes. */
function defaultLockTimeout(noTransaction: boolean, attempt: number): string {
  return noTransaction ? '10min' : `${Math.min(2 ** (attempt - 1), 30)}s`
}
