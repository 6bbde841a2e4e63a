import type { Test } from 'tap'
import type { TestDatabase } from './database.js'

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
