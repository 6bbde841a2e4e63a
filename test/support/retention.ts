import type postgres from 'postgres'
import type { Test } from 'tap'
import { testDatabase, type TestDatabase } from './database.js'
import { isBlocked, openSession } from './sessions.js'

/** What a step of a run says, without what time and load decide. */
export interface Step {
  strategy: string | null
  outcome: string
  rows: number
  sqlstate: string | null
  message: string | null
}

/** How the rows of a table of events can lie, so that a strategy is chosen for them. */
export const strategies = {
  index_range: { index: true, order: 'n' },
  row_list: { index: true, order: 'md5(n::text)' },
  block_sweep: { index: false, order: 'n' },
} as const

export type Strategy = keyof typeof strategies

/** Creates public.events with `total` rows, of which those from 1 to `expired` are 100 days old, and an approved policy of 7 days. Only the test vacuums it. */
export async function expiredEvents(
  t: Test,
  strategy: Strategy,
  { expired = 150, total = 2000, options = '' }: { expired?: number; total?: number; options?: string } = {},
): Promise<TestDatabase & { ids: () => Promise<number[]> }> {
  const db = await testDatabase(t)
  const { index, order } = strategies[strategy]
  await db.sql.unsafe(`
    create table public.events (id int primary key, at timestamptz, note text, kind varchar default 'done')
      with (autovacuum_enabled = off);
    insert into public.events (id, at, note)
    select n, now() - case when n <= ${expired} then interval '100 days' else interval '1 day' end + n * interval '1 second', repeat('x', 100)
    from generate_series(1, ${total}) as n
    order by ${order};
    ${index ? 'create index on public.events (at);' : ''}
    analyze public.events;
  `).simple()
  await approvedPolicy(db.sql, `'public.events', 'at', '7 days'${options}`)
  const ids = async () => (await db.sql`select id from public.events order by id`).map((row) => row['id'] as number)
  return { ...db, ids }
}

/** Adds a policy, given the arguments in SQL, and approves it, with all that the first run takes unless told. */
export async function approvedPolicy(sql: postgres.Sql, policy: string, acceptShare = 1): Promise<void> {
  await sql.unsafe(`
    select from (select (p).* from (select steward.add_retention_policy(${policy}) as p) as added) as n
    cross join lateral steward.approve_retention_policy(
      format('%I.%I', n.target_schema, n.target_table)::regclass, accept_share => ${acceptShare}
    )`)
}

/** Runs the policy of a table, and returns its step. */
export async function applyRetention(sql: postgres.Sql, target: string, options = ''): Promise<Step | undefined> {
  await sql.unsafe(`call steward.apply_retention('${target}'${options})`).simple()
  return lastStep(sql)
}

/** The last step of all. */
export async function lastStep(sql: postgres.Sql): Promise<Step | undefined> {
  const rows = await sql<Step[]>`
    select strategy, outcome, rows::int, sqlstate, message from steward.maintenance_steps order by id desc limit 1`
  return rows[0]
}

/** Starts the policy of a table in a session of its own, and waits until it waits for a lock. */
export async function blockedRetention(db: TestDatabase, target = 'public.events') {
  const session = await openSession(db)
  const call = session.sql.unsafe(`call steward.apply_retention('${target}')`).simple().then(
    () => null,
    (error: unknown) => error as postgres.PostgresError,
  )
  await isBlocked(db, session)
  return { ...session, /** Null, or the error that it ended with. */ ended: call }
}

/** Opens a transaction with these statements, and returns what ends it. */
export async function holding(db: TestDatabase, statements: string): Promise<(end: 'commit' | 'rollback') => Promise<void>> {
  const session = await db.sql.reserve()
  await session.unsafe(`begin; ${statements}`).simple()
  return async (end) => {
    await session.unsafe(end)
    session.release()
  }
}

/** A step of retention that has done something. */
export const done = (strategy: string, rows: number): Step => ({ strategy, outcome: 'done', rows, sqlstate: null, message: null })

/** The numbers from one to another. */
export const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** What a preview says; `oldest` and `newest` in whole hours before now. */
export interface Preview {
  strategy: string | null
  expired_rows: number | null
  total_rows: number | null
  is_estimate: boolean | null
  oldest: number | null
  newest: number | null
  problems: string[]
}

/** Previews the policy of a table. */
export async function preview(sql: postgres.Sql | postgres.TransactionSql, target: string): Promise<Preview> {
  const [row] = await sql<Preview[]>`
    select strategy, expired_rows::int, total_rows::int, is_estimate, problems,
      round(extract(epoch from now() - oldest) / 3600)::int as oldest,
      round(extract(epoch from now() - newest) / 3600)::int as newest
    from steward.preview_retention(${target}::regclass)`
  if (!row) throw new Error(`${target} has no preview`)
  return row
}

/** The steps of the newest run, without times and sizes. */
export const steps = async (sql: postgres.Sql): Promise<postgres.Row[]> => [
  ...(await sql`
    select s.step, s.target, s.outcome, s.rows::int, s.sqlstate, s.message
    from steward.maintenance_steps as s
    where s.run_id = (select max(r.id) from steward.maintenance_runs as r)
    order by s.id`),
]

/** The newest run. */
export const lastRun = async (sql: postgres.Sql): Promise<postgres.Row | undefined> =>
  (await sql`
    select outcome, finished_at is not null as is_finished, role_name from steward.maintenance_runs order by id desc limit 1`)[0]
