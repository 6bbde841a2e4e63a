import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import { backup, type BackupOptions } from '../../src/backup/backup.js'
import { manifestPath, readManifest } from '../../src/backup/manifest.js'
import { steward } from '../cli/support.js'
import { areBlocked, backupRuns, lockTable, needsPrograms, temporaryFolder } from '../support/backup.js'
import { testDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

t.test('a backup and its row counts are of one moment', needsPrograms, async (t) => {
  const db = await testDatabase(t)
  const dir = join(temporaryFolder(t), 'new')
  await db.sql.unsafe(`
    create schema "O'dd s.chema";
    create table "O'dd s.chema"."Ta ble" as select generate_series(1, 3) as id;
    create table public.later as select generate_series(1, 4) as id;
    create table public.parts (id int) partition by range (id);
    create table public.parts_low partition of public.parts for values from (0) to (10);
    insert into public.parts select generate_series(1, 5)`).simple()
  const unlock = await lockTable(db, `"O'dd s.chema"."Ta ble"`)
  const making = backup(db.sql, { dir, verify: true })
  await areBlocked(db)
  await db.sql`insert into public.later values (5)`
  await unlock()
  const { file, manifest, removed } = await making

  t.strictSame(removed, [])
  t.match(basename(file), new RegExp(`^${db.name}-\\d{8}T\\d{9}Z\\.dump$`))
  t.strictSame(readdirSync(dir).sort(), [basename(file), basename(manifestPath(file))], 'nothing else is left in the folder')
  t.equal(statSync(file).mode & 0o777, 0o600, 'others may not read it')
  t.match(manifest, {
    made_by: 'pgsteward', database: db.name, size_bytes: statSync(file).size, left_out: [], tables_not_counted: 0,
    sha256: createHash('sha256').update(readFileSync(file)).digest('hex'), verified: { differences: [] },
  })
  t.strictSame(await readManifest(file), manifest)
  t.strictSame(manifest.tables.filter(({ schema }) => !schema.startsWith('steward')), [
    { schema: "O'dd s.chema", table: 'Ta ble', rows: 3 },
    { schema: 'public', table: 'later', rows: 4 },
    { schema: 'public', table: 'parts_low', rows: 5 },
  ])
  t.match(manifest.tables.find(({ table }) => table === 'backup_runs'), { rows: 0 }, 'it does not say of itself that it is going on')
  t.strictSame(await backupRuns(db.sql), [{ kind: 'backup', status: 'ok', message: null }, { kind: 'verify', status: 'ok', message: null }])
  t.match([...(await db.sql`select file, size_bytes::int as size, sha256 from steward.backup_runs where kind = 'backup'`)], [
    { file, size: manifest.size_bytes, sha256: manifest.sha256 },
  ])
})

t.test('roles without rights are told what to grant, before anything is written', needsPrograms, async (t) => {
  const db = await testDatabase(t)
  const { keeper } = await testRoles(t, db, { keeper: "login password 'secret'" })
  await db.sql.unsafe(`
    create table public.secrets (id int);
    create table public.tenants (id int);
    alter table public.tenants enable row level security;
    insert into public.tenants values (1)`).simple()
  const url = new URL(db.url)
  url.username = keeper
  url.password = 'secret'
  const dir = join(temporaryFolder(t), 'new')
  const run = (...args: string[]) => steward(['backup', '--dir', dir, ...args, '--database-url', url.href])
  t.match(await run(), { code: 2, stderr: new RegExp(`^error: ${keeper} may not read public.secrets, .*\nhint: grant pg_read_all_data to ${keeper};$`, 'm') })
  await db.admin.unsafe(`grant pg_read_all_data to ${keeper}`)
  t.match(await run(), { code: 2, stderr: new RegExp(`row level security hides rows of public.tenants from ${keeper}\nhint: .*alter role ${keeper} bypassrls;`) })
  await db.admin.unsafe(`alter role ${keeper} bypassrls`)
  t.match(await run('--verify'), { code: 2, stderr: new RegExp(`${keeper} may not create databases\nhint: alter role ${keeper} createdb;`) })
  t.notOk(existsSync(dir))
  t.match(await run(), { code: 0, stdout: /\.dump\n$/, stderr: /^no record is kept: permission denied for function begin_backup_run$/m })
  t.strictSame(await backupRuns(db.sql), [])
})

t.test('protected tables are whole in a backup where their owner has access, and are refused where not', needsPrograms, async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table public.notes (id int, user_id uuid not null);
    insert into public.notes select i, gen_random_uuid() from generate_series(1, 5) as i;
    create materialized view public.counted as select count(*) as notes from public.notes;
    select steward.protect_table('notes', 'owner', 'user_id')`).simple()
  const dir = temporaryFolder(t)
  const run = () => steward(['backup', '--dir', dir, '--verify', '--database-url', db.url])
  t.match(await run(), { code: 2, stderr: /row level security hides rows of public.notes from app/ })
  await db.sql`select steward.protect_table('notes', 'owner', 'user_id', owner_access => true)`
  t.match(await run(), { code: 0, stderr: /restored and compared/ })
})

t.test('it works where pgsteward is not installed, and says what it cannot use', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  const dir = temporaryFolder(t)
  const says = (message: RegExp, options: BackupOptions) => t.rejects(backup(db.sql, options), { name: 'UsageError', message })
  const { code, stdout, stderr } = await steward(['backup', '--dir', dir, '--keep', '1', '--database-url', db.url])
  t.match({ code, stderr }, { code: 0, stderr: /^pgsteward is not installed in this database: no record is kept$/m })
  t.match(await readManifest(stdout.trim()), { database: db.name, tables: [] })
  await says(/soon is not an interval/, { dir, keepFor: 'soon' })
  await says(/90 has no unit/, { dir, keepFor: '90' })
  await says(/-1 day is not a span of time/, { dir, keepFor: '-1 day' })
  await says(/cannot use the folder/, { dir: stdout.trim() })
  t.match(await backup(db.sql, { dir, keep: 1, keepFor: '1 day' }), { removed: [] })
  t.match(await backup(db.sql, { dir, keep: 1 }), { removed: [String, stdout.trim()] })
  t.equal(readdirSync(dir).length, 2)
})
