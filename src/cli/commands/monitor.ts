import { resolveDatabaseUrl, readEnvironment } from '../../config.js'
import { withDatabase } from '../../database.js'
import { UsageError } from '../../errors.js'
import { runMonitor } from '../../monitor.js'
import { type Channel, commandChannel, streamChannel, webhookChannel } from '../../monitor/channels.js'
import { databaseCommand, parseSeconds, progress } from '../common.js'

interface ChannelOptions {
  webhook: string[]
  command: string[]
  stdout?: true | undefined
  name?: string | undefined
  timeout: number
}

/** `pgsteward monitor`: delivers the notifications of alerts. */
export function monitorCommand() {
  return databaseCommand('monitor')
    .description('deliver the notifications of alerts, at least once, until SIGINT or SIGTERM')
    .option('--webhook <url>', 'post Slack-compatible JSON there; may be repeated; also STEWARD_WEBHOOK_URL', collect, [])
    .option('--command <command>', 'run this with JSON on stdin; exit code 0 means delivered; may be repeated', collect, [])
    .option('--stdout', 'write one line of JSON for each')
    .option('--name <name>', 'share the deliveries only with monitors of the same name')
    .option('--poll <seconds>', 'how often to look where NOTIFY did not reach', parseSeconds, 5)
    .option('--timeout <seconds>', 'how long a webhook or command may take', parseSeconds, 10)
    .action(async (options) => {
      const channels = openChannels(options)
      const stop = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
      const { url } = resolveDatabaseUrl(options.databaseUrl)
      const work = { channels, log: progress, signal: stop.signal, pollSeconds: options.poll, leaseSeconds: options.timeout + 30 }
      // Whatever else listens while a monitor runs is started here, beside runMonitor().
      await withDatabase(url, (sql) => Promise.all([runMonitor(sql, work)]), { applicationName: 'pgsteward monitor', max: 2 })
    })
}

function openChannels(options: ChannelOptions): Channel[] {
  const { STEWARD_WEBHOOK_URL: secret } = readEnvironment()
  const webhooks = new Set(secret ? [...options.webhook, secret] : options.webhook)
  const channels = [
    ...[...webhooks].map((url) => webhookChannel(url, options.timeout)),
    ...[...new Set(options.command)].map((command) => commandChannel(command, options.timeout)),
    ...(options.stdout ? [streamChannel('stdout', process.stdout)] : []),
  ]
  if (channels.length === 0) {
    throw new UsageError('there is nothing to deliver to', { hint: 'Pass --webhook, --command or --stdout.' })
  }
  const prefix = options.name ? `${options.name}: ` : ''
  return channels.map((channel) => ({ ...channel, name: `${prefix}${channel.name}` }))
}

const collect = (value: string, values: string[]): string[] => [...values, value]
