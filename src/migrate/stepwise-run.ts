import { StewardError, UsageError } from '../errors.js'
import { concurrentBuild, type ConcurrentBuild } from './concurrent-build.js'
import type { Answer, Current } from './engine.js'
import { sha256 } from './file.js'
import type { IndexBuild, MigrationLog, Progress, SessionState } from './log.js'
import { hidesSettings, leavesSession, transactionsOf } from './session-statements.js'
import type { Statement } from './statements.js'

/** What a file without a transaction is run with. */
interface Tools {
  send: (text: string, values?: unknown[]) => Promise<Answer>
  log: MigrationLog | undefined
  say: (line: string) => void
}

// The file may have entered a role that must not write the log; at the end of the transaction that role is back.
const asLogin = 'set local session authorization default; set local role none'

/**
 * Runs a file without a transaction of its own, and notes after each statement that it is done.
 *
 * Statement and note are committed together wherever the statement can be in a transaction, so what was interrupted goes on exactly where it
 * was. What cannot be in one (CONCURRENTLY, VACUUM) is run alone and noted then; it can be run twice.
 */
export class StepwiseRun {
  private readonly tools: Tools
  private readonly current: Current

  constructor(tools: Tools, current: Current) {
    this.tools = tools
    this.current = current
  }

  async run(): Promise<void> {
    const { statements } = this.current
    for (const { first, last } of await transactionsOf(statements)) {
      if (first < this.current.statementsDone) continue
      if (first === last) await this.runAlone(statements[first] as Statement)
      else await this.runTransaction(statements.slice(first, last + 1))
    }
  }

  /** Makes again what the statements that are done have left in their session, and refuses to go on without the rest of it. */
  async restoreSession({ session_state: recorded }: Progress): Promise<void> {
    const { statements, statementsDone } = this.current
    const done = statements.slice(0, statementsDone)
    let hidden: Statement | undefined
    for (const { first, last, isRolledBack } of await transactionsOf(done)) {
      for (const statement of isRolledBack ? [] : done.slice(first, last + 1)) {
        if (await leavesSession(statement)) await this.send(statement)
        else if (hidesSettings(statement)) hidden ??= statement
      }
    }
    if (recorded) await this.assertSameSession(recorded)
    if (hidden) throw this.cannotGoOn(`line ${hidden.line} makes settings in a way that cannot be repeated alone`)
  }

  private async assertSameSession(recorded: SessionState): Promise<void> {
    const { rows } = await this.aboutSession('select steward_internal.session_state($1::text::jsonb) as state')
    const { state } = rows[0] as { state: SessionState }
    const lost = Object.keys(recorded).filter((key) => JSON.stringify(recorded[key]) !== JSON.stringify(state[key]))
    if (lost.length > 0) throw this.cannotGoOn(lost.map((key) => `${key.replaceAll('_', ' ')}: ${JSON.stringify(recorded[key])}`).join('; '))
  }

  private cannotGoOn(detail: string): StewardError {
    const { file, statementsDone } = this.current
    return new StewardError('55000', `${file.name} cannot go on: what its first ${statementsDone} statements left in their session is gone`, {
      detail, hint: `Undo what they did, and begin anew after: pgsteward migrate repair --not-applied ${file.name}`,
    })
  }

  /** Refuses to call a file done that left an index which nobody can use. */
  async assertIndexesAreValid(): Promise<void> {
    for (const statement of this.current.statements) {
      const build = await concurrentBuild(statement)
      if (!build) continue
      this.current.running = statement
      assertValid(build, await this.indexesOf(build))
    }
    this.current.running = undefined
  }

  private async runAlone(statement: Statement): Promise<void> {
    const build = await concurrentBuild(statement)
    if (build) return this.runConcurrently(statement, build)
    const isDone = this.current.logId !== undefined && (await this.runNoted(statement))
    if (isDone) return
    await this.send(statement)
    await this.note(1)
  }

