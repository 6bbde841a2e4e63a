import type { DatabaseType } from './description.js'
import type { Names } from './names.js'
import { literals, union } from './text.js'

/** What the conditions of a filter may be. */
type FilterKind = 'Null' | 'Equality' | 'Range' | 'Text'

interface Scalar {
  /** What the driver gives. */
  read: string
  /** What it takes, if it takes more. */
  write?: string
  filter: FilterKind
  /** The zod schemas of both. */
  zod: string
  zodWrite?: string
}

const integer = (zod: string): Scalar => ({ read: 'number', filter: 'Range', zod })
const text: Scalar = { read: 'string', filter: 'Text', zod: 'z.string()' }
const string = (filter: FilterKind, zod = 'z.string()'): Scalar => ({ read: 'string', filter, zod })
// z.number() refuses NaN and the infinities.
const float: Scalar = { read: 'number', filter: 'Range', zod: `z.custom<number>((value) => typeof value === 'number')` }
const json: Scalar = { read: 'JsonValue', filter: 'Null', zod: 'z.json()' }
const date: Scalar = {
  read: 'Date', write: 'Date | string', filter: 'Range', zod: 'z.date()', zodWrite: 'z.union([z.date(), z.string()])',
}

/** The types of pg_catalog that the driver does not give as plain strings, or that can be compared. */
const scalars: Record<string, Scalar> = {
  bool: { read: 'boolean', filter: 'Equality', zod: 'z.boolean()' },
  bytea: { read: 'Uint8Array', filter: 'Null', zod: 'z.instanceof(Uint8Array)' },
  int2: integer('z.int().min(-32768).max(32767)'),
  int4: integer('z.int32()'),
  oid: integer('z.uint32()'),
  float4: float,
  float8: float,
  int8: {
    // It takes a bigint too, but its types do not say so.
    read: 'string', write: 'string | number', filter: 'Range',
    zod: 'z.string().regex(/^-?\\d+$/)', zodWrite: 'z.union([z.string().regex(/^-?\\d+$/), z.int()])',
  },
  numeric: { ...string('Range'), write: 'string | number', zodWrite: 'z.union([z.string(), z.number()])' },
  date,
  timestamp: date,
  timestamptz: date,
  json,
  jsonb: json,
  text,
  varchar: text,
  bpchar: text,
  name: text,
  citext: text,
  char: string('Equality'),
  uuid: string('Equality', 'z.guid()'),
  void: { read: 'void', filter: 'Null', zod: 'z.unknown()' },
  time: string('Range'),
  timetz: string('Range'),
  interval: string('Range'),
  money: string('Range'),
  inet: string('Equality'),
  cidr: string('Equality'),
  macaddr: string('Equality'),
  macaddr8: string('Equality'),
  bit: string('Equality'),
  varbit: string('Equality'),
  pg_lsn: string('Range'),
}

/** How a value of a type is written in TypeScript. */
export interface Value {
  read: string
  write: string
  filter: FilterKind
  zod: string
  zodWrite: string
}

/** Says how the values of a type come from the driver, and what it takes for them; `choices` are the only texts a column allows. */
export function valueOf(type: DatabaseType, names: Names, choices: string[] | null = null): Value {
  const element = elementOf(type, names, choices ?? type.choices)
  const value = Array.from({ length: type.dimensions }).reduce(arrayOf, element)
  const domain = type.domain && names.find('type', type.domain.schema, type.domain.name)
  if (!domain || choices) return value
  return { ...value, read: domain, write: value.write === value.read ? domain : value.write }
}

const arrayOf = ({ read, write, zod, zodWrite }: Value): Value => ({
  read: list(read), write: list(write), filter: 'Null', zod: `z.array(${zod})`, zodWrite: `z.array(${zodWrite})`,
})

/** Writes the type of an array. */
export const list = (type: string): string => (type.includes(' | ') && !type.endsWith('[]') ? `(${type})[]` : `${type}[]`)

function elementOf(type: DatabaseType, names: Names, choices: string[] | null): Value {
  if (choices) return same(union(choices), 'Equality', `z.enum(${literals(choices)})`)
  if (type.kind === 'enum') return enumOf(type, names)
  if (type.kind === 'range') return same('string', 'Equality', 'z.string()')
  if (type.kind === 'pseudo' && type.base_name !== 'void') return same('unknown', 'Null', 'z.unknown()')
  const scalar = type.base_schema === 'pg_catalog' || type.base_name === 'citext' ? scalars[type.base_name] : undefined
  const { read, write = read, filter, zod, zodWrite = zod } = scalar ?? string('Null')
  return { read, write, filter, zod, zodWrite: type.max_length === null ? zodWrite : limited(type.max_length) }
}

function enumOf(type: DatabaseType, names: Names): Value {
  const labels = type.labels ?? []
  const name = names.find('type', type.base_schema, type.base_name)
  // z.enum() of nothing would not compile.
  const zod = labels.length > 0 ? `z.enum(${name ? `${name}Values` : literals(labels)})` : 'z.never()'
  return same(name ?? union(labels), 'Range', zod)
}

const same = (read: string, filter: FilterKind, zod: string): Value => ({ read, write: read, filter, zod, zodWrite: zod })

// The server counts characters, not UTF-16 units.
const limited = (length: number): string =>
  `z.string().refine((text) => [...text].length <= ${length}, 'longer than ${length} characters')`
