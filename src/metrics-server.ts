import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import postgres from 'postgres'
import { type Metric, readMetrics, renderMetrics } from './metrics.js'

/** What the metrics server needs. */
export interface MetricsServerOptions {
  /** A pool of the database to watch; the server makes a connection of its own, with its options. */
  sql: postgres.Sql
  port: number
  /** Where to listen: only this machine unless told otherwise. */
  host?: string
  /** A scrape waits no longer than this for the database. */
  timeoutSeconds?: number
  log?: (line: string) => void
}

export interface MetricsServer {
  url: string
  close: () => Promise<void>
}

const expositionType = 'text/plain; version=0.0.4; charset=utf-8'

/**
 * Serves `/metrics` for Prometheus and `/healthz` (this process is alive) over HTTP.
 *
 * A database that does not answer gives `pgsteward_up 0`, never an error or a wait without end. Scrapes
 * at the same time share one query, so however many come, one connection is used.
 */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const reader = createReader(options)
  const server = createServer((request, response) => {
    answer(request, response, reader.scrape).catch((error: unknown) => {
      options.log?.(`metrics: ${String(error)}`)
      response.destroy()
    })
  })
  server.maxConnections = 100
  server.requestTimeout = 10_000
  await listen(server, options.port, options.host ?? '127.0.0.1')
  const { address, port, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await Promise.all([closed, reader.end()])
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, scrape: () => Promise<string>): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const send = (status: number, type: string, body: string) =>
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
  if (request.method !== 'GET' && request.method !== 'HEAD') send(405, 'text/plain', 'only GET\n')
  else if (pathname === '/healthz') send(200, 'text/plain', 'ok\n')
  else if (pathname === '/metrics') send(200, expositionType, await scrape())
  else send(404, 'text/plain', 'here are /metrics and /healthz\n')
}

function createReader({ sql, timeoutSeconds = 8, log }: MetricsServerOptions) {
  let connection: postgres.Sql | undefined
  let running: Promise<string> | undefined
  let wasUp = true

  const drop = async () => {
    const dropped = connection
    connection = undefined
    await dropped?.end({ timeout: 0 }).catch(() => undefined)
  }
  const read = async (): Promise<string> => {
    const started = performance.now()
    connection ??= ownConnection(sql, timeoutSeconds)
    const metrics = await within(timeoutSeconds, query(connection, timeoutSeconds)).catch(async (error: unknown) => {
      if (wasUp) log?.(`metrics: the database does not answer: ${error instanceof Error ? error.message : String(error)}`)
      // Whatever the connection is stuck in must not keep the next scrape waiting.
      await drop()
      return undefined
    })
    if (metrics && !wasUp) log?.('metrics: the database answers again')
    wasUp = metrics !== undefined
    return renderMetrics([
      gauge('up', metrics ? 1 : 0, '1 if the database answered this scrape.'),
      gauge('scrape.duration_seconds', (performance.now() - started) / 1000, 'How long the database took to answer.'),
      ...(metrics ?? []),
    ])
  }
  return {
    scrape: () => (running ??= read().finally(() => (running = undefined))),
    end: drop,
  }
}

/** The query is ended by the server too, so that nothing goes on there that nobody waits for. */
async function query(connection: postgres.Sql, timeoutSeconds: number): Promise<Metric[]> {
  await connection.unsafe(`set statement_timeout = ${Math.ceil(timeoutSeconds * 1000)}`)
  return readMetrics(connection)
}

async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${seconds} s`)), seconds * 1000)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

// Nobody catches it if the connection is dropped while the driver fetches types, which are not needed here.
const ownConnection = (sql: postgres.Sql, timeoutSeconds: number): postgres.Sql =>
  postgres({ ...sql.options, max: 1, connect_timeout: timeoutSeconds, fetch_types: false } as never)

const gauge = (name: string, value: number, help: string): Metric => ({ name, labels: {}, value, kind: 'gauge', help })

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
