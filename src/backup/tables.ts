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

/** protect_table(owner_access => true) has let the owner of a table see all of it, and no other policy takes from that. */
const seesAllRows = (sql: Session) => sql`
    exists (
      select
      from pg_catalog.pg_policy as p
      where p.polrelid = c.oid
        and p.polname = 'steward_owner_all'
        and p.polroles = array[c.relowner]
        and c.relowner = current_user::regrole
        and p.polpermissive
        and p.polcmd = '*'
        and p.polqual::text !~ '\\{VAR '
        and pg_get_expr(p.polqual, p.polrelid) ~ 'SESSION_USER'
    )
    and not exists (
      select
      from pg_catalog.pg_policy as p
      cross join unnest(p.polroles) as x (role_id)
      where p.polrelid = c.oid
        and not p.polpermissive
        and p.polcmd in ('*', 'r')
        and case when x.role_id = 0 then true else pg_has_role(x.role_id, 'usage') end
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
  /** Whether policies bind this role, though it may see all rows. */
  is_bound: boolean
  sees_all_rows: boolean
}

/** On a standby the rows of unlogged tables are in no dump, and nobody can count them. */
export const listTables = async (sql: Session): Promise<Table[]> => [
  ...(await sql<Table[]>`
    select n.nspname as schema, c.relname as table, format('%I.%I', n.nspname, c.relname) as name,
      row_security_active(c.oid) as is_bound, ${seesAllRows(sql)} as sees_all_rows
    from ${userTables(sql)}
      and c.relkind = 'r'
      and not (c.relpersistence = 'u' and pg_is_in_recovery())
    order by n.nspname, c.relname`),
]

/** How many rows a table has; fails rather than to count less than that because of policies. */
export async function countRows(sql: Session, { name, sees_all_rows }: Pick<Table, 'name' | 'sees_all_rows'>): Promise<number> {
  await sql.unsafe(`set row_security = ${sees_all_rows ? 'on' : 'off'}`)
  const [row] = await sql.unsafe<{ rows: number }[]>(`select count(*)::float8 as rows from only ${name}`)
  return row?.rows ?? 0
}

export async function countTables(sql: Session, tables: readonly Table[], signal: AbortSignal): Promise<TableRows[]> {
  const counted: TableRows[] = []
  for (const table of tables) {
    signal.throwIfAborted()
    counted.push({ schema: table.schema, table: table.table, rows: await countRows(sql, table) })
  }
  return counted
}

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
