import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import t, { type Test } from 'tap'
import { testDatabase } from '../support/database.js'
import { file } from '../support/migrations.js'
import { steward } from './support.js'

async function project(t: Test, files: Record<string, string>) {
  const db = await testDatabase(t)
  const dir = t.testdir(files)
  const run = (verb: string, ...args: string[]) => steward(['migrate', verb, ...args, '--dir', dir, '--database-url', db.url], { NODE_ENV: '' })
  return { ...db, dir, run }
}

t.test('up, status, log, down, redo and reset', async (t) => {
  const { run, name } = await project(t, { '1_a.sql': file('create table a ();', 'drop table a;'), '2_b.sql': file('select 1 / 0;', 'select 1;') })
  t.match(await run('status', '--format', 'csv'), { code: 0, stdout: 'name,state,applied_at,problem\n1_a,pending,,\n2_b,pending,,\n' })
  t.match(await run('status', '--pending'), { code: 3 })
  t.match(await run('up'), { code: 1, stdout: /^applied 1_a in \d+\.\d\d s\n$/, stderr: /error: 2_b\.sql:2: division by zero\n(.*\n)*sqlstate: 22012/ })
  t.match(await run('status', '--format', 'csv'), { code: 3, stdout: /^2_b,failed,,division by zero \(SQLSTATE 22012\)$/m })
  t.match(await run('verify', '--format', 'csv'), { code: 3, stdout: /^failed,2_b,warning,/m })
  t.match(await run('log', '--limit', '1', '--format', 'csv'), { code: 0, stdout: /\n\d+,2_b,up,failed,.*,1,[^,]*,22012,division by zero,2\n$/ })
  t.match(await run('log', '1_a', '--format', 'json'), { code: 0, stdout: /"status": "ok"/ })
  t.match(await run('down'), { code: 0, stdout: /^reverted 1_a in \d+\.\d\d s\n$/ })
  t.match(await run('down'), { code: 0, stdout: '', stderr: /nothing to do\n$/ })
  t.match(await run('up', '1'), { code: 0, stdout: /^applied 1_a / })
  t.match(await run('redo'), { code: 0, stdout: /^reverted 1_a .*\napplied 1_a .*\n$/ })
  t.match(await run('log'), { code: 0, stdout: /│ failed .*22012/ }, 'the error of a row that is not the first')
  t.match(await run('reset', '--confirm', 'another'), { code: 2, stderr: new RegExp(`this is ${name}, not another`) })
  t.match(await run('reset'), { code: 2, stderr: new RegExp(`--confirm ${name}`) })
  t.match(await run('reset', '--env', 'production', '--confirm', name), { code: 2, stderr: /refused in production/ })
  t.match(await run('reset', '--confirm', name), { code: 1, stdout: /^reverted 1_a .*\napplied 1_a .*\n$/, stderr: /division by zero/ })
  for (const wrong of [['up', '0'], ['up', 'x'], ['down', '--to', 'x'], ['up', '--to', '9']]) t.match(await run(...wrong as [string]), { code: 2 }, wrong.join(' '))
})

t.test('baseline and repair run nothing', async (t) => {
  const { run, dir } = await project(t, { '1_a.sql': file('select 1 / 0;'), '2_b.sql': file('select 1 / 0;') })
  t.match(await run('baseline', '1'), { code: 0, stdout: 'marked 1_a as applied\n' })
  t.match(await run('baseline', '1'), { code: 0, stdout: '', stderr: /nothing to do/ })
  t.match(await run('baseline', '7'), { code: 2, stderr: /there is no migration 7/ })
  t.match(await run('repair'), { code: 0, stdout: '' })
  renameSync(join(dir, '1_a.sql'), join(dir, '3_c.sql'))
  t.match(await run('repair'), { code: 3, stderr: /1_a is missing: It is applied, and there is no file\./ })
  t.match(await run('repair', '--not-applied', '1_a', '--applied', '2_b', '3_c'), {
    code: 0, stdout: 'marked 2_b as applied\nmarked 3_c as applied\nmarked 1_a as not applied\n',
  })
  t.match(await run('verify'), { code: 0, stdout: '', stderr: /nothing found/ })
})

t.test('create goes on with the numbers of the folder', async (t) => {
  const { dir } = await project(t, { '0001_a.sql': '' })
  const create = (...args: string[]) => steward(['migrate', 'create', ...args])
  t.match(await create('add', 'orders', '--dir', dir), { code: 0, stdout: `${join(dir, '0002_add_orders.sql')}\n` })
  t.match(readFileSync(join(dir, '0002_add_orders.sql'), 'utf8'), /-- Up Migration\s+-- Down Migration/)
  t.match(await create('in typescript', '--language', 'ts', '--dir', dir), { code: 0, stdout: /0003_in_typescript\.ts\n$/ })
  const empty = join(dir, 'new')
  t.match(await create('First-one', '--dir', empty), { code: 0 })
  t.match(readdirSync(empty), [/^\d{17}_first_one\.sql$/])
  t.match(await create("it's", '--dir', dir), { code: 2, stderr: /is no name for a file/ })
})

t.test('down backs up before, if it is told to', async (t) => {
  const { run, dir, url } = await project(t, { '1_a.sql': file('create table a ();', 'drop table a;') })
  const folder = join(dir, '.backups')
  mkdirSync(folder)
  await run('up')
  const down = await run('down', '--backup-dir', folder)
  if (/there is no pg_dump/.test(down.stderr)) return t.comment('this machine has no pg_dump')
  t.match(down, { code: 0, stdout: /^reverted 1_a/, stderr: /backed up into .*\.backups/ })
  t.equal(readdirSync(folder).length, 2, 'the dump and its manifest')
  await run('up')
  const configured = { NODE_ENV: '', STEWARD_BACKUP_DIR: join(folder, 'others') }
  await steward(['migrate', 'down', '--no-backup', '--dir', dir, '--database-url', url], configured)
  t.notOk(existsSync(configured.STEWARD_BACKUP_DIR))
  await run('up')
  t.match(await steward(['migrate', 'redo', '--dir', dir, '--database-url', url], configured), { code: 0, stderr: /backed up into/ })
  t.equal(basename(readdirSync(configured.STEWARD_BACKUP_DIR)[0] ?? '').endsWith('.tmp'), false)
})
