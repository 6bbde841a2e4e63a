import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import { stewardHome } from '../src/config.js'
import { withDatabase } from '../src/database.js'

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** How long a statement takes, in milliseconds. */
export async function time(sql: postgres.Sql, statement: string): Promise<number> {
  const started = performance.now()
  await sql.unsafe(statement)
  return performance.now() - started
}

interface Server {
  adminUrl: string
  binDirectory: string
}

/** The development server, whose superuser may write a checkpoint and whose programs include pgbench. */
export const developmentServer = (): Server => JSON.parse(readFileSync(join(stewardHome(), 'server.json'), 'utf8')) as Server

/** Writes a checkpoint now, so that none falls into what is measured next. */
export const checkpoint = (): Promise<unknown> => withDatabase(developmentServer().adminUrl, (admin) => admin`checkpoint`, { max: 1 })
