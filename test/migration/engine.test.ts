import t from 'tap'
import { poll, testDatabase } from '../support/database.js'
import { file, ok, withMigrations } from '../support/migrations.js'
import { openSession } from '../support/sessions.js'
import { projectMigrations, migrateProject } from '../../src/migrate/project.js'

t.test('every file that is applied or reverted is a row of the log, and reverts remove none', async (t) => {
  const { sql, up, down, log, ledger, states } = await withMigrations(t, {
    '1_a.sql': file('create table a ();', 'drop table a;'),
    '2_b.sql': file('create table b ();', 'drop table b;'),
  })
  t.strictSame(await up({ count: 1 }), ['1_a'])
  t.strictSame(await up(), ['2_b'])
  t.strictSame(await up(), [])
  t.strictSame(await down(), ['2_b'])
  t.strictSame(await log(), [ok('1_a'), ok('2_b'), ok('2_b', 'down')])
  t.strictSame(await ledger(), ['1_a'])
  t.strictSame(await states(), { '1_a': 'applied', '2_b': 'pending' })
  const [row] = await sql`
    select l.file, l.checksum ~ '^[0-9a-f]{64}$' as has_checksum, l.duration > '0' as took, l.lock_wait >= '0' as waited, l.actor <> '' as has_actor,
      l.host <> '' as has_host, l.tool ~ '^pgsteward \\d' as tool, l.session_user_name, l.role_name, l.application_name, l.pid > 0 as has_pid,
      l.backend_start < l.started_at as has_start, l.xid is not null as has_xid, l.ledger, l.run_id <> n.run_id as runs_differ
    from steward.migration_log as l inner join steward.migration_log as n on n.id = l.id + 1
    order by l.id limit 1`
  t.strictSame({ ...row }, {
    file: '1_a.sql', has_checksum: true, took: true, waited: true, has_actor: true, has_host: true, tool: true, session_user_name: 'app', role_name: 'app',
    application_name: 'pgsteward', has_pid: true, has_start: true, has_xid: true, ledger: 'public.pgmigrations', runs_differ: true,
  })
})

t.test('a failure names the statement and its line, and undoes the file but not those before it', async (t) => {
  const { sql, up, log, ledger, states, write } = await withMigrations(t, {
    '1_a.sql': file('create table a (n int);'),
    '2_b.sql': '-- Up Migration\ncreate table b ();\n\ninsert into a\nvalues (1 / 0);\ncreate table c ();\n',
    '3_c.sql': file('create table d ();'),
  })
  await t.rejects(up(), { code: '22012', message: '2_b.sql:4: division by zero' })
  t.strictSame(await log(), [
    ok('1_a'),
    { ...ok('2_b'), status: 'failed', sqlstate: '22012', message: 'division by zero', statement: 'insert into a\nvalues (1 / 0);', line: 4 },
  ])
  t.strictSame(await ledger(), ['1_a'])
  t.strictSame([...(await sql`select to_regclass('public.b') as b`)], [{ b: null }])
  t.strictSame(await states(), { '1_a': 'applied', '2_b': 'failed', '3_c': 'pending' })
  write('2_b.sql', file('create table b ();'))
  t.strictSame(await up(), ['2_b', '3_c'])
  t.strictSame(await states(), { '1_a': 'applied', '2_b': 'applied', '3_c': 'applied' })
})

t.test('the line is that of the place inside the statement if the server tells', async (t) => {
  const { up } = await withMigrations(t, { '1_a.sql': '-- Up Migration\nselect 1;\nselect\n  1,\n  nothing;\n' })
  await t.rejects(up(), { code: '42703', message: '1_a.sql:5: column "nothing" does not exist' })
})

t.test('what fails at COMMIT has failed', async (t) => {
  const { up, log, ledger } = await withMigrations(t, {
    '1_a.sql': file('create table a (id int primary key);\ncreate table b (a int references a deferrable initially deferred);\ninsert into b values (1);'),
  })
  await t.rejects(up(), { code: '23503' })
  t.match(await log(), [{ name: '1_a', status: 'failed', sqlstate: '23503', line: null }])
  t.strictSame(await ledger(), [])
})

