import { readFileSync } from 'node:fs'
import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('the installed version is the version of the package', async (t) => {
  const { sql } = await testDatabase(t)
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  t.strictSame([...(await sql`select * from steward.steward_version()`)], [{ steward_version: version }])
})
