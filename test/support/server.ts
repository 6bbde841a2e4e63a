import type postgres from 'postgres'
import type { Test } from 'tap'
import { connect } from '../../src/database.js'
import { stopServer } from '../../src/dev/server.js'
import { install } from '../../src/install/install.js'
import { applySources } from '../../tools/apply.js'
import { temporaryHome, up } from '../dev/support.js'
import { poll, serverMajor, testServer } from './database.js'

/** A server of its own for one file of tests, with pgsteward in its database: its settings may be changed. */
export interface OwnServer {
  home: string
  state: Awaited<ReturnType<typeof up>>['state']
  /** The owner of the database, who is not a superuser but a member of pg_monitor. */
  sql: postgres.Sql
  admin: postgres.Sql
  connect: (url: string) => postgres.Sql
  /** Runs statements as the superuser, one by one, and waits until what they changed is loaded. */
  run: (statements: string[] | null) => Promise<void>
  /** Restarts it, with other settings in its configuration file. */
  restart: (settings?: Record<string, string>) => Promise<void>
}

export async function ownServer(t: Test, settings: Record<string, string> = {}): Promise<OwnServer> {
  const home = temporaryHome(t)
  const start = (changes = {}) =>
    up(home, { kind: testServer().kind, majorVersion: serverMajor(), settings: { ...settings, ...changes } })
  const { state } = await start()
  const opened: postgres.Sql[] = []
  t.teardown(() => Promise.all(opened.map((sql) => sql.end({ timeout: 1 }))))
  const open = (url: string) => {
    const sql = connect(url, { max: 1 })
    opened.push(sql)
    return sql
  }
  const sql = open(state.url)
  await install(sql)
  await applySources(sql)
  const admin = open(state.adminUrl)
  const run = async (statements: string[] | null) => {
    for (const statement of statements ?? []) {
      if (!statement.includes('pg_reload_conf')) await admin.unsafe(statement)
      else await reload(admin, [sql, admin])
    }
  }
  const restart = async (changes?: Record<string, string>) => {
    await stopServer(home)
    await start(changes)
    for (const session of [sql, admin]) await poll(() => session`select 1`.catch(() => undefined))
  }
  return { home, state, sql, admin, connect: open, run, restart }
}

/** Loads the configuration, and waits until the sessions have it. */
async function reload(admin: postgres.Sql, sessions: postgres.Sql[]): Promise<void> {
  const loaded = (sql: postgres.Sql) => sql<{ at: string }[]>`select pg_conf_load_time()::text as at`
  const before = await Promise.all(sessions.map(async (sql) => (await loaded(sql))[0]?.at))
  await admin`select pg_reload_conf()`
  for (const [i, session] of sessions.entries()) await poll(async () => (await loaded(session))[0]?.at !== before[i])
}
