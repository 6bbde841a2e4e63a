import type postgres from 'postgres'
import { z } from 'zod'
import { UsageError } from '../errors.js'

const type = z.object({
  name: z.string(),
  kind: z.enum(['base', 'enum', 'domain', 'composite', 'range', 'pseudo']),
  base_schema: z.string(),
  base_name: z.string(),
  dimensions: z.number(),
  max_length: z.number().nullable(),
  labels: z.array(z.string()).nullable(),
  domain: z.object({ schema: z.string(), name: z.string() }).nullable(),
  choices: z.array(z.string()).nullable(),
})

const column = z.object({
  name: z.string(),
  comment: z.string().nullable(),
  type,
  is_nullable: z.boolean(),
  has_default: z.boolean(),
  is_generated: z.boolean(),
  choices: z.array(z.string()).nullable(),
})

const reference = z.object({
  constraint: z.string(),
  side: z.enum(['one', 'many']),
  is_reverse: z.boolean(),
  is_optional: z.boolean(),
  columns: z.array(z.string()),
  schema: z.string(),
  table: z.string(),
  other_columns: z.array(z.string()),
})

const relation = z.object({
  name: z.string(),
  kind: z.enum(['table', 'foreign table', 'view', 'materialized view']),
  comment: z.string().nullable(),
  columns: z.array(column),
  keys: z.array(z.object({ name: z.string(), is_primary: z.boolean(), columns: z.array(z.string()) })),
  references: z.array(reference),
})

const routine = z.object({
  name: z.string(),
  kind: z.enum(['function', 'procedure']),
  signature: z.string(),
  comment: z.string().nullable(),
  arguments: z.array(z.object({ name: z.string().nullable(), type, has_default: z.boolean(), is_variadic: z.boolean() })),
  returns_set: z.boolean(),
  returns: type,
  columns: z.array(z.object({ name: z.string(), type })).nullable(),
})

const schema = z.object({
  schema: z.string(),
  relations: z.array(relation),
  types: z.array(
    z.object({ name: z.string(), comment: z.string().nullable(), type, columns: z.array(column).nullable() }),
  ),
  routines: z.array(routine),
})

/** The document that `describe_schema()` returns, as far as it is rendered here. */
export type SchemaDescription = z.infer<typeof schema>
export type Relation = z.infer<typeof relation>
export type Column = z.infer<typeof column>
export type Reference = z.infer<typeof reference>
export type Routine = z.infer<typeof routine>
export type DatabaseType = z.infer<typeof type>

/** Reads the descriptions of schemas as they are at one moment. Who changes a table meanwhile is waited for, but not for long. */
export async function describeSchemas(sql: postgres.Sql, schemas: readonly string[]): Promise<SchemaDescription[]> {
  const documents = await sql.begin('isolation level repeatable read read only', async (tx) => {
    await tx`set local lock_timeout = '10s'`
    const read: unknown[] = []
    for (const name of schemas) {
      const [row] = await tx<{ document: unknown }[]>`select steward.describe_schema(${name}) as document`
      read.push(row?.document)
    }
    return read
  })
  const parsed = z.array(schema).safeParse(documents)
  if (parsed.success) return parsed.data
  throw new UsageError('the database has another version of pgsteward than this program', {
    hint: 'Run pgsteward upgrade.', cause: parsed.error,
  })
}
