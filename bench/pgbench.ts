import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { developmentServer } from './support.js'

/** A run of the script: when it ended, in milliseconds since 1970, and its latency in milliseconds, schedule lag included. */
export interface Transaction {
  ended: number
  latency: number
}

export interface Load {
  script: string
  clients: number
  seconds: number
  /** Transactions per second; without it, as many as there can be. */
  rate?: number
  /** What the sessions set at their start. */
  settings?: Record<string, string>
  binDirectory?: string
}

/** Puts a load on a server with pgbench. What it did is known when it has ended: by itself, or by `stop()`, which cuts transactions off. */
export function startLoad(url: string, load: Load): { transactions: Promise<Transaction[]>; stop: () => void } {
  const { script, clients, seconds, rate, settings = {}, binDirectory = developmentServer().binDirectory } = load
  const folder = mkdtempSync(join(tmpdir(), 'pgsteward-bench-'))
  writeFileSync(join(folder, 'script.sql'), script)
  const child = spawn(
    join(binDirectory, 'pgbench'),
    ['--no-vacuum', '--log', '--log-prefix', join(folder, 'log'), '--file', join(folder, 'script.sql'), '--client', `${clients}`, '--jobs', '1',
      '--time', `${seconds}`, '--protocol', 'prepared', ...(rate ? ['--rate', `${rate}`] : []), url],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, PGOPTIONS: Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`).join(' ') },
    },
  )
  const transactions = once(child, 'exit').then(([code]) => {
    const done = readLog(folder)
    rmSync(folder, { recursive: true })
    if (code !== 0 && code !== null) throw new Error(`pgbench ended with ${code}`)
    return done
  })
  return { transactions, stop: () => child.kill('SIGINT') }
}

function readLog(folder: string): Transaction[] {
  return readdirSync(folder)
    .filter((file) => file.startsWith('log'))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .map((line) => line.split(' ').map(Number))
    .map(([, , latency = 0, , seconds = 0, microseconds = 0]) => ({
      ended: seconds * 1000 + microseconds / 1000,
      latency: latency / 1000,
    }))
}
