import type postgres from 'postgres'
import type { MigrationSet } from '../install/migrations.js'
import type { MigrationFile } from './file.js'
import { describeFiles } from './log.js'

/** A migration of the project: what `migration_status()` says of it. */
export interface ProjectMigration {
  name: string
  state: 'applied' | 'pending' | 'running' | 'modified' | 'missing' | 'out_of_order' | 'failed' | 'interrupted'
  applied_at: Date | null
  problem: string | null
}

/** What is wrong: a row of `migration_findings()`. */
export type ProjectFinding = Record<'kind' | 'name' | 'severity' | 'detail' | 'action', string | null>

export const ledgerOf = (set: MigrationSet): string => `${set.ledgerSchema}.${set.ledgerTable}`

/** The migrations in order, those first that are in the ledger but not among the files. */
export async function statusOf(sql: postgres.Sql, set: MigrationSet, files: readonly MigrationFile[]): Promise<ProjectMigration[]> {
  const [installed] = await sql`select from pg_catalog.pg_class where oid = to_regclass('steward.migration_log')`
  if (!installed) return ledgerStatus(sql, set, files)
  return sql<ProjectMigration[]>`
    select name, state, applied_at, problem from steward.migration_status(${ledgerOf(set)}, ${sql.json(describeFiles(files))})`
}

/** What is wrong, by `migration_findings()`, which knows also what went round us. */
export async function findingsOf(sql: postgres.Sql, set: MigrationSet, files: readonly MigrationFile[]): Promise<ProjectFinding[]> {
  return sql<ProjectFinding[]>`
    select kind, name, severity, detail, action from steward.migration_findings(${ledgerOf(set)}, ${sql.json(describeFiles(files))})`
}

/** What the ledger says, in the order in which it was applied; nothing where there is no ledger. */
export async function appliedRows(sql: postgres.Sql, set: MigrationSet): Promise<{ name: string; run_on: Date }[]> {
  const [ledger] = await sql`select from pg_catalog.pg_class where oid = to_regclass(${ledgerOf(set)})`
  if (!ledger) return []
  return sql<{ name: string; run_on: Date }[]>`select name, run_on from ${sql(set.ledgerSchema)}.${sql(set.ledgerTable)} order by run_on, id`
}

/** Without the log only the ledger knows what is applied. */
async function ledgerStatus(sql: postgres.Sql, set: MigrationSet, files: readonly MigrationFile[]): Promise<ProjectMigration[]> {
  const applied = await appliedRows(sql, set)
  const missing = applied.filter((row) => !files.some((file) => file.name === row.name))
  return [
    ...missing.map((row) => ({ name: row.name, state: 'missing' as const, applied_at: row.run_on, problem: 'It is applied, and there is no file.' })),
    ...files.map(({ name }) => {
      const row = applied.find((candidate) => candidate.name === name)
      return { name, state: row ? ('applied' as const) : ('pending' as const), applied_at: row?.run_on ?? null, problem: null }
    }),
  ]
}
