import type postgres from 'postgres'

/** A value as a condition compares with it; the types of the filters are narrower. */
type Value = string | number | boolean | Date

const operators = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=', like: 'like', ilike: 'ilike' } as const

/** Writes filters, as the generated types have them, as the condition of a WHERE. */
export function conditions(sql: postgres.Sql, filters: object): postgres.PendingQuery<postgres.Row[]> {
  const all = Object.entries(filters).flatMap(([column, filter]) => columnConditions(sql, column, filter))
  return all.reduce((before, condition) => sql`${before} and ${condition}`, sql`true`)
}

function columnConditions(sql: postgres.Sql, column: string, filter: unknown) {
  if (filter === null) return [sql`${sql(column)} is null`]
  if (typeof filter !== 'object' || filter instanceof Date) return [sql`${sql(column)} = ${filter as Value}`]
  return Object.entries(filter).map(([condition, operand]) => oneCondition(sql, column, condition, operand))
}

function oneCondition(sql: postgres.Sql, column: string, condition: string, operand: unknown) {
  const name = sql(column)
  if (condition === 'isNull') {
    if (typeof operand !== 'boolean') throw new TypeError(`${column}: isNull is true or false`)
    return operand ? sql`${name} is null` : sql`${name} is not null`
  }
  if (condition === 'in') {
    const values = operand as Value[]
    return values.length > 0 ? sql`${name} in ${sql(values)}` : sql`false`
  }
  if (!Object.hasOwn(operators, condition)) throw new TypeError(`${column}: there is no condition ${condition}`)
  return sql`${name} ${sql.unsafe(operators[condition as keyof typeof operators])} ${operand as Value}`
}
