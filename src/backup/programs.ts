import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { programFolders, stewardHome } from '../config.js'
import { tryRun } from '../dev/run.js'
import { readState } from '../dev/state.js'
import { UsageError } from '../errors.js'

/** A program of PostgreSQL. */
export interface Program {
  path: string
  version: string
  major: number
}

/** Finds a program of this major version, else of the next later one that is here. */
export async function findProgram(name: 'pg_dump' | 'pg_restore', major: number, folders?: string[]): Promise<Program> {
  const found: Program[] = []
  for (const folder of folders ?? (await likelyFolders())) {
    const program = await inspect(join(folder, name))
    if (program && program.major >= major) found.push(program)
  }
  const [best] = found.sort((a, b) => a.major - b.major)
  if (best) return best
  throw new UsageError(`there is no ${name} of PostgreSQL ${major} or later on this machine`, {
    hint: `Install the client programs, on Debian and Ubuntu: apt-get install postgresql-client-${major} (apt.postgresql.org has all versions).`,
  })
}

async function likelyFolders(): Promise<string[]> {
  const debian = (await readdir('/usr/lib/postgresql').catch(() => [])).map((version) => `/usr/lib/postgresql/${version}/bin`)
  const server = await readState(stewardHome())
  return [...programFolders(), ...debian, ...(server?.binDirectory ? [server.binDirectory] : [])]
}

async function inspect(path: string): Promise<Program | undefined> {
  if (!existsSync(path)) return undefined
  const version = /\d+(\.\d+|\w+)*/.exec((await tryRun(path, ['--version'])) ?? '')?.[0]
  return version === undefined ? undefined : { path, version, major: Number.parseInt(version, 10) }
}

/** How a program is run. */
export interface RunOptions {
  env: NodeJS.ProcessEnv
  signal: AbortSignal
  /** Gets each line that it says while all goes well. */
  told: (line: string) => void
}

const shownLines = 12

/** Runs a program to its end; what it said since its first error is the message of ours. */
export async function runProgram({ path }: Program, args: string[], { env, signal, told }: RunOptions): Promise<void> {
  const child = spawn(path, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'close') as Promise<[number | null, string | null]>
  const kill = () => child.kill()
  signal.addEventListener('abort', kill, { once: true })
  if (signal.aborted) kill()
  const complaints: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (complaints.length > 0 || /: error: |^\S+: while |: from TOC entry /.test(line)) complaints.push(line)
    else told(line)
  })
  const [code, killedBy] = await ended.finally(() => signal.removeEventListener('abort', kill))
  signal.throwIfAborted()
  if (code === 0) return
  const shown = complaints.slice(0, shownLines).map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line))
  throw new Error([`${path} failed (${killedBy ?? `exit code ${code}`})`, ...shown].join('\n'))
}
