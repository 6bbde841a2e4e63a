import type { SchemaDescription } from './description.js'
import { giveNames, type Names } from './names.js'
import { interfaceOf, isTable, renderKeyValues, renderRelatedValues, renderRelation } from './relations.js'
import { renderRoutine } from './routines.js'
import { renderSchemas } from './schemas.js'
import { comment, literal, literals, property, union } from './text.js'
import { valueOf } from './values.js'

export interface RenderOptions {
  /** Adds schemas of zod. */
  zod?: boolean | undefined
}

const helpers = `/** What is in a column of json or jsonb. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/** Whether a column is null. */
export interface NullFilter {
  isNull?: boolean
}

/** Conditions on a column that can be compared; all of them have to hold. */
export interface EqualityConditions<T> extends NullFilter {
  eq?: T
  ne?: T
  in?: readonly T[]
}

/** Conditions on a column that has an order. */
export interface RangeConditions<T> extends EqualityConditions<T> {
  lt?: T
  lte?: T
  gt?: T
  gte?: T
}

/** Conditions on a column of text. */
export interface TextConditions extends RangeConditions<string> {
  like?: string
  ilike?: string
}

/** A value, or conditions; null, where a column may be null, is a value. */
export type EqualityFilter<T> = T | EqualityConditions<T>
export type RangeFilter<T> = T | RangeConditions<T>
export type TextFilter = string | TextConditions
`

/** Renders schemas as one file of TypeScript: the same text for the same descriptions. */
export function renderTypes(schemas: readonly SchemaDescription[], { zod = false }: RenderOptions = {}): string {
  const names = giveNames(schemas)
  const validators = zod ? renderAllSchemas(schemas, names) : []
  const lines = [
    `// Generated from the database by: ${command(schemas, zod)}`,
    '// Do not edit: change the database, and run it again.',
    '',
    ...(validators.length > 0 ? [`import { z } from 'zod'`, ''] : []),
    ...helpers.split('\n'),
    ...schemas.flatMap((schema) => renderNamedTypes(schema, names)),
    ...schemas.flatMap(({ schema, relations }) => relations.flatMap((relation) => renderRelation(schema, relation, names))),
    ...schemas.flatMap(({ schema, routines }) => routines.flatMap((routine) => renderRoutine(schema, routine, names))),
    ...renderDatabase(schemas, names),
    ...renderConstants(schemas, names),
    ...validators,
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function command(schemas: readonly SchemaDescription[], zod: boolean): string {
  const options = schemas.map(({ schema }) => ` --schema ${/^[\w.-]+$/.test(schema) ? schema : `"${schema.replace(/[\r\n]/g, ' ')}"`}`)
  return `pgsteward types${options.join('')}${zod ? ' --zod' : ''}`
}

/** Enums, domains and composite types. */
function renderNamedTypes({ schema, types }: SchemaDescription, names: Names): string[] {
  return types.flatMap(({ name: object, comment: about, type, columns }) => {
    const name = names.get('type', schema, object)
    if (columns) {
      const fields = columns.map((column) => [
        ...comment('  ', column.comment),
        `  ${property(column.name)}: ${valueOf(column.type, names).read} | null`,
      ])
      return interfaceOf(name, fields, about, `A value of the type \`${schema}.${object}\`.`)
    }
    if (type.domain) {
      const base = valueOf({ ...type, domain: null }, names).read
      return [...comment('', about ?? `The domain \`${schema}.${object}\`.`), `export type ${name} = ${base}`, '']
    }
    const labels = type.labels ?? []
    return [
      ...comment('', about ?? `The enum \`${schema}.${object}\`.`),
      `export type ${name} = ${union(labels)}`,
      '',
      `export const ${name}Values = ${literals(labels)} as const`,
      '',
    ]
  })
}

/** The types of all tables and views by their names, for code that is the same for each. */
function renderDatabase(schemas: readonly SchemaDescription[], names: Names): string[] {
  const fields = schemas.flatMap(({ schema, relations }) =>
    relations.map((relation) => {
      const name = names.get('relation', schema, relation.name)
      const [insert, update] = isTable(relation) ? [`${name}Insert`, `${name}Update`] : ['never', 'never']
      return [`  ${property(names.key(schema, relation.name))}: { Row: ${name}; Insert: ${insert}; Update: ${update}; Filters: ${name}Filters }`]
    }),
  )
  return interfaceOf('Database', fields, 'The types of each table and view.')
}

function renderConstants(schemas: readonly SchemaDescription[], names: Names): string[] {
  const all = schemas.flatMap(({ schema, relations }) => relations.map((relation) => ({ schema, relation })))
  const tables = all.filter(({ relation }) => isTable(relation))
  const views = all.filter(({ relation }) => !isTable(relation))
  const named = ({ schema, relation }: (typeof all)[number]) => names.key(schema, relation.name)
  const constant = (entry: (typeof all)[number]) => `  ${property(named(entry))}: ${literal(`${entry.schema}.${entry.relation.name}`)},`
  const routines = schemas.flatMap(({ schema, routines }) =>
    [...new Set(routines.map(({ name }) => name))].map((name) => `  ${property(names.key(schema, name))}: ${literal(`${schema}.${name}`)},`),
  )
  return [
    ...constantOf('Tables', 'The tables, as sql() of the driver takes them.', tables.map(constant)),
    ...constantOf('Views', 'The views and materialized views.', views.map(constant)),
    ...constantOf('Functions', 'The functions and procedures.', routines),
    ...constantOf('Keys', 'The primary and the other unique keys of each table.', tables.map((table) => renderKeyValues(named(table), table.relation))),
    ...constantOf('Relations', 'The foreign keys of each table, and those that reference it.', tables.flatMap((table) => renderRelatedValues(named(table), table.relation, names))),
  ]
}

const constantOf = (name: string, about: string, lines: string[]): string[] => [
  ...comment('', about),
  ...(lines.length === 0 ? [`export const ${name} = {} as const`] : [`export const ${name} = {`, ...lines, '} as const']),
  '',
]

const renderAllSchemas = (schemas: readonly SchemaDescription[], names: Names): string[] =>
  schemas.flatMap(({ schema, relations }) => relations.flatMap((relation) => renderSchemas(schema, relation, names)))
