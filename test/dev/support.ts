import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { serverStatus, startServer, stopServer, type StartOptions } from '../../src/dev/server.js'

// These tests are about the private server, whatever the rest of the suite is told to use.
for (const name of ['DATABASE_URL', 'STEWARD_SERVER', 'STEWARD_POSTGRES_VERSION']) process.env[name] = ''

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** What `temporaryHome` needs of a test. */
interface Teardown {
  teardown(clean: () => Promise<void>): void
}

/** A folder for one server, which is stopped and removed at the end of the test. */
export function temporaryHome(t: Teardown, mode = 0o755): string {
  const parent = mkdtempSync(join(tmpdir(), 'pgsteward dev '))
  chmodSync(parent, mode)
  const home = join(parent, 'home')
  t.teardown(async () => {
    const state = await serverStatus(home).catch(() => undefined)
    await stopServer(home)
    rmSync(parent, { recursive: true, force: true })
    const base = state && dirname(dirname(state.dataDirectory))
    if (base?.startsWith('/var/tmp/pgsteward-')) rmSync(base, { recursive: true, force: true })
  })
  return home
}

/** Starts a server and returns what it logged, too. */
export async function up(home: string, options: StartOptions = {}) {
  const lines: string[] = []
  const state = await startServer({ home, ...options, log: (line) => lines.push(line) })
  return { state, log: lines.join('\n') }
}

/** Runs one query on a connection of its own. */
export async function query(url: string, text: string) {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    return [...(await sql.unsafe(text))]
  } finally {
    await sql.end()
  }
}

/** The process id in the server's pid file. */
export function postmasterPid(dataDirectory: string): number {
  return Number.parseInt(readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8'), 10)
}
