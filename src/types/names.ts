import type { SchemaDescription } from './description.js'
import { pascalCase } from './text.js'

/** What the file itself declares or uses. */
const reserved = [
  'Array', 'Database', 'Date', 'EqualityConditions', 'EqualityFilter', 'Functions', 'JsonValue', 'Keys', 'NullFilter',
  'Pick', 'RangeConditions', 'RangeFilter', 'Record', 'Relations', 'Tables', 'TextConditions', 'TextFilter',
  'Uint8Array', 'Views', '_',
]

/** What follows the name of an object in the names that are made for it. */
const suffixes = {
  relation: ['', 'Insert', 'Update', 'Filters', 'Relations', 'With', 'Schema', 'InsertSchema', 'UpdateSchema'],
  type: ['', 'Values', 'Schema'],
  routine: ['Arguments', 'Row', 'Result'],
} as const

export type NamedKind = keyof typeof suffixes

/** The names of types for the objects of some schemas, each taken once. */
export interface Names {
  /** The name of a type for an object, or undefined if its schema is not among those described. */
  find: (kind: NamedKind, schema: string, object: string) => string | undefined
  /** The same, for an object that is described. */
  get: (kind: NamedKind, schema: string, object: string) => string
  /** The name of an object among the constants: with its schema, unless it is in the first. */
  key: (schema: string, object: string) => string
}

/** Gives each object its name; those of the first schema go without it, and who comes late gets a number. */
export function giveNames(schemas: readonly SchemaDescription[]): Names {
  const taken = new Set<string>(reserved)
  const names = new Map<string, string>()
  const id = (kind: NamedKind, schema: string, object: string) => JSON.stringify([kind, schema, object])
  const main = schemas[0]?.schema
  const claim = (kind: NamedKind, schema: string, object: string, name = object) => {
    const wanted = pascalCase(schema === main ? name : `${schema}_${name}`)
    const isFree = (base: string) => suffixes[kind].every((suffix) => !taken.has(base + suffix))
    let base = wanted
    for (let number = 2; !isFree(base); number++) base = `${wanted}${number}`
    for (const suffix of suffixes[kind]) taken.add(base + suffix)
    names.set(id(kind, schema, object), base)
  }
  for (const { schema, relations } of schemas) for (const { name } of relations) claim('relation', schema, name)
  for (const { schema, types } of schemas) for (const { name } of types) claim('type', schema, name)
  for (const { schema, routines } of schemas) for (const { signature, name } of routines) claim('routine', schema, signature, name)

  const find: Names['find'] = (kind, schema, object) => names.get(id(kind, schema, object))
  return {
    find,
    get: (kind, schema, object) => {
      const name = find(kind, schema, object)
      if (name === undefined) throw new Error(`${kind} ${schema}.${object} has no name`)
      return name
    },
    key: (schema, object) => (schema === main ? quoted(object) : `${quoted(schema)}.${quoted(object)}`),
  }
}

/** Keeps a dot in a name apart from the one behind a schema. */
const quoted = (name: string): string => (/[."]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)
