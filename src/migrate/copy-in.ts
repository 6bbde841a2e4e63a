import { pipeline } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import type postgres from 'postgres'

/**
 * Streams data into `COPY … FROM STDIN`; returns how many rows there were. The driver never settles its stream when the
 * server refuses the data after their end (porsager/postgres#1173), so this listens to the query itself.
 */
export async function copyIn(connection: postgres.ReservedSql, statement: string, source: Readable): Promise<number> {
  const query = connection.unsafe(statement)
  const settled = new Promise<number>((resolve, reject) => {
    const settle = query as unknown as { resolve: (value: unknown) => void; reject: (error: unknown) => void }
    const { resolve: opened, reject: refused } = settle
    settle.resolve = (value) => {
      opened(value)
      // The first time it is the stream, then the end of the command.
      settle.resolve = (result) => resolve((result as { count: number }).count)
    }
    settle.reject = (error) => {
      refused(error)
      reject(error instanceof Error ? error : new Error(String(error)))
    }
  })
  settled.catch(() => source.destroy())
  const target = await query.writable()
  return Promise.race([settled, pipeline(source, target).then(() => settled)])
}
