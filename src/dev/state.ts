import { chown, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writePrivate } from './files.js'

const stateSchema = z.object({
  kind: z.enum(['debian', 'embedded', 'external']),
  version: z.string(),
  url: z.string(),
  adminUrl: z.string(),
  port: z.number(),
  dataDirectory: z.string(),
  binDirectory: z.string(),
  preload: z.array(z.string()),
  reason: z.string(),
})

/** What `<home>/server.json` says about the development server; the URLs hold passwords. */
export type ServerState = z.infer<typeof stateSchema>

/** Reads `server.json`; undefined when it is missing or damaged. */
export async function readState(home: string): Promise<ServerState | undefined> {
  const text = await readFile(stateFile(home), 'utf8').catch(() => '')
  try {
    return stateSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Replaces `server.json` at once, readable by the owner of the home only. */
export async function writeState(home: string, state: ServerState): Promise<void> {
  await writePrivate(stateFile(home), `${JSON.stringify(state, null, 2)}\n`)
  const { uid, gid } = await stat(home)
  if (process.getuid?.() === 0) await chown(stateFile(home), uid, gid)
}

/** Removes `server.json`, so that commands say "no database" instead of failing to connect. */
export async function removeState(home: string): Promise<void> {
  await rm(stateFile(home), { force: true })
}

/** One line that names the server and says why it was taken. */
export function describeServer(state: ServerState): string {
  if (state.kind === 'external') return `external PostgreSQL ${state.version}: ${state.reason}; nothing was started`
  const debian = state.binDirectory.startsWith('/usr/lib/postgresql/') ? "Debian's" : 'installed'
  const owner = state.kind === 'debian' ? debian : 'embedded'
  const loaded = state.preload.length > 0 ? ` with ${state.preload.join(', ')}` : ''
  const clock = state.preload.includes('pg_cron') ? '' : '; no pg_cron, so `pgsteward worker` is the clock'
  const where = `127.0.0.1:${state.port} (data in ${state.dataDirectory})`
  return `${owner} PostgreSQL ${state.version}${loaded} on ${where}: ${state.reason}${clock}`
}

function stateFile(home: string): string {
  return join(home, 'server.json')
}
