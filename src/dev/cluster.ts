import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { appendFile, chown, mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writePrivate } from './files.js'
import type { Installation } from './installation.js'
import { preloadLibraries } from './installation.js'
import { type Account, type Place, accountOf, clusterBases, requireOwn } from './place.js'
import { run } from './run.js'

/** One cluster of the home: a folder with its data, its log and the password of its superuser. */
export interface Cluster {
  directory: string
  kind: Installation['kind']
  major: number
  data: string
  log: string
  account: Account | undefined
}

/** Values of `postgresql.conf`, in addition to or instead of the usual ones. */
export type Settings = Record<string, string>

/** What every child of ours gets instead of the user's environment, where PGPORT and others would interfere. */
export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** The clusters of a home, the one started last first. */
export async function findClusters(home: string): Promise<Cluster[]> {
  const found: { cluster: Cluster; started: number }[] = []
  for (const base of await clusterBases(home)) {
    for (const name of await readdir(base).catch(() => [])) {
      const [, kind, major] = /^(debian|embedded)-(\d+)$/.exec(name) ?? []
      if (!kind) continue
      const cluster = await openCluster(base, kind as Cluster['kind'], Number(major))
      const started = await stat(join(cluster.data, 'steward.conf')).catch(() => undefined)
      if (started) found.push({ cluster, started: started.mtimeMs })
    }
  }
  return found.sort((a, b) => b.started - a.started).map(({ cluster }) => cluster)
}

/** Returns the cluster of this installation, after creating it if need be. */
export async function prepareCluster(
  place: Place,
  installation: Installation,
  log: (line: string) => void,
): Promise<Cluster> {
  const directory = join(place.base, `${installation.kind}-${installation.major}`)
  if (!existsSync(directory)) {
    await mkdir(directory, { mode: 0o700 })
    if (place.account) await chown(directory, place.account.uid, place.account.gid)
  }
  const cluster = await openCluster(place.base, installation.kind, installation.major)
  if (!existsSync(join(cluster.data, 'global/pg_control'))) await createData(cluster, installation, log)
  return cluster
}

/** The password of the superuser `postgres`. */
export async function superuserPassword(cluster: Cluster): Promise<string> {
  return (await readFile(join(cluster.directory, 'password'), 'utf8')).trim()
}

/** The port in the configuration, 0 before the first start. */
export async function configuredPort(cluster: Cluster): Promise<number> {
  const text = await readFile(join(cluster.data, 'steward.conf'), 'utf8').catch(() => '')
  return Number(/^port = '(\d+)'/m.exec(text)?.[1] ?? 0)
}

/** Writes the configuration of the next start. */
export async function configure(
  cluster: Cluster,
  installation: Installation,
  port: number,
  settings: Settings = {},
): Promise<void> {
  const preload = preloadLibraries(installation)
  const cron = { 'cron.database_name': 'steward', 'cron.use_background_workers': 'on', 'cron.max_running_jobs': '5' }
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    shared_preload_libraries: preload.join(','),
    ...(preload.includes('pg_cron') ? cron : {}),
    max_worker_processes: '16',
    max_connections: '100',
    wal_level: 'logical',
    max_prepared_transactions: '10',
    track_io_timing: 'on',
    log_destination: 'stderr',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
  await writePrivate(join(cluster.data, 'steward.conf'), lines.join(''), cluster.account)
}

async function openCluster(base: string, kind: Cluster['kind'], major: number): Promise<Cluster> {
  const directory = join(base, `${kind}-${major}`)
  await requireOwn(directory)
  const account = await accountOf(directory)
  return { directory, kind, major, account, data: join(directory, 'data'), log: join(directory, 'server.log') }
}

const includeLine = "\n# pgsteward writes this file anew at every start.\ninclude 'steward.conf'\n"

// The data is complete or it is not there: initdb works next to it, and a rename puts it into place.
async function createData(cluster: Cluster, installation: Installation, log: (line: string) => void): Promise<void> {
  // A killed start may have left an initdb at work, so the new one needs a folder of its own.
  await removeUnfinished(cluster)
  const temporary = `${cluster.data}.new-${randomBytes(4).toString('hex')}`
  const password = join(cluster.directory, 'password')
  if (existsSync(cluster.data)) {
    const aside = `${cluster.data}.damaged-${Date.now()}`
    log(`${cluster.data} is not a complete cluster: moving it to ${aside}`)
    await rename(cluster.data, aside)
  }
  if (!existsSync(password)) await writePrivate(password, `${randomBytes(24).toString('hex')}\n`, cluster.account)
  log(`creating a cluster in ${cluster.data}`)
  const initdb = (locale: string) => initialise(cluster, installation, temporary, password, locale)
  await initdb('C.UTF-8').catch(() => initdb('C'))
  await appendFile(join(temporary, 'postgresql.conf'), includeLine)
  await writePrivate(join(temporary, 'steward.conf'), '', cluster.account)
  await rename(temporary, cluster.data)
}

async function removeUnfinished({ directory }: Cluster): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.startsWith('data.new'))
  for (const name of names) await rm(join(directory, name), { recursive: true, force: true, maxRetries: 5 })
}

async function initialise(
  cluster: Cluster,
  installation: Installation,
  data: string,
  password: string,
  locale: string,
): Promise<void> {
  await rm(data, { recursive: true, force: true })
  const identity = ['--username=postgres', `--pwfile=${password}`, '--auth=scram-sha-256']
  const args = [`--pgdata=${data}`, ...identity, '--encoding=UTF8', `--locale=${locale}`, '--data-checksums']
  await run(join(installation.binDirectory, 'initdb'), args, {
    account: cluster.account,
    cwd: cluster.directory,
    env: serverEnvironment,
  })
}
