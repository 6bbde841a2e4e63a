import t from 'tap'
import { file, ok, withMigrations } from '../support/migrations.js'
import { openSession } from '../support/sessions.js'
import { projectFindings } from '../../src/migrate/project.js'

const nothing = { tables: [], ledger: [], log: [] }

t.test('a file that begins or ends a transaction is refused before anything runs, in every spelling', async (t) => {
  const db = await withMigrations(t, {})
  const seen = async () => ({
    tables: (await db.sql`select relname from pg_class where relname ~ '^t\d$'`).map((row) => row['relname'] as string), ledger: await db.ledger(), log: await db.log(),
  })
  const endings = [
    'commit', 'COMMIT WORK', 'end', 'END TRANSACTION', 'abort', 'rollback', 'Rollback and chain', 'commit and chain', 'begin', 'start transaction',
    'begin isolation level serializable', "prepare transaction 'p'", 'commit -- it', '/* now */ commit', 'rollback; begin', 'savepoint s; rollback',
  ]
  for (const ending of endings) {
    db.write('1_a.sql', file('create table t1 (a int);'))
    db.write('2_b.sql', file(`create table t2 (a int);\n${ending};\ncreate table t3 (a int);`))
    await t.rejects(db.up(), { code: 'SW017', message: '2_b.sql:3: the file is one transaction, and this statement begins or ends one' }, ending)
    t.strictSame(await seen(), nothing, ending)
  }
})

t.test('BEGIN and COMMIT around a whole file say what is done anyway', async (t) => {
  const { sql, up, down, log, ledger } = await withMigrations(t, {
    '1_a.sql': file('BEGIN;\ncreate table a (n int);\nCOMMIT;', 'begin work;\ndrop table a;\nend;'),
    '2_b.sql': file('start transaction;\ninsert into a values (1);\nalter table no_such_table add x int;\ncommit and no chain;'),
  })
  await t.rejects(up(), { code: '42P01', message: '2_b.sql:4: relation "no_such_table" does not exist' })
  t.match(await log(), [ok('1_a'), { name: '2_b', status: 'failed', line: 4 }])
  t.strictSame([...(await sql`select * from a`)], [])
  t.strictSame(await down(), ['1_a'])
  t.strictSame(await ledger(), [])
  t.strictSame([...(await sql`select to_regclass('a') as a`)], [{ a: null }])
})

t.test('a way back that ends its transaction takes nothing out of the ledger', async (t) => {
  const { up, down, ledger, log } = await withMigrations(t, {
    '1_a.sql': file('create table a (n int);', 'begin;\ndrop table a;\nalter table no_such_table add x int;\ncommit;'),
    '2_b.sql': file('create table b (n int);', 'drop table b;\nrollback;'),
  })
  await up()
  await t.rejects(down(), { code: 'SW017', message: '2_b.sql:5: the file is one transaction, and this statement begins or ends one' })
  await t.rejects(down({ count: 2 }), { code: 'SW017' })
  t.strictSame(await ledger(), ['1_a', '2_b'])
  t.strictSame(await log(), [ok('1_a'), ok('2_b')])
})

t.test('savepoints, procedures and bodies that only look like it are no end', async (t) => {
  const { sql, up } = await withMigrations(t, {
    '1_a.sql': file(`
      create table a (n int);
      savepoint s;
      insert into a values (1);
      rollback to savepoint s;
      release s;
      do $$ begin insert into a values (2); end $$;
      create procedure p() language plpgsql as $$ begin insert into a values (3); commit; end $$;
      create function f() returns int begin atomic; select 1; end;
      insert into a select 4 as "commit"; -- commit;`),
    '2_b.sql': file('set transaction isolation level serializable;\ninsert into a values (case current_setting(\'transaction_isolation\') when \'serializable\' then 5 end);'),
  })
  t.strictSame(await up(), ['1_a', '2_b'])
  t.strictSame((await sql`select n from a order by n`).map((row) => row['n'] as number), [2, 4, 5])
})

