import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../errors.js'
import { poll } from './run.js'

const patience = 600_000

/** Runs `use` while this process holds `<home>/server.lock`; a lock of a dead process is broken. */
export async function withLock<T>(home: string, log: (line: string) => void, use: () => Promise<T>): Promise<T> {
  const file = join(home, 'server.lock')
  if (!take(file)) await waitFor(file, log)
  try {
    return await use()
  } finally {
    rmSync(file, { force: true })
  }
}

async function waitFor(file: string, log: (line: string) => void): Promise<void> {
  let told = false
  const taken = await poll(patience, () => {
    breakStale(file)
    if (take(file)) return true
    if (!told && isHeld(file)) log(`waiting for another pgsteward (process ${holder(file)})`)
    told = true
    return false
  })
  if (!taken) throw new UsageError(`another pgsteward holds ${file}`, { hint: 'Remove it if that is not so.' })
}

function take(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${startTime(process.pid)}\n`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

// Two processes that both saw a dead holder must not remove each other's new lock, hence the second file:
// only who holds it may remove the lock, and looks again before doing so.
function breakStale(file: string): void {
  if (isHeld(file)) return
  const guard = `${file}.stale`
  if (isOlderThan(guard, 10_000)) rmSync(guard, { force: true })
  if (!take(guard)) return
  try {
    if (!isHeld(file)) rmSync(file, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}

function isHeld(file: string): boolean {
  const [pid, started] = holder(file).split(' ')
  if (!pid) return !isOlderThan(file, 5_000)
  return isAlive(Number(pid)) && startTime(Number(pid)) === (started ?? '')
}

function holder(file: string): string {
  return readOrEmpty(file).trim()
}

function isOlderThan(file: string, milliseconds: number): boolean {
  const found = statSync(file, { throwIfNoEntry: false })
  return found !== undefined && Date.now() - found.mtimeMs > milliseconds
}

/** Whether a process with this id exists, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

// Process ids are reused, above all in containers; the start time tells two owners of one id apart.
// A zombie holds nothing, but nobody may ever reap it.
function startTime(pid: number): string {
  const text = readOrEmpty(`/proc/${pid}/stat`)
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (fields[0] === 'Z' ? 'zombie' : fields[19]) ?? ''
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
