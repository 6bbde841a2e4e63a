import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { migrateProject, type MigrateOptions, projectMigrations, projectStatus } from '../../src/migrate/project.js'
import { testDatabase } from './database.js'

/** A database with pgsteward, and a folder of migrations for it. */
export async function withMigrations(t: Test, files: Record<string, string>) {
  const db = await testDatabase(t)
  const dir = t.testdir(files)
  const set = projectMigrations(dir)
  const said: string[] = []
  const migrate = (direction: 'up' | 'down', options: Partial<MigrateOptions> = {}) =>
    migrateProject(db.sql, set, { direction, say: (line) => said.push(line), ...options })
  return {
    ...db, dir, set, said,
    up: (options?: Partial<MigrateOptions>) => migrate('up', options),
    down: (options?: Partial<MigrateOptions>) => migrate('down', options),
    write: (name: string, text: string) => writeFileSync(join(dir, name), text),
    states: async () => Object.fromEntries((await projectStatus(db.sql, set)).map((row) => [row.name, row.state])),
    ledger: async () => (await db.sql`select name from public.pgmigrations order by id`).map((row) => row['name'] as string),
    log: async () => [
      ...(await db.sql<LogRow[]>`
        select name, direction, status, attempts, sqlstate, message, statement, line from steward.migration_log order by id`),
    ],
  }
}

export interface LogRow {
  name: string
  direction: string
  status: string
  attempts: number
  sqlstate: string | null
  message: string | null
  statement: string | null
  line: number | null
}

/** A row of the log of a file that did well. */
export const ok = (name: string, direction = 'up'): LogRow => ({
  name, direction, status: 'ok', attempts: 1, sqlstate: null, message: null, statement: null, line: null,
})

/** A migration of these statements. */
export const file = (up: string, down?: string, header = ''): string =>
  `${header}-- Up Migration\n${up}\n${down === undefined ? '' : `-- Down Migration\n${down}\n`}`
