import t from 'tap'
import { splitProblem, splitStatements } from '../../src/migrate/statements.js'

t.test('splits a text into statements with their lines', (t) => {
  t.strictSame(splitStatements("-- first\nselect 1;\n\ncreate table a (b text default ';');\ndo $$ begin; end $$;\n"), [
    { text: 'select 1', line: 2 },
    { text: "create table a (b text default ';')", line: 4 },
    { text: 'do $$ begin; end $$', line: 5 },
  ])
  t.strictSame(splitStatements('\uFEFFselect 1'), [{ text: 'select 1', line: 1 }])
  t.strictSame(splitStatements('\nselect 1', 10), [{ text: 'select 1', line: 11 }], 'counted from the line in the file')
  t.strictSame(splitStatements('-- only\n;; -- comments\n'), [])
  t.strictSame(splitStatements('-- one\n/* alone */\nselect 1; \n'), [{ text: 'select 1', line: 3 }])
  t.end()
})

t.test('splits only at explicit breakpoints where there are any', (t) => {
  const rule = 'create rule r as on insert to t do also (delete from u; delete from v);'
  t.strictSame(splitStatements(`${rule}\n-- statement-breakpoint\nselect 1;\n`), [{ text: rule.slice(0, -1), line: 1 }, { text: 'select 1', line: 3 }])
  t.equal(splitProblem(`${rule}\n-- statement-breakpoint\nselect 1;\n`), undefined)
  t.end()
})

t.test('knows what would be cut in the wrong place', (t) => {
  const wrong: [string, string][] = [
    ['create function f() returns int begin atomic; select 1; select 2; end', 'a body BEGIN ATOMIC'],
    [`select E'it\\'s; x'`, `a string E'…\\'…'`],
    ['/* a /* b */ ; */ select 1', 'a comment in a comment'],
    ['create or replace rule r as on insert to t do also (delete from u; delete from v)', 'CREATE RULE'],
    ['select a$1$ from t', 'a name with $'],
    ['select `', 'a backtick'],
    ['copy t from stdin;\n1\n\\.\n', 'COPY FROM STDIN'],
  ]
  for (const [text, problem] of wrong) t.equal(splitProblem(text), problem, text)
  for (const fine of [`select E'a\\n; b'`, '/* a */ select 1 /* b */', 'select $a1$ x; y $a1$', "comment on rule r on t is 'x'", 'copy t from program $$x$$', 'begin; select 1; commit']) {
    t.equal(splitProblem(fine), undefined, fine)
  }
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
