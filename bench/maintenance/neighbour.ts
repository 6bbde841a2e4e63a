import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { developmentServer } from '../support.js'

/** A transaction of a neighbour: when it ended, in milliseconds since 1970, and its latency in milliseconds, schedule lag included. */
export interface Transaction {
  ended: number
  latency: number
}

/** Runs pgbench with a script at a fixed rate while `work` goes on; returns what it did and what `work` returned. */
export async function besideNeighbour<T>(
  url: string,
  { script, rate, clients = 4 }: { script: string; rate: number; clients?: number },
  work: () => Promise<T>,
): Promise<{ transactions: Transaction[]; result: T }> {
  const folder = mkdtempSync(join(tmpdir(), 'pgsteward-bench-'))
  try {
    writeFileSync(join(folder, 'script.sql'), script)
    const pgbench = spawn(
      join(developmentServer().binDirectory, 'pgbench'),
      ['--no-vacuum', '--log', '--log-prefix', join(folder, 'log'), '--file', join(folder, 'script.sql'),
        '--rate', `${rate}`, '--client', `${clients}`, '--jobs', '1', '--time', '600', '--protocol', 'prepared', url],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const gone = new Promise<void>((resolve) => pgbench.once('exit', () => resolve()))
    const result = await wait(1000)
      .then(work)
      .finally(async () => {
        pgbench.kill('SIGINT')
        await gone
      })
    return { result, transactions: readLog(folder) }
  } finally {
    rmSync(folder, { recursive: true })
  }
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
