import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import t, { type Test } from 'tap'
import { readFolder } from '../../src/migrate/folder.js'
import { lintMigrations, type LintOptions } from '../../src/migrate/lint.js'
import { lintStatements } from '../../src/migrate/skeleton.js'
import { steward } from '../cli/support.js'
import { blindRole, testDatabase } from '../support/database.js'

function folder(t: Test, files: Record<string, string>): string {
  const dir = t.testdir()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  return dir
}

/** The findings about a file, as line, severity and rule. */
async function findings(t: Test, text: string, options: Partial<LintOptions> = {}, name = '1_a.sql'): Promise<string[]> {
  const files = readFolder(folder(t, { [name]: text }))
  return (await lintMigrations(files, { version: '15.0', ...options })).map(({ line, severity, rule }) => `${line} ${severity} ${rule}`)
}

const down = '\n-- Down Migration\ndrop table gone;\n'

t.test('the text is read as PostgreSQL reads it', (t) => {
  const text = `create  TABLE "T x" (a text default 'a;b', -- c ;
    "B" int); /* d; /* e */ ; */ select $x$ ; $x$, E'\\';', a$1$b; ;

-- squawk-ignore one, two
create function f() returns int begin atomic select 1; end;
create rule r as on insert to t do (select 1; select 2)`
  t.strictSame(lintStatements({ text, line: 11 }), [
    { text: `create table "T x" (a text default '', "B" int)`, line: 11, lastLine: 12, ignores: [] },
    { text: `select '', '', a$1$b`, line: 12, lastLine: 12, ignores: [] },
    { text: 'create function f() returns int begin atomic select 1', line: 15, lastLine: 15, ignores: ['one', 'two'] },
    { text: 'end', line: 15, lastLine: 15, ignores: [] },
    { text: 'create rule r as on insert to t do (select 1; select 2)', line: 16, lastLine: 16, ignores: [] },
  ])
  t.strictSame(lintStatements({ text: `select 'open; select 1`, line: 1 }).length, 2)
  t.strictSame(lintStatements({ text: `select $$ open; select 1`, line: 1 }), [{ text: `select ''`, line: 1, lastLine: 1, ignores: [] }])
  t.end()
})

t.test('squawk judges the Up section, with the lines of the file', async (t) => {
  t.strictSame(await findings(t, `-- header\n-- Up Migration\n\ndrop table gone;${down}`), ['4 warning ban-drop-table'])
  t.strictSame(await findings(t, `selec 1${down}`), ['1 critical syntax-error', '1 critical syntax-error'])
  t.strictSame(await findings(t, `\uFEFFcreate table a (id bigint);\r\ncreate index on a (id);\r\n${down}`), [], 'the table is new, and timeouts are for `up` to set')
  t.strictSame(await findings(t, `drop table gone;${down}`, { withoutSquawk: true }), [])
  const constant = `alter table a add column b bigint default 1;${down}`
  t.strictSame(await findings(t, constant), [])
  t.strictSame(await findings(t, constant, { version: '10.0' }), ['1 warning adding-field-with-default'], 'by the version')
})

t.test('what is ignored', async (t) => {
  const statements = 'drop table a;\ndrop table b;'
  t.strictSame(await findings(t, `${statements}${down}`), ['1 warning ban-drop-table', '2 warning ban-drop-table'])
  t.strictSame(await findings(t, `-- squawk-ignore ban-drop-table\n${statements}${down}`), ['3 warning ban-drop-table'])
  t.strictSame(await findings(t, `-- Up Migration\n-- pgsteward: ignore other, ban-drop-table\n${statements}${down}`), ['4 warning ban-drop-table'])
  t.strictSame(await findings(t, `-- pgsteward: ignore ban-drop-table, missing-down\n-- Up Migration\n${statements}`), [])
  t.strictSame(await findings(t, `-- Up Migration\n-- pgsteward: ignore missing-down\nselect 1;`), ['1 warning missing-down'], 'no statement has that')
})