t.test('a body that cannot be split is sent as a whole', async (t) => {
  const { sql, up } = await withMigrations(t, {
    '1_a.sql': file('create table a (n int);\ncreate function f() returns int begin atomic; select 1; select 2; end;', 'drop function f();\ndrop table a;'),
  })
  t.strictSame(await up(), ['1_a'])
  t.strictSame([...(await sql`select f()`)], [{ f: 2 }])
})

t.test('settings, roles and search_path of a file do not reach the next one', async (t) => {
  const { sql, up } = await withMigrations(t, {
    '1_a.sql': file(`set search_path = nowhere;\nset role pg_monitor;\nset lock_timeout = '1ms';\nselect set_config('work_mem', '1MB', false);`),
    '2_b.sql': file(`create table settings as select current_user as who, current_setting('search_path') as path, current_setting('work_mem') as work_mem, current_setting('lock_timeout') as lock_timeout;`),
    '3_c.sql': file(`insert into settings select current_user, '', '', current_setting('statement_timeout') || ' ' || current_setting('lock_timeout');`, undefined, '-- pgsteward: lock-timeout 7s\n-- pgsteward: statement-timeout 8min\n'),
  })
  await up()
  const [session] = await sql`select current_setting('work_mem') as work_mem, current_setting('search_path') as path`
  t.strictSame([...(await sql`select * from settings`)], [
    { who: 'app', path: session?.['path'] as string, work_mem: session?.['work_mem'] as string, lock_timeout: '1s' },
    { who: 'app', path: '', work_mem: '', lock_timeout: '8min 7s' },
  ])
})

t.test('TypeScript, with and without down', async (t) => {
  const { sql, up, down, log } = await withMigrations(t, {
    '1_a.ts': `export const up = async (pgm) => { pgm.createTable('a', { id: 'id' }) }`,
    '2_b.ts': `export const up = (pgm, done) => { pgm.sql('create table b ()'); done() }\nexport const down = (pgm) => { pgm.sql('drop table b') }`,
    '3_c.ts': `export const up = (pgm) => { pgm.sql('select broken') }\nexport const down = false`,
  })
  await t.rejects(up(), { code: '42703', message: '3_c.ts: column "broken" does not exist' })
  t.match(await log(), [ok('1_a'), ok('2_b'), { name: '3_c', status: 'failed', statement: 'select broken;', line: null }])
  t.strictSame(await down({ count: 2 }), ['2_b', '1_a'])
  t.strictSame([...(await sql`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`)], [{ relname: 'pgmigrations' }])
})

t.test('what cannot be reverted is refused before anything is', async (t) => {
  const { up, down, ledger, write } = await withMigrations(t, {
    '1_a.sql': file('select 1;'),
    '2_b.sql': file('select 1;', 'select 1;', '-- pgsteward: irreversible\n'),
    '3_c.sql': file('select 1;', 'select 1;'),
  })
  await up()
  await t.rejects(down({ count: 2 }), { name: 'UsageError', message: '2_b.sql says that it is irreversible' })
  t.strictSame(await ledger(), ['1_a', '2_b', '3_c'])
  write('2_b.sql', file('select 1;', 'select 1;'))
  await t.rejects(down({ count: Infinity }), { name: 'UsageError', message: '1_a.sql has no way back' })
  t.strictSame(await down({ to: '1' }), ['3_c', '2_b'])
  await t.rejects(down({ to: '3_c' }), { name: 'UsageError', message: 'migration 3_c is not applied' })
  t.strictSame(await down({ to: '1_a' }), [])
})

