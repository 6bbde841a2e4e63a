import { readFileSync } from 'node:fs'
import type postgres from 'postgres'
import { migrateProject, projectMigrations } from '../../src/migrate/project.js'
import { seed } from '../../src/migrate/seed.js'
import { testDatabase, type TestDatabase } from '../support/database.js'
import type { Test } from 'tap'

/** A database with the sample, without its mistakes; `scale` loads the data for performance. */
export async function sampleDatabase(
  t: Test, { scale, empty = true }: { scale?: number; empty?: boolean } = {},
): Promise<TestDatabase> {
  const db = await testDatabase(t, { empty })
  await migrateProject(db.sql, projectMigrations('seeds/testing_platform/migrations'), { direction: 'up', environment: 'production' })
  if (scale !== undefined) await seed(db.sql, 'seeds/testing_platform/seed', { environment: 'performance', scale })
  return db
}

/** Loads what needs pgsteward: retention and schedules, or row level security. */
export const loadPolicies = (sql: postgres.Sql) => load(sql, 'policies.sql')
export const loadAccess = (sql: postgres.Sql) => load(sql, 'access.sql')

async function load(sql: postgres.Sql, file: string): Promise<void> {
  const text = readFileSync(`seeds/testing_platform/${file}`, 'utf8')
  await sql.begin((tx) => tx.unsafe(`set local search_path = public, steward; ${text}`).simple())
}