t.test('missing-down', async (t) => {
  t.strictSame(await findings(t, 'select 1;'), ['1 warning missing-down'])
  t.strictSame(await findings(t, '-- pgsteward: irreversible\nselect 1;'), [])
  t.strictSame(await findings(t, '-- pgsteward: repeatable\nselect 1;'), [])
  t.strictSame(await findings(t, 'export const up = () => {}\nexport const down = false', {}, '1_a.ts'), ['1 warning missing-down'])
  t.strictSame(await findings(t, 'export const up = () => {}\nexport const down = () => {}', {}, '1_a.ts'), [])
})

t.test('concurrently-in-transaction', async (t) => {
  const fails = [
    'create unique index concurrently i on t (a)', 'CREATE INDEX /* c */ CONCURRENTLY ON t (a)', 'drop index concurrently i',
    'reindex table concurrently t', 'reindex (verbose) index concurrently i', 'alter table t detach partition p concurrently',
  ]
  for (const statement of fails) {
    t.strictSame(await findings(t, `select 1;\n${statement};${down}`, { withoutSquawk: true }), ['2 critical concurrently-in-transaction'], statement)
  }
  t.strictSame(await findings(t, `-- pgsteward: no-transaction\n${fails.join(';\n')};${down}`, { withoutSquawk: true }), [])
  for (const statement of ['refresh materialized view concurrently m', `comment on table t is 'create index concurrently'`, 'create table concurrently_not (a int)']) {
    t.strictSame(await findings(t, `${statement};${down}`, { withoutSquawk: true }), [], statement)
  }
  t.strictSame(await findings(t, `create index concurrently i on t (a);${down}`), ['1 critical concurrently-in-transaction'], 'and squawk does not say it again')
})

