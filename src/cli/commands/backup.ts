import { backup } from '../../backup/backup.js'
import { formatBytes, type Reporter } from '../../backup/reporter.js'
import { databaseCommand, parseCount, print, progress, useDatabase } from '../common.js'
import { createProgressLine } from '../progress-line.js'

/** `pgsteward backup`: writes a dump of the database with pg_dump, and what is known of it. */
export function backupCommand() {
  return databaseCommand('backup')
    .description('back up the database into a file with pg_dump, with a manifest beside it')
    .option('--dir <folder>', 'where backups are', 'backups')
    .option('--verify', 'restore it into a scratch database and compare the rows')
    .option('--keep <n>', 'afterwards keep the last n of this database', parseCount)
    .option('--keep-for <interval>', "afterwards keep those that are younger, as '30 days'")
    .action(async (options) => {
      await useDatabase(options, (sql) => reporting(async (reporter) => {
        const { file, manifest, removed } = await backup(sql, { ...options, ...reporter })
        const missed = manifest.verified?.not_compared?.length ?? 0
        const verified = manifest.verified ? `, restored and compared${missed > 0 ? ` but for ${missed}` : ''}` : ''
        reporter.say(`backed up ${manifest.tables.length} tables in ${formatBytes(manifest.size_bytes)}${verified}`)
        for (const old of removed) reporter.say(`removed ${old}`)
        print(file)
      }), { graceMs: 1000 })
    })
}

/** Writes what is told to stderr, and how far it is on a line of its own. */
export async function reporting<T>(use: (reporter: Reporter) => Promise<T>): Promise<T> {
  const line = createProgressLine(process.stderr)
  const say = (text: string) => {
    line.clear()
    progress(text)
  }
  return use({ say, show: (text) => line.show(text) }).finally(() => line.clear())
}

