import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { connectionEnvironment, databaseArgument } from '../../src/backup/connection.js'
import { prepareFolder, removeOld } from '../../src/backup/folder.js'
import { type Manifest, manifestPath } from '../../src/backup/manifest.js'
import { findProgram } from '../../src/backup/programs.js'
import { formatBytes } from '../../src/backup/reporter.js'
import { connect } from '../../src/database.js'
import { temporaryFolder } from '../support/backup.js'
import { testDatabase } from '../support/database.js'

const manifest: Manifest = {
  made_by: 'pgsteward', format: 1, pgsteward: '0', file: '', database: 'app', server: 'localhost:5432', server_version: '15.1', server_major: 15,
  encoding: 'UTF8', collate: 'C', ctype: 'C', locale_provider: 'libc', locale: null, settings: [], pg_dump_version: '15.1',
  started_at: '', finished_at: '2026-01-05T00:00:00.000Z', size_bytes: 3, sha256: '', extensions: [], left_out: [], row_security: false, tables: [],
  tables_not_counted: 0, verified: null,
}

/** Writes a file of three bytes, and what is said of it. */
function pretend(dir: string, day: number, changes: Partial<Manifest> = {}, name = `app-${day}.dump`): void {
  writeFileSync(join(dir, name), 'abc')
  const told = { ...manifest, file: name, finished_at: `2026-01-0${day}T00:00:00.000Z`, ...changes }
  writeFileSync(manifestPath(join(dir, name)), JSON.stringify(told))
}

const dumps = (dir: string) => readdirSync(dir).filter((name) => name.endsWith('.dump')).sort()

t.test('old backups go, but never the last good one and never what is not ours', async (t) => {
  const fill = () => {
    const dir = temporaryFolder(t)
    for (const day of [1, 2, 3, 4, 5]) pretend(dir, day)
    pretend(dir, 1, { database: 'other' }, 'other.dump')
    pretend(dir, 1, { server: 'elsewhere:5432' }, 'elsewhere.dump')
    pretend(dir, 6, { verified: { at: '', differences: ['x'] } }, 'wrong.dump')
    pretend(dir, 7, { size_bytes: 4 }, 'damaged.dump')
    pretend(dir, 8, { file: 'app-9.dump' }, 'renamed.dump')
    writeFileSync(join(dir, 'foreign.dump'), '')
    return dir
  }
  const others = ['damaged.dump', 'elsewhere.dump', 'foreign.dump', 'other.dump', 'renamed.dump', 'wrong.dump']
  const left = async (retention: Parameters<typeof removeOld>[2]) => {
    const dir = fill()
    const removed = await removeOld(dir, manifest, retention)
    for (const file of removed) t.notOk(existsSync(manifestPath(file)))
    const names = dumps(dir)
    t.strictSame(names.filter((name) => !name.startsWith('app')), others)
    return names.filter((name) => name.startsWith('app'))
  }
  const all = [1, 2, 3, 4, 5].map((day) => `app-${day}.dump`)
  t.strictSame(await left({}), all)
  t.strictSame(await left({ keep: 2 }), ['app-4.dump', 'app-5.dump'])
  t.strictSame(await left({ keep: 9 }), all)
  t.strictSame(await left({ keepSince: new Date('2026-01-03') }), ['app-3.dump', 'app-4.dump', 'app-5.dump'])
  t.strictSame(await left({ keepSince: new Date('2026-02-01') }), ['app-5.dump'])
  t.strictSame(await left({ keep: 2, keepSince: new Date('2026-01-03') }), ['app-3.dump', 'app-4.dump', 'app-5.dump'])
  t.strictSame(await left({ keep: 4, keepSince: new Date('2026-01-05') }), all.slice(1))
})

t.test('leftovers of the living and of other hosts stay', async (t) => {
  const dir = temporaryFolder(t)
  const living = `.pgsteward-${hostname()}-${process.ppid}-00.partial`
  const dead = `.pgsteward-${hostname()}-4194305-00.partial`
  for (const name of [living, dead, '.pgsteward-other host-1-00.partial', 'mine.partial']) writeFileSync(join(dir, name), '')
  await prepareFolder(dir)
  t.strictSame(readdirSync(dir).sort(), ['.pgsteward-other host-1-00.partial', living, 'mine.partial'].sort())
})

