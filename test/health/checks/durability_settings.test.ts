import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'

const check = 'durability_settings'

t.test('reports a database that gives up its commits', async (t) => {
  const db = await testDatabase(t)
  const own = async () => (await findings(db.sql, check)).filter((row) => row.detail.includes(db.name))
  t.strictSame(await own(), [])
  await db.admin.unsafe(`alter database ${db.name} set synchronous_commit = off`)
  t.strictSame(await own(), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'setting synchronous_commit',
      value: null,
      detail: `Setting synchronous_commit is off for database ${db.name}: commits of the last moments before a crash are lost.`,
      action: 'Set it back to its default, unless the data can be lost; checksums can be switched on with pg_checksums while the server is down.',
      fix_sql: null,
      evidence: { value: 'off', place: ` for database ${db.name}` },
    },
  ])
  const session = db.connect()
  const inSession = (await findings(session, check)).filter((row) => row.object === 'setting synchronous_commit' && !row.detail.includes('database'))
  t.strictSame(inSession, [], "what the session has from its database is not reported as the server's")
  await db.admin.unsafe(`alter database ${db.name} set synchronous_commit = remote_write`)
  t.strictSame(await own(), [])
})

t.test('reports hidden corruption as critical, for a role in a database too', async (t) => {
  const db = await testDatabase(t)
  await db.admin.unsafe(`alter role app in database ${db.name} set zero_damaged_pages = on`)
  t.match((await findings(db.sql, check)).filter((row) => row.detail.includes(db.name)), [
    { severity: 'critical', detail: `Setting zero_damaged_pages is on for role app database ${db.name}: damaged pages are silently emptied.` },
  ])
})

t.test('finds nothing wrong with a server that keeps the defaults', async (t) => {
  const { sql } = await testDatabase(t)
  const rows = (await findings(sql, check)).filter((row) => !row.detail.includes(' for '))
  t.strictSame(rows.filter((row) => row.status === 'finding'), [])
})
