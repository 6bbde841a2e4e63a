import { basename } from 'node:path'
import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import type postgres from 'postgres'
import { UsageError } from '../errors.js'
import { ensureLedger, type MigrationSet, withMigrationLock } from '../install/migrations.js'
import { stewardPackage } from '../package.js'
import { type Direction, MigrationEngine } from './engine.js'
import type { MigrationFile } from './file.js'
import { readFolder } from './folder.js'
import { describeFiles, MigrationLog } from './log.js'

/** A migration of the project: what `migration_status()` says of it. */
export interface ProjectMigration {
  name: string
  state: 'applied' | 'pending' | 'running' | 'modified' | 'missing' | 'out_of_order' | 'failed' | 'interrupted'
  applied_at: Date | null
  problem: string | null
}

/** What to run, and how. */
export interface MigrateOptions {
  direction: Direction
  /** How many; all that are pending, or the last one. */
  count?: number | undefined
  /** Up to this one, or down to it: it is then the last that is applied. */
  to?: string | undefined
  /** Applies files that lie before others that are applied already. */
  outOfOrder?: boolean | undefined
  /** Leaves out the files whose header names other environments. */
  environment?: string | undefined
  /** How often a file is tried whose locks could not be had. */
  attempts?: number | undefined
  say?: ((line: string) => void) | undefined
  done?: ((name: string, seconds: number) => void) | undefined
}

/** The project's migrations, in the ledger and under the lock of the stock node-pg-migrate. */
export const projectMigrations = (dir: string): MigrationSet => ({
  dir, ledgerSchema: 'public', ledgerTable: 'pgmigrations', lockValue: PG_MIGRATE_LOCK_ID,
})

/** Applies or reverts migrations of the project; returns their names. */
export async function migrateProject(sql: postgres.Sql, set: MigrationSet, options: MigrateOptions): Promise<string[]> {
  const { direction, environment, attempts = 10, say = () => undefined, done = () => undefined } = options
  const files = await filesFor(set, environment)
  const connection = await sql.reserve()
  try {
    const asked = performance.now()
    return await withMigrationLock(connection, set.lockValue, async () => {
      const lockWaitMs = performance.now() - asked
      await ensureLedger(connection, set)
      const log = await MigrationLog.open(sql, connection, ledgerOf(set), `pgsteward ${stewardPackage.version}`)
      if (!log) say('pgsteward is not installed in this database: no log is kept')
      for (const name of (await log?.interruptAbandoned()) ?? []) say(`${name} was interrupted the last time`)
      await log?.recordFiles(files)
      const plan = await planRun(sql, set, files, options)
      if (plan.length === 0) return []
      return new MigrationEngine(connection, set, files, log, { direction, attempts, say, done }).run(plan.length, lockWaitMs)
    })
  } finally {
    connection.release()
  }
}

/** The files of the folder that are meant for an environment. */
export async function filesFor(set: MigrationSet, environment = 'development'): Promise<MigrationFile[]> {
  const files = await readFolder(set.dir)
  return files.filter(({ directives }) => directives.environments?.includes(environment) ?? true)
}

/** The project's migrations in order, those first that are in the ledger but not in the folder. */
export async function projectStatus(sql: postgres.Sql, set: MigrationSet): Promise<ProjectMigration[]> {
  return statusOf(sql, set, await readFolder(set.dir))
}

async function statusOf(sql: postgres.Sql, set: MigrationSet, files: readonly MigrationFile[]): Promise<ProjectMigration[]> {
  const [installed] = await sql`select from pg_catalog.pg_class where oid = to_regclass('steward.migration_log')`
  if (!installed) return ledgerStatus(sql, set, files)
  return sql<ProjectMigration[]>`
    select * from steward.migration_status(${ledgerOf(set)}, ${sql.json(describeFiles(files) as never)})`
}

/** Without the log only the ledger knows what is applied. */
async function ledgerStatus(sql: postgres.Sql, set: MigrationSet, files: readonly MigrationFile[]): Promise<ProjectMigration[]> {
  const [ledger] = await sql<{ exists: boolean }[]>`select to_regclass(${ledgerOf(set)}) is not null as exists`
  const applied = ledger?.exists
    ? await sql<{ name: string; run_on: Date }[]>`select name, run_on from ${sql(set.ledgerSchema)}.${sql(set.ledgerTable)} order by run_on, id`
    : []
  const missing = applied.filter((row) => !files.some((file) => file.name === row.name))
  return [
    ...missing.map((row) => ({ name: row.name, state: 'missing' as const, applied_at: row.run_on, problem: 'It is applied, and there is no file.' })),
    ...files.map(({ name }) => {
      const row = applied.find((candidate) => candidate.name === name)
      return { name, state: row ? ('applied' as const) : ('pending' as const), applied_at: row?.run_on ?? null, problem: null }
    }),
  ]
}

/** The names of what is to be run; refuses before anything is, if one of them cannot be. */
export async function planRun(sql: postgres.Sql, set: MigrationSet, files: readonly MigrationFile[], options: MigrateOptions): Promise<string[]> {
  const rows = await statusOf(sql, set, files)
  return options.direction === 'up' ? planUp(rows, options) : planDown(sql, set, files, options)
}

function planUp(rows: readonly ProjectMigration[], { count = Infinity, to, outOfOrder }: MigrateOptions): string[] {
  const pending = rows.filter((row) => row.applied_at === null)
  const late = pending.find((row) => row.state === 'out_of_order')
  if (late && !outOfOrder) {
    throw new UsageError(`${late.name} is not applied, but a later migration is`, {
      hint: 'Give it a later number, or apply it as it is with --out-of-order.',
    })
  }
  const names = pending.map((row) => row.name)
  if (to === undefined) return names.slice(0, count)
  const end = names.findIndex((name) => matches(name, to))
  if (end >= 0) return names.slice(0, end + 1)
  if (rows.some((row) => matches(row.name, to))) return []
  throw new UsageError(`there is no migration ${to}`, { hint: 'pgsteward migrate status lists them.' })
}

async function planDown(
  sql: postgres.Sql, set: MigrationSet, files: readonly MigrationFile[], { count = 1, to }: MigrateOptions,
): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select name from ${sql(set.ledgerSchema)}.${sql(set.ledgerTable)} order by run_on desc, id desc`
  const applied = rows.map((row) => row.name)
  const end = to === undefined ? count : applied.findIndex((name) => matches(name, to))
  if (end < 0) throw new UsageError(`migration ${to ?? ''} is not applied`, { hint: 'pgsteward migrate status lists them.' })
  const names = applied.slice(0, end)
  for (const name of names) {
    const file = files.find((candidate) => candidate.name === name)
    if (!file) throw new UsageError(`${name} is applied, but there is no file that says how to revert it`)
    if (file.directives.irreversible || !file.hasDown) {
      throw new UsageError(`${basename(file.path)} cannot be reverted`, {
        hint: file.directives.irreversible ? 'Its header says that it is irreversible.' : 'It has no line -- Down Migration.',
      })
    }
  }
  return names
}

/** The whole name, or the number that it begins with. */
const matches = (name: string, wanted: string): boolean => name === wanted || name.startsWith(`${wanted}_`)

export const ledgerOf = (set: MigrationSet): string => `${set.ledgerSchema}.${set.ledgerTable}`
