import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import type postgres from 'postgres'
import { withSession } from '../database.js'
import { notInstalled, UsageError } from '../errors.js'
import { ensureLedger, type MigrationSet, withMigrationLock } from '../install/migrations.js'
import { stewardPackage } from '../package.js'
import { wakeSchedulerAfter } from '../wake-scheduler.js'
import { type Direction, MigrationEngine } from './engine.js'
import type { MigrationFile } from './file.js'
import { readFolder, readFolderFor } from './folder.js'
import { MigrationLog } from './log.js'
import { matches, planDown, planUp, type Selection } from './plan.js'
import { appliedRows, findingsOf, ledgerOf, type ProjectFinding, type ProjectMigration, statusOf } from './status.js'

/** What to run, and how. */
export interface MigrateOptions extends Selection {
  direction: Direction
  /** The environment; files whose header names others are left out. */
  environment?: string | undefined
  /** How often a file is tried whose locks could not be had. */
  attempts?: number | undefined
  /** Told what goes on. */
  say?: ((line: string) => void) | undefined
  /** Told of each file as soon as it is done. */
  done?: ((name: string, seconds: number) => void) | undefined
}

/** What is true of migrations that are not run. */
export interface Marks {
  /** They are applied, and their files have been changed on purpose. */
  accepted?: readonly string[]
  applied?: readonly string[]
  notApplied?: readonly string[]
}

/** A run of migrations that holds the lock. */
interface LockedRun {
  connection: postgres.ReservedSql
  files: readonly MigrationFile[]
  log: MigrationLog | undefined
  lockWaitMs: number
  /** Records which files there are, and makes a ledger where there is none, if what follows adds to it. */
  prepare: (adds: boolean) => Promise<void>
}

/** The project's migrations, in the ledger and under the lock of the stock node-pg-migrate. */
export const projectMigrations = (dir: string): MigrationSet => ({
  dir, ledgerSchema: 'public', ledgerTable: 'pgmigrations', lockValue: PG_MIGRATE_LOCK_ID,
})

/** Applies or reverts migrations of the project; returns their names. */
export async function migrateProject(sql: postgres.Sql, set: MigrationSet, options: MigrateOptions): Promise<string[]> {
  const { direction, attempts = 10, say = () => undefined, done = () => undefined } = options
  return withLock(sql, set, options, async ({ connection, files, log, lockWaitMs, prepare }) => {
    if (!log) say('pgsteward is not installed in this database: no log is kept')
    await prepare(direction === 'up')
    const rows = await statusOf(sql, set, files)
    const names = direction === 'up' ? planUp(rows, options) : planDown(await appliedNames(sql, set), files, options)
    const repeated = direction === 'up' && options.count === undefined && options.to === undefined ? changedRepeatables(rows, files) : []
    const engine = new MigrationEngine(connection, set, files, log, { direction, attempts, say, done })
    await engine.check([...names, ...repeated.map((file) => file.name)])
    const started = performance.now()
    if (names.length > 0) await engine.run(names.length, lockWaitMs)
    for (const file of repeated) await engine.repeat(file)
    if (names.length + repeated.length > 0) await wakeSchedulerAfter(connection, performance.now() - started)
    return [...names, ...repeated.map((file) => file.name)]
  })
}

/** Marks migrations without running them, in the ledger, and in the log as faked; returns their whole names. */
export async function markMigrations(
  sql: postgres.Sql, set: MigrationSet, { accepted = [], applied = [], notApplied = [] }: Marks, say?: (line: string) => void,
): Promise<Required<Marks>> {
  return withLock(sql, set, { say }, async ({ files, log, prepare }) => {
    if (!log) throw notInstalled()
    const inFolder = files.map(({ name }) => name)
    const inLedger = await appliedNames(sql, set)
    // What is in the ledger alone can only be taken out of it.
    const marks = {
      accepted: accepted.map((name) => nameOf(name, inFolder)),
      applied: applied.map((name) => nameOf(name, inFolder)),
      notApplied: notApplied.map((name) => nameOf(name, [...inFolder, ...inLedger])),
    }
    const stranger = marks.accepted.find((name) => !inLedger.includes(name))
    if (stranger !== undefined) throw new UsageError(`migration ${stranger} is not applied`)
    assertOnce(marks)
    await prepare(marks.applied.length > 0)
    const fileOf = (name: string) => files.find((candidate) => candidate.name === name) ?? { name }
    for (const name of [...marks.accepted, ...marks.applied]) await log.fake(fileOf(name), 'up')
    for (const name of marks.notApplied) await log.fake(fileOf(name), 'down')
    return marks
  })
}

/** The one migration that is called so, by its whole name or by the number that it begins with. */
function nameOf(wanted: string, names: readonly string[]): string {
  const found = names.includes(wanted) ? [wanted] : [...new Set(names.filter((name) => matches(name, wanted)))]
  if (found.length > 1) throw new UsageError(`${wanted} is more than one migration: ${found.join(', ')}`, { hint: 'Give the whole name.' })
  if (found[0] !== undefined) return found[0]
  throw new UsageError(`there is no migration ${wanted}`, { hint: 'pgsteward migrate status lists them.' })
}

/** Nothing is true of a migration together with another thing. */
function assertOnce({ accepted, applied, notApplied }: Required<Marks>): void {
  const all = [...accepted, ...applied, ...notApplied]
  const twice = all.find((name, index) => all.indexOf(name) !== index)
  if (twice !== undefined) throw new UsageError(`migration ${twice} is named twice`, { hint: 'Say one thing of it.' })
}

/** The project's migrations in order, those first that are in the ledger but not in the folder. */
export async function projectStatus(sql: postgres.Sql, set: MigrationSet): Promise<ProjectMigration[]> {
  return statusOf(sql, set, readFolder(set.dir))
}

/** What is wrong with the project's migrations, and what was changed around them. */
export async function projectFindings(sql: postgres.Sql, set: MigrationSet): Promise<ProjectFinding[]> {
  return findingsOf(sql, set, readFolder(set.dir))
}

async function withLock<T>(
  sql: postgres.Sql, set: MigrationSet, { environment, say = () => undefined }: Pick<MigrateOptions, 'environment' | 'say'>,
  use: (run: LockedRun) => Promise<T>,
): Promise<T> {
  const files = readFolderFor(set.dir, environment)
  return withSession(sql, async (connection) => {
    const asked = performance.now()
    return withMigrationLock(connection, set.lockValue, async () => {
      const lockWaitMs = performance.now() - asked
      const log = await MigrationLog.open(sql, connection, ledgerOf(set), `pgsteward ${stewardPackage.version}`)
      for (const name of (await log?.interruptAbandoned()) ?? []) say(`${name} was interrupted the last time`)
      const prepare = async (adds: boolean) => {
        if (adds) await ensureLedger(connection, set)
        await log?.recordFiles(files)
      }
      return use({ connection, files, log, lockWaitMs, prepare })
    })
  })
}

const appliedNames = async (sql: postgres.Sql, set: MigrationSet): Promise<string[]> => (await appliedRows(sql, set)).map(({ name }) => name)

const changedRepeatables = (rows: readonly ProjectMigration[], files: readonly MigrationFile[]): MigrationFile[] =>
  files.filter((file) => rows.some((row) => row.name === file.name && row.state === 'pending' && row.applied_at !== null))
