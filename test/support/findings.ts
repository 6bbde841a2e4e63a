import type postgres from 'postgres'
import type { Test } from 'tap'

/** One row of health_findings() with everything that a check decides, and nothing that time does. */
export interface Finding {
  status: string
  severity: string | null
  object: string | null
  value: number | null
  detail: string
  action: string | null
  fix_sql: string[] | null
  evidence: Record<string, unknown> | null
}

/** Runs one check; rows about objects come as `type schema.name`, ordered by it. */
export async function findings(sql: postgres.Sql | postgres.TransactionSql, check: string): Promise<Finding[]> {
  const rows = await sql<Finding[]>`
    select
      status,
      severity,
      nullif(concat_ws(' ', object_type, concat_ws('.', object_schema, object_name)), '') as object,
      value::float8 as value,
      detail,
      action,
      fix_sql,
      evidence
    from steward.health_findings(checks => array[${check}])
    order by 3`
  const [careless] = await sql`
    select check_id from steward.health_checks where check_id = ${check} and (fix_lock is null or fix_risk is null)`
  if (careless && rows.some((row) => row.fix_sql !== null)) throw new Error(`${check} has a fix without @fix_lock and @fix_risk`)
  return [...rows]
}

/** What a check returns that looked and found nothing. */
export const nothingFound: Finding[] = [
  {
    status: 'ok',
    severity: null,
    object: null,
    value: null,
    detail: 'Nothing found.',
    action: null,
    fix_sql: null,
    evidence: null,
  },
]

/**
 * Runs the fixes of a check and finds nothing of what they fix, then runs their undo and finds the same
 * as before. Only the findings of `mine` count where a check also sees other databases.
 */
export async function assertReversible(
  t: Test,
  sql: postgres.Sql,
  check: string,
  { mine = () => true, as = sql }: { mine?: (finding: Finding) => boolean; as?: postgres.Sql } = {},
): Promise<void> {
  const seen = async () => (await findings(sql, check)).filter((row) => row.fix_sql !== null && mine(row))
  const before = await seen()
  t.ok(before.length > 0, `${check} has something to fix`)
  const undo = await sql<{ statements: string[] | null; object: string }[]>`
    select undo_sql as statements, concat_ws(' ', object_type, concat_ws('.', object_schema, object_name)) as object
    from steward.health_findings(checks => array[${check}]) where fix_sql is not null`
  const session = await as.reserve()
  const run = async (statements: string[]) => {
    for (const statement of statements) await session.unsafe(statement)
  }
  for (const { fix_sql } of before) await run(fix_sql ?? [])
  t.strictSame(await seen(), [], `the fixes of ${check} are right`)
  for (const { statements, object } of undo) {
    if (before.some((row) => row.object === object)) await run(statements ?? [])
  }
  session.release()
  t.strictSame(await seen(), before, `the undo of ${check} brings the same findings back`)
}
