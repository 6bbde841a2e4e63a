import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type postgres from 'postgres'
import type { Test } from 'tap'
import { connect } from '../../src/database.js'
import { chooseInstallation } from '../../src/dev/choose.js'
import { findClusters } from '../../src/dev/cluster.js'
import { choosePort } from '../../src/dev/port.js'
import { launch } from '../../src/dev/postmaster.js'
import { stopServer } from '../../src/dev/server.js'
import { install } from '../../src/install/install.js'
import { applySources } from '../../tools/apply.js'
import { temporaryHome, up } from '../dev/support.js'
import { poll, preloads, serverMajor, testServer } from './database.js'

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
  /** Restarts it, with other settings in its configuration file, and does something in between. */
  restart: (settings?: Record<string, string>, meanwhile?: () => Promise<void>) => Promise<void>
}

export async function ownServer(t: Test, settings: Record<string, string> = {}): Promise<OwnServer> {
  const home = temporaryHome(t)
  const start = (changes = {}) =>
    up(home, { kind: testServer().kind, majorVersion: serverMajor(), settings: { ...settings, ...changes } })
  const { state } = await start()
  const sessions = sessionsOf(t, state)
  const { sql, admin } = sessions
  await install(sql)
  await applySources(sql)
  const restart = async (changes?: Record<string, string>, meanwhile?: () => Promise<void>) => {
    await stopServer(home)
    await meanwhile?.()
    await start(changes)
    for (const session of [sql, admin]) await poll(() => session`select 1`.catch(() => undefined))
  }
  return { home, state, ...sessions, restart }
}

/** Removes the jobs of pg_cron, so that nothing runs by itself when its minute comes. */
export async function removeJobs({ admin }: Pick<OwnServer, 'admin'>): Promise<void> {
  if (preloads('pg_cron')) await admin`select cron.unschedule(jobid) from cron.job`
}

/**
 * Starts a hot standby of a server as a copy of its data; `settings` come last in its configuration.
 * Without primary_conninfo it has no primary.
 */
export async function standbyOf(
  t: Test,
  primary: OwnServer,
  settings: Record<string, string> = {},
): Promise<Omit<OwnServer, 'restart'>> {
  const home = temporaryHome(t)
  mkdirSync(home, { recursive: true })
  const source = dirname(primary.state.dataDirectory)
  await primary.restart({}, async () => void execFileSync('cp', ['-a', source, home]))
  const [cluster] = await findClusters(home)
  if (!cluster) throw new Error('the copy is not complete')
  const port = await choosePort(0)
  const all = { ...settings, port: String(port) }
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
  appendFileSync(join(cluster.data, 'postgresql.auto.conf'), lines.join(''))
  writeFileSync(join(cluster.data, 'standby.signal'), '')
  const { kind, major } = cluster
  const { installation } = await chooseInstallation(primary.home, { kind, major, because: '' }, () => undefined)
  const problem = await launch(cluster, installation)
  if (problem !== undefined) throw new Error(problem)

  const at = (url: string) => {
    const other = new URL(url)
    other.port = String(port)
    return other.href
  }
  const state = {
    ...primary.state, port, url: at(primary.state.url), adminUrl: at(primary.state.adminUrl), dataDirectory: cluster.data,
  }
  return { home, state, ...sessionsOf(t, state) }
}

/** Sessions of the owner and of the superuser, closed before the server is stopped. */
function sessionsOf(t: Test, { url, adminUrl }: { url: string; adminUrl: string }) {
  const opened: postgres.Sql[] = []
  t.teardown(() => Promise.all(opened.map((sql) => sql.end({ timeout: 1 }))))
  const open = (target: string) => {
    const sql = connect(target, { max: 1 })
    opened.push(sql)
    return sql
  }
  const sql = open(url)
  const admin = open(adminUrl)
  const run = async (statements: string[] | null) => {
    for (const statement of statements ?? []) {
      if (!statement.includes('pg_reload_conf')) await admin.unsafe(statement)
      else await reload(admin, [sql, admin])
    }
  }
  return { sql, admin, connect: open, run }
}

/** Loads the configuration, and waits until the sessions have it. */
async function reload(admin: postgres.Sql, sessions: postgres.Sql[]): Promise<void> {
  const loaded = (sql: postgres.Sql) => sql<{ at: string }[]>`select pg_conf_load_time()::text as at`
  const before = await Promise.all(sessions.map(async (sql) => (await loaded(sql))[0]?.at))
  await admin`select pg_reload_conf()`
  for (const [i, session] of sessions.entries()) await poll(async () => (await loaded(session))[0]?.at !== before[i])
}
