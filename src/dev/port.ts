import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Returns the preferred port if it is free, else another free one, never PostgreSQL's own 5432. */
export async function choosePort(preferred: number): Promise<number> {
  if (preferred > 0 && (await isFree(preferred))) return preferred
  for (;;) {
    // Below the range that systems give to outgoing connections, so that it stays free while the server is down.
    const port = randomInt(20_000, 30_000)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
