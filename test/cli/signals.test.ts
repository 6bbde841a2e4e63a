import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import t from 'tap'
import { startSteward, temporaryFolder } from '../support/backup.js'
import { poll, testDatabase, type TestDatabase } from '../support/database.js'

const slow = 'create table made (); select pg_sleep(600);'

/** A folder of migrations, or seeds, with these files. */
function folderOf(t: Parameters<typeof temporaryFolder>[0], files: Record<string, string>): string {
  const dir = join(temporaryFolder(t), 'migrations')
  mkdirSync(dir)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  return dir
}

/** Whether a statement of the command line runs in the database. */
const runs = async (db: TestDatabase, text: string) => (await db.admin`
  select from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and query ~ ${text}`).length > 0

const tables = async (db: TestDatabase) =>
  (await db.sql<{ name: string }[]>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
    and relname <> 'pgmigrations' order by 1`).map(({ name }) => name)

/** Sends the signal as soon as a statement that sleeps runs, and sees that it is gone afterwards. */
async function interrupted(db: TestDatabase, args: string[], signal: NodeJS.Signals) {
  const { child, ended } = startSteward([...args, '--database-url', db.url])
  await poll(() => runs(db, 'pg_sleep'))
  child.kill(signal)
  const outcome = await ended
  await poll(async () => !(await runs(db, 'pg_sleep')))
  return outcome
}

const signals = [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const

for (const [signal, code] of signals) {
  t.test(`${signal} cancels a migration on the server, rolls it back and begins no other`, async (t) => {
    const db = await testDatabase(t)
    const dir = folderOf(t, { '1_first.sql': 'create table first ();', '2_slow.sql': slow, '3_last.sql': 'create table last ();' })
    t.match(await interrupted(db, ['migrate', 'up', '--dir', dir], signal), {
      code, stdout: /^applied 1_first in [\d.]+ s\n$/,
      stderr: new RegExp(`^interrupted by ${signal}: [^]*^error: 2_slow.sql:1: canceling statement due to user request\\nsqlstate: 57014\\n$`, 'm'),
    })
    t.strictSame(await tables(db), ['first'])
    t.strictSame([...(await db.sql`select name, status, sqlstate from steward.migration_log order by id`)], [
      { name: '1_first', status: 'ok', sqlstate: null }, { name: '2_slow', status: 'failed', sqlstate: '57014' },
    ])
  })
}

t.test('a file without a transaction ends after the statement that was cancelled', async (t) => {
  const db = await testDatabase(t)
  const dir = folderOf(t, { '1.sql': `-- pgsteward: no-transaction\ncreate table made ();\nselect pg_sleep(600);\ncreate table after ();` })
  t.match(await interrupted(db, ['migrate', 'up', '--dir', dir], 'SIGINT'), { code: 130, stdout: '', stderr: /^sqlstate: 57014$/m })
  t.strictSame(await tables(db), ['made'])
})

t.test('the same without pgsteward, where there is no log', async (t) => {
  const db = await testDatabase(t, { empty: true })
  const dir = folderOf(t, { '1_slow.sql': slow, '2_last.sql': 'create table last ();' })
  t.match(await interrupted(db, ['migrate', 'up', '--dir', dir], 'SIGINT'), { code: 130, stdout: '', stderr: /^sqlstate: 57014$/m })
  t.strictSame(await tables(db), [])
})

t.test('a rehearsal, a seed, and what waits for a lock', async (t) => {
  const db = await testDatabase(t)
  const dir = folderOf(t, { '1_slow.sql': slow })
  t.match(await interrupted(db, ['migrate', 'rehearse', '--dir', dir], 'SIGINT'), { code: 130, stderr: /^sqlstate: 57014$/m })
  const seeds = folderOf(t, { '1_slow.sql': `create table made ();\nselect pg_sleep(600);`, '2_last.sql': 'create table last ();' })
  t.match(await interrupted(db, ['migrate', 'seed', '--dir', dir, '--seed-dir', seeds], 'SIGTERM'), { code: 143, stdout: '', stderr: /^sqlstate: 57014$/m })
  t.strictSame([...(await db.sql`select name, status, sqlstate from steward.seed_runs`)], [{ name: '1_slow', status: 'failed', sqlstate: '57014' }])
  t.strictSame(await tables(db), [])

  await db.sql`create table held ()`
  const holder = db.connect()
  await holder.unsafe('begin; lock table held').simple()
  const waiting = folderOf(t, { '1_held.sql': '-- pgsteward: lock-timeout 1h\nalter table held add a int;' })
  const { child, ended } = startSteward(['migrate', 'up', '--dir', waiting, '--database-url', db.url])
  const waits = async () => (await db.admin`select from pg_locks where relation = 'held'::regclass and not granted`).length > 0
  await poll(waits)
  child.kill('SIGINT')
  t.match(await ended, { code: 130, stderr: /^sqlstate: 57014$/m })
  t.notOk(await waits())
  await holder.unsafe('commit').simple()
})

t.test('what waits for the lock of another run ends too, and so does uninstall', async (t) => {
  const db = await testDatabase(t)
  const holder = db.connect()
  await holder`select pg_advisory_lock(${PG_MIGRATE_LOCK_ID}::bigint)`
  const dir = folderOf(t, { '1.sql': 'create table made ();' })
  const second = startSteward(['migrate', 'up', '--dir', dir, '--database-url', db.url])
  await poll(async () => (await db.admin`
    select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query ~ 'pg_try_advisory_lock'`).length > 0)
  second.child.kill('SIGINT')
  t.match(await second.ended, { code: 130, stderr: /^sqlstate: 57014$/m })
  const locker = db.connect()
  await locker.unsafe('begin; lock table steward.schedules').simple()
  const { child, ended } = startSteward(['uninstall', '--yes', '--database-url', db.url])
  await poll(async () => (await db.admin`select from pg_locks where relation = 'steward.schedules'::regclass and not granted`).length > 0)
  child.kill('SIGINT')
  t.match(await ended, { code: 130, stderr: /^sqlstate: 57014$/m })
  await locker.unsafe('commit').simple()
  t.ok((await db.sql`select from steward.schedules`).length > 0, 'all is still there')
})

t.test('a second signal ends the program at once', async (t) => {
  const db = await testDatabase(t)
  // It swallows what cancels it, and goes on.
  const dir = folderOf(t, { '1.sql': `do $$ begin for i in 1..600 loop begin perform pg_sleep(1); exception when query_canceled then end; end loop; end $$;` })
  const { child, ended } = startSteward(['migrate', 'up', '--dir', dir, '--database-url', db.url])
  await poll(() => runs(db, 'pg_sleep'))
  child.kill('SIGINT')
  await new Promise((resolve) => child.stderr.once('data', resolve))
  child.kill('SIGINT')
  t.match(await ended, { code: 130, stdout: '' })
})

t.test('migrations go on to the end where nobody reads what is told', async (t) => {
  const db = await testDatabase(t)
  const files = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`${n}.sql`, `create table t${n} (); select pg_sleep(0.2);`]))
  const dir = folderOf(t, files)
  const piped = (stream: 'stdout' | 'stderr', ...args: string[]) => {
    const child = spawn(process.execPath, ['dist/cli/main.js', ...args, '--database-url', db.url], { stdio: ['ignore', 'pipe', 'pipe'] })
    let stderr = ''
    child[stream].once('data', () => child[stream].destroy())
    if (stream === 'stdout') child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
    return new Promise<{ code: number | null; stderr: string }>((resolve) => child.on('exit', (code) => resolve({ code, stderr })))
  }
  t.strictSame(await piped('stdout', 'migrate', 'up', '--dir', dir), { code: 0, stderr: '' })
  t.strictSame(await tables(db), ['t1', 't2', 't3', 't4', 't5'])
  writeFileSync(join(dir, '6.sql'), 'create table t6 ();')
  writeFileSync(join(dir, '7.sql'), 'select pg_sleep(0.5); select 1/0;')
  t.match(await piped('stdout', 'migrate', 'up', '--dir', dir), { code: 1, stderr: /division by zero/ })
  writeFileSync(join(dir, '7.sql'), `do $$ begin raise notice 'said'; perform pg_sleep(0.5); end $$; do $$ begin raise notice 'again'; end $$; create table t7 ();`)
  t.match(await piped('stderr', 'migrate', 'up', '--dir', dir), { code: 0 })
  t.strictSame(await tables(db), ['t1', 't2', 't3', 't4', 't5', 't6', 't7'])
  t.strictSame(await piped('stdout', 'health', '--format', 'json', '--fail-on', 'critical'), { code: 0, stderr: '' })
})
