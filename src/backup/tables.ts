import type postgres from 'postgres'
import { UsageError } from '../errors.js'

type Session = postgres.Sql | postgres.TransactionSql

/** A table and how many rows it has. */
export interface TableRows {
  schema: string
  table: string
  rows: number
}

/** An extension of a database: what of a dump is its own. */
export interface Extension {
  name: string
  schemas: string[]
  /** Its tables and sequences whose data is in a dump. */
  tables: { schema: string; table: string; readable: boolean }[]
}

/** What users have made, to be narrowed down further. */
const userTables = (sql: Session) => sql`
  pg_catalog.pg_class as c
  inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where n.nspname !~ '^pg_'
    and n.nspname <> 'information_schema'
    and c.relpersistence <> 't'
    and not exists (
      select from pg_catalog.pg_depend as d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )`

/** protect_table(owner_access => true) has let the owner of a table see all of it. */
const seesAllRows = (sql: Session) => sql`
    exists (
      select
      from pg_catalog.pg_policy as p
      where p.polrelid = c.oid
        and p.polname = 'steward_owner_all'
        and p.polroles = array[c.relowner]
        and c.relowner = current_user::regrole
    )`

/**
 * Fails if this role cannot back up all: pg_dump would fail as well, on the first table only. Tells whether it sees all
 * rows of some tables through a policy only, for which pg_dump wants to be asked.
 */
export async function assertReadable(sql: Session): Promise<boolean> {
  const found = await sql<{ name: string; is_readable: boolean; sees_all_rows: boolean; role: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name, quote_ident(current_user) as role,
      has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') as is_readable,
      ${seesAllRows(sql)} as sees_all_rows
    from ${userTables(sql)}
      and c.relkind in ('r', 'p', 'S')
      and (
        not has_schema_privilege(n.oid, 'usage')
        or not has_table_privilege(c.oid, 'select')
        or c.relkind <> 'S' and row_security_active(c.oid)
      )
    order by is_readable, name`
  const rows = found.filter((row) => !(row.is_readable && row.sees_all_rows))
  const [first] = rows
  if (!first) return found.length > 0
  const same = rows.filter((row) => row.is_readable === first.is_readable).map((row) => row.name)
  const names = `${same.slice(0, 5).join(', ')}${same.length > 5 ? ` and ${same.length - 5} more` : ''}`
  if (first.is_readable) {
    throw new UsageError(`row level security hides rows of ${names} from ${first.role}`, {
      hint: `Back up as a role that sees all rows: alter role ${first.role} bypassrls;`,
    })
  }
  throw new UsageError(`${first.role} may not read ${names}`, { hint: `grant pg_read_all_data to ${first.role};` })
}

/** A table of users, with its name as SQL has it. */
export interface Table {
  schema: string
  table: string
  name: string
}

export const listTables = async (sql: Session): Promise<Table[]> => [
  ...(await sql<Table[]>`
    select n.nspname as schema, c.relname as table, format('%I.%I', n.nspname, c.relname) as name
    from ${userTables(sql)}
      and c.relkind = 'r'
    order by n.nspname, c.relname`),
]

export async function countTables(sql: Session, tables: readonly Table[], signal: AbortSignal): Promise<TableRows[]> {
  const counted: TableRows[] = []
  for (const { schema, table, name } of tables) {
    signal.throwIfAborted()
    const [row] = await sql.unsafe<{ rows: number }[]>(`select count(*)::float8 as rows from only ${name}`)
    counted.push({ schema, table, rows: row?.rows ?? 0 })
  }
  return counted
}

/** What differs between the counts of a backup and a database; empty if nothing does. */
export async function compareTables(sql: Session, expected: readonly TableRows[], signal: AbortSignal): Promise<string[]> {
  const wanted = new Set(expected.map(keyOf))
  const tables = (await listTables(sql)).filter((table) => wanted.has(keyOf(table)))
  const found = new Map((await countTables(sql, tables, signal)).map((row) => [keyOf(row), row.rows]))
  return expected.flatMap(({ schema, table, rows }) => {
    const now = found.get(keyOf({ schema, table }))
    if (now === rows) return []
    return [now === undefined ? `${schema}.${table} is missing` : `${schema}.${table} has ${now} rows, the backup says ${rows}`]
  })
}

const keyOf = ({ schema, table }: { schema: string; table: string }): string => JSON.stringify([schema, table])

export async function listExtensions(sql: Session): Promise<Extension[]> {
  return [...(await sql<Extension[]>`
    select
      e.extname as name,
      array(
        select n.nspname::text
        from pg_catalog.pg_depend as d
        inner join pg_catalog.pg_namespace as n on n.oid = d.objid
        where d.refclassid = 'pg_extension'::regclass
          and d.refobjid = e.oid
          and d.classid = 'pg_namespace'::regclass
          and d.deptype = 'e'
      ) as schemas,
      coalesce(
        (
          select jsonb_agg(
            jsonb_build_object(
              'schema', n.nspname, 'table', c.relname,
              'readable', has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
                and not row_security_active(c.oid)
            )
            order by n.nspname, c.relname
          )
          from pg_catalog.pg_class as c
          inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
          where c.oid = any (e.extconfig)
        ),
        '[]'
      ) as tables
    from pg_catalog.pg_extension as e
    order by e.extname`)]
}
