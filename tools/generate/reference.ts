import type postgres from 'postgres'

export interface ReferenceColumn {
  name: string
  type: string
}

export interface ReferenceArgument extends ReferenceColumn {
  default: string | null
}

/** One row of the view api_reference. */
export interface ReferenceEntry {
  object_name: string
  object_type: 'function' | 'procedure' | 'view' | 'table'
  signature: string
  area: string
  summary: string
  description: string
  arguments: ReferenceArgument[] | null
  columns: ReferenceColumn[] | null
  returns_set: boolean | null
  params: string[] | null
  returns: string | null
  errors: string[] | null
  access: string[] | null
  examples: string[] | null
}

/** The public API as the database describes it, by area and name. */
export async function readReference(sql: postgres.Sql): Promise<ReferenceEntry[]> {
  return sql<ReferenceEntry[]>`
    select
      object_name, object_type, signature, area, summary, description, arguments, columns, returns_set,
      params, returns, errors, access, examples
    from steward.api_reference
    where schema_name = 'steward'
    order by area, object_type in ('table', 'view'), object_name`
}

export const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The explanation of a parameter, without its name. */
export function explanationOf(entry: ReferenceEntry, argument: string): string {
  const text = entry.params?.find((param) => param.startsWith(`${argument} `)) ?? ''
  return text.slice(argument.length + 1).replace(/\s+/g, ' ')
}
