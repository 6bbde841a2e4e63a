import { setTimeout as wait } from 'node:timers/promises'
import { startLoad, type Transaction } from '../pgbench.js'

/** Runs pgbench with a script at a fixed rate while `work` goes on; returns what it did and what `work` returned. */
export async function besideNeighbour<T>(
  url: string,
  { script, rate }: { script: string; rate: number },
  work: () => Promise<T>,
): Promise<{ transactions: Transaction[]; result: T }> {
  const load = startLoad(url, { script, rate, clients: 4, seconds: 600 })
  const result = await wait(1000).then(work).finally(load.stop)
  return { result, transactions: await load.transactions }
}
