import type { Column, Relation } from './description.js'
import type { Names } from './names.js'
import { isTable, mayBeOmitted } from './relations.js'
import { property } from './text.js'
import { valueOf } from './values.js'

/** Renders the zod schemas of a table or view; the compiler compares each with its interface. */
export function renderSchemas(schema: string, relation: Relation, names: Names): string[] {
  const name = names.get('relation', schema, relation.name)
  const read = relation.columns.map((column) => field(column, nullable(column, valueOf(column.type, names, column.choices).zod)))
  const written = relation.columns.filter((column) => !column.is_generated).map((column) => ({
    column, zod: nullable(column, valueOf(column.type, names, column.choices).zodWrite),
  }))
  return [
    ...schemaOf(`${name}Schema`, name, 'object', read),
    ...(isTable(relation)
      ? [
          ...schemaOf(
            `${name}InsertSchema`, `${name}Insert`, 'strictObject',
            written.map(({ column, zod }) => field(column, mayBeOmitted(column) ? `${zod}.exactOptional()` : zod)),
          ),
          ...schemaOf(
            `${name}UpdateSchema`, `${name}Update`, 'strictObject',
            written.map(({ column, zod }) => field(column, `${zod}.exactOptional()`)),
          ),
        ]
      : []),
  ]
}

const nullable = (column: Column, zod: string): string => (column.is_nullable ? `${zod}.nullable()` : zod)

const field = (column: Column, zod: string): string => `  ${property(column.name)}: ${zod},`

const schemaOf = (name: string, type: string, kind: string, fields: string[]): string[] =>
  [`export const ${name} = z.${kind}({`, ...fields, `}) satisfies z.ZodType<${type}>`, '']