t.test('locks on large tables', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create schema sales; create table sales."Big" (id bigint primary key, n int, m int) with (autovacuum_enabled = false); create index big_n on sales."Big" (n);
    insert into sales."Big" select g, g, g from generate_series(1, 2000) as g;
    create table public.small (id bigint primary key, n int); create materialized view public.mv as select * from sales."Big";
    create table public.parts (id bigint) partition by range (id); create table public.part partition of public.parts for values from (0) to (10000);
    insert into public.parts select generate_series(1, 3000);
    select steward.set_setting('migration.large_table', '32kB');
  `)
  const judge = async (statements: string[], path = 'public, sales') => {
    const rows = await db.sql<{ statement: number; rule: string; severity: string; message: string }[]>`
      select statement, rule, severity, message from steward_internal.lint_statements(${statements}::text[], ${path})
      where rule <> 'foreign-key-without-index'`
    return statements.map((_, index) =>
      rows
        .filter(({ statement }) => statement === index + 1)
        .map(({ rule, severity, message }) => `${severity} ${rule.slice(12)} ${message.replace(/ \([\d,a-zA-Z ]+\)/, '')}`))
  }
  const judged = async (statement: string, path?: string) => (await judge([statement], path))[0]
  const verdicts: [string, ...string[]][] = [
    ['create index on "Big" (m)', 'critical index SHARE on sales."Big" blocks writes while the statement builds an index.'],
    ['create index if not exists x on only sales."Big" (m)', 'critical index SHARE on sales."Big" blocks writes while the statement builds an index.'],
    ['create index concurrently on "Big" (m)'],
    ['create index on small (n)'],
    ['create index on big (n)'],
    ['create index on parts (id)', 'critical index SHARE on public.parts blocks writes while the statement builds an index.'],
    ['alter table "Big" add column x int default 0, alter n type bigint', 'critical lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes while the statement may rewrite it.'],
    ['alter table if exists only sales."Big" rename to b', 'info lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes for a moment.'],
    ['alter table "Big" add column x int default now()', 'info lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes for a moment.'],
    ['alter table "Big" add column x uuid default gen_random_uuid()', 'critical lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes while the statement rewrites it.'],
    ['alter table "Big" add column x bigserial', 'critical lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes while the statement rewrites it.'],
    ['alter table "Big" alter n set not null', 'critical lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes while the statement reads all of it.'],
    ['alter table "Big" add constraint c check (n > 0)', 'critical lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes while the statement reads all of it.'],
    ['alter table "Big" add constraint c check (n > 0) not valid', 'info lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes for a moment.'],
    ['alter table "Big" add unique (n)', 'critical lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes while the statement builds an index.'],
    ['alter table "Big" add constraint u unique using index i', 'info lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes for a moment.'],
    ['alter table "Big" add foreign key (n) references small', 'critical lock SHARE ROW EXCLUSIVE on sales."Big" blocks writes while the statement reads all of it.'],
    ['alter table small add foreign key (id) references sales."Big" (id) not valid', 'info lock SHARE ROW EXCLUSIVE on sales."Big" blocks writes for a moment.'],
    ['alter table "Big" validate constraint c'],
    ['alter table "Big" alter column n set statistics 100, set (fillfactor = 90)'],
    ['drop index big_n', 'info lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes for a moment.'],
    ['drop index concurrently big_n'],
    ['drop table if exists small, sales."Big" cascade', 'info lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes for a moment.'],
    ['truncate small, "Big" restart identity', 'info lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes for a moment.'],
    ['reindex (verbose) table "Big"', 'critical lock SHARE on sales."Big" blocks writes while the statement builds its indexes again.'],
    ['reindex table concurrently "Big"'],
    ['vacuum (full, analyze) "Big"', 'critical lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes while the statement rewrites it.'],
    ['vacuum (analyze) "Big"'],
    ['cluster "Big" using big_n', 'critical lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes while the statement rewrites it.'],
    ['refresh materialized view mv', 'critical lock ACCESS EXCLUSIVE on public.mv blocks reads and writes while the statement fills it again.'],
    ['refresh materialized view concurrently mv'],
    ['lock table "Big" in share mode', 'critical lock SHARE on sales."Big" blocks writes while the statement and its transaction go on.'],
    ['lock "Big" in row exclusive mode'],
    ['create constraint trigger t after insert on "Big" for each row execute function f()', 'info lock SHARE ROW EXCLUSIVE on sales."Big" blocks writes for a moment.'],
    ['create policy p on "Big" using (true)', 'info lock ACCESS EXCLUSIVE on sales."Big" blocks reads and writes for a moment.'],
    ['update "Big" set n = 1'],
    ['create table x (a int)'],
  ]
  const judgements = await judge(verdicts.map(([statement]) => statement))
  for (const [index, [statement, ...expected]] of verdicts.entries()) t.strictSame(judgements[index], expected, statement)
  t.strictSame(await judged('create index on "Big" (m)', 'public'), [], 'where the search_path finds no such table')
  t.strictSame(await judged('create index on steward.settings (value)'), [])

  t.strictSame(await findings(t, `set search_path = sales;\ncreate index on sales."Big" (m);${down}`, { sql: db.sql }), ['2 critical large-table-index'], 'instead of what squawk says of every index')
  t.strictSame(await findings(t, `-- pgsteward: ignore large-table-index\n-- Up Migration\ncreate index on sales."Big" (m);${down}`, { sql: db.sql, withoutSquawk: true }), [])

  const holder = await db.connect().reserve()
  await holder`begin`
  await holder`lock table sales."Big"`
  t.strictSame(await judged('create index on "Big" (m)'), [], 'it was never analyzed, and who waits for its size waits for the lock')
  await holder`rollback`
  await db.sql`analyze sales."Big"`
  await holder`begin`
  await holder`lock table sales."Big"`
  t.equal((await judged('create index on "Big" (m)'))?.length, 1)
  await holder`rollback`
  holder.release()
  const blind = await blindRole(t, db)
  await db.admin.unsafe(`grant usage on schema sales to blind_${db.name}`)
  t.equal((await blind`select * from steward_internal.lint_statements(array['create index on sales."Big" (m)'], 'public')`).length, 1, 'it needs no right to the table itself')
})

t.test('foreign-key-without-index', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.parent (id bigint primary key); create table public.child (id bigint primary key, a bigint, b bigint, c bigint);
    create index on public.child (b, a); create index on public.child (c) where c > 5;
  `)
  const judged = async (...statements: string[]) => {
    const rows = await sql<{ statement: number; help: string; severity: string }[]>`
      select statement, severity, help from steward_internal.lint_statements(${statements}::text[], 'public') where rule = 'foreign-key-without-index'`
    return rows.map(({ statement, severity, help }) => `${statement} ${severity} ${help}`)
  }
  const verdicts: [string[], ...string[]][] = [
    [['alter table child add foreign key (a) references parent'], '1 warning Add: create index on child (a)'],
    [['alter table public.child add constraint f foreign key (a, b) references parent (x, y)']],
    [['alter table child add foreign key (b) references parent']],
    [['alter table child add foreign key (c) references parent'], '1 warning Add: create index on child (c)'],
    [['alter table child add column d bigint references parent'], '1 warning Add: create index on child (d)'],
    [['alter table child add column d bigint references parent', 'create index concurrently x on public.child using btree (d desc, a)']],
    [['create index on child (a) where a > 0', 'alter table child add foreign key (a) references parent'], '2 warning Add: create index on child (a)'],
    [['create index on other (a)', 'alter table child add foreign key (a) references parent'], '2 warning Add: create index on child (a)'],
    [['create index on child (lower(x), a)', 'alter table child add foreign key (a) references parent'], '2 warning Add: create index on child (a)'],
    [['create table t (id bigint primary key, p bigint references parent, "Q" numeric(8, 2) references parent (id) on delete cascade)'],
      '1 warning Add: create index on t ("Q")', '1 warning Add: create index on t (p)'],
    [['create table if not exists t (p bigint primary key references parent)']],
    [['create table t (p bigint references parent, q bigint, primary key (p, q))']],
    [['create table t (p bigint, constraint "F k" foreign key (p) references parent, unique (p))']],
    [['create table t (p bigint, check (p in (1, 2)))']],
  ]
  for (const [statements, ...expected] of verdicts) t.strictSame(await judged(...statements), expected, statements.join('; '))
})

