import type postgres from 'postgres'
import type { Test } from 'tap'
import type { TestDatabase } from './database.js'
import { findings, type Finding } from './findings.js'

/** The rows of a check that are findings; the row about application roles is left out. */
export const exposures = async (sql: postgres.Sql, check: string): Promise<Finding[]> =>
  (await findings(sql, check)).filter((row) => row.status === 'finding')

/** One finding with what most checks leave empty. */
export const finding = (row: Partial<Finding> & Pick<Finding, 'object' | 'detail' | 'action'>): Finding => ({
  status: 'finding',
  severity: 'warning',
  value: null,
  fix_sql: null,
  evidence: null,
  ...row,
})

/** Creates roles of this test, `name` by `name_<database>`, and drops them afterwards. */
export async function testRoles<Name extends string>(
  t: Test,
  db: TestDatabase,
  roles: Record<Name, string>,
): Promise<Record<Name, string>> {
  const names = Object.fromEntries(Object.keys(roles).map((name) => [name, `${name}_${db.name}`])) as Record<Name, string>
  for (const [name, options] of Object.entries<string>(roles)) {
    await db.admin.unsafe(`create role ${names[name as Name]} ${options}`)
  }
  const list = Object.values(names).join(', ')
  t.teardown(() => db.admin.unsafe(`drop owned by ${list} cascade; drop role ${list}`))
  return names
}

/** Sets the roles that count as those of applications. */
export const setApplicationRoles = (db: TestDatabase, ...roles: string[]): Promise<unknown> =>
  db.sql`select steward.set_setting('health.application_roles', ${`{${roles.join(',')}}`})`

/**
 * Runs the statements of the findings and sees these go, then takes them back and sees them return.
 * A finding without a fix stays throughout.
 */
export async function repairsAndReturns(
  t: Test,
  db: TestDatabase,
  check: string,
  own: (row: Finding) => boolean = () => true,
): Promise<void> {
  const found = async () => (await exposures(db.admin, check)).filter(own)
  const before = await found()
  const statements = await db.admin<{ object: string; fix_sql: string[] | null; undo_sql: string[] | null }[]>`
    select concat_ws(' ', object_type, concat_ws('.', object_schema, object_name)) as object, fix_sql, undo_sql
    from steward.health_findings(checks => array[${check}])
    where status = 'finding'`
  const repairs = statements.filter((row) => row.fix_sql && before.some(({ object }) => object === row.object))
  t.ok(repairs.length > 0, 'there is something to repair')
  for (const statement of repairs.flatMap((row) => row.fix_sql ?? [])) await db.admin.unsafe(statement)
  t.strictSame(await found(), before.filter((row) => row.fix_sql === null), 'the fix repairs')
  for (const row of repairs) t.ok(row.undo_sql, `${row.object} can be undone`)
  for (const statement of repairs.flatMap((row) => row.undo_sql ?? [])) await db.admin.unsafe(statement)
  t.strictSame(await found(), before, 'undo takes it back')
}
