import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run, tryRun } from './run.js'

/** The programs of one PostgreSQL. */
export interface Installation {
  kind: 'debian' | 'embedded'
  version: string
  major: number
  binDirectory: string
  extensionDirectory: string
}

const preloadable = ['pg_cron', 'pg_stat_statements']

/** The oldest major version that pgsteward supports. */
export const oldestMajor = 15

/** Finds the newest installed PostgreSQL that is new enough and has pg_cron. */
export async function findInstalled(major?: number): Promise<Installation | undefined> {
  const layouts = [...(await debianLayouts()), ...(await configuredLayout())]
  for (const [binDirectory, extensionDirectory] of layouts) {
    const found = await inspect('debian', binDirectory, extensionDirectory).catch(() => undefined)
    if (!found || found.major < oldestMajor || found.major !== (major ?? found.major)) continue
    if (preloadLibraries(found).includes('pg_cron')) return found
  }
  return undefined
}

/** Asks the programs in a folder who they are; fails when they do not run. */
export async function inspect(
  kind: Installation['kind'],
  binDirectory: string,
  extensionDirectory: string,
): Promise<Installation> {
  const banner = await run(join(binDirectory, 'postgres'), ['-V'])
  const version = /(\d+)(\.\d+|\w+)*/.exec(banner)?.[0] ?? ''
  return { kind, version, major: Number.parseInt(version, 10), binDirectory, extensionDirectory }
}

/** The libraries worth preloading that this installation has. */
export function preloadLibraries(installation: Installation): string[] {
  return preloadable.filter((name) => existsSync(join(installation.extensionDirectory, `${name}.control`)))
}

async function debianLayouts(): Promise<[string, string][]> {
  const majors = (await readdir('/usr/lib/postgresql').catch(() => [])).map(Number).filter(Number.isInteger)
  return majors
    .sort((a, b) => b - a)
    .map((found) => [`/usr/lib/postgresql/${found}/bin`, `/usr/share/postgresql/${found}/extension`])
}

async function configuredLayout(): Promise<[string, string][]> {
  const [bin, share] = (await tryRun('pg_config', ['--bindir', '--sharedir']))?.split('\n') ?? []
  return bin && share ? [[bin, join(share, 'extension')]] : []
}
