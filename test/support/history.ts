import type postgres from 'postgres'
import { findings, type Finding } from './findings.js'

/** What a statement cost in the time observed; what is left out is 0. */
export interface Cost {
  calls: number
  ms: number
  rows?: number
  hit?: number
  read?: number
  tempWritten?: number
  wal?: number
  jit?: number
}

/**
 * Makes this database look as if it had been observed for some hours, in which counters moved so far.
 * The second snapshot is real, so that a counter has moved by this and by what happened since.
 */
export async function observe(sql: postgres.Sql, hours: number, changes: Record<string, number> = {}): Promise<void> {
  await sql`delete from steward.statistics_snapshots`
  const [first] = await sql<{ id: string }[]>`
    insert into steward.statistics_snapshots (node, taken_at, stats_since, counters, gauges)
    values (steward_internal.node_name(), now() - make_interval(hours => ${hours}), '2020-01-01', '{}', '{}')
    returning id`
  const [last] = await sql<{ id: string }[]>`select steward.capture_statistics() as id`
  await sql`update steward.statistics_snapshots set stats_since = '2020-01-01' where id = ${last?.id ?? ''}`
  await sql`
    update steward.statistics_snapshots as s
    set counters = (
      select jsonb_object_agg(c.key, c.value::text::numeric - coalesce((${JSON.stringify(changes)}::text::jsonb ->> c.key)::numeric, 0))
      from steward.statistics_snapshots as l, jsonb_each(l.counters) as c
      where l.id = ${last?.id ?? ''}
    )
    where s.id = ${first?.id ?? ''}`
}

/** Makes statements look as if they had cost so much in the time observed, and all others nothing. */
export async function workload(sql: postgres.Sql, statements: Record<string, Cost>): Promise<void> {
  await sql`delete from steward_internal.statement_changes`
  await sql`delete from steward_internal.statements where queryid between 1 and 1000`
  let id = 0
  for (const [query, cost] of Object.entries(statements)) {
    id += 1
    const { calls, ms, rows = 0, hit = 0, read = 0, tempWritten = 0, wal = 0, jit = 0 } = cost
    const changes = [calls, ms, rows, hit, read, 0, tempWritten, 0, wal, jit]
    await sql`insert into steward_internal.statements values (${id}, 'app'::regrole, true, ${query}, now(), '{}')`
    await sql`
      insert into steward_internal.statement_changes (snapshot_id, queryid, userid, toplevel, changes)
      select max(s.id), ${id}, 'app'::regrole, true, ${changes.map(String)}::text[]::numeric[] from steward.statistics_snapshots as s`
  }
}

/** The findings without the time since when something was counted. */
export async function timeless(sql: postgres.Sql | postgres.TransactionSql, check: string): Promise<Finding[]> {
  const rows = await findings(sql, check)
  return rows.map((row) => ({
    ...row,
    detail: row.detail.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d/, '<time>'),
    evidence: row.evidence && 'since' in row.evidence ? { ...row.evidence, since: '<time>' } : row.evidence,
  }))
}
