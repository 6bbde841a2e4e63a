import { UsageError } from '../errors.js'
import { type Environment } from '../config.js'
import { installWithApt } from './apt.js'
import { findClusters } from './cluster.js'
import { defaultEmbeddedMajor, findEmbedded } from './embedded.js'
import { type Installation, findInstalled } from './installation.js'
import { findPlace } from './place.js'

/** What the caller or the environment asks for; undefined fields are ours to decide. */
export interface Request {
  kind: Installation['kind'] | undefined
  major: number | undefined
  /** Why the kind is fixed, for the message. */
  because: string
}

/** An installation and why it was taken. */
interface Choice {
  installation: Installation
  reason: string
}

/** Combines the options of a call with `STEWARD_SERVER` and `STEWARD_POSTGRES_VERSION`. */
export function readRequest(
  options: { kind?: Installation['kind'] | undefined; majorVersion?: number | undefined },
  environment: Environment,
): Request {
  const fromEnvironment = environment.STEWARD_POSTGRES_VERSION
  const kind = options.kind ?? environment.STEWARD_SERVER
  const because = options.kind ? 'it was asked for' : kind ? `STEWARD_SERVER=${kind}` : ''
  return { kind, major: options.majorVersion ?? (fromEnvironment ? Number(fromEnvironment) : undefined), because }
}

/** Chooses what to start: what is asked for, else what ran before, else pg_cron, else embedded. */
export async function chooseInstallation(
  home: string,
  request: Request,
  log: (line: string) => void,
): Promise<Choice> {
  const open = request.kind === undefined && request.major === undefined
  const last = open ? (await findClusters(home))[0] : undefined
  if (last?.kind === 'embedded') {
    return embedded(home, last.major, 'its data is here from before', log)
  }
  if (request.kind === 'embedded') return embedded(home, request.major, request.because, log)
  const major = request.major ?? last?.major
  const found = (await findInstalled(major)) ?? (last && (await findInstalled()))
  if (found) return { installation: found, reason: 'it is installed and has pg_cron' }
  return installOrFallBack(home, request, log)
}

async function installOrFallBack(home: string, request: Request, log: (line: string) => void): Promise<Choice> {
  const problem = await installWithApt(request.major, log)
  const installed = problem === undefined ? await findInstalled(request.major) : undefined
  if (installed) return { installation: installed, reason: 'it has pg_cron and apt could install it' }
  const missing = `no installed PostgreSQL ${request.major ?? '>= 15'} has pg_cron`
  const because = `${missing}, and ${problem ?? 'apt did not bring one'}`
  if (request.kind !== 'debian') return embedded(home, request.major, because, log)
  throw new UsageError(because, { hint: `The fallback to the embedded server is forbidden (${request.because}).` })
}

async function embedded(
  home: string,
  major: number | undefined,
  reason: string,
  log: (line: string) => void,
): Promise<Choice> {
  const place = await findPlace(home)
  return { installation: await findEmbedded(place, major ?? defaultEmbeddedMajor, log), reason }
}
