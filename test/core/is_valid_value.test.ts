import t from 'tap'
import { testDatabase } from '../support/database.js'

const { sql } = await testDatabase(t)

const cases: [string | null, string, boolean][] = [
  ['', 'text', true], [null, 'text', false],
  ['{}', 'text[]', true], ['{a,"b c"}', 'text[]', true], ['{NULL}', 'text[]', true], ['a', 'text[]', false],
  ['', 'text[]', false], ['{a}}', 'text[]', false], [null, 'text[]', false],
  ['0', 'integer', true], ['-2147483648', 'integer', true], ['2147483648', 'integer', false],
  ['1e3', 'integer', false], ['', 'integer', false],
  ['on', 'boolean', true], ['F', 'boolean', true], ['2', 'boolean', false], ['o', 'boolean', false],
  ['0', 'interval', true], ['3 days', 'interval', true], ['-1 microsecond', 'interval', false],
  ['1 day -25 hours', 'interval', false], ['1 day -24 hours', 'interval', true], ['3 dayz', 'interval', false],
  [null, 'interval', false],
]

t.test('a value is valid if its type can read it', async (t) => {
  for (const [value, type, valid] of cases) {
    const rows = await sql`select * from steward_internal.is_valid_value(${value}, ${type})`
    t.strictSame([...rows], [{ is_valid_value: valid }], `${JSON.stringify(value)} as ${type}`)
  }
})
