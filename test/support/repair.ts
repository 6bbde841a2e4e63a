import type postgres from 'postgres'
import type { Test } from 'tap'
import { findings } from './findings.js'

/**
 * Runs the fixes that a check proposes and expects that it finds nothing afterwards; then runs what undoes
 * them, last fix first, and expects the objects of before.
 */
export async function repairs(t: Test, sql: postgres.Sql, check: string): Promise<void> {
  const rows = await sql<{ object: string; fix_sql: string[]; undo_sql: string[] | null; fix_lock: string; fix_risk: string }[]>`
    select concat_ws('.', object_schema, object_name) as object, fix_sql, undo_sql, fix_lock, fix_risk
    from steward.health_findings(checks => array[${check}])
    where fix_sql is not null
    order by 1`
  t.ok(rows.length > 0, 'something can be fixed')
  for (const row of rows) {
    t.ok(row.fix_lock && row.fix_risk, `the fix of ${row.object} says what it costs`)
    for (const statement of row.fix_sql) await sql.unsafe(statement)
  }
  const fixable = new Set(rows.map(({ object }) => object))
  const left = async () => (await findings(sql, check)).filter(({ status }) => status === 'finding')
  t.strictSame((await left()).filter(({ object }) => fixable.has(object?.replace(/^\w+ /, '') ?? '')), [], 'the fixes are right')

  const undos = rows.filter(({ undo_sql }) => undo_sql !== null).reverse()
  if (undos.length === 0) return
  for (const statement of undos.flatMap(({ undo_sql }) => undo_sql ?? [])) await sql.unsafe(statement)
  const back = (await left()).map(({ object }) => object?.replace(/^\w+ /, ''))
  for (const { object } of undos) t.ok(back.includes(object), `the fix of ${object} can be undone`)
}
