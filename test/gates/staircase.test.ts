import t from 'tap'
import type postgres from 'postgres'
import { runMigrations } from '../../src/install/migrations.js'
import { stewardMigrations } from '../../src/install/settings.js'
import { listMigrations } from '../../tools/freeze.js'
import { catalogSnapshot } from '../support/fingerprints.js'
import { testDatabase } from '../support/database.js'

t.test('every migration goes up, down and up again to the same catalog', async (t) => {
  const { sql } = await testDatabase(t, { empty: true })
  const connection = await sql.reserve()
  const step = (direction: 'up' | 'down') => runMigrations(connection, stewardMigrations, { direction, count: 1 })
  // The ledger comes with the first run and stays.
  await runMigrations(connection, stewardMigrations, { direction: 'up', count: 0 })
  for (const file of listMigrations()) {
    const before = await snapshot(sql)
    t.strictSame(await step('up'), [file.replace(/\.sql$/, '')])
    const after = await snapshot(sql)
    await step('down')
    t.strictSame(await snapshot(sql), before, `${file}: down`)
    await step('up')
    t.strictSame(await snapshot(sql), after, `${file}: up again`)
  }
  await runMigrations(connection, stewardMigrations, { direction: 'down' })
  const left = await sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class as c
    where c.relnamespace::regnamespace::text ~ '^steward' and c.relkind = 'r'`
  t.strictSame([...left], [{ name: 'steward_migrations.pgmigrations' }], 'down to zero leaves the ledger only')
  connection.release()
})

async function snapshot(sql: postgres.Sql): Promise<string[]> {
  const lines = await catalogSnapshot(sql)
  const [installed] = await sql<{ yes: boolean }[]>`
    select to_regprocedure('steward.object_fingerprints()') is not null as yes`
  if (!installed?.yes) return lines
  const rows = await sql<{ line: string }[]>`
    select object_name || ' ' || fingerprint as line from steward.object_fingerprints() order by 1`
  return [...lines, ...rows.map((row) => row.line)]
}
