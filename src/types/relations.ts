import type { Column, Reference, Relation } from './description.js'
import type { Names } from './names.js'
import { comment, literal, literals, property } from './text.js'
import { valueOf } from './values.js'

/** A foreign key as seen from one of its tables, with the name of what it leads to. */
interface Related extends Reference {
  name: string
}

/** Whether rows can be written: a view may be updatable, but says nothing about what it takes. */
export const isTable = (relation: Relation): boolean => ['table', 'foreign table'].includes(relation.kind)

/** Renders the interfaces of a table or view. */
export function renderRelation(schema: string, relation: Relation, names: Names): string[] {
  const name = names.get('relation', schema, relation.name)
  const what = `${relation.kind} \`${schema}.${relation.name}\``
  const readable = relation.columns.map((column) => [
    ...comment('  ', column.comment),
    `  ${property(column.name)}: ${readType(column, names)}`,
  ])
  const filters = relation.columns.map((column) => [`  ${property(column.name)}?: ${filterType(column, names)}`])
  return [
    ...interfaceOf(name, readable, relation.comment, `A row of the ${what}.`),
    ...(isTable(relation) ? renderWritable(relation, name, what, names) : []),
    ...interfaceOf(`${name}Filters`, filters, `Conditions on rows of the ${what}; all of them have to hold.`),
    ...(isTable(relation) ? renderRelated(relation, name, what, names) : []),
  ]
}

function renderWritable(relation: Relation, name: string, what: string, names: Names): string[] {
  const columns = relation.columns.filter((column) => !column.is_generated)
  const insert = columns.map((column) => [
    ...comment('  ', column.comment),
    `  ${property(column.name)}${mayBeOmitted(column) ? '?' : ''}: ${writeType(column, names)}`,
  ])
  const update = columns.map((column) => [`  ${property(column.name)}?: ${writeType(column, names)}`])
  return [
    ...interfaceOf(`${name}Insert`, insert, `What an INSERT into the ${what} takes.`),
    ...interfaceOf(`${name}Update`, update, `What an UPDATE of the ${what} takes.`),
  ]
}

function renderRelated(relation: Relation, name: string, what: string, names: Names): string[] {
  const fields = relatedOf(relation, names).flatMap((related) => {
    const other = names.find('relation', related.schema, related.table)
    if (other === undefined) return []
    const type = related.side === 'many' ? `${other}[]` : `${other}${related.is_optional ? ' | null' : ''}`
    return [[...comment('  ', explain(related)), `  ${property(related.name)}: ${type}`]]
  })
  return [
    ...interfaceOf(`${name}Relations`, fields, `What foreign keys relate to a row of the ${what}.`),
    ...comment('', `A row of the ${what} with some of what is related to it.`),
    `export type ${name}With<K extends keyof ${name}Relations> = ${name} & Pick<${name}Relations, K>`,
    '',
  ]
}

const explain = ({ is_reverse, schema, table, columns, other_columns, constraint }: Related): string =>
  is_reverse
    ? `Rows of \`${schema}.${table}\` whose ${quoteAll(other_columns)} is the ${quoteAll(columns)} of this row (\`${constraint}\`).`
    : `The row of \`${schema}.${table}\` that ${quoteAll(columns)} references (\`${constraint}\`).`

const quoteAll = (columns: readonly string[]): string => columns.map((column) => `\`${column}\``).join(', ')

/** Renders an interface. */
export function interfaceOf(name: string, fields: string[][], ...about: (string | null)[]): string[] {
  const documentation = comment('', ...withBlankLines(about))
  if (fields.length === 0) return [...documentation, `export type ${name} = Record<never, never>`, '']
  return [...documentation, `export interface ${name} {`, ...fields.flat(), '}', '']
}

const withBlankLines = (parts: readonly (string | null)[]): string[] =>
  parts.filter((part) => part?.trim()).flatMap((part, index) => (index > 0 ? ['', part ?? ''] : [part ?? '']))

export const mayBeOmitted = (column: Column): boolean => column.is_nullable || column.has_default

const orNull = (type: string, column: Column): string => (column.is_nullable ? `${type} | null` : type)

const readType = (column: Column, names: Names): string => orNull(valueOf(column.type, names, column.choices).read, column)

const writeType = (column: Column, names: Names): string => orNull(valueOf(column.type, names, column.choices).write, column)

function filterType(column: Column, names: Names): string {
  const { filter, write } = valueOf(column.type, names, column.choices)
  if (filter === 'Null') return orNull('NullFilter', column)
  return orNull(filter === 'Text' ? 'TextFilter' : `${filter}Filter<${write}>`, column)
}

/** Names what the foreign keys of a table lead to, by column or table, and by the constraint where that is not enough. */
function relatedOf(relation: Relation, names: Names): Related[] {
  const taken = new Set(relation.columns.map((column) => column.name))
  const isAlone = (reference: Reference) =>
    relation.references.filter((r) => r.is_reverse && r.schema === reference.schema && r.table === reference.table).length === 1
  return relation.references.map((reference) => {
    const { is_reverse, schema, table, columns, other_columns, constraint } = reference
    const other = names.key(schema, table)
    const [key, target] = is_reverse ? [other_columns, columns] : [columns, other_columns]
    // What is called the same in both tables, as the column of a tenant, tells nothing.
    const different = key.filter((column, index) => column !== target[index])
    const telling = different.length === 1 ? different : key
    const byColumns = `${other}_by_${telling.join('_')}`
    const preferred = is_reverse
      ? isAlone(reference) ? other : byColumns
      : telling.length === 1 ? /^(.+?)(?:_id|_?I[dD])$/.exec(telling[0] ?? '')?.[1] : undefined
    const candidates = [preferred, byColumns, constraint]
    let name = candidates.find((candidate) => candidate !== undefined && !taken.has(candidate))
    for (let number = 2; name === undefined; number++) {
      if (!taken.has(`${constraint}_${number}`)) name = `${constraint}_${number}`
    }
    taken.add(name)
    return { ...reference, name }
  })
}

/** Renders the foreign keys as a value, from both sides. */
export function renderRelatedValues(key: string, relation: Relation, names: Names): string[] {
  const rows = relatedOf(relation, names).map((related) => {
    const { name, side, schema, table, columns, other_columns } = related
    const parts = [
      `side: '${side}'`, `table: ${literal(`${schema}.${table}`)}`,
      `columns: ${literals(columns)}`, `references: ${literals(other_columns)}`,
    ]
    return `    ${property(name)}: { ${parts.join(', ')} },`
  })
  return rows.length === 0 ? [`  ${property(key)}: {},`] : [`  ${property(key)}: {`, ...rows, '  },']
}

/** Renders the primary and the unique keys as values. */
export function renderKeyValues(key: string, relation: Relation): string {
  const primary = relation.keys.find(({ is_primary }) => is_primary)?.columns ?? []
  const unique = relation.keys.filter(({ is_primary }) => !is_primary).map(({ columns }) => literals(columns))
  return `  ${property(key)}: { primary: ${literals(primary)}, unique: [${unique.join(', ')}] },`
}

