import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../errors.js'
import { type Manifest, manifestPath, readManifest } from './manifest.js'
import { removeLeftovers, temporaryPath } from './temporary.js'

/** Creates the folder for backups if it is missing, and tidies it. */
export async function prepareFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    await removeLeftovers(dir)
  } catch (cause) {
    throw new UsageError(`cannot use the folder ${dir}: ${(cause as Error).message}`, { cause })
  }
}

/** A file for a dump that is being made; only its owner may read it. */
export async function createTemporary(dir: string): Promise<string> {
  const path = temporaryPath(dir)
  await writeFile(path, '', { flag: 'wx', mode: 0o600 }).catch((cause: unknown) => {
    throw new UsageError(`cannot write to ${dir}: ${(cause as Error).message}`, { cause })
  })
  return path
}

/** `app-20261121T180712345Z.dump`; the name of a database may have anything in it. */
export const backupName = (database: string, at: Date): string =>
  `${database.replace(/[^\w.-]|^[.-]/g, '_')}-${at.toISOString().replace(/[-:.]/g, '')}.dump`

/** What to keep; a backup stays if either says so. */
export interface Retention {
  keep?: number | undefined
  /** Backups that were finished later stay. */
  keepSince?: Date | undefined
}

/** Removes old backups of the same database; never the newest, nor one that is not ours, damaged or found wrong. */
export async function removeOld(dir: string, last: Manifest, { keep, keepSince }: Retention): Promise<string[]> {
  if (keep === undefined && keepSince === undefined) return []
  const series = (await goodBackups(dir)).filter(({ manifest }) => manifest.database === last.database && manifest.server === last.server)
  const old = series.filter(({ manifest }, index) =>
    index >= Math.max(keep ?? 0, 1) && !(keepSince && new Date(manifest.finished_at) >= keepSince))
  for (const { file } of old) {
    await rm(file)
    await rm(manifestPath(file))
  }
  return old.map(({ file }) => file)
}

/** The backups of a folder that are whole as far as their size tells, the newest first. */
async function goodBackups(dir: string): Promise<{ file: string; manifest: Manifest }[]> {
  const found: { file: string; manifest: Manifest }[] = []
  for (const name of await readdir(dir)) {
    const file = join(dir, name)
    const manifest = name.endsWith('.dump') ? await readManifest(file) : undefined
    if (manifest?.file !== name || (manifest.verified?.differences.length ?? 0) > 0) continue
    if ((await stat(file)).size === manifest.size_bytes) found.push({ file, manifest })
  }
  return found.sort((a, b) => b.manifest.finished_at.localeCompare(a.manifest.finished_at))
}
