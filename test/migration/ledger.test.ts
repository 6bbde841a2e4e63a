import { execFileSync } from 'node:child_process'
import t from 'tap'
import { markMigrations } from '../../src/migrate/project.js'
import { file, ok, withMigrations } from '../support/migrations.js'
import { testRoles } from '../support/roles.js'

t.test('watch_ledger() lets what plain node-pg-migrate does be noticed, and it can take over and give back', async (t) => {
  const db = await withMigrations(t, {
    '1_a.sql': file('create table a ();', 'drop table a;'), '2_b.sql': file('create table b ();', 'drop table b;'), '3_c.sql': file('create table c ();', 'drop table c;'),
  })
  const plain = (direction: string) =>
    execFileSync('node_modules/.bin/node-pg-migrate', [direction, '-m', db.dir], { env: { ...process.env, DATABASE_URL: db.url }, stdio: 'pipe' })
  await db.up({ count: 1 })
  plain('up')
  plain('down')
  t.strictSame(await db.up(), ['3_c'])
  t.strictSame(await db.log(), [ok('1_a'), ok('2_b'), ok('3_c'), ok('3_c', 'down'), ok('3_c')])
  t.strictSame((await db.sql`select tool ~ '^pgsteward' as ours from steward.migration_log order by id`).map((row) => row['ours'] as boolean), [true, false, false, false, true])
  t.strictSame(await db.states(), { '1_a': 'applied', '2_b': 'applied', '3_c': 'applied' }, 'without a checksum it is not called modified')
  t.strictSame(await db.ledger(), ['1_a', '2_b', '3_c'])
})

t.test('note_ledger_change() needs no rights of who migrates round us', async (t) => {
  const db = await withMigrations(t, { '1_a.sql': file('select 1;') })
  await db.up()
  const { stranger } = await testRoles(t, db, { stranger: '' })
  await db.admin.unsafe(`
    grant select, insert, delete on public.pgmigrations to ${stranger};
    grant usage on sequence public.pgmigrations_id_seq to ${stranger};
    set role ${stranger};
    insert into public.pgmigrations (name, run_on) values ('by "hand"', now());
    delete from public.pgmigrations;
    reset role`).simple()
  t.strictSame([...(await db.sql`select name, direction, tool, role_name from steward.migration_log order by id offset 1`)], [
    { name: 'by "hand"', direction: 'up', tool: 'ledger', role_name: stranger },
    { name: '1_a', direction: 'down', tool: 'ledger', role_name: stranger },
    { name: 'by "hand"', direction: 'down', tool: 'ledger', role_name: stranger },
  ])
})

t.test('fake_migration() writes the ledger and the log, and runs nothing', async (t) => {
  const db = await withMigrations(t, { '1_a.sql': file('select 1 / 0;'), '2_b.sql': file('select 1 / 0;') })
  await markMigrations(db.sql, db.set, { applied: ['1_a', '2_b'] })
  t.strictSame(await db.up(), [])
  db.write('1_a.sql', file('select 2 / 0;'))
  t.match(await db.states(), { '1_a': 'modified' })
  await markMigrations(db.sql, db.set, { accepted: ['1_a'] })
  t.strictSame(await db.states(), { '1_a': 'applied', '2_b': 'applied' })
  t.strictSame(await db.ledger(), ['1_a', '2_b'], 'once each')
  await t.rejects(markMigrations(db.sql, db.set, { notApplied: ['2_b', 'unknown'] }), { name: 'UsageError', message: 'there is no migration unknown' })
  t.strictSame(await db.ledger(), ['1_a', '2_b'], 'nothing of it is done')
  await markMigrations(db.sql, db.set, { notApplied: ['2_b'] })
  t.strictSame(await db.states(), { '1_a': 'applied', '2_b': 'pending' })
  const faked = (name: string, direction = 'up') => ({ ...ok(name, direction), status: 'faked' })
  t.strictSame(await db.log(), [faked('1_a'), faked('2_b'), faked('1_a'), faked('2_b', 'down')])
  await t.rejects(markMigrations(db.sql, db.set, { applied: ['1_a', 'unknown'] }), { name: 'UsageError', message: 'there is no migration unknown' })
  await t.rejects(markMigrations(db.sql, db.set, { accepted: ['2_b'] }), { name: 'UsageError', message: 'migration 2_b is not applied' })
})

t.test('a file without a transaction that is marked as not applied begins anew', async (t) => {
  const db = await withMigrations(t, { '1_a.sql': file('create table a ();\nselect 1 / 0;', undefined, '-- pgsteward: no-transaction\n') })
  await t.rejects(db.up(), { code: '22012' })
  await db.sql`drop table a`
  await markMigrations(db.sql, db.set, { notApplied: ['1_a'] })
  db.write('1_a.sql', file('create table a ();\nselect 1;', undefined, '-- pgsteward: no-transaction\n'))
  t.strictSame(await db.up(), ['1_a'])
})