  /** Commits the statement together with the note; false if it cannot be in a transaction. */
  private async runNoted(statement: Statement): Promise<boolean> {
    try {
      await this.begin()
      await this.send(statement)
      await this.writeNote(1)
      await this.commit()
    } catch (error) {
      if (!cannotBeInTransaction(error)) throw error
      await this.tools.send('rollback')
      this.current.phase = 'outside'
      return false
    }
    await this.advance(1)
    return true
  }

  /** A transaction of the file's own is done as a whole. */
  private async runTransaction(statements: readonly Statement[]): Promise<void> {
    const end = statements.at(-1) as Statement
    const commits = /^(?:commit|end)\b/i.test(end.text)
    this.current.phase = 'inside'
    for (const statement of statements.slice(0, -1)) await this.send(statement)
    const isNoted = commits && (await this.mayWrite())
    if (isNoted) await this.writeNote(statements.length)
    await this.send(end)
    this.current.phase = 'outside'
    await (isNoted ? this.advance(statements.length) : this.note(statements.length))
  }

  private async mayWrite(): Promise<boolean> {
    const { rows } = await this.tools.send('show transaction_read_only')
    return (rows[0] as { transaction_read_only: string }).transaction_read_only === 'off'
  }

  private async runConcurrently(statement: Statement, build: ConcurrentBuild): Promise<void> {
    const before = await this.indexesOf(build)
    const isDone = await this.settle(build, before)
    if (!isDone) {
      if (this.current.logId !== undefined) await this.tools.log?.noteIndexes(this.current.logId, before)
      this.current.indexesBefore = before.map(({ index_id }) => index_id)
      await this.send(statement).catch(async (error: unknown) => {
        // What has no name cannot be told from others later.
        if (build.kind === 'create' && build.index === undefined) await this.drop(invalid(await this.indexesOf(build)).filter(isNotAmong(before)), 'that failed')
        throw error
      })
      this.current.running = statement
      const after = await this.indexesOf(build)
      await this.drop(invalid(after).filter((index) => index.is_leftover), 'of a try before')
      assertValid(build, after.filter((index) => !index.is_leftover))
      this.current.running = undefined
    }
    await this.note(1)
  }

  /** Tells whether an interrupted statement has been finished by the server, and clears an invalid index of its name out of its way. */
  private async settle({ kind, index }: ConcurrentBuild, indexes: readonly IndexBuild[]): Promise<boolean> {
    const { indexesBefore, file } = this.current
    if (kind === 'drop') {
      const isGone = indexesBefore !== null && !indexes.some(({ bare_name }) => bare_name === index)
      if (isGone) this.tools.say(`${file.name}: index ${index} was dropped already`)
      return isGone
    }
    if (kind !== 'create') return false
    const named = indexes.find(({ bare_name }) => bare_name === index)
    if (named && !named.is_valid && !named.is_being_built) await this.drop([named], 'of the try before')
    const isMade = ({ index_id, bare_name }: IndexBuild) => indexesBefore?.includes(index_id) === false && (index === undefined || bare_name === index)
    const made = indexes.find((found) => found.is_valid && isMade(found))
    if (made) this.tools.say(`${file.name}: index ${made.index_name} was finished already`)
    return made !== undefined
  }

  private async drop(indexes: readonly IndexBuild[], whose: string): Promise<void> {
    for (const { index_name } of indexes) {
      this.tools.say(`${this.current.file.name}: dropping the invalid index ${index_name} ${whose}`)
      await this.tools.send(`drop index concurrently if exists ${index_name}`)
    }
  }

  private async indexesOf({ relation, schema }: ConcurrentBuild): Promise<IndexBuild[]> {
    const { rows } = await this.tools.send(
      'select pg_catalog.to_regclass($1::text)::oid::text as relation, pg_catalog.to_regnamespace($2::text)::oid::text as schema', [relation ?? null, schema ?? null],
    )
    const found = rows[0] as { relation: string | null; schema: string | null }
    if ((relation !== undefined && found.relation === null) || (schema !== undefined && found.schema === null)) return []
    return (await this.tools.log?.indexBuilds(found.relation, found.schema)) ?? []
  }

