import type { Routine } from './description.js'
import type { Names } from './names.js'
import { interfaceOf } from './relations.js'
import { comment, property } from './text.js'
import { list, valueOf } from './values.js'

/** Renders what a function or procedure takes and gives. */
export function renderRoutine(schema: string, routine: Routine, names: Names): string[] {
  const name = names.get('routine', schema, routine.signature)
  const what = `\`${schema}.${routine.signature}\``
  const fields = routine.arguments.map(({ name: argument, type, has_default, is_variadic }, index) => [
    ...(is_variadic ? ['  /** Variadic. */'] : []),
    `  ${property(argument ?? `$${index + 1}`)}${has_default ? '?' : ''}: ${valueOf(type, names).write} | null`,
  ])
  return [
    ...interfaceOf(`${name}Arguments`, fields, routine.comment, `What the ${routine.kind} ${what} takes.`),
    ...renderResult(routine, name, what, names),
  ]
}

function renderResult(routine: Routine, name: string, what: string, names: Names): string[] {
  const row = routine.columns
    ? interfaceOf(
        `${name}Row`,
        routine.columns.map((column) => [`  ${property(column.name)}: ${valueOf(column.type, names).read} | null`]),
        `A row that ${what} gives.`,
      )
    : []
  const one = routine.columns ? `${name}Row` : resultOf(routine, names)
  const type = routine.returns_set ? list(one) : one
  return [...row, ...comment('', `What ${what} gives${routine.returns_set ? ', row by row' : ''}.`), `export type ${name}Result = ${type}`, '']
}

/** What a function gives without columns of its own: a value, or the row of a table or composite type. */
function resultOf({ returns: type, returns_set }: Routine, names: Names): string {
  if (type.base_name === 'void') return 'void'
  if (type.kind === 'pseudo' && type.base_name === 'record') return 'Record<string, unknown>'
  if (type.kind === 'composite' && type.dimensions === 0) {
    const row = names.find('relation', type.base_schema, type.base_name)
    // Null instead of a row comes as a row of nulls.
    if (row !== undefined) return returns_set ? row : `{ [Column in keyof ${row}]: ${row}[Column] | null }`
    const value = names.find('type', type.base_schema, type.base_name)
    if (value !== undefined) return value
  }
  return `${valueOf(type, names).read} | null`
}
