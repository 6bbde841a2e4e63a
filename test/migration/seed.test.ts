import t from 'tap'
import { seed } from '../../src/migrate/seed.js'
import { testDatabase } from '../support/database.js'


t.test('runs the files in order with the scale, and names the statement that fails', async (t) => {
  const { sql } = await testDatabase(t, { empty: true })
  const lines: string[] = []
  const dir = t.testdir({
    '02_fill.sql': "insert into seeded select current_setting('seed.scale')::numeric;",
    '01_create.sql': 'create table seeded (scale numeric);',
    'notes.md': 'not SQL',
  })
  await seed(sql, dir, { scale: 0.5, log: (line) => lines.push(line) })
  t.strictSame([...(await sql`select scale::float8 from seeded`)], [{ scale: 0.5 }])
  t.match(lines, [/^01_create\.sql: \d+\.\d s$/, /^02_fill\.sql: /])

  const broken = t.testdir({ '01.sql': 'select 1;\n\nselect *\nfrom nowhere;\n' })
  await t.rejects(seed(sql, broken, { log: () => undefined }), {
    code: '42P01', message: '01.sql:3: relation "nowhere" does not exist', detail: 'The statement begins: select *',
  })
  await t.rejects(seed(sql, 'no-such-folder', { log: () => undefined }), { name: 'UsageError' })
})
