import { withDatabase } from '../../database.js'
import { resolveDatabaseUrl } from '../../config.js'
import { runWorker } from '../../worker.js'
import { databaseCommand, parseSeconds, progress } from '../common.js'

/** `pgsteward worker`: the clock where there is no pg_cron. */
export function workerCommand() {
  return databaseCommand('worker')
    .description('run the schedules of a database without pg_cron, until SIGINT or SIGTERM')
    .option('--poll <seconds>', 'how often to look for what is due', parseSeconds, 5)
    .action(async (options) => {
      const stop = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
      const { url } = resolveDatabaseUrl(options.databaseUrl)
      await withDatabase(
        url,
        (sql) => runWorker(sql, { log: progress, signal: stop.signal, pollSeconds: options.poll }),
        { applicationName: 'pgsteward worker', max: 8 },
      )
    })
}
