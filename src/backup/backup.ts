import { rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type postgres from 'postgres'
import { stewardPackage } from '../package.js'
import { dumpSnapshot, openSnapshot, type Snapshot } from './dump.js'
import { backupName, createTemporary, prepareFolder, removeOld } from './folder.js'
import { interruptible } from './interrupt.js'
import { type Manifest, type ServerDescription, sha256OfFile, writeManifest } from './manifest.js'
import { findProgram, type Program } from './programs.js'
import type { Reporter } from './reporter.js'
import { fileOf, recorded } from './runs.js'
import { assertMayCreateDatabases, assertPrimary, describeServer, parseAge } from './server.js'
import { assertReadable } from './tables.js'
import { verifyBackup } from './verify.js'

export interface BackupOptions extends Partial<Reporter> {
  /** The folder for backups; it is made if it is missing. */
  dir?: string | undefined
  /** Restores the backup into a scratch database, and compares the rows. */
  verify?: boolean | undefined
  /** How many of this database stay. */
  keep?: number | undefined
  /** An interval: what is younger stays. */
  keepFor?: string | undefined
}

/** A backup that is complete. */
export interface Backup {
  file: string
  manifest: Manifest
  /** Old backups that were removed. */
  removed: string[]
}

const nothing = () => undefined

/** Backs up the database that a pool is connected to. SIGINT and SIGTERM end it without a trace in the folder. */
export async function backup(sql: postgres.Sql, options: BackupOptions = {}): Promise<Backup> {
  const { dir = 'backups', verify, keep, keepFor } = options
  const reporter = { say: options.say ?? nothing, show: options.show ?? nothing }
  const folder = resolve(dir)
  return interruptible(async (signal) => {
    const keepSince = keepFor === undefined ? undefined : await parseAge(sql, keepFor)
    const server = await describeServer(sql)
    const program = await findProgram('pg_dump', server.server_major)
    const rowSecurity = await assertReadable(sql)
    if (verify) {
      await assertPrimary(sql)
      await assertMayCreateDatabases(sql)
    }
    await prepareFolder(folder)
    const file = join(folder, backupName(server.database, new Date()))
    // Opened before the record begins, so that no backup says of itself that it is going on.
    const snapshot = await openSnapshot(sql)
    let manifest = await recorded(sql, { kind: 'backup', file }, reporter.say, () =>
      write(sql, { snapshot, server, program, rowSecurity, file, signal, reporter }), fileOf).finally(() => snapshot.session.end({ timeout: 5 }))
    if (verify) manifest = await verifyBackup(sql, file, signal, reporter)
    return { file, manifest, removed: await removeOld(folder, manifest, { keep, keepSince }) }
  })
}

interface Job {
  snapshot: Snapshot
  server: ServerDescription
  program: Program
  rowSecurity: boolean
  file: string
  signal: AbortSignal
  reporter: Reporter
}

async function write(sql: postgres.Sql, { snapshot, server, program, rowSecurity, file, signal, reporter }: Job): Promise<Manifest> {
  const started = new Date()
  const temporary = await createTemporary(dirname(file))
  try {
    const dumped = await dumpSnapshot(sql, snapshot, program, rowSecurity, temporary, signal, reporter)
    // pg_dump was told to read through policies: they must still show all rows.
    if (rowSecurity) await assertReadable(sql)
    await snapshot.session.end({ timeout: 5 })
    const manifest: Manifest = {
      made_by: 'pgsteward',
      format: 1,
      pgsteward: stewardPackage.version,
      file: basename(file),
      ...server,
      pg_dump_version: program.version,
      started_at: started.toISOString(),
      finished_at: new Date().toISOString(),
      size_bytes: (await stat(temporary)).size,
      sha256: await sha256OfFile(temporary),
      ...dumped,
      verified: null,
    }
    signal.throwIfAborted()
    await writeManifest(file, manifest, () => rename(temporary, file))
    return manifest
  } finally {
    await rm(temporary, { force: true })
  }
}
