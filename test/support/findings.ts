import type postgres from 'postgres'

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
