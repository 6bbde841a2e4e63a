import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import type postgres from 'postgres'
import { withSession } from '../database.js'
import { UsageError } from '../errors.js'
import { executeWakeStatement, readWakeStatement, wakeScheduler } from '../wake-scheduler.js'
import { runMigrations, withMigrationLock } from './migrations.js'
import { stewardMigrations } from './settings.js'

/** A statement that install wanted to run; `problem` says why it could not. */
export interface SetupStatement {
  statement: string
  problem: string | null
}

/** What an install or upgrade did. */
export interface InstallResult {
  migrations: string[]
  roles: SetupStatement[]
  grants: string[]
  searchPath: SetupStatement | null
  ddlTracking: SetupStatement[]
}

/** What the ledger and the package say about each other. */
export interface MigrationState {
  applied: string[]
  pending: string[]
}

/**
 * Installs pgsteward, or brings it up to date; safe to repeat and to run from many processes at once.
 * Everything in the database happens in one transaction; roles and search_path are set up after it.
 */
export async function install(sql: postgres.Sql, { searchPath = true } = {}): Promise<InstallResult> {
  await assertInstallable(sql)
  return locked(sql, async (connection) => {
    await assertNotNewer(connection)
    const migrations = await runMigrations(connection, stewardMigrations, { direction: 'up' })
    const roles = await connection<SetupStatement[]>`select statement, problem from steward_internal.create_roles()`
    const grants = await connection<{ grant: string }[]>`select "grant" from steward_internal.grant_access() as "grant"`
    const path = searchPath ? await extendSearchPath(connection) : null
    const ddlTracking = await connection<SetupStatement[]>`select statement, problem from steward_internal.set_up_ddl_tracking()`
    // Verdicts on usage need days of observation, which begin now.
    await connection`select steward.capture_statistics() where not exists (select from steward.statistics_snapshots)`
    await wakeScheduler(connection)
    return {
      migrations,
      roles: [...roles],
      grants: grants.map((row) => row.grant),
      searchPath: path,
      ddlTracking: [...ddlTracking],
    }
  })
}

/**
 * Removes pgsteward and puts back what install changed outside of its schemas; returns the statements
 * that could not be run. With `purge` the ledger and the roles that install created go as well. Where there is nothing to
 * remove it changes nothing.
 */
export async function uninstall(sql: postgres.Sql, { purge = false } = {}): Promise<SetupStatement[]> {
  return locked(sql, async (connection) => {
    if (!(await ledgerExists(connection))) return []
    const statements = await readUninstallStatements(connection)
    const wakeStatement = await readWakeStatement(connection)
    await runMigrations(connection, stewardMigrations, { direction: 'down' })
    if (purge) await dropLedger(connection)
    const problems: SetupStatement[] = []
    for (const { statement, only_purge } of statements) {
      if (only_purge && !purge) continue
      await connection.unsafe(statement).catch((error: postgres.PostgresError) => {
        problems.push({ statement, problem: error.detail ? `${error.message} (${error.detail})` : error.message })
      })
    }
    // Otherwise it may go on with the jobs that are gone.
    await executeWakeStatement(connection, wakeStatement)
    return problems
  })
}

/** Whether there is anything that `uninstall()` could remove. */
export async function isInstalled(sql: postgres.Sql, { purge = false } = {}): Promise<boolean> {
  const { applied } = await migrationState(sql)
  return applied.length > 0 || (purge && (await ledgerExists(sql)))
}

/** Compares the migrations of this package with those that the database has. */
export async function migrationState(sql: postgres.Sql | postgres.ReservedSql): Promise<MigrationState> {
  const shipped = readdirSync(stewardMigrations.dir)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => basename(file, '.sql'))
    .sort()
  const applied = (await ledgerExists(sql))
    ? await sql<{ name: string }[]>`select name from steward_migrations.pgmigrations order by id`
    : []
  const names = applied.map((row) => row.name)
  return { applied: names, pending: shipped.filter((name) => !names.includes(name)) }
}

async function locked<T>(sql: postgres.Sql, use: (connection: postgres.ReservedSql) => Promise<T>): Promise<T> {
  return withSession(sql, (connection) => withMigrationLock(connection, stewardMigrations.lockValue, () => use(connection)))
}

async function assertInstallable(sql: postgres.Sql): Promise<void> {
  const [server] = await sql<{ version: string; number: number; standby: boolean; may_create: boolean; database: string }[]>`
    select
      current_setting('server_version') as version,
      current_setting('server_version_num')::integer as number,
      pg_is_in_recovery() as standby,
      has_database_privilege(current_database(), 'create') as may_create,
      current_database() as database`
  if (!server) throw new UsageError('the server did not answer')
  if (server.number < 150000) {
    throw new UsageError(`PostgreSQL ${server.version} is too old`, { hint: 'pgsteward needs PostgreSQL 15 or later.' })
  }
  if (server.standby) throw new UsageError('this server is a standby', { hint: 'Install on the primary.' })
  if (!server.may_create) {
    throw new UsageError(`this role may not create schemas in the database ${server.database}`, {
      hint: `Install as the owner of the database, or: grant create on database "${server.database}" to <role>;`,
    })
  }
}

async function assertNotNewer(connection: postgres.ReservedSql): Promise<void> {
  const { applied } = await migrationState(connection)
  const shipped = new Set(readdirSync(stewardMigrations.dir).map((file) => basename(file, '.sql')))
  const unknown = applied.find((name) => !shipped.has(name))
  if (unknown) {
    throw new UsageError(`the database was installed by another version of pgsteward (migration ${unknown})`, {
      hint: 'Update the npm package pgsteward to the version that installed it, or later.',
    })
  }
}

async function extendSearchPath(connection: postgres.ReservedSql): Promise<SetupStatement | null> {
  try {
    const [row] = await connection<{ path: string | null }[]>`
      select steward_internal.extend_search_path() as path`
    return row?.path ? { statement: `search_path = ${row.path}`, problem: null } : null
  } catch (error) {
    return {
      statement: 'alter database … set search_path = …, steward',
      problem: (error as Error).message,
    }
  }
}

async function readUninstallStatements(connection: postgres.ReservedSql) {
  const [row] = await connection<{ installed: boolean }[]>`
    select to_regprocedure('steward_internal.uninstall_statements()') is not null as installed`
  if (!row?.installed) return []
  return connection<{ statement: string; only_purge: boolean }[]>`
    select statement, only_purge from steward_internal.uninstall_statements()`
}

async function ledgerExists(sql: postgres.Sql | postgres.ReservedSql): Promise<boolean> {
  const [row] = await sql<{ ledger: boolean }[]>`
    select to_regclass('steward_migrations.pgmigrations') is not null as ledger`
  return row?.ledger ?? false
}

async function dropLedger(connection: postgres.ReservedSql): Promise<void> {
  await connection`drop table if exists steward_migrations.pgmigrations`
  await connection`drop schema if exists steward_migrations`
}
