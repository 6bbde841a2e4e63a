import t from 'tap'
import { splitStatements } from '../../src/migrate/statements.js'

t.test('splits a file into statements with their lines', (t) => {
  t.strictSame(splitStatements("-- first\nselect 1;\n\ncreate table a (b text default ';');\ndo $$ begin; end $$;\n"), [
    { text: 'select 1', line: 2 },
    { text: "create table a (b text default ';')", line: 4 },
    { text: 'do $$ begin; end $$', line: 5 },
  ])
  t.strictSame(splitStatements('\uFEFFselect 1'), [{ text: 'select 1', line: 1 }])
  t.end()
})

t.test('strings and bodies keep their indentation, whatever it is', (t) => {
  t.strictSame(splitStatements("  insert into t values ('a\n    b\n\n      c');\n  select $$\n    d$$"), [
    { text: "insert into t values ('a\n    b\n\n      c')", line: 1 },
    { text: 'select $$\n    d$$', line: 5 },
  ])
  t.end()
})

t.test('comments take no lines away, and what looks like one in a string is none', (t) => {
  t.strictSame(splitStatements("/* two\nlines */ select /* c */ 1,\n  2; -- it's; done\nselect 1;\nselect 1; select '--', $a$ /* $a$"), [
    { text: 'select         1,\n  2', line: 2 },
    { text: 'select 1', line: 4 },
    { text: 'select 1', line: 5 },
    { text: "select '--', $a$ /* $a$", line: 5 },
  ])
  t.end()
})
