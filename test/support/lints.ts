import type postgres from 'postgres'
import type { Test } from 'tap'

/** What a check of the schema says about one object. */
export interface Lint {
  object: string
  severity: string
  detail: string
  fix_sql: string[] | null
  undo_sql: string[] | null
  evidence: Record<string, unknown> | null
}

/** The findings of one check about objects, by object; a check that is off by default is switched on. */
export async function lints(sql: postgres.Sql, check: string): Promise<Lint[]> {
  await sql`select steward.configure_health_check(${check}, enabled => true)`
  const rows = await sql<Lint[]>`
    select
      concat_ws(' ', object_type, concat_ws('.', object_schema, object_name)) as object,
      severity, detail, fix_sql, undo_sql, evidence
    from steward.health_findings(checks => array[${check}])
    where status <> 'ok'
    order by object_type, object_schema collate "C", object_name collate "C"`
  return [...rows]
}

/** Runs the statements of all findings with `fix_sql`: the findings go; then the undo: they come back. */
export async function provesFixes(t: Test, sql: postgres.Sql, check: string): Promise<void> {
  const before = await lints(sql, check)
  const fixable = before.filter((row) => row.fix_sql !== null)
  t.not(fixable.length, 0, `${check} has something to fix`)
  for (const statement of fixable.flatMap((row) => row.fix_sql ?? [])) await sql.unsafe(statement)
  t.strictSame(await lints(sql, check), before.filter((row) => row.fix_sql === null), `${check} is fixed`)
  for (const statement of fixable.flatMap((row) => row.undo_sql ?? [])) await sql.unsafe(statement)
  t.strictSame(await lints(sql, check), before, `${check} is back after the undo`)
}
