import { renameSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { withMigrations, file } from '../support/migrations.js'
import { steward } from './support.js'

t.test('repair marks what there is, once, and nothing else', async (t) => {
  const project = await withMigrations(t, { '1_a.sql': file('create table a ();'), '2_b.sql': file('create table b ();'), '2_c.sql': file('create table c ();') })
  await project.up({ count: 2 })
  const repair = (...args: string[]) => steward(['migrate', 'repair', ...args, '--dir', project.dir, '--database-url', project.url], { NODE_ENV: '' })
  const log = await project.log()
  for (const [args, stderr] of [
    [['--not-applied', '1_aa'], /^error: there is no migration 1_aa\nhint: pgsteward migrate status lists them\.\n$/],
    [['--applied', '1_a', '--not-applied', '9'], /there is no migration 9\n/],
    [['--not-applied', '1_a', '1_a'], /^error: migration 1_a is named twice\n/],
    [['--not-applied', '1_a', '1'], /migration 1_a is named twice\n/],
    [['--applied', '1_a', '--not-applied', '1'], /migration 1_a is named twice\n/],
    [['--not-applied', '2'], /^error: 2 is more than one migration: 2_b, 2_c\nhint: Give the whole name\.\n$/],
    [['--accept', '2_c'], /^error: migration 2_c is not applied\n/],
  ] as [string[], RegExp][]) {
    t.match(await repair(...args), { code: 2, stdout: '', stderr }, args.join(' '))
  }
  t.strictSame(await project.ledger(), ['1_a', '2_b'])
  t.strictSame(await project.log(), log, 'nothing was written')

  renameSync(join(project.dir, '1_a.sql'), join(project.dir, '3_d.sql'))
  t.match(await repair('--applied', '1_a'), { code: 2, stderr: /there is no migration 1_a\n/ }, 'no file says what it is')
  t.match(await repair('--not-applied', '1'), { code: 0, stdout: 'marked 1_a as not applied\n' }, 'by its number, from the ledger alone')
  t.strictSame(await project.ledger(), ['2_b'])
  t.strictSame((await project.log()).slice(log.length).map(({ name, direction, status }) => ({ name, direction, status })), [
    { name: '1_a', direction: 'down', status: 'faked' },
  ])
})
