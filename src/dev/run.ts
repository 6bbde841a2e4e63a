import { execFile } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Account } from './place.js'

const execute = promisify(execFile)

/** How a program is run: as whom, where, and with which environment (default: ours). */
interface RunOptions {
  account?: Account | undefined
  cwd?: string
  env?: Record<string, string>
}

/** Runs a program to its end and returns what it printed; a failure carries the last lines of its stderr. */
export async function run(program: string, args: string[], options: RunOptions = {}): Promise<string> {
  const { account, ...rest } = options
  try {
    const { stdout } = await execute(program, args, { ...rest, ...account, maxBuffer: 64 * 1024 * 1024 })
    return stdout.trim()
  } catch (cause) {
    const { stderr = '', message } = cause as { stderr?: string; message: string }
    const tail = stderr.trim().split('\n').slice(-6).join('\n')
    throw new Error(`${program}: ${tail || message}`, { cause })
  }
}

/** Like {@link run}, with undefined for a program that is missing or fails. */
export async function tryRun(program: string, args: string[], options: RunOptions = {}): Promise<string | undefined> {
  return run(program, args, options).catch(() => undefined)
}

/** Asks `probe` until it returns something or the time is over; undefined means that it was. */
export async function poll<T>(milliseconds: number, probe: () => T | Promise<T>): Promise<T | undefined> {
  const deadline = Date.now() + milliseconds
  for (;;) {
    const result = await probe()
    if (result) return result
    if (Date.now() > deadline) return undefined
    await delay(40)
  }
}
