import type postgres from 'postgres'
import { type SeedFile, tableOf } from './seed-files.js'
import { SeedDataError } from './seed-work.js'

export interface TargetColumn {
  name: string
  /** `a` for an identity that is always generated, `d` for one by default. */
  identity: string
  is_generated: boolean
  is_key: boolean
  /** The sequence that gives its values. */
  sequence: string | null
}

/** The table that a file of data is loaded into, and those of its columns that the file has. */
export interface Target {
  name: string
  columns: TargetColumn[]
  /** The columns of its primary key. */
  keys: string[]
}

/** Finds the table that a file is named after, and the columns of the file in it. */
export async function findTarget(connection: postgres.ReservedSql, seed: SeedFile, columns: readonly string[]): Promise<Target> {
  const table = tableOf(seed)
  const [found] = await connection<{ name: string; relkind: string }[]>`
    select c.oid::regclass::text as name, c.relkind from pg_catalog.pg_class as c where c.oid = to_regclass(${table})`
  if (!found) {
    throw new SeedDataError('42P01', `there is no table ${table}`, {
      hint: 'A file of data is named after its table, as 01_schema.table.csv, with quotes where SQL needs them.',
    })
  }
  if (!['r', 'p', 'f', 'v'].includes(found.relkind)) throw new SeedDataError('42809', `${table} is not a table`, { hint: 'Files of data are loaded into tables and views.' })
  const all = await connection<TargetColumn[]>`
    select
      a.attname as name, a.attidentity as identity, a.attgenerated <> '' as is_generated, i.indexrelid is not null as is_key,
      pg_get_serial_sequence(${found.name}, a.attname) as sequence
    from pg_catalog.pg_attribute as a
    left join pg_catalog.pg_index as i on i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey)
    where a.attrelid = ${found.name}::regclass and a.attnum > 0 and not a.attisdropped
    order by a.attnum`
  return {
    name: found.name,
    columns: columns.map((column) => pick(all, column, found.name, seed)),
    keys: all.filter(({ is_key }) => is_key).map(({ name }) => name),
  }
}

function pick(all: readonly TargetColumn[], name: string, table: string, seed: SeedFile): TargetColumn {
  const line = seed.header.lines + 1
  const column = all.find((candidate) => candidate.name === name)
  if (!column) {
    const names = all.filter(({ is_generated }) => !is_generated).map((candidate) => candidate.name)
    throw new SeedDataError('42703', `table ${table} has no column "${name}"`, { line, hint: `It has: ${names.join(', ')}.` })
  }
  if (column.is_generated) {
    throw new SeedDataError('428C9', `column "${name}" of ${table} is generated`, { line, hint: 'Leave it out of the file.' })
  }
  return column
}
