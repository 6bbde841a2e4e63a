import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import t from 'tap'
import { backup } from '../../src/backup/backup.js'
import { manifestPath } from '../../src/backup/manifest.js'
import { areBlocked, backupRuns, lockTable, needsPrograms, startSteward, temporaryFolder } from '../support/backup.js'
import { poll, testDatabase } from '../support/database.js'

t.test('SIGINT leaves nothing but a record; the password is in no command line and no output', needsPrograms, async (t) => {
  const db = await testDatabase(t)
  const dir = temporaryFolder(t)
  await db.sql`create table public.locked ()`
  const unlock = await lockTable(db, 'public.locked')
  const { child, ended } = startSteward(['backup', '--dir', dir, '--database-url', db.url])
  await areBlocked(db)
  const commands = commandLines().filter((line) => line.includes(dir))
  const password = decodeURIComponent(new URL(db.url).password)
  if (existsSync('/proc/self/cmdline')) {
    const ofDump = commands.filter((line) => line.includes('--format=custom'))
    t.equal(ofDump.length, 1)
    t.notOk(ofDump[0]?.includes(password))
  }
  child.kill('SIGINT')
  const outcome = await ended
  t.match(outcome, { code: 130, stdout: '', stderr: /^error: interrupted by SIGINT$/m })
  t.notOk(outcome.stderr.includes(password))
  t.strictSame(readdirSync(dir), [])
  t.strictSame(await backupRuns(db.sql), [{ kind: 'backup', status: 'interrupted', message: 'interrupted by SIGINT' }])
  await poll(async () => (await db.admin`
    select from pg_locks as l inner join pg_database as d on d.oid = l.database and d.datname = current_database()
    where not l.granted`).length === 0)
  await unlock()
})

t.test('the next run tidies up after one that was killed', needsPrograms, async (t) => {
  const db = await testDatabase(t)
  const dir = temporaryFolder(t)
  await db.sql`create table public.locked ()`
  const unlock = await lockTable(db, 'public.locked')
  const { child, ended } = startSteward(['backup', '--dir', dir, '--database-url', db.url])
  await areBlocked(db)
  child.kill('SIGKILL')
  await ended
  t.match(readdirSync(dir), [/^\.pgsteward-.*\.partial$/])
  t.match(await backupRuns(db.sql), [{ status: 'started' }])
  await unlock()
  await poll(async () => (await db.admin`
    select from steward.backup_runs as b
    inner join pg_stat_activity as s on s.pid = b.pid and s.backend_start = b.backend_start`).length === 0)
  const { file } = await backup(db.sql, { dir })
  t.strictSame(readdirSync(dir).sort(), [basename(file), basename(manifestPath(file))])
  t.match(await backupRuns(db.sql), [
    { status: 'interrupted', message: 'The session ended before it said how the run ended.' }, { status: 'ok' },
  ])
})

/** The command lines of all processes, where the system shows them. */
function commandLines(): string[] {
  const pids = existsSync('/proc/self/cmdline') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []
  return pids.flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')]
    } catch {
      return []
    }
  })
}