t.test('what commits where nobody can see it fails as the server says, and nothing stays', async (t) => {
  const hidden: [string, string][] = [
    ['2D000', 'do $$ begin insert into a values (1); commit; end $$;'],
    ['2D000', 'call p();'],
    ['25001', 'vacuum a;'],
  ]
  for (const [code, statement] of hidden) {
    const { sql, up, log } = await withMigrations(t, {
      '1_a.sql': file('create table a (n int);\ncreate procedure p() language plpgsql as $$ begin insert into a values (1); commit; end $$;'),
      '2_b.sql': file(`insert into a values (0);\n${statement}\ninsert into a values (2);`),
    })
    await t.rejects(up(), { code, message: /^2_b\.sql:3: /, hint: /-- pgsteward: no-transaction/ }, statement)
    t.match(await log(), [ok('1_a'), { name: '2_b', status: 'failed', sqlstate: code, line: 3 }])
    t.strictSame([...(await sql`select n from a`)], [])
  }
})

t.test('what cannot be read in advance is found by the transaction that is not the same any more', async (t) => {
  const db = await withMigrations(t, {
    // Where a backslash escapes, the server reads three statements in what is one elsewhere.
    '1_a.sql': file("set standard_conforming_strings = off;\ncreate table lost (n int);\nselect 'a\\'' ; rollback; begin; select 1 -- '"),
    '2_b.sql': file('create table b (n int);'),
  })
  await t.rejects(db.up(), { code: 'SW017', message: '1_a.sql: the file has ended the transaction that it was run in: what came before that may be committed' })
  t.match(await db.log(), [{ name: '1_a', status: 'failed', sqlstate: 'SW017' }])
  t.strictSame(await db.ledger(), [])
  t.match(await projectFindings(db.sql, db.set), [{ name: '1_a' }])
})

t.test('a script that ends its transaction is refused where it does', async (t) => {
  const { sql, up, log } = await withMigrations(t, {
    '1_a.ts': `export const up = (pgm) => { pgm.createTable('a', { n: 'int' }); pgm.sql('COMMIT'); pgm.createTable('b', { n: 'int' }) }`,
  })
  await t.rejects(up(), { code: 'SW017', message: '1_a.ts: the file ends the transaction that it is run in' })
  t.match(await log(), [{ name: '1_a', status: 'failed', sqlstate: 'SW017' }])
  t.strictSame([...(await sql`select to_regclass('a') as a, to_regclass('b') as b`)], [{ a: null, b: null }])
})

t.test('lines statement-breakpoint hide nothing', async (t) => {
  const { sql, up, write, log } = await withMigrations(t, {})
  const line = '\n-- statement-breakpoint\n'
  for (const [text, at] of [[`create table a (x int); commit; create table b (x int);${line}create table c (x int);`, 2], [`create table a (x int);${line}/* ** */ commit;${line}create table c (x int);`, 4]] as const) {
    write('1_a.sql', file(text))
    await t.rejects(up(), { code: 'SW017', message: `1_a.sql:${at}: the file is one transaction, and this statement begins or ends one` })
  }
  write('1_a.sql', file("create function begin() returns int language sql as 'select 1';\ncreate table a (x int);\ncommit;"))
  await t.rejects(up(), { code: 'SW017', message: '1_a.sql:4: the file is one transaction, and this statement begins or ends one' })
  t.strictSame(await log(), [])
  t.strictSame([...(await sql`select to_regclass('a') as a`)], [{ a: null }])
})

t.test('neither a temporary table nor a RESET of one file is seen by the next or by the log', async (t) => {
  const { sql, up, log } = await withMigrations(t, {
    '1_a.sql': file('create table users (k int);'),
    '2_b.sql': file('create temporary table users (k int);\nreset all;'),
    '3_c.sql': file('alter table users add column name text;'),
  })
  t.strictSame(await up(), ['1_a', '2_b', '3_c'])
  t.strictSame(await log(), [ok('1_a'), ok('2_b'), ok('3_c')])
  t.strictSame([...(await sql`select attrelid::regclass::text as name from pg_attribute where attname = 'name' and attrelid = 'public.users'::regclass`)], [{ name: 'users' }])
})

t.test('a script without a transaction is not tried again, because nobody knows what it has done', async (t) => {
  const db = await withMigrations(t, {
    '1_a.sql': file('create table a (n int);\ncreate table audit (n int);'),
    '2_b.ts': `export const up = (pgm) => { pgm.noTransaction(); pgm.sql("set lock_timeout = '50ms'"); pgm.sql('insert into audit values (1)'); pgm.sql('alter table a add column z int') }`,
  })
  await db.up({ count: 1 })
  const holder = await openSession(db)
  await holder.sql.unsafe('begin; lock table a').simple()
  await t.rejects(db.up(), { code: '55P03' })
  await holder.sql.unsafe('commit').simple()
  t.strictSame([...(await db.sql`select n from audit`)], [{ n: 1 }])
})
