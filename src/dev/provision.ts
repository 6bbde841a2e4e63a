import { createHmac } from 'node:crypto'
import type postgres from 'postgres'
import { connect } from '../database.js'
import { type Cluster, superuserPassword } from './cluster.js'

/** How to connect to a server, and what it says about itself. */
export interface Provisioned {
  url: string
  adminUrl: string
  version: string
  preload: string[]
}

const cronFunctions = ['schedule', 'schedule_in_database', 'unschedule', 'alter_job']

/** Creates role, database, extensions and grants that are missing. */
export async function provision(cluster: Cluster, port: number): Promise<Provisioned> {
  const { url, adminUrl, password } = await serverUrls(cluster, port)
  await using(adminUrl.replace(/steward$/, 'postgres'), async (sql) => {
    const role = await sql`select from pg_roles where rolname = 'app'`
    if (role.length === 0) await sql`create role app`
    await sql.unsafe(`alter role app login createrole createdb nosuperuser password '${password}'`)
    await sql`grant pg_monitor to app with admin option`
    const database = await sql`select from pg_database where datname = 'steward'`
    if (database.length === 0) await sql`create database steward owner app`
  })
  return using(adminUrl, async (sql) => {
    await createExtensions(sql)
    return { url, adminUrl, ...(await describe(sql)) }
  })
}

/** The URLs of the ordinary owner and of the superuser. */
export async function serverUrls(cluster: Cluster, port: number) {
  const secret = await superuserPassword(cluster)
  // Derived, so that a lost server.json can be written again with the URL that others already hold.
  const password = createHmac('sha256', secret).update('app').digest('hex').slice(0, 48)
  const url = `postgres://app:${password}@127.0.0.1:${port}/steward`
  return { url, adminUrl: `postgres://postgres:${secret}@127.0.0.1:${port}/steward`, password }
}

/** Asks any server for its version and its preloaded libraries. */
export async function describe(sql: postgres.Sql): Promise<Pick<Provisioned, 'version' | 'preload'>> {
  const [row] = await sql<{ version: string; preload: string | null }[]>`
    select split_part(current_setting('server_version'), ' ', 1) as version,
      (select setting from pg_settings where name = 'shared_preload_libraries') as preload`
  const preload = (row?.preload ?? '').split(',').map((name) => name.trim())
  return { version: row?.version ?? '', preload: preload.filter((name) => name !== '') }
}

async function createExtensions(sql: postgres.Sql): Promise<void> {
  const available = await sql<{ name: string }[]>`
    select name from pg_available_extensions
    where name = 'pgstattuple'
      or name in ('pg_cron', 'pg_stat_statements')
        and name = any (string_to_array(replace(current_setting('shared_preload_libraries'), ' ', ''), ','))
    order by name`
  for (const { name } of available) await sql`create extension if not exists ${sql(name)}`
  if (available.some(({ name }) => name === 'pg_cron')) await grantCron(sql)
}

async function grantCron(sql: postgres.Sql): Promise<void> {
  await sql`grant usage on schema cron to app`
  const functions = await sql<{ signature: string }[]>`
    select oid::regprocedure::text as signature from pg_proc
    where pronamespace = 'cron'::regnamespace and proname = any (${cronFunctions})`
  for (const { signature } of functions) await sql.unsafe(`grant execute on function ${signature} to app`)
}

async function using<T>(url: string, use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = connect(url, { max: 1, applicationName: 'pgsteward dev' })
  try {
    return await use(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