t.test('on the command line', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe('create table parent (id bigint primary key)')
  const dir = folder(t, {
    '1_a.sql': `-- Up Migration\ncreate table child (p bigint references parent);${down}`,
    '2_b.ts': 'export const up = () => {}\nexport const down = () => {}',
  })
  const lint = (...args: string[]) => steward(['migrate', 'lint', '--dir', dir, ...args])
  const log = await lint('--database-url', db.url, '--format', 'sarif', '--fail-on', 'warning')
  t.equal(log.code, 3)
  const { $schema, id, ...schema } = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Record<string, unknown>
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema)
  const sarif = JSON.parse(log.stdout) as { runs: unknown[] }
  t.ok(validate(sarif), JSON.stringify(validate.errors))
  t.match(sarif.runs, [
    {
      tool: { driver: { name: 'pgsteward', rules: [{ id: 'foreign-key-without-index', name: 'ForeignKeyWithoutIndex' }] } },
      invocations: [{ toolExecutionNotifications: [{ level: 'note', message: { text: /^not looked at: the statements of 2_b.ts/ } }] }],
      results: [
        {
          ruleId: 'foreign-key-without-index', ruleIndex: 0, level: 'warning', message: { text: /^No index of child begins with p/ },
          locations: [{ physicalLocation: { artifactLocation: { uri: /1_a\.sql$/ }, region: { startLine: 2 } } }],
          partialFingerprints: { 'pgstewardLint/v1': /^[0-9a-f]{32}$/ },
        },
      ],
    },
  ])
  t.match(await lint('--format', 'table'), { code: 0, stderr: /not looked at: locks on large tables.*no database is configured[^]*nothing was found/ })
  t.match(await lint('--format', 'json', '2', '--database-url', db.url), { code: 0, stdout: '[]\n' })
  t.match(await lint('9'), { code: 2, stderr: /there is no migration 9/ })
})
