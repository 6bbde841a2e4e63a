import type postgres from 'postgres'
import type { Test } from 'tap'
import type { TestDatabase } from './database.js'
import { testRoles } from './roles.js'

/** A role that an application logs in as, with a session of its own. */
export interface Login {
  name: string
  url: string
  sql: postgres.Sql
}

/** Creates a login that inherits nothing and has no right but to begin requests of these roles. */
export async function webLogin(t: Test, db: TestDatabase, roles = '{steward_user,steward_anon}'): Promise<Login> {
  const { web: name } = await testRoles(t, db, { web: `login noinherit password 'web'` })
  await db.sql`select steward.admit_login(${name}, ${roles})`
  const url = new URL(db.url)
  url.username = name
  url.password = 'web'
  return { name, url: url.href, sql: db.connect({ url: url.href }) }
}

/** Turns claims into a token that the database believes at level L2. */
export async function tokenFor(db: TestDatabase, claims: Record<string, unknown>, validFor = '5 minutes'): Promise<string> {
  const [row] = await db.sql<{ token: string }[]>`
    select steward.create_request_token(${db.sql.json(claims as postgres.JSONValue)}, ${validFor}) as token`
  return row?.token ?? ''
}

/** Changes how claims are trusted, with what the level rests on. */
export async function setTrustLevel(db: TestDatabase, level: 'L0' | 'L1' | 'L2' | 'L3'): Promise<void> {
  if (level === 'L1') {
    await db.admin`revoke execute on function pg_catalog.set_config(text, text, boolean) from public`
    await db.admin`grant execute on function pg_catalog.set_config(text, text, boolean) to app, steward_reader`
  }
  if (level === 'L2') await db.sql`select steward.set_token_secret(repeat('a secret of a test', 3))`
  await db.sql`select steward.set_setting('access.trust_level', ${level})`
}
