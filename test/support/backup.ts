import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import type { Test } from 'tap'
import { findProgram } from '../../src/backup/programs.js'
import type { Outcome } from '../cli/support.js'
import { poll, serverMajor, type TestDatabase } from './database.js'

const problem = await findProgram('pg_dump', serverMajor()).then(() => false as const, (error: Error) => error.message)

/** The option of a test that needs the client programs of PostgreSQL. */
export const needsPrograms = { skip: problem }

/** A folder with a blank and a quote in its name, removed with the test. */
export function temporaryFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), "pgsteward it's "))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Starts the compiled command line, to be sent signals. */
export function startSteward(args: string[]) {
  const child = spawn(process.execPath, ['dist/cli/main.js', ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', STEWARD_HOME: '/nonexistent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { stdout: '', stderr: '' }
  child.stdout.on('data', (data: Buffer) => (texts.stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (texts.stderr += data.toString()))
  const ended = new Promise<Outcome>((resolve) => child.on('close', (code) => resolve({ code, ...texts })))
  return { child, ended }
}

/** Locks a table so that pg_dump and the count of its rows wait, until the returned function is called. */
export async function lockTable(db: TestDatabase, table: string): Promise<() => Promise<void>> {
  const locker = db.connect()
  await locker.unsafe(`begin; lock table ${table} in access exclusive mode`).simple()
  return async () => void (await locker.unsafe('commit').simple())
}

/** Waits until both of them do. */
export const areBlocked = (db: TestDatabase) =>
  poll(async () => {
    const rows = await db.admin`
      select distinct l.pid from pg_locks as l
      inner join pg_database as d on d.oid = l.database and d.datname = current_database()
      where l.locktype = 'relation' and not l.granted`
    return rows.length >= 2
  })

/** The record of backups, without what differs each time. */
export const backupRuns = async (sql: postgres.Sql) => [
  ...(await sql<{ kind: string; status: string; message: string | null }[]>`
    select kind, status, message from steward.backup_runs order by id`),
]
