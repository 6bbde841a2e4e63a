import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import type { Test } from 'tap'
import { stewardHome } from '../../src/config.js'
import { connect, withDatabase } from '../../src/database.js'
import { runMigrations } from '../../src/install/migrations.js'
import { stewardMigrations } from '../../src/install/settings.js'
import { applySources } from '../../tools/apply.js'
import { sha256 } from '../../tools/sql-source.js'

/** A database of its own for one test, dropped with it. */
export interface TestDatabase {
  name: string
  /** URL of the owner, who is not a superuser. */
  url: string
  adminUrl: string
  /** The owner of the database and of the installation. */
  sql: postgres.Sql
  /** A superuser in the same database. */
  admin: postgres.Sql
  /** Opens another session, of the owner unless another role or options are given. */
  connect: (options?: { url?: string; max?: number }) => postgres.Sql
}

interface Server {
  kind: 'debian' | 'embedded'
  port: number
  url: string
  adminUrl: string
  version: string
  preload: string[]
}

/** The development server that `make test` has started. */
export function testServer(): Server {
  return JSON.parse(readFileSync(join(stewardHome(), 'server.json'), 'utf8')) as Server
}

/** Whether the server under test preloads a library, for what cannot be tested without. */
export const preloads = (library: string): boolean => testServer().preload.includes(library)

/** The major version of the server under test. */
export const serverMajor = (): number => Number.parseInt(testServer().version, 10)

export function atDatabase(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

/** Creates a database with pgsteward installed (or empty), and connects to it. */
export async function testDatabase(t: Test, { empty = false } = {}): Promise<TestDatabase> {
  const server = testServer()
  const maintenance = connect(server.adminUrl, { max: 1 })
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  const template = empty ? 'template0' : await ensureTemplate(server, maintenance).catch(async (error) => {
    await maintenance.end()
    throw error
  })
  await maintenance`create database ${maintenance(name)} template ${maintenance(template)} owner app`
  const url = atDatabase(server.url, name)
  const adminUrl = atDatabase(server.adminUrl, name)
  const opened: postgres.Sql[] = []
  const open = (target: string, max = 4) => {
    const sql = connect(target, { max })
    opened.push(sql)
    return sql
  }
  const sql = open(url)
  // The template may have been installed before the last tick of a schedule, which nobody ran in this database.
  if (!empty) await sql`update steward.schedules set created_at = now()`
  t.teardown(async () => {
    await forgetStatements(open(adminUrl, 1)).catch(() => undefined)
    await Promise.all(opened.map((sql) => sql.end({ timeout: 1 }).catch(() => undefined)))
    await maintenance`drop database ${maintenance(name)} with (force)`
    await maintenance.end()
  })
  return {
    name,
    url,
    adminUrl,
    sql,
    admin: open(adminUrl),
    connect: ({ url: other = url, max = 1 } = {}) => open(other, max),
  }
}

/** Left alone, the statements of dropped databases fill pg_stat_statements, which drops the newest for them. */
const forgetStatements = (admin: postgres.Sql) => admin`
  select pg_stat_statements_reset(0, oid, 0) from pg_database where datname = current_database()`

/** A role that may call everything and read nothing else: no pg_monitor, no tables. */
export async function blindRole(t: Test, db: TestDatabase): Promise<postgres.Sql> {
  const role = `blind_${db.name}`
  await db.admin.unsafe(`
    create role ${role} login password 'blind';
    grant usage on schema steward, steward_internal to ${role};
    grant execute on all functions in schema steward, steward_internal to ${role};
    grant select on all tables in schema steward, steward_internal to ${role};
  `)
  const url = new URL(db.url)
  url.username = role
  url.password = 'blind'
  const sql = db.connect({ url: url.href })
  t.teardown(async () => {
    await sql.end({ timeout: 1 })
    await db.admin.unsafe(`drop owned by ${role}; drop role ${role}`)
  })
  return sql
}

/** Runs statements each on its own, because some of them want no transaction. */
export async function oneByOne(sql: postgres.Sql | postgres.TransactionSql, statements: string[]): Promise<void> {
  for (const statement of statements) await sql.unsafe(statement)
}

/** Runs statements in one session, each on its own, and lets the statistics know what each did before the next. */
export async function runAndFlush(sql: postgres.Sql, statements: string[]): Promise<void> {
  const session = await sql.reserve()
  for (const statement of statements) {
    await session.unsafe(statement)
    await session`select pg_stat_force_next_flush()`
  }
  session.release()
}

/** Waits until `probe` returns something truthy, and fails after the deadline. */
export async function poll<T>(probe: () => Promise<T>, seconds = 60): Promise<Exclude<T, null | undefined | false>> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const result = await probe()
    if (result) return result as Exclude<T, null | undefined | false>
    if (Date.now() > deadline) throw new Error(`nothing came of ${probe.toString()} within ${seconds} s`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Installs pgsteward once for each state of the sources into a database that tests clone. */
async function ensureTemplate(server: Server, maintenance: postgres.Sql): Promise<string> {
  const name = `steward_template_${sourceHash()}`
  const exists = async () => (await maintenance`select from pg_database where datname = ${name}`).length > 0
  if (await exists()) return name
  await maintenance`select pg_advisory_lock(20985, 2)`
  try {
    if (await exists()) return name
    const building = `${name}_building`
    await maintenance`drop database if exists ${maintenance(building)} with (force)`
    await maintenance`create database ${maintenance(building)} template template0 owner app`
    await prepareExtensions(atDatabase(server.adminUrl, building))
    await buildTemplate(atDatabase(server.url, building))
    await maintenance`alter database ${maintenance(building)} rename to ${maintenance(name)}`
    return name
  } finally {
    await maintenance`select pg_advisory_unlock(20985, 2)`
  }
}

async function prepareExtensions(adminUrl: string): Promise<void> {
  await withDatabase(adminUrl, (admin) => admin.unsafe(`
    do $$
    declare
      v_name text;
    begin
      for v_name in
        select name from pg_available_extensions
        where name in ('pg_stat_statements', 'pgstattuple', 'plpgsql_check')
      loop
        execute format('create extension %I', v_name);
      end loop;
    end $$`))
}

async function buildTemplate(url: string): Promise<void> {
  await withDatabase(
    url,
    async (sql) => {
      const connection = await sql.reserve()
      await runMigrations(connection, stewardMigrations, { direction: 'up' }).finally(() => connection.release())
      await applySources(sql)
      await sql`select from steward_internal.create_roles()`
      await sql`select from steward_internal.grant_access()`
      await sql`vacuum analyze`
    },
    { max: 1 },
  )
}

function sourceHash(): string {
  const files = ['sql', 'migrations'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8')),
  )
  return sha256(files.join('\0')).slice(0, 16)
}
