import { restore } from '../../backup/restore.js'
import { confirm, databaseCommand, parseCount, print, useDatabase } from '../common.js'
import { reporting } from './backup.js'

/** `pgsteward restore`: writes a backup into a database. */
export function restoreCommand() {
  return databaseCommand('restore')
    .description('restore a backup, after checking that it is whole, and compare the rows')
    .argument('<file>', 'what pgsteward backup has written')
    .option('--into <name>', 'create this database on the server, and restore into it')
    .option('--clean', 'drop what the backup has before it is restored; without it the database must be empty')
    .option('--jobs <n>', 'how much at once; with more than 1 it is not all or nothing', parseCount, 1)
    .option('--no-owner', 'all will belong to who restores it')
    .option('--no-privileges', 'leave out all grants')
    .option('--yes', 'do not ask')
    .action(async (file, { owner, privileges, yes, ...options }) => {
      await useDatabase(options, (sql) => reporting(async (reporter) => {
        const { database } = await restore(sql, file, {
          ...options, ...reporter, noOwner: !owner, noPrivileges: !privileges, confirm: (question) => confirm(sql, question, yes),
        })
        print(`restored ${file} into ${database}`)
      }), { graceMs: 1000 })
    })
}
