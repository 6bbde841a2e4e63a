import { once } from 'node:events'
import { InvalidArgumentError } from '@commander-js/extra-typings'
import type postgres from 'postgres'
import { resolveDatabaseUrl, readEnvironment } from '../../config.js'
import { withDatabase } from '../../database.js'
import { UsageError } from '../../errors.js'
import { type MetricsServer, startMetricsServer } from '../../metrics-server.js'
import { runMonitor } from '../../monitor.js'
import { type Channel, commandChannel, streamChannel, webhookChannel } from '../../monitor/channels.js'
import { databaseCommand, parseSeconds, progress } from '../common.js'

interface ChannelOptions {
  webhook: string[]
  command: string[]
  stdout?: true | undefined
  name?: string | undefined
  timeout: number
  metricsPort?: number | undefined
}

/** `pgsteward monitor`: delivers the notifications of alerts. */
export function monitorCommand() {
  return databaseCommand('monitor')
    .description('deliver the notifications of alerts, at least once, and serve metrics, until SIGINT or SIGTERM')
    .option('--webhook <url>', 'post Slack-compatible JSON there; may be repeated; also STEWARD_WEBHOOK_URL', collect, [])
    .option('--command <command>', 'run this with JSON on stdin; exit code 0 means delivered; may be repeated', collect, [])
    .option('--stdout', 'write one line of JSON for each')
    .option('--name <name>', 'share the deliveries only with monitors of the same name')
    .option('--poll <seconds>', 'how often to look where NOTIFY did not reach', parseSeconds, 5)
    .option('--timeout <seconds>', 'how long a webhook or command may take', parseSeconds, 10)
    .option('--metrics-port <port>', 'also serve /metrics for Prometheus there', parsePort)
    .option('--metrics-host <host>', 'the address to serve it on', '127.0.0.1')
    .action(async (options) => {
      const channels = openChannels(options)
      const stop = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
      // Who only writes to a pipe has nothing to do once its reader is gone.
      if (options.stdout && channels.length === 1 && options.metricsPort === undefined) process.stdout.once('error', () => stop.abort())
      const { url } = resolveDatabaseUrl(options.databaseUrl)
      const work = { channels, log: progress, signal: stop.signal, pollSeconds: options.poll, leaseSeconds: options.timeout + 30 }
      await withDatabase(
        url,
        async (sql) => {
          const metrics = await serveMetrics(sql, options)
          const monitoring = channels.length > 0 ? runMonitor(sql, work) : once(stop.signal, 'abort')
          await monitoring.finally(() => metrics?.close())
        },
        { applicationName: 'pgsteward monitor', max: 2 },
      )
    })
}

async function serveMetrics(
  sql: postgres.Sql,
  { metricsPort: port, metricsHost: host }: { metricsPort?: number | undefined; metricsHost: string },
): Promise<MetricsServer | undefined> {
  if (port === undefined) return undefined
  const server = await startMetricsServer({ sql, port, host, log: progress }).catch((error: unknown) => {
    throw new UsageError(`cannot serve metrics on ${host}:${port}: ${(error as Error).message}`, { cause: error })
  })
  progress(`metrics: serving ${server.url}/metrics`)
  return server
}

function openChannels(options: ChannelOptions): Channel[] {
  const { STEWARD_WEBHOOK_URL: secret } = readEnvironment()
  const webhooks = new Set(secret ? [...options.webhook, secret] : options.webhook)
  const channels = [
    ...[...webhooks].map((url) => webhookChannel(url, options.timeout)),
    ...[...new Set(options.command)].map((command) => commandChannel(command, options.timeout)),
    ...(options.stdout ? [streamChannel('stdout', process.stdout)] : []),
  ]
  if (channels.length === 0 && options.metricsPort === undefined) {
    throw new UsageError('there is nothing to deliver to', { hint: 'Pass --webhook, --command, --stdout or --metrics-port.' })
  }
  const prefix = options.name ? `${options.name}: ` : ''
  return channels.map((channel) => ({ ...channel, name: `${prefix}${channel.name}` }))
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new InvalidArgumentError('Expected a port, 0 to 65535.')
  return port
}

const collect = (value: string, values: string[]): string[] => [...values, value]