  private async send(statement: Statement): Promise<void> {
    this.current.running = statement
    await this.tools.send(statement.text)
    this.current.running = undefined
  }

  /** Notes what is done already. */
  private async note(statements: number): Promise<void> {
    if (this.current.logId !== undefined) {
      await this.begin()
      await this.writeNote(statements)
      await this.commit()
    }
    await this.advance(statements)
  }

  /** In the transaction that is open. */
  private async writeNote(statements: number): Promise<void> {
    const { logId, statements: all, statementsDone } = this.current
    if (logId === undefined) return
    const done = statementsDone + statements
    await this.tools.send(asLogin)
    await this.tools.send('select steward_internal.note_migration_progress($1::bigint, $2::integer, $3::text)', [logId, done, checksumOf(all, done)])
  }

  /** Only after the end of a transaction the session is what the next statement will see. */
  private async advance(statements: number): Promise<void> {
    this.current.statementsDone += statements
    this.current.indexesBefore = null
    const { logId } = this.current
    if (logId !== undefined) await this.aboutSession('select steward_internal.note_migration_session($2::bigint, $1::text::jsonb)', [logId])
  }

  private async begin(): Promise<void> {
    await this.tools.send('begin read write')
    this.current.phase = 'inside'
  }

  private async commit(): Promise<void> {
    await this.tools.send('commit')
    this.current.phase = 'outside'
  }

  /** Runs a statement whose first parameter is what a function of ours could not see: it sets a role and a search_path of its own. */
  private async aboutSession(statement: string, others: unknown[] = []): Promise<Answer> {
    const { rows } = await this.tools.send(`
      select pg_catalog.jsonb_build_object(
        'role', pg_catalog.current_setting('role'), 'session_user', session_user, 'search_path', pg_catalog.current_setting('search_path')
      )::text as caller`)
    await this.begin()
    await this.tools.send(asLogin)
    const answer = await this.tools.send(statement, [(rows[0] as { caller: string }).caller, ...others])
    await this.commit()
    return answer
  }
}

// What PostgreSQL says of VACUUM and of a procedure or a DO block that commits.
const cannotBeInTransaction = (error: unknown): boolean => ['25001', '2D000'].includes((error as { code?: string }).code ?? '')

const invalid = (indexes: readonly IndexBuild[]) => indexes.filter((index) => !index.is_valid && !index.is_being_built)

const isNotAmong = (before: readonly IndexBuild[]) => (index: IndexBuild) => !before.some(({ index_id }) => index_id === index.index_id)

function assertValid({ kind, index }: ConcurrentBuild, indexes: readonly IndexBuild[]): void {
  if (kind === 'drop') return
  const broken = invalid(indexes).find(({ bare_name }) => (kind === 'reindex' && index === undefined) || bare_name === index)
  if (!broken) return
  throw new StewardError('55000', `index ${broken.index_name} is not valid`, {
    hint: `A build of it has failed. Run this again after: drop index concurrently ${broken.index_name};`,
  })
}

const checksumOf = (statements: readonly Statement[], count: number): string =>
  sha256(statements.slice(0, count).map(({ text }) => text).join('\n'))

/** How many statements an earlier try has done, if they are still the same. */
export function assertUnchanged(statements: readonly Statement[], progress: Progress | undefined): number {
  if (!progress || progress.statements_done === 0) return 0
  if (checksumOf(statements, progress.statements_done) === progress.done_checksum) return progress.statements_done
  throw new UsageError(`the first ${progress.statements_done} statements are done, and have been changed in the file since`, {
    hint: 'Put them back as they were, or undo what they did and mark it with: pgsteward migrate repair --not-applied <name>',
  })
}
