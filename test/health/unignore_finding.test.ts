import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('lets the finding show again, and refuses what was not ignored', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.ignore_finding('invalid_indexes:*', 'known')`
  t.match(await sql`select pattern, reason from steward.unignore_finding('invalid_indexes:*')`, [{ pattern: 'invalid_indexes:*', reason: 'known' }])
  t.strictSame([...(await sql`select from steward.ignored_findings`)], [])
  await t.rejects(sql`select steward.unignore_finding('invalid_indexes:*')`, { code: '22023', hint: /ignored_findings/ })
})
