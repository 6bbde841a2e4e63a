import { runner, type RunnerOption } from 'node-pg-migrate'
import type postgres from 'postgres'
import { isLostConnection } from '../database.js'
import { StewardError } from '../errors.js'
import { throwIfInterrupted } from '../interrupt.js'

/** A folder of migrations and where their ledger is. */
export interface MigrationSet {
  dir: string
  ledgerSchema: string
  ledgerTable: string
  /** Key of the advisory lock that keeps two runs apart; the stock CLI takes it by `--lock-value`. */
  lockValue: number
}

export interface MigrationRun {
  direction: 'up' | 'down'
  count?: number
}

const lockDeadlineSeconds = 120

/**
 * Runs migrations with node-pg-migrate on one connection, all or nothing, under our own lock: its
 * blocking lock deadlocks with CREATE INDEX CONCURRENTLY of another run.
 */
export async function runMigrations(
  connection: postgres.ReservedSql,
  set: MigrationSet,
  { direction, count = Infinity }: MigrationRun,
): Promise<string[]> {
  const errors: string[] = []
  const silent = () => undefined
  try {
    const run = await runner({
      dbClient: asPgClient(connection),
      dir: set.dir,
      migrationsSchema: set.ledgerSchema,
      createMigrationsSchema: set.ledgerSchema !== 'public',
      migrationsTable: set.ledgerTable,
      direction,
      count,
      checkOrder: true,
      singleTransaction: true,
      noLock: true,
      logger: { debug: silent, info: silent, warn: silent, error: (text: string) => errors.push(text) },
    })
    return run.map((migration) => migration.name)
  } catch (error) {
    await connection`rollback`
    throw error
  } finally {
    await connection`reset all`
  }
}

/** Creates the ledger as node-pg-migrate does, if there is none. */
export async function ensureLedger(connection: postgres.ReservedSql, { ledgerSchema, ledgerTable }: MigrationSet): Promise<void> {
  const [ledger] = await connection`select from pg_catalog.pg_class where oid = to_regclass(${`${ledgerSchema}.${ledgerTable}`})`
  if (ledger) return
  await connection`
    create table ${connection(ledgerSchema)}.${connection(ledgerTable)} (
      id serial primary key, name varchar(255) not null, run_on timestamp not null)`
}

/** Holds the advisory lock of a migration set while `use` runs; polls, so that nobody deadlocks. */
export async function withMigrationLock<T>(
  connection: postgres.ReservedSql,
  lockValue: number,
  use: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + lockDeadlineSeconds * 1000
  for (;;) {
    const [row] = await connection<{ locked: boolean }[]>`select pg_try_advisory_lock(${lockValue}::bigint) as locked`
    if (row?.locked) break
    throwIfInterrupted()
    if (Date.now() > deadline) {
      throw new StewardError('55P03', `another migration run holds the lock since ${lockDeadlineSeconds} s`, {
        hint: `Find it with: select pid from pg_locks where locktype = 'advisory' and granted;`,
      })
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const unlock = () => connection`select pg_advisory_unlock(${lockValue}::bigint)`
  const result = await use().catch(async (error: unknown) => {
    // A session that is gone has no lock any more.
    if (!isLostConnection(error)) await unlock()
    throw error
  })
  await unlock()
  return result
}

/** node-pg-migrate speaks to a client of `pg`; this gives it our connection, so one driver is enough. */
function asPgClient(connection: postgres.ReservedSql): Extract<RunnerOption, { dbClient: unknown }>['dbClient'] {
  const query = async (request: string | { text: string; values?: unknown[] }, values?: unknown[]) => {
    const { text, values: bound = values } = typeof request === 'string' ? { text: request } : request
    const rows = bound?.length
      ? await connection.unsafe(text, bound as never[])
      : await connection.unsafe(text).simple()
    return { rows: [...rows], rowCount: rows.count }
  }
  return { query } as never
}