t.test('the program is of the major version of the server, else of the next', async (t) => {
  const base = temporaryFolder(t)
  const folders = ['14', '18', '16', '17'].map((version) => {
    const folder = join(base, version)
    mkdirSync(folder)
    writeFileSync(join(folder, 'pg_dump'), `#!/bin/sh\necho 'pg_dump (PostgreSQL) ${version}.2 (Debian ${version}.2-1)'\n`)
    chmodSync(join(folder, 'pg_dump'), 0o755)
    return folder
  })
  t.strictSame(await findProgram('pg_dump', 16, folders), { path: join(base, '16', 'pg_dump'), version: '16.2', major: 16 })
  t.match(await findProgram('pg_dump', 15, folders), { major: 16 })
  t.match(await findProgram('pg_dump', 18, folders), { major: 18 })
  await t.rejects(findProgram('pg_dump', 19, folders), {
    name: 'UsageError', message: 'there is no pg_dump of PostgreSQL 19 or later on this machine', hint: /apt-get install postgresql-client-19/,
  })
  await t.rejects(findProgram('pg_restore', 15, folders), { name: 'UsageError' })
})

t.test('a program connects as the pool does, and not as the environment says', async (t) => {
  const environmentOf = async (url: string) => {
    const sql = connect(url)
    t.teardown(() => sql.end())
    return connectionEnvironment(sql)
  }
  for (const [name, value] of Object.entries({ PGHOSTADDR: '10.0.0.1', PGSERVICE: 'x', PGPASSFILE: '/x', PGSSLROOTCERT: '/root.crt' })) {
    const before = process.env[name]
    process.env[name] = value
    t.teardown(() => before === undefined ? delete process.env[name] : (process.env[name] = before))
  }
  const url = `postgres://o%27dd:s%40cret@db.example:6432/o'dd%20%22x?sslmode=verify-full&search_path=a%20b`
  const environment = await environmentOf(url)
  t.match(environment, {
    PGHOST: 'db.example', PGPORT: '6432', PGUSER: "o'dd", PGPASSWORD: 's@cret', PGSSLMODE: 'verify-full', PGOPTIONS: '-c search_path=a\\ b',
    PGSSLROOTCERT: '/root.crt', LC_ALL: 'C',
  })
  for (const name of ['PGHOSTADDR', 'PGSERVICE', 'PGPASSFILE', 'PGDATABASE', 'DATABASE_URL']) t.notOk(name in environment, name)
  t.equal(connect(url).options.database, `o'dd "x`)
  t.match(await environmentOf('postgres://me@placeholder/db?host=%2Fvar%2Frun'), { PGHOST: '/var/run', PGUSER: 'me' })
  t.equal(databaseArgument(`o'dd\\ =x`), `--dbname=dbname='o\\'dd\\\\ =x'`)
})

t.test('sizes are rounded', async (t) => {
  t.strictSame([0, 1023, 1024, 10_240, 5 * 1024 ** 3, 5000 * 1024 ** 4].map(formatBytes), [
    '0 bytes', '1023 bytes', '1.0 kB', '10 kB', '5.0 GB', '5000 TB',
  ])
})

t.test('begin_backup_run() and finish_backup_run() record who did what, once', async (t) => {
  const { sql } = await testDatabase(t)
  const run = { kind: 'backup', file: '/b/a.dump', actor: 'me', host: 'here', started_at: '2026-01-01T00:00:00Z' }
  const [begun] = await sql<{ id: string }[]>`select steward_internal.begin_backup_run(${sql.json(run)}) as id`
  const finish = () => sql`select steward_internal.finish_backup_run(${begun?.id ?? ''}, '{"status": "ok", "size_bytes": 5, "sha256": "ab"}')`
  await finish()
  t.match([...(await sql`select kind, status, file, actor, host, started_at, size_bytes::int as size, sha256, session_user_name, backend_start from steward.backup_runs`)], [{
    kind: 'backup', status: 'ok', file: '/b/a.dump', actor: 'me', host: 'here', started_at: new Date('2026-01-01'), size: 5, sha256: 'ab',
    session_user_name: 'app', backend_start: Date,
  }])
  await t.rejects(finish(), { code: 'SW015', message: `run ${begun?.id} of backup_runs is not going on`, hint: /manifest/ })
  await t.rejects(sql`select steward_internal.begin_backup_run('{"kind": "copy", "file": "x"}')`, { code: '23514' })
})
