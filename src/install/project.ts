import { existsSync, readdirSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import type postgres from 'postgres'
import { UsageError } from '../errors.js'
import { type MigrationRun, type MigrationSet, runMigrations, withMigrationLock } from './migrations.js'

/** A migration of the project, and when it was applied. */
export interface ProjectMigration {
  name: string
  applied_at: Date | null
}

/** The project's migrations, in the ledger and under the lock of the stock node-pg-migrate. */
export function projectMigrations(dir: string): MigrationSet {
  if (!existsSync(dir)) throw new UsageError(`there is no folder ${dir}`, { hint: 'Name it with --dir.' })
  return { dir: resolve(dir), ledgerSchema: 'public', ledgerTable: 'pgmigrations', lockValue: PG_MIGRATE_LOCK_ID }
}

export async function migrateProject(sql: postgres.Sql, set: MigrationSet, run: MigrationRun): Promise<string[]> {
  const connection = await sql.reserve()
  try {
    return await withMigrationLock(connection, set.lockValue, () => runMigrations(connection, set, run))
  } finally {
    connection.release()
  }
}

/** The project's migrations in order, those first that are in the ledger but not in the folder. */
export async function projectStatus(sql: postgres.Sql, set: MigrationSet): Promise<ProjectMigration[]> {
  const [ledger] = await sql<{ exists: boolean }[]>`select to_regclass('public.pgmigrations') is not null as exists`
  const applied = ledger?.exists
    ? await sql<{ name: string; run_on: Date }[]>`select name, run_on from public.pgmigrations order by id`
    : []
  const files = readdirSync(set.dir)
    .filter((file) => !file.startsWith('.'))
    .map((file) => basename(file, extname(file)))
    .sort()
  const names = [...new Set([...applied.map((row) => row.name), ...files])]
  return names.map((name) => ({ name, applied_at: applied.find((row) => row.name === name)?.run_on ?? null }))
}
