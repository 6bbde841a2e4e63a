import { camelCase, explanationOf, type ReferenceArgument, type ReferenceEntry } from './reference.js'

const scalarTypes: Record<string, string> = {
  bigint: 'bigint',
  boolean: 'boolean',
  integer: 'number',
  interval: 'string',
  json: 'unknown',
  jsonb: 'unknown',
  name: 'string',
  'double precision': 'number',
  numeric: 'number',
  oid: 'number',
  text: 'string',
  uuid: 'string',
  regclass: 'string',
  'time without time zone': 'string',
  'timestamp with time zone': 'Date',
}

/** Renders the typed client: one function for each SQL function and procedure, grouped by area. */
export function renderClient(reference: ReferenceEntry[]): string {
  const routines = reference.filter((entry) => entry.arguments)
  const areas = [...new Set(routines.map((entry) => entry.area))]
  return [
    '// Generated from the view api_reference by: make generate',
    "import type { Caller } from '../client.js'",
    '',
    ...routines.flatMap(renderTypes),
    '/** Every function and procedure of the public API, bound to a connection. */',
    'export function bindApi(call: Caller) {',
    '  return {',
    ...areas.flatMap((area) => [
      `    ${area}: {`,
      ...routines.filter((entry) => entry.area === area).flatMap(renderMethod),
      '    },',
    ]),
    '  }',
    '}',
    '',
  ].join('\n')
}

function renderTypes(entry: ReferenceEntry): string[] {
  const lines: string[] = []
  const args = entry.arguments ?? []
  if (args.length > 0) {
    lines.push(`/** Arguments of \`${entry.object_name}()\`. */`, `export interface ${pascalCase(entry)}Arguments {`)
    for (const argument of args) {
      lines.push(`  /** ${explanationOf(entry, argument.name)} */`)
      const type = typescriptType(argument.type, entry)
      const optional = argument.default !== null
      lines.push(`  ${camelCase(argument.name)}${optional ? '?' : ''}: ${type}${optional ? ' | null | undefined' : ''}`)
    }
    lines.push('}', '')
  }
  if (returnsRows(entry)) {
    lines.push(`/** One row of \`${entry.object_name}()\`; any column may be null. */`)
    lines.push(`export interface ${pascalCase(entry)}Row {`)
    for (const column of entry.columns ?? []) {
      lines.push(`  ${column.name}: ${typescriptType(column.type, entry)} | null`)
    }
    lines.push('}', '')
  }
  return lines
}

function renderMethod(entry: ReferenceEntry): string[] {
  const args = entry.arguments ?? []
  const required = args.some((argument) => argument.default === null)
  const parameter = args.length === 0 ? '' : `args: ${pascalCase(entry)}Arguments${required ? '' : ' = {}'}`
  return [
    `      /** ${entry.summary}${renderErrors(entry)} */`,
    `      ${camelCase(entry.object_name)}: (${parameter}) =>`,
    `        call.${callOf(entry)}('${entry.object_name}', [${args.map(renderArgument).join(', ')}]${renderColumns(entry)}),`,
  ]
}

function callOf(entry: ReferenceEntry): string {
  if (entry.object_type === 'procedure') return 'procedure'
  if (returnsRows(entry)) return `rows<${pascalCase(entry)}Row>`
  const type = typescriptType(entry.columns?.[0]?.type ?? 'text', entry)
  return `value<${type} | null>`
}

const renderArgument = (argument: ReferenceArgument): string =>
  `['${argument.name}', '${argument.type}', args.${camelCase(argument.name)}]`

/** int8 and numeric come as text from the driver; the client turns just these into numbers. */
function renderColumns(entry: ReferenceEntry): string {
  if (entry.object_type === 'procedure') return ''
  const numbers = (entry.columns ?? []).filter((column) => ['bigint', 'numeric'].includes(column.type))
  return `, {${numbers.map((column) => ` ${column.name}: '${column.type}'`).join(',')}${numbers.length > 0 ? ' ' : ''}}`
}

const renderErrors = (entry: ReferenceEntry): string =>
  (entry.errors ?? []).map((error) => ` Throws ${error.replace(/\s+/g, ' ')}`).join('')

const returnsRows = (entry: ReferenceEntry): boolean =>
  entry.object_type === 'function' && (entry.returns_set === true || (entry.columns?.length ?? 0) > 1)

const pascalCase = (entry: ReferenceEntry): string => camelCase(`_${entry.object_name}`)

function typescriptType(type: string, entry: ReferenceEntry): string {
  const element = type.endsWith('[]') ? type.slice(0, -2) : type
  const scalar = scalarTypes[element]
  if (!scalar) throw new Error(`${entry.signature}: no TypeScript type for ${type}`)
  return element === type ? scalar : `${scalar}[]`
}