t.test('up to one, and what is out of order', async (t) => {
  const { up, write, states } = await withMigrations(t, { '1_a.sql': file('select 1;'), '3_c.sql': file('select 1;'), '4_d.sql': file('select 1;') })
  t.strictSame(await up({ to: '3' }), ['1_a', '3_c'])
  t.strictSame(await up({ to: '1_a' }), [], 'it is applied')
  await t.rejects(up({ to: '5' }), { name: 'UsageError', message: 'there is no migration 5' })
  write('2_b.sql', file('select 1;'))
  t.match(await states(), { '2_b': 'out_of_order' })
  await t.rejects(up(), { name: 'UsageError', message: '2_b is not applied, but a later migration is' })
  t.strictSame(await up({ outOfOrder: true }), ['2_b', '4_d'])
  t.strictSame(await up(), [], 'and later runs are content')
  t.strictSame(await states(), { '1_a': 'applied', '2_b': 'applied', '3_c': 'applied', '4_d': 'applied' })
})

t.test('files of other environments are left out', async (t) => {
  const { up } = await withMigrations(t, { '1_a.sql': file('select 1;'), '2_b.sql': file('select 1;', undefined, '-- pgsteward: env test\n'), '3_c.sql': file('select 1;') })
  t.strictSame(await up({ environment: 'production' }), ['1_a', '3_c'])
  t.strictSame(await up({ environment: 'test', outOfOrder: true }), ['2_b'])
})

t.test('waits for a lock with growing patience, and says how often it tried', async (t) => {
  const db = await withMigrations(t, {
    '1_a.sql': file('create table a (id int);'),
    '2_b.sql': file('alter table a add n int;', undefined, '-- pgsteward: lock-timeout 50ms\n'),
  })
  const { sql, up, log, said } = db
  await up({ count: 1 })
  const holder = await openSession(db)
  await holder.sql.unsafe('begin; lock table a').simple()
  const running = up()
  await poll(() => Promise.resolve(said.length >= 2))
  await holder.sql.unsafe('commit').simple()
  t.strictSame(await running, ['2_b'])
  const rows = await log()
  t.match(rows, [ok('1_a'), { name: '2_b', status: 'ok' }])
  t.ok((rows[1]?.attempts ?? 0) >= 3)
  t.match(said[0], /^2_b: canceling statement due to lock timeout; trying again in \d+\.\d s$/)
  const [waited] = await sql`select lock_wait >= '100 milliseconds' as waited from steward.migration_log where name = '2_b'`
  t.strictSame({ ...waited }, { waited: true })
  await holder.sql.unsafe('begin; lock table a').simple()
  await sql`delete from public.pgmigrations where name = '2_b'`
  await t.rejects(up({ attempts: 1 }), { code: '55P03', message: '2_b.sql:3: canceling statement due to lock timeout' })
  t.match((await log()).at(-1), { name: '2_b', status: 'failed', attempts: 1, sqlstate: '55P03' })
})

t.test('without a transaction a file goes on where it failed', async (t) => {
  const { sql, up, down, log, said, write } = await withMigrations(t, {
    '1_a.sql': file('create table a (n int);\ninsert into a values (1), (1);', 'drop table a;'),
    '2_b.sql': file('insert into a values (2);\ncreate unique index concurrently a_n on a (n);\ninsert into a values (3);', 'drop index concurrently a_n;', '-- pgsteward: no-transaction\n'),
  })
  await t.rejects(up(), { code: '23505', message: /^2_b\.sql:4: could not create unique index "a_n"/ })
  t.match((await log()).at(-1), { name: '2_b', status: 'failed', line: 4 })
  t.strictSame([...(await sql`select indisvalid from pg_index where indexrelid = 'a_n'::regclass`)], [{ indisvalid: false }])
  await sql`delete from a where ctid = (select min(ctid) from a)`
  said.length = 0
  t.strictSame(await up(), ['2_b'])
  t.strictSame(said, ['2_b: 1 of 3 statements are done already', '2_b: dropping the invalid index public.a_n of the try before'])
  t.strictSame([...(await sql`select n from a order by n`)], [{ n: 1 }, { n: 2 }, { n: 3 }])
  t.strictSame([...(await sql`select indisvalid from pg_index where indexrelid = 'a_n'::regclass`)], [{ indisvalid: true }])
  t.strictSame(await down(), ['2_b'])

  write('2_b.sql', file('insert into a values (4);\nselect 1 / 0;', undefined, '-- pgsteward: no-transaction\n'))
  await t.rejects(up(), { code: '22012' })
  write('2_b.sql', file('insert into a values (5);\nselect 1;', undefined, '-- pgsteward: no-transaction\n'))
  await t.rejects(up(), { name: 'UsageError', message: 'the first 1 statements are done, and have been changed in the file since' })
  t.strictSame([...(await sql`select n from a where n > 3`)], [{ n: 4 }])
})

