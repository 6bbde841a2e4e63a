import type postgres from 'postgres'
import { countRows, listTables, type Table, type TableRows } from './tables.js'

/** What the rows of a database say of a backup. */
export interface Comparison {
  compared: number
  /** What is certainly not as the backup says. */
  differences: string[]
  /** Tables whose rows this role cannot count, and why: that is no difference. */
  notCompared: string[]
}

export interface CompareOptions {
  signal: AbortSignal
  /** Nobody else gets into the database, so that policies may be lifted for a count. */
  isOurs: boolean
  /** Schemas that were left out of the restore. */
  missingSchemas: readonly string[]
}

export async function compareTables(sql: postgres.Sql, expected: readonly TableRows[], options: CompareOptions): Promise<Comparison> {
  const tables = new Map((await listTables(sql)).map((table) => [keyOf(table), table]))
  const comparison: Comparison = { compared: 0, differences: [], notCompared: [] }
  for (const wanted of expected) {
    options.signal.throwIfAborted()
    const name = `${wanted.schema}.${wanted.table}`
    const table = tables.get(keyOf(wanted))
    const { rows, reason } = table ? await tryToCount(sql, table, options) : absence(wanted, options)
    if (reason !== undefined) comparison.notCompared.push(`${name}: ${reason}`)
    else comparison.compared += 1
    if (reason === undefined && rows === undefined) comparison.differences.push(`${name} is missing`)
    if (rows !== undefined && rows !== wanted.rows) comparison.differences.push(`${name} has ${rows} rows, the backup says ${wanted.rows}`)
  }
  return comparison
}

const keyOf = ({ schema, table }: { schema: string; table: string }): string => JSON.stringify([schema, table])

interface Count {
  rows?: number
  reason?: string
}

const absence = ({ schema }: TableRows, { missingSchemas }: CompareOptions): Count =>
  missingSchemas.includes(schema) ? { reason: 'it was left out with the extension that its schema belongs to' } : {}

/** A count by a role that policies bind, or that may not read, is no count. */
async function tryToCount(sql: postgres.Sql, table: Table, { isOurs }: CompareOptions): Promise<Count> {
  try {
    return { rows: table.is_bound && isOurs ? await countUnbound(sql, table) : await countRows(sql, table) }
  } catch (error) {
    if ((error as { code?: unknown }).code !== '42501') throw error
    return { reason: table.is_bound ? 'policies bind this role' : (error as Error).message }
  }
}

/** Counts as the owner that policies do not bind, in a transaction that leaves all as it was. */
async function countUnbound(sql: postgres.Sql, table: Table): Promise<number> {
  await sql.unsafe('begin')
  try {
    await sql.unsafe(`alter table only ${table.name} no force row level security`)
    return await countRows(sql, { name: table.name, sees_all_rows: false })
  } finally {
    await sql.unsafe('rollback')
  }
}
