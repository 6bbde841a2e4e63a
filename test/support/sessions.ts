import type postgres from 'postgres'
import type { Test } from 'tap'
import { blindRole, poll, type TestDatabase } from './database.js'
import { findings, type Finding } from './findings.js'

/** A session of its own, which a health check can find. */
export interface Session {
  sql: postgres.Sql
  pid: number
  /** Sends statements and does not wait for them. */
  start: (statements: string) => void
}

/** Opens a session of the owner, or of whom the URL says. */
export async function openSession(db: TestDatabase, { url = db.url } = {}): Promise<Session> {
  const sql = db.connect({ url })
  const [row] = await sql.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid').simple()
  const pid = row?.pid ?? 0
  return { sql, pid, start: (statements) => void sql.unsafe(statements).simple().then(ignore, ignore) }
}

/** Opens a walsender that takes SQL, as a logical subscriber does; it knows only the simple protocol. */
export const openWalsender = (db: TestDatabase): Promise<Session> =>
  openSession(db, { url: `${db.adminUrl}?replication=database&fetch_types=false` })

/** Waits until a session has waited for a lock, for so many seconds. */
export async function isBlocked(db: TestDatabase, { pid }: Session, seconds = 0): Promise<void> {
  await poll(async () => {
    const rows = await db.admin`
      select from pg_locks
      where pid = ${pid} and not granted and waitstart <= clock_timestamp() - make_interval(secs => ${seconds})`
    return rows.length > 0
  })
}

/** Ends the sessions before the database is dropped, so that nothing waits any more. */
export function endSessions(t: Test, db: TestDatabase, ...sessions: Session[]): void {
  t.teardown(async () => {
    await db.admin`select pg_terminate_backend(pid) from unnest(${sessions.map(({ pid }) => pid)}::int[]) as s (pid)`
    await Promise.all(sessions.map(({ sql }) => sql.end({ timeout: 1 })))
  })
}

/**
 * The findings about sessions of this test, with names instead of what differs each time.
 * Sessions of other tests come and go, so neither they nor an "ok" row say anything.
 */
export async function sessionFindings(
  sql: postgres.Sql,
  check: string,
  db: TestDatabase,
  sessions: Record<string, { pid: number }>,
): Promise<Finding[]> {
  const names = new Map(Object.entries(sessions).map(([name, { pid }]) => [pid, name]))
  const own = [...names.keys()].map((pid) => `session pid ${pid}`)
  const rows = (await findings(sql, check)).filter((row) =>
    row.object?.startsWith('session') ? own.includes(row.object) : row.status !== 'ok',
  )
  return rows
    .map((row) => anonymous({ ...row, value: row.value === null ? null : Math.sign(row.value + 1) }, db, names) as Finding)
    .sort((a, b) => ((a.object ?? '') < (b.object ?? '') ? -1 : 1))
}

/** Expects that a role without rights is told what to grant for a check to see the sessions of others. */
export async function assertAsksForStatistics(t: Test, db: TestDatabase, check: string): Promise<void> {
  t.match(await findings(await blindRole(t, db), check), [
    { status: 'skipped', object: null, action: `grant pg_read_all_stats to blind_${db.name};`, evidence: { reason: 'privilege' } },
  ])
}

function anonymous(value: unknown, db: TestDatabase, names: Map<number, string>): unknown {
  if (typeof value === 'number') return names.get(value) ?? value
  if (typeof value === 'string') {
    return value
      .replaceAll(db.name, '<database>')
      .replace(/\d+-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.\d]*[+-]\d\d(:\d\d)?/g, '<time>')
      .replace(/\b\d\d:\d\d:\d\d\b/g, '<duration>')
      .replace(/\d+/g, (digits) => names.get(Number(digits)) ?? digits)
  }
  if (Array.isArray(value)) return value.map((item) => anonymous(item, db, names))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, anonymous(item, db, names)]))
}

function ignore(): void {}
