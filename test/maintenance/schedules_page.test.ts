import { readFileSync } from 'node:fs'
import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('the statements of docs/schedules.md run as they are written', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`alter database ${db.name} set search_path = "$user", public, steward`)
  const session = db.connect()
  const blocks = [...readFileSync('docs/schedules.md', 'utf8').matchAll(/^```sql\n([\s\S]*?)^```/gm)].map(([, text]) => text ?? '')
  t.ok(blocks.length >= 3)
  for (const statement of blocks.flatMap((block) => block.split(/;\n/)).filter((text) => text.trim() !== '')) {
    await t.resolves(session.unsafe(statement).simple(), statement)
  }
  t.strictSame([...(await session`select cron from schedules where name = 'record health check'`)], [{ cron: '*/5 * * * *' }])
})
