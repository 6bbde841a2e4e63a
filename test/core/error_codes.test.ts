import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('every code is of class SW and has a name and a meaning of its own', async (t) => {
  const { sql } = await testDatabase(t)
  const codes = await sql<{ code: string; name: string; meaning: string }[]>`select * from steward.error_codes()`
  t.strictSame(codes[0], {
    code: 'SW001',
    name: 'unknown_setting',
    meaning: 'A setting of this name does not exist.',
  })
  t.strictSame(
    codes.map((row) => row.code),
    codes.map((_, index) => `SW${String(index + 1).padStart(3, '0')}`),
    'they are numbered without gaps, in order',
  )
  t.equal(new Set(codes.map((row) => row.name)).size, codes.length, 'the names are unique')
  for (const { code, name, meaning } of codes) {
    t.match(name, /^[a-z]+(_[a-z]+)*$/, code)
    t.match(meaning, /^[A-Z].+\.$/, code)
  }
})
