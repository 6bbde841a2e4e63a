import { createHash } from 'node:crypto'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { backup } from '../../src/backup/backup.js'
import { type Manifest, manifestPath, readManifest } from '../../src/backup/manifest.js'
import { verifyBackup } from '../../src/backup/verify.js'
import { needsPrograms, temporaryFolder } from '../support/backup.js'
import { testDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

const quiet = { say: () => undefined, show: () => undefined }
const never = new AbortController().signal

t.test('a verification tells what differs, and always drops its database', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  const { verifier } = await testRoles(t, db, { verifier: "login createdb password 'secret' in role app" })
  const url = new URL(db.url)
  url.username = verifier
  url.password = 'secret'
  const sql = db.connect({ url: url.href, max: 2 })
  await db.sql.unsafe('create table public.jobs as select md5(i::text) from generate_series(1, 300) as i').simple()
  const left = () => db.admin`select datname from pg_database where datdba = ${verifier}::regrole`

  const { file, manifest } = await backup(sql, { dir: temporaryFolder(t) })
  const tell = (changes: Partial<Manifest>) => writeFileSync(manifestPath(file), JSON.stringify({ ...manifest, ...changes }))
  tell({ tables: [{ schema: 'public', table: 'gone', rows: 1 }, ...manifest.tables.map((row) => (row.table === 'jobs' ? { ...row, rows: 4 } : row))] })
  const differences = ['public.gone is missing', 'public.jobs has 300 rows, the backup says 4']
  await t.rejects(verifyBackup(sql, file, never, quiet), { message: `${file} was restored, but it is not what was backed up\n${differences.join('\n')}` })
  t.strictSame((await readManifest(file))?.verified?.differences, differences)
  t.strictSame([...(await left())], [])

  const most = manifest.size_bytes - 1000
  truncateSync(file, most)
  tell({ size_bytes: most, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') })
  await t.rejects(verifyBackup(sql, file, never, quiet), { message: /pg_restore failed[\s\S]*error: / })
  t.strictSame([...(await left())], [])
})

t.test('a verification drops what a killed one has left, and nothing else', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  const [live] = await db.admin<{ name: string }[]>`
    select format('pgsteward_verify_%s_%s', pid, extract(epoch from backend_start)::bigint) as name
    from pg_stat_activity where pid = pg_backend_pid()`
  const [left, unmarked, alive] = ['pgsteward_verify_1_1', 'pgsteward_verify_1_2', live?.name ?? ''] as const
  for (const name of [left, unmarked, alive]) {
    await db.admin.unsafe(`drop database if exists ${name}`)
    await db.admin.unsafe(`create database ${name} template template0 owner app`)
  }
  for (const name of [left, alive]) await db.admin.unsafe(`comment on database ${name} is 'pgsteward: scratch database of a verification'`)
  t.teardown(async () => {
    for (const name of [unmarked, alive]) await db.admin.unsafe(`drop database ${name}`)
  })
  const said: string[] = []
  await backup(db.sql, { dir: temporaryFolder(t), verify: true, say: (line) => said.push(line) })
  t.strictSame([...(await db.admin`select datname as name from pg_database where datname = any (${[left, unmarked, alive]}) order by datname`)], [
    ...[unmarked, alive].sort().map((name) => ({ name })),
  ])
  t.ok(said.includes(`the database ${unmarked} is called like one of a verification, but not marked as one: it stays`))
})
