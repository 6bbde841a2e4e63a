import type postgres from 'postgres'
import type { Test } from 'tap'
import { oneByOne } from './database.js'

type Session = postgres.Sql | postgres.TransactionSql

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

interface Repair {
  undo_sql: string[] | null
  fix_lock: string | null
  fix_risk: string | null
}

/** Runs one check; rows about objects come as `type schema.name`, ordered by it. */
export const findings = async (sql: Session, check: string): Promise<Finding[]> =>
  (await rowsOf(sql, check)).map(({ undo_sql: _undo, fix_lock: _lock, fix_risk: _risk, ...finding }) => finding)

/** What a check has found, without the rows that say where it looked or could not look. */
export const problems = async (sql: Session, check: string): Promise<Finding[]> =>
  (await findings(sql, check)).filter(({ status }) => status === 'finding')

/** What undoes the fixes of a check, by object. */
export const undos = async (sql: Session, check: string): Promise<Record<string, string[] | null>> =>
  Object.fromEntries((await rowsOf(sql, check)).filter(isFixable).map(({ object, undo_sql }) => [object, undo_sql]))

/** What decides when a check runs and what it thinks of a value. */
export const registration = async (sql: Session, check: string): Promise<postgres.Row | undefined> =>
  (await sql`
    select category, scope, unit, warning::int, critical::int, confidence, requires_role
    from steward.health_checks where check_id = ${check}`)[0]

/** Switches on a check that is off by default. */
export const switchOn = (sql: Session, check: string): Promise<unknown> =>
  sql`select from steward.configure_health_check(${check}, enabled => true)`

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

/** One finding with what most checks leave empty. */
export const finding = (row: Partial<Finding> & Pick<Finding, 'object' | 'detail' | 'action'>): Finding => ({
  status: 'finding',
  severity: 'warning',
  value: null,
  fix_sql: null,
  evidence: null,
  ...row,
})

/** How assertFixes() repairs what a check finds. */
export interface FixOptions {
  /** Which findings belong to the test, where a check sees the whole server. */
  mine?: (finding: Finding) => boolean
  /** Who runs the statements, if not who runs the check. */
  as?: Session
  run?: (statements: string[]) => Promise<unknown>
  /** Whether the fixes have an undo, which all or none must have. */
  reversible?: boolean
}

/**
 * Fixes one finding after the other until only those without a fix are left, then undoes the fixes, the
 * last one first, and after each finds exactly what was found before it.
 */
export async function assertFixes(
  t: Test,
  sql: Session,
  check: string,
  { mine = () => true, as = sql, run = (statements) => oneByOne(as, statements), reversible = true }: FixOptions = {},
): Promise<void> {
  const seen = async () => (await rowsOf(sql, check)).filter((row) => row.status !== 'ok' && mine(row)).map(withoutOids)
  const fixable = (await rowsOf(sql, check)).filter((row) => isFixable(row) && mine(row))
  t.ok(fixable.length > 0, `${check} has something to fix`)
  t.strictSame(fixable.filter(({ undo_sql }) => (undo_sql !== null) !== reversible), [], `which fixes of ${check} have an undo`)

  const unfixable = (await seen()).filter((row) => !isFixable(row))
  const states = []
  for (const { object, fix_sql } of fixable) {
    states.push(await seen())
    await run(fix_sql ?? [])
    t.notOk((await seen()).some((row) => isFixable(row) && row.object === object), `the fix of ${object} is right`)
  }
  t.strictSame(await seen(), unfixable, `only what ${check} cannot fix is left`)
  if (!reversible) return

  for (const { object, undo_sql } of fixable.reverse()) {
    await run(undo_sql ?? [])
    t.strictSame(await seen(), states.pop(), `the undo of ${object} brings back what was there`)
  }
}

async function rowsOf(sql: Session, check: string): Promise<(Finding & Repair)[]> {
  const rows = await sql<(Finding & Repair)[]>`
    select
      status,
      severity,
      nullif(concat_ws(' ', object_type, concat_ws('.', object_schema, object_name)), '') as object,
      value::float8 as value,
      detail,
      action,
      fix_sql,
      evidence,
      undo_sql,
      fix_lock,
      fix_risk
    from steward.health_findings(checks => array[${check}])
    order by 3`
  for (const row of rows) {
    if (isFixable(row) && !(row.fix_lock && row.fix_risk)) throw new Error(`${check} has a fix without @fix_lock and @fix_risk`)
    if (!isFixable(row) && row.undo_sql) throw new Error(`${check} can undo what it cannot fix`)
  }
  return [...rows]
}

const isFixable = ({ fix_sql }: Finding) => fix_sql !== null

/** A replacement is named after the OID of its index, which is another one once it has been created anew. */
const withoutOids = <Row extends Finding & Repair>(row: Row): Row => {
  const anonymous = (statement: string) => statement.replace(/(replaces|gin)_\d+/g, '$1_<oid>')
  return { ...row, fix_sql: row.fix_sql?.map(anonymous) ?? null, undo_sql: row.undo_sql?.map(anonymous) ?? null }
}
