import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { readEnvironment, stewardHome } from '../config.js'
import { withDatabase } from '../database.js'
import { UsageError } from '../errors.js'
import { type Request, chooseInstallation, readRequest } from './choose.js'
import { type Cluster, type Settings, configure, configuredPort, findClusters, prepareCluster } from './cluster.js'
import type { Installation } from './installation.js'
import { withLock } from './lock.js'
import { findPlace, prepareHome } from './place.js'
import { choosePort } from './port.js'
import { type Postmaster, launch, readPostmaster, runningBinDirectory, stop, waitUntilReady } from './postmaster.js'
import { type Provisioned, describe, provision, serverUrls } from './provision.js'
import { type ServerState, readState, removeState, writeState } from './state.js'

export { type ServerState, describeServer } from './state.js'

/** Which server to start, and where. */
export interface StartOptions {
  /** The folder that everything is kept in; `.steward` or `STEWARD_HOME` by default. */
  home?: string | undefined
  /** Forces one kind; without it `DATABASE_URL`, `STEWARD_SERVER` and what is installed decide. */
  kind?: 'debian' | 'embedded' | undefined
  majorVersion?: number | undefined
  /** Additional values for `postgresql.conf`. */
  settings?: Settings
  /** Receives one line per step. */
  log?: (line: string) => void
}

type Log = (line: string) => void

/** Starts the development server unless it runs, and returns how to connect to it. */
export async function startServer(options: StartOptions = {}): Promise<ServerState> {
  const environment = readEnvironment()
  const log = options.log ?? (() => undefined)
  if (options.kind === undefined && environment.DATABASE_URL) return externalServer(environment.DATABASE_URL)
  const home = await prepareHome(options.home ?? stewardHome(environment))
  return withLock(home, log, () => startLocked(home, readRequest(options, environment), options.settings, log))
}

/** Stops the development server; false when none was running. */
export async function stopServer(home: string = stewardHome(), log: Log = () => undefined): Promise<boolean> {
  if (!existsSync(home)) return false
  const real = await prepareHome(home)
  return withLock(real, log, async () => {
    const running = await findRunning(real)
    if (running) await stop(running.cluster, running.postmaster)
    await removeState(real)
    return running !== undefined
  })
}

/** The running development server; undefined when none runs. */
export async function serverStatus(home: string = stewardHome()): Promise<ServerState | undefined> {
  if (!existsSync(home)) return undefined
  const real = await realpath(home)
  const running = await findRunning(real)
  if (!running?.postmaster.ready) return undefined
  const saved = await readState(real)
  if (saved && isAbout(saved, running)) return saved
  const urls = await serverUrls(running.cluster, running.postmaster.port)
  const facts = await withDatabase(urls.adminUrl, describe, { max: 1 })
  return stateOf(running, { ...urls, ...facts }, 'it was found running')
}

/** The server that `DATABASE_URL` names. */
export async function externalServer(url: string): Promise<ServerState> {
  const facts = await withDatabase(url, describe, { max: 1 })
  const port = URL.canParse(url) ? Number(new URL(url).port) || 5432 : 5432
  const nowhere = { dataDirectory: '', binDirectory: '' }
  return { kind: 'external', ...facts, url, adminUrl: url, port, ...nowhere, reason: 'DATABASE_URL is set' }
}

interface Running {
  cluster: Cluster
  postmaster: Postmaster
}

async function findRunning(home: string): Promise<Running | undefined> {
  for (const cluster of await findClusters(home)) {
    const postmaster = await readPostmaster(cluster)
    if (postmaster) return { cluster, postmaster }
  }
  return undefined
}

async function startLocked(
  home: string,
  request: Request,
  settings: Settings | undefined,
  log: Log,
): Promise<ServerState> {
  const running = await findRunning(home)
  const adopted = running && (await adopt(home, running, request, log))
  if (adopted) return adopted
  const { installation, reason } = await chooseInstallation(home, request, log)
  const cluster = await prepareCluster(await findPlace(home, log), installation, log)
  await launchOnFreePort(cluster, installation, settings, log)
  const postmaster = await waitUntilReady(cluster)
  if (!postmaster) throw new UsageError(`PostgreSQL ended as soon as it was ready: see ${cluster.log}`)
  return finish(home, { cluster, postmaster }, reason)
}

/** Takes the server that is there, unless it is just dying: then it returns undefined. */
async function adopt(home: string, { cluster }: Running, request: Request, log: Log): Promise<ServerState | undefined> {
  if ((request.kind ?? cluster.kind) !== cluster.kind || (request.major ?? cluster.major) !== cluster.major) {
    throw new UsageError(`another server is already running in ${home}: ${cluster.kind} PostgreSQL ${cluster.major}`, {
      hint: 'Stop it first (pgsteward dev down), or use another folder (STEWARD_HOME).',
    })
  }
  const postmaster = await waitUntilReady(cluster)
  if (!postmaster) return undefined
  log(`already running (process ${postmaster.pid})`)
  const saved = await readState(home)
  return finish(home, { cluster, postmaster }, saved?.reason ?? 'it was found running')
}

async function finish(home: string, running: Running, reason: string): Promise<ServerState> {
  const state = await stateOf(running, await provisionWhenItAnswers(running), reason)
  await writeState(home, state)
  return state
}

/** A server that recovers from a crash says that it is ready a moment before it takes connections. */
async function provisionWhenItAnswers({ cluster, postmaster }: Running): Promise<Provisioned> {
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      return await provision(cluster, postmaster.port)
    } catch (error) {
      const { code } = error as { code?: string }
      const passing = /^(ECONNRESET|ECONNREFUSED|CONNECTION_\w+|57P0[123])$/.test(code ?? '')
      if (!passing || Date.now() > deadline) throw error
      await delay(200)
    }
  }
}

async function stateOf(
  { cluster, postmaster }: Running,
  { url, adminUrl, version, preload }: Provisioned,
  reason: string,
): Promise<ServerState> {
  const binDirectory = await runningBinDirectory(cluster)
  const { kind, data } = cluster
  return { kind, version, url, adminUrl, port: postmaster.port, dataDirectory: data, binDirectory, preload, reason }
}

function isAbout(state: ServerState, { cluster, postmaster }: Running): boolean {
  return state.dataDirectory === cluster.data && state.port === postmaster.port
}

async function launchOnFreePort(
  cluster: Cluster,
  installation: Installation,
  settings: Settings | undefined,
  log: Log,
): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const port = await choosePort(await configuredPort(cluster))
    await configure(cluster, installation, port, settings)
    log(`starting PostgreSQL ${installation.version} on 127.0.0.1:${port}`)
    const problem = await launch(cluster, installation)
    if (problem === undefined) return
    // Somebody took the port meanwhile, or children of a killed server still hold its shared memory.
    const passing = /could not bind|shared memory block|lock file/.test(problem) && Date.now() < deadline
    if (!passing) throw new UsageError(`PostgreSQL did not start:\n${problem.split('\n').slice(-8).join('\n')}`)
    await delay(200)
  }
}
