import t from 'tap'
import { testDatabase } from '../support/database.js'

const { sql } = await testDatabase(t)

t.test('returns the value in force of exactly the named setting', async (t) => {
  await sql`
    insert into steward.settings (name, value, value_type, default_value, description)
    values ('a', '1', 'integer', '0', '-'), ('a.b', 'other', 'text', '', '-')`
  t.strictSame([...(await sql`select * from steward.get_setting('a')`)], [{ get_setting: '1' }])
  t.strictSame([...(await sql`select * from steward.get_setting('a.b')`)], [{ get_setting: 'other' }])
})

for (const name of ['A', 'a ', 'a.', '', null, `it's`]) {
  t.test(`refuses ${JSON.stringify(name)} with SW001`, async (t) => {
    await t.rejects(sql`select steward.get_setting(${name})`, {
      code: 'SW001',
      message: `setting ${name === null ? 'NULL' : `'${name.replace("'", "''")}'`} does not exist`,
      hint: /select name from steward\.settings/,
    })
  })
}

t.test('every setting can be read and has a valid default', async (t) => {
  const rows = await sql`
    select name from steward.settings
    where steward.get_setting(name) <> value
      or not steward_internal.is_valid_value(default_value, value_type)`
  t.strictSame([...rows], [])
})
