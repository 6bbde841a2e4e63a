import { createHash } from 'node:crypto'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { backup } from '../../src/backup/backup.js'
import { type Manifest, manifestPath } from '../../src/backup/manifest.js'
import { restore, type RestoreOptions } from '../../src/backup/restore.js'
import { quoteName } from '../../src/backup/quote.js'
import { steward } from '../cli/support.js'
import { backupRuns, needsPrograms, temporaryFolder } from '../support/backup.js'
import { atDatabase, testDatabase } from '../support/database.js'

t.test('into a new database with an odd name, and from there into another', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  const dir = temporaryFolder(t)
  const odd = `o'dd "na.me ${db.name} é=%\\`
  const copy = `${db.name}_copy`
  t.teardown(async () => {
    for (const name of [odd, copy]) await db.admin.unsafe(`drop database if exists ${quoteName(name)} with (force)`)
  })
  await db.sql.unsafe(`
    create table public."Ta ble" (id int primary key, "a ""b" text);
    insert into public."Ta ble" select i, 'x' from generate_series(1, 7) as i;
    alter database ${db.name} set search_path = '$user', public, "steward";
    alter database ${db.name} set work_mem = '5MB'`).simple()
  const { file } = await backup(db.sql, { dir })
  t.match(await steward(['restore', file, '--into', odd, '--jobs', '2', '--database-url', db.url]), {
    code: 0, stdout: `restored ${file} into ${odd}\n`, stderr: /^1 tables have the rows that the backup says$/m,
  })

  const there = db.connect({ url: atDatabase(db.url, encodeURIComponent(odd)) })
  t.match([...(await there`select current_database() as name, current_setting('search_path') as path, current_setting('work_mem') as mem`)], [
    { name: odd, path: '"$user", public, steward', mem: '5MB' },
  ])
  t.strictSame([...(await there`select count(*)::int as rows, max("a ""b") as value from public."Ta ble"`)], [{ rows: 7, value: 'x' }])

  const second = await backup(there, { dir })
  t.equal(second.manifest.database, odd)
  t.match(await restore(there, second.file, { into: copy }), { database: copy })
})

t.test('in place: all or nothing, and only if it is asked for', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  const dir = temporaryFolder(t)
  const run = (...args: string[]) => steward(['restore', ...args, '--database-url', db.url])
  const rows = async () => [...(await db.sql`select id from public.jobs order by id`)].map((row) => row['id'] as number)
  await db.sql`create table public.jobs as select generate_series(1, 3) as id`
  const { file } = await backup(db.sql, { dir })
  await db.sql`insert into public.jobs values (4)`
  t.match(await run(file, '--yes'), { code: 2, stderr: /is not empty: it has public\.jobs\nhint: .*--into <name>.*--clean/ })
  t.match(await run(file, '--clean'), { code: 2, stderr: /This restores .* and replaces what is there\. It is done in database \S+ on \S+\. That needs --yes/ })
  t.strictSame(await rows(), [1, 2, 3, 4])

  await db.sql`create view public.waiting as select id from public.jobs`
  t.match(await run(file, '--clean', '--yes'), {
    code: 1, stderr: /nothing was changed: it was one transaction\n[\s\S]*error: .*pg_restore failed[\s\S]*view public\.waiting depends on table public\.jobs/,
  })
  t.strictSame(await rows(), [1, 2, 3, 4])
  await db.sql`drop view public.waiting`
  t.match(await run(file, '--clean', '--yes'), { code: 0, stderr: /1 tables have the rows/ })
  t.strictSame(await rows(), [1, 2, 3])

  await db.sql`drop table public.jobs`
  t.match(await run(file, '--yes', '--no-owner', '--no-privileges'), { code: 0 })
  t.strictSame(await rows(), [1, 2, 3])
})

t.test('a restore in place is recorded where the record is then', needsPrograms, async (t) => {
  const db = await testDatabase(t)
  const { file } = await backup(db.sql, { dir: temporaryFolder(t) })
  t.strictSame(await backupRuns(db.sql), [{ kind: 'backup', status: 'ok', message: null }])
  await restore(db.sql, file, { clean: true })
  t.strictSame(await backupRuns(db.sql), [{ kind: 'restore', status: 'ok', message: null }])
})

t.test('what does not fit or is not whole is refused', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  await db.sql`create table public.jobs as select generate_series(1, 3) as id`
  const { file, manifest } = await backup(db.sql, { dir: temporaryFolder(t) })
  const into = `${db.name}_new`
  const tell = (changes: Partial<Manifest>) => writeFileSync(manifestPath(file), JSON.stringify({ ...manifest, ...changes }))
  const refuses = (message: RegExp, options: RestoreOptions = { into }, path = file) =>
    t.rejects(restore(db.sql, path, options), { name: 'UsageError', message })

  await refuses(/there is no file/, { into }, `${file}x`)
  await refuses(/there is a database .* already/, { into: db.name })
  await refuses(/--into does not go with --clean/, { into, clean: true })
  tell({ server_major: 99, server_version: '99.1' })
  await refuses(/the backup is of PostgreSQL 99\.1, this server has \d+/)
  tell({ sha256: '0'.repeat(64) })
  await refuses(/the SHA-256 of .* is not that of its manifest/)
  tell({ size_bytes: 1 })
  await refuses(/has \d+ bytes, its manifest says 1:/)
  for (const text of ['{"made_by": "somebody"}', '{"made_by": "pgste']) {
    writeFileSync(manifestPath(file), text)
    await refuses(/has no manifest of pgsteward beside it/)
  }
  const most = manifest.size_bytes - 1000
  const whole = readFileSync(file)
  truncateSync(file, most)
  tell({ size_bytes: most, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') })
  t.match(await steward(['restore', file, '--into', into, '--database-url', db.url]), { code: 1, stderr: /_new was dropped again: nothing was in it\n/ })
  t.strictSame([...(await db.admin`select from pg_database where datname = ${into}`)], [])
  writeFileSync(file, whole)
  tell({ tables: [{ schema: 'public', table: 'jobs', rows: 4 }] })
  t.match(await steward(['restore', file, '--into', into, '--database-url', db.url]), {
    code: 1, stderr: /the database .*_new stays, closed to all but its owner: look into it, and drop it\n[\s\S]*^public\.jobs has 3 rows, the backup says 4$/m,
  })
  t.teardown(() => db.admin.unsafe(`drop database ${into}`))
  t.strictSame([...(await db.admin`select datacl::text as acl from pg_database where datname = ${into}`)], [{ acl: '{app=CTc/app}' }])
  await refuses(/there is a database .*_new already: the restore of .*\.dump, begun .*Z, has not ended/)
})
