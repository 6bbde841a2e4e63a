import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { decodeText } from '../src/text.js'
import { migrateProject, projectMigrations } from '../src/migrate/project.js'
import { seed } from '../src/migrate/seed.js'
import { temporaryFolder } from './support/backup.js'
import { testDatabase } from './support/database.js'

const decode = (bytes: Buffer) => decodeText(bytes, '/some/1_it.sql')
const latin1 = (text: string) => Buffer.from(text, 'latin1')

t.test('what is not UTF-8 is refused with its line and offset', async (t) => {
  const refuses = (bytes: Buffer, message: string, hint: RegExp = /iconv -f latin1 -t UTF-8/) =>
    t.throws(() => decode(bytes), { code: '22021', message: `1_it.sql:${message}`, hint })
  refuses(latin1("select 1;\nselect 'caf\u00e9';\n"), '2: byte 0xe9 at offset 21 is not UTF-8')
  refuses(latin1('\u00ff'), '1: byte 0xff at offset 0 is not UTF-8')
  refuses(Buffer.from('€').subarray(0, 2), '1: byte 0xe2 at offset 0 is not UTF-8')
  refuses(Buffer.concat([Buffer.from('ä\n'), Buffer.from([0xc0, 0xaf])]), '2: byte 0xc0 at offset 3 is not UTF-8')
  refuses(Buffer.concat([Buffer.from('x'), Buffer.from([0xed, 0xa0, 0x80])]), '1: byte 0xed at offset 1 is not UTF-8')
  refuses(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('select 1', 'utf16le')]), '1: byte 0xff at offset 0 begins UTF-16LE, and not UTF-8', /UTF-16/)
  refuses(Buffer.from([0xfe, 0xff, 0, 0x61]), '1: byte 0xfe at offset 0 begins UTF-16BE, and not UTF-8', /UTF-16/)
  refuses(Buffer.from('a\nb\0c'), '2: byte 0x00 at offset 3 cannot be in a text', /Remove/)
})

t.test('what is UTF-8 is taken as it is', async (t) => {
  t.equal(decode(Buffer.from('\uFEFFselect 1;\r\nselect 2;')), 'select 1;\nselect 2;')
  t.equal(decode(Buffer.from('é € 😀 \uFFFD')), 'é € 😀 \uFFFD')
  t.equal(decode(Buffer.alloc(0)), '')
})

t.test('migrations and seeds store nothing of such a file', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table notes (id int primary key, note text)`
  const dir = temporaryFolder(t)
  writeFileSync(join(dir, '1_cafe.sql'), latin1("insert into notes values (1, 'caf\u00e9');"))
  await t.rejects(migrateProject(sql, projectMigrations(dir), { direction: 'up' }), { code: '22021', message: /^1_cafe.sql:1: byte 0xe9/ })
  const files = {
    'cafe.sql': "insert into notes values (1, 'caf\u00e9');",
    '1_notes.json': '[{"id": 1,\n"note": "caf\u00e9"}]',
    '1_notes.csv': 'id,note\n1,caf\u00e9\n',
  }
  for (const [name, text] of Object.entries(files)) {
    const seeds = join(dir, name.replace('.', '-'))
    mkdirSync(seeds)
    writeFileSync(join(seeds, name), latin1(text))
    await t.rejects(seed(sql, seeds), { code: '22021' }, name)
  }
  t.strictSame([...(await sql`select * from notes`)], [])
})
