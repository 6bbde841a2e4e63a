import t from 'tap'
import { testDatabase } from '../support/database.js'
import { rolledBack } from '../support/transaction.js'

const db = await testDatabase(t)
const schema = async (sql: Pick<typeof db, 'sql'>['sql'], name: string | null) =>
  (await sql`select steward_internal.extension_schema(${name}) as schema`).map((row) => row['schema'] as unknown)

t.test('names the schema of an installed extension, and nothing else', async (t) => {
  t.strictSame(await schema(db.sql, 'plpgsql'), ['pg_catalog'])
  t.strictSame(await schema(db.sql, 'PLPGSQL'), [null])
  t.strictSame(await schema(db.sql, 'no such extension'), [null])
  t.strictSame(await schema(db.sql, null), [null])
})

t.test('follows an extension to another schema', async (t) => {
  await rolledBack(db.admin, async (tx) => {
    await tx.unsafe('create schema "Odd Sch"; alter extension pgstattuple set schema "Odd Sch"')
    t.strictSame([...(await tx`select steward_internal.extension_schema('pgstattuple') as schema`)], [{ schema: 'Odd Sch' }])
  })
})