t.test('without a transaction a file that cannot be split is refused', async (t) => {
  const { up, log, write } = await withMigrations(t, {
    '1_a.sql': file('create table a (n int);\ncopy a from stdin;\n1\n\\.', undefined, '-- pgsteward: no-transaction\n'),
  })
  await t.rejects(up(), { name: 'UsageError', message: '1_a cannot be run without a transaction: it has COPY FROM STDIN' })
  t.strictSame(await log(), [])
  write('1_a.sql', file('create table a ();\n-- statement-breakpoint\nvacuum a;', undefined, '-- pgsteward: no-transaction\n'))
  t.strictSame(await up(), ['1_a'])
})

t.test('a repeatable file runs again when it has changed, after the others', async (t) => {
  const { sql, up, log, ledger, write, states } = await withMigrations(t, {
    '1_f.sql': file('create or replace function f() returns int language sql as $$ select 1 $$;', undefined, '-- pgsteward: repeatable\n'),
    '2_a.sql': file('create table a ();'),
  })
  t.strictSame(await up(), ['1_f', '2_a'])
  t.strictSame(await up(), [])
  write('1_f.sql', file('create or replace function f() returns int language sql as $$ select 2 $$;', undefined, '-- pgsteward: repeatable\n'))
  write('3_b.sql', file('create table b ();'))
  t.match(await states(), { '1_f': 'pending', '2_a': 'applied', '3_b': 'pending' })
  t.strictSame(await up({ count: 1 }), ['3_b'])
  t.strictSame(await up(), ['1_f'])
  t.strictSame(await up(), [])
  t.strictSame([...(await sql`select f()`)], [{ f: 2 }])
  t.strictSame(await log(), [ok('1_f'), ok('2_a'), ok('3_b'), ok('1_f')])
  t.strictSame(await ledger(), ['1_f', '2_a', '3_b'])
  write('1_f.sql', file('select 1 / 0;', undefined, '-- pgsteward: repeatable\n'))
  await t.rejects(up(), { code: '22012', message: '1_f.sql:3: division by zero' })
})

t.test('ten runs at once apply everything once', async (t) => {
  const { connect, set, log } = await withMigrations(t, {
    '1_a.sql': file('create table a ();'), '2_b.sql': file('create index concurrently on a ((1));', undefined, '-- pgsteward: no-transaction\n'), '3_c.sql': file('create table c ();'),
  })
  const runs = await Promise.all(Array.from({ length: 10 }, () => migrateProject(connect({ max: 2 }), set, { direction: 'up' })))
  t.strictSame(runs.filter((names) => names.length > 0), [['1_a', '2_b', '3_c']])
  t.strictSame(await log(), [ok('1_a'), ok('2_b'), ok('3_c')])
})

t.test('where pgsteward is not installed it runs, and says that no log is kept', async (t) => {
  const { sql } = await testDatabase(t, { empty: true })
  const said: string[] = []
  const set = projectMigrations(t.testdir({ '1_a.sql': file('create table a ();', 'drop table a;') }))
  t.strictSame(await migrateProject(sql, set, { direction: 'up', say: (line) => said.push(line) }), ['1_a'])
  t.strictSame(await migrateProject(sql, set, { direction: 'down' }), ['1_a'])
  t.strictSame(said, ['pgsteward is not installed in this database: no log is kept'])
})
