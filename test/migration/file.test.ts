import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readMigration, sha256 } from '../../src/migrate/file.js'
import { readFolder } from '../../src/migrate/folder.js'

const read = (t: Test, text: string, name = '1_a.sql') => readMigration(join(t.testdir({ [name]: text }), name), 0)

t.test('the sections begin at the markers, and know their lines', (t) => {
  const { sections } = read(t, '-- a header\n-- Up Migration\nselect 1;\n\n-- Down Migration\nselect 2;\n')
  t.strictSame(sections, {
    up: { text: '-- Up Migration\nselect 1;\n', line: 2 },
    down: { text: '-- Down Migration\nselect 2;\n', line: 5 },
  })
  t.end()
})

t.test('Down may come first, Up needs no marker, and without Down there is no way back', (t) => {
  t.strictSame(read(t, '-- Down Migration\nselect 2;\n-- up migration\nselect 1;').sections, {
    up: { text: '-- up migration\nselect 1;', line: 3 }, down: { text: '-- Down Migration\nselect 2;', line: 1 },
  })
  const bare = read(t, 'select 1;')
  t.strictSame([bare.sections, bare.hasDown], [{ up: { text: 'select 1;', line: 1 }, down: undefined }, false])
  t.end()
})

t.test('a marker inside of something else is none', (t) => {
  for (const inside of [
    "select '\n-- Down Migration\n';", 'select $$\n-- Down Migration\n$$;', 'select $a_1$ $$\n-- Down Migration\n $$ $a_1$;',
    '/* a /* nested */\n-- Down Migration\n*/', "select e'\\'\n-- Down Migration\n';", 'select "\n-- Down Migration\n";',
    'select 1; -- Down Migration', "select 'it''s\n-- Down Migration\n';",
  ]) {
    t.equal(read(t, `-- Up Migration\n${inside}\n`).sections?.down, undefined, inside)
    t.strictSame(read(t, `-- Up Migration\n${inside}\n-- Down Migration\nselect 2;`).sections?.down?.text, '-- Down Migration\nselect 2;', inside)
  }
  t.match(read(t, "-- Up Migration\nselect a$1$ from t; -- it's\n-- Down Migration\nselect 2;").sections?.down, { line: 3 }, 'neither a name nor a comment opens a quote')
  t.end()
})

t.test('the checksum does not see the byte order mark and how lines end', (t) => {
  const plain = read(t, '-- Up Migration\nselect 1;\n')
  t.equal(plain.checksum, sha256('-- Up Migration\nselect 1;\n'))
  t.equal(read(t, '\uFEFF-- Up Migration\r\nselect 1;\r\n').checksum, plain.checksum)
  t.not(read(t, '-- Up Migration\nselect  1;\n').checksum, plain.checksum)
  t.end()
})

t.test('the directives of the header', (t) => {
  const none = {
    noTransaction: false, irreversible: false, repeatable: false, lockTimeout: undefined, statementTimeout: undefined, environments: undefined, ignored: [],
  }
  t.strictSame(read(t, '-- Up Migration\n-- pgsteward: irreversible\n').directives, none, 'behind the marker they are comments')
  t.strictSame(read(t, 'select 1;\n-- pgsteward: irreversible\n').directives, none)
  t.strictSame(
    read(t, '-- a licence\n\n-- pgsteward: no-transaction\n--pgsteward: lock-timeout 500ms\n-- pgsteward: statement-timeout 2 min\n-- pgsteward: env test, staging\n-- pgsteward: irreversible\n-- Up Migration\n').directives,
    { noTransaction: true, irreversible: true, repeatable: false, lockTimeout: '500ms', statementTimeout: '2 min', environments: ['test', 'staging'], ignored: [] },
  )
  t.strictSame(read(t, '// pgsteward: irreversible\nexport const up = () => {}\n', '1_a.ts').directives, { ...none, irreversible: true })
  t.strictSame(read(t, '-- pgsteward: repeatable\nselect 1;').directives, { ...none, repeatable: true })
  t.end()
})

t.test('what cannot be read names its place', (t) => {
  const refuses = (text: string, message: string, name?: string) => t.throws(() => read(t, text, name), { name: 'UsageError', message })
  refuses('\n-- pgsteward: no-transactions\n', '1_a.sql:2: there is no directive no-transactions')
  refuses('-- pgsteward:\n', '1_a.sql:1: there is no directive without a name')
  refuses('-- pgsteward: lock-timeout soon\n', '1_a.sql:1: lock-timeout needs a time')
  refuses('-- pgsteward: lock-timeout\n', '1_a.sql:1: lock-timeout needs a time')
  refuses('-- pgsteward: repeatable\n-- pgsteward: no-transaction\n', '1_a.sql cannot be repeatable')
  refuses('// pgsteward: repeatable\n', '1_a.ts cannot be repeatable', '1_a.ts')
  t.throws(() => read(t, '', "1_it's.sql"), { name: 'UsageError', message: /has a quote/ })
  t.end()
})

t.test('a folder is read in the order of node-pg-migrate', (t) => {
  const dir = t.testdir({ '10_c.sql': '', '2_b.sql': '', '1_a.ts': 'export const down = false', '.hidden': '' })
  t.strictSame(readFolder(dir).map(({ name, position, hasDown }) => ({ name, position, hasDown })), [
    { name: '1_a', position: 0, hasDown: false }, { name: '2_b', position: 1, hasDown: false }, { name: '10_c', position: 2, hasDown: false },
  ])
  t.throws(() => readFolder(join(dir, 'none')), { name: 'UsageError', hint: 'Name it with --dir.' })
  t.throws(() => readFolder(t.testdir({ '1_a.sql': '', '1_a.ts': '' })), { name: 'UsageError', message: /are migration 1_a$/ })
  t.end()
})
