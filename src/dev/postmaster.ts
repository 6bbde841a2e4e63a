import { spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { open, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../errors.js'
import { type Cluster, serverEnvironment } from './cluster.js'
import type { Installation } from './installation.js'
import { writePrivate } from './files.js'
import { isAlive } from './lock.js'
import { poll, tryRun } from './run.js'

const closeOnExec = 0o2000000

/** A running server as its `postmaster.pid` describes it. */
export interface Postmaster {
  pid: number
  port: number
  ready: boolean
}

/** Reads `postmaster.pid` and returns the server if it really runs on this data. */
export async function readPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  const lines = (await readFile(pidFile(cluster), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  if (!pid || !isAlive(pid) || !(await isOurs(pid, cluster))) return undefined
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/** Waits until the server accepts connections; returns undefined if it ends instead. */
export async function waitUntilReady(cluster: Cluster): Promise<Postmaster | undefined> {
  const ready = await poll(120_000, async () => {
    const found = await readPostmaster(cluster)
    return found?.ready ? found : !found && 'gone'
  })
  if (ready) return ready === 'gone' ? undefined : ready
  throw new UsageError(`PostgreSQL did not become ready: see ${cluster.log}`)
}

/** Starts the server; returns undefined once it is ready, and what it logged if it gave up. */
export async function launch(cluster: Cluster, installation: Installation): Promise<string | undefined> {
  await discardForeignPid(cluster)
  const flags = constants.O_CREAT | constants.O_APPEND | constants.O_RDWR | constants.O_NOFOLLOW
  const log = await open(cluster.log, flags, 0o600)
  try {
    if (cluster.account) await log.chown(cluster.account.uid, cluster.account.gid)
    const { size } = await log.stat()
    if (await spawnServer(cluster, installation, log.fd)) return undefined
    return (await readFile(cluster.log)).subarray(size).toString('utf8').trim() || 'it logged nothing'
  } finally {
    await log.close()
  }
}

/** Stops the server in fast mode and waits until it is gone. */
export async function stop(cluster: Cluster, postmaster: Postmaster): Promise<void> {
  process.kill(postmaster.pid, 'SIGINT')
  const gone = await poll(60_000, async () => (await readPostmaster(cluster)) === undefined)
  if (!gone) throw new UsageError(`PostgreSQL (process ${postmaster.pid}) does not stop: see ${cluster.log}`)
}

/** The folder of the programs that a running server was started from. */
export async function runningBinDirectory(cluster: Cluster): Promise<string> {
  const command = await readFile(join(cluster.data, 'postmaster.opts'), 'utf8').catch(() => '')
  return command.split(' "')[0]?.replace(/\/postgres\s*$/, '') ?? ''
}

// Not pg_ctl: it pastes the paths into a shell command, where a $ or a quote in a folder name breaks it.
async function spawnServer(cluster: Cluster, installation: Installation, log: number): Promise<boolean> {
  const child = spawn(join(installation.binDirectory, 'postgres'), ['-D', cluster.data], {
    ...cluster.account,
    cwd: cluster.directory,
    detached: true,
    env: serverEnvironment,
    stdio: await standardStreams(log),
  })
  let ended = false
  child.once('exit', () => (ended = true))
  await new Promise((done, fail) => child.once('spawn', done).once('error', fail))
  const outcome = await poll(120_000, async () => {
    if (ended) return 'ended'
    const found = await readPostmaster(cluster)
    return found?.ready && found.pid === child.pid && 'ready'
  })
  child.unref()
  if (outcome) return outcome === 'ready'
  throw new UsageError(`PostgreSQL is still not ready after two minutes: see ${cluster.log}`)
}

// Whatever descriptors our caller left open (test harnesses and make do) would stay open in the server, and whoever
// reads the other end would wait for it. What spawn cannot close it can at least point at the log.
async function standardStreams(log: number): Promise<('ignore' | number)[]> {
  const streams: ('ignore' | number)[] = ['ignore', log, log]
  for (const name of await readdir('/proc/self/fdinfo').catch(() => [])) {
    const info = await readFile(`/proc/self/fdinfo/${name}`, 'utf8').catch(() => '')
    const flags = Number.parseInt(/^flags:\s*(\d+)/m.exec(info)?.[1] ?? '', 8)
    if (Number(name) > 2 && (flags & closeOnExec) === 0) streams[Number(name)] = log
  }
  return Array.from(streams, (stream) => stream ?? 'ignore')
}

// PostgreSQL does not start over a pid file whose process lives, whatever that process is. An impossible pid
// instead of removing the file keeps its line about shared memory, which protects against orphaned backends.
async function discardForeignPid(cluster: Cluster): Promise<void> {
  const text = await readFile(pidFile(cluster), 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  if (!(pid > 0) || !isAlive(pid) || (await isOurs(pid, cluster))) return
  await writePrivate(pidFile(cluster), text.replace(/^\d+/, '2147483646'), cluster.account)
}

async function isOurs(pid: number, cluster: Cluster): Promise<boolean> {
  const proc = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  const command = proc?.split('\0') ?? [(await tryRun('ps', ['-ww', '-o', 'command=', '-p', String(pid)])) ?? '']
  return command.some((part) => part.includes('postgres')) && command.some((part) => part.endsWith(cluster.data))
}

function pidFile(cluster: Cluster): string {
  return join(cluster.data, 'postmaster.pid')
}
