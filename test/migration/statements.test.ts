import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sqlFactory from '@databases/sql'
import splitter from '@databases/split-sql-query'
import { parse } from 'libpg-query'
import t from 'tap'
import { splitProblem, splitStatements, transactionCommand } from '../../src/migrate/statements.js'

t.test('splits a text into statements with their lines', async (t) => {
  t.strictSame(await splitStatements("-- first\nselect 1;\n\ncreate table a (b text default ';');\ndo $$ begin; end $$;\n"), [
    { text: 'select 1', line: 2 },
    { text: "create table a (b text default ';')", line: 4 },
    { text: 'do $$ begin; end $$', line: 5 },
  ])
  t.strictSame(await splitStatements('\uFEFFselect 1'), [{ text: 'select 1', line: 1 }])
  t.strictSame(await splitStatements('\nselect 1', 10), [{ text: 'select 1', line: 11 }], 'counted from the line in the file')
  t.strictSame(await splitStatements('-- only\n;; -- comments\n'), [])
  t.strictSame(await splitStatements('-- one\n/* alone */\nselect 1; \n'), [{ text: 'select 1', line: 3 }])
})

t.test('splits only at explicit breakpoints where there are any', async (t) => {
  const two = 'select 1; select 2;'
  t.strictSame(await splitStatements(`${two}\n-- statement-breakpoint\n-- next\nselect 3;\n`), [{ text: two.slice(0, -1), line: 1 }, { text: 'select 3', line: 4 }])
  t.equal(await splitProblem(`${two}\n-- statement-breakpoint\nselect 1;\n`), undefined)
})

t.test('cuts where the server does', async (t) => {
  const whole = [
    'create function f() returns int begin atomic; select case when true then 1 end; select 2; end',
    'create or replace procedure p() begin atomic; select 1; end',
    `select E'it\\'s; x'`,
    `select E'it''s \\';'`,
    '/* a /* b */ ; */ select 1',
    'create or replace rule r as on insert to t do also (delete from u; delete from v)',
    'select a$1$ from t where b$1$ = 1',
    'do $a$ begin; end$$; $a$',
    'select 1 as "a;b" -- ; begin atomic `\n',
    "select U&'\\0041;' /* ` */",
  ]
  for (const text of whole) t.strictSame((await splitStatements(`${text}; select 2`)).length, 2, text)
  t.equal(await splitProblem('copy t from stdin;\n1\n\\.\n'), 'COPY FROM STDIN')
  t.equal(await splitProblem("select 'a"), 'a string, a name or a comment that does not end')
  for (const fine of ['copy t from program $$x$$', "comment on rule r on t is 'x'", 'select `', 'copy (select 1) to stdout']) t.equal(await splitProblem(fine), undefined, fine)
})

t.test('strings and bodies keep their indentation, whatever it is', async (t) => {
  t.strictSame(await splitStatements("  insert into t values ('a\n    b\n\n      c');\n  select $$\n    d$$"), [
    { text: "insert into t values ('a\n    b\n\n      c')", line: 1 },
    { text: 'select $$\n    d$$', line: 5 },
  ])
})

t.test('comments stay where they are, and what looks like one in a string is none', async (t) => {
  t.strictSame(await splitStatements("/* two\nlines */ select /* c */ 1,\n  2; -- it's; done\nselect 1;\nselect 1; select '--', $a$ /* $a$"), [
    { text: 'select /* c */ 1,\n  2', line: 2 },
    { text: 'select 1', line: 4 },
    { text: 'select 1', line: 5 },
    { text: "select '--', $a$ /* $a$", line: 5 },
  ])
})

t.test('a long text is read in pieces, which end where a statement does', async (t) => {
  const rows = Array.from({ length: 30_000 }, (_, index) => `insert into t values (${index}, 'é;\n');\n`)
  const statements = await splitStatements(rows.join(''))
  t.equal(statements.length, 30_000)
  t.strictSame(statements.at(-1), { text: "insert into t values (29999, 'é;\n')", line: 59_999 })
})

t.test('knows what begins or ends a transaction, however it is written', async (t) => {
  const expected: [string, string | undefined][] = [
    ['begin', 'begin'], ['BEGIN WORK', 'begin'], ['Start/**/Transaction', 'begin'], ['begin isolation level serializable', 'begin …'], ['start transaction read only', 'begin …'],
    ['commit', 'commit'], ['END', 'commit'], ['end transaction', 'commit'], ['commit and no chain', 'commit'], ['COMMIT WORK AND CHAIN', 'commit …'],
    ['rollback', 'rollback'], ['abort', 'rollback'], ['abort and chain', 'rollback …'], ["prepare transaction 'a'", 'prepare …'],
    ['rollback to a', undefined], ['rollback work to savepoint a', undefined], ['rollback transaction to a', undefined], ['savepoint a', undefined], ['release a', undefined],
    ["commit prepared 'a'", undefined], ["rollback prepared 'a'", undefined], ['prepare a as select 1', undefined], ['select 1', undefined], ['start_of_week()', undefined],
  ]
  for (const [text, said] of expected) {
    const command = await transactionCommand({ text, line: 1 })
    t.equal(command && `${command.command}${command.hasOptions ? ' …' : ''}`, said, text)
  }
})

t.test('agrees with the grammar of PostgreSQL, and with split-sql-query where that reads as much, on all SQL of this project', async (t) => {
  let count = 0
  const disagreements: unknown[] = []
  for (const text of sqlFiles('.').map((path) => readFileSync(path, 'utf8'))) {
    const statements = (await splitStatements(text)).map((statement) => statement.text)
    count += statements.length
    const { stmts = [] } = await parse(text)
    const buffer = Buffer.from(text)
    const parsed = stmts.map(({ stmt_location: at = 0, stmt_len: length }) => buffer.toString('utf8', at, length === undefined ? undefined : at + length))
    const bare = (statement: string) => statement.replace(/^(?:\s|--.*|\/\*[^*]*\*\/)+/, '').replace(/(?:\s|--.*$)+$/, '')
    if (parsed.length !== statements.length || parsed.some((statement, index) => !bare(statement).startsWith(statements[index] ?? ''))) disagreements.push({ statements, parsed })
    const { length: known } = splitter.default(sqlFactory.default.__dangerous__rawValue(text)).filter((query) => query.format((items) => String(items.length)) !== '0')
    if (!/begin atomic|create (or replace )?rule/i.test(text) && statements.length !== known) disagreements.push({ text, known })
  }
  t.strictSame(disagreements, [])
  t.ok(count > 2000, `${count} statements`)
})

function sqlFiles(folder: string): string[] {
  return ['sql', 'migrations', 'seeds'].flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql')).map((file) => join(folder, name, file)))
}
