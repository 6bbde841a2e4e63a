import type postgres from 'postgres'
import { UsageError } from '../errors.js'
import type { ServerDescription } from './manifest.js'

/** A name as SQL has it; the driver would take a dot in it for two names. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

export async function describeServer(sql: postgres.Sql): Promise<ServerDescription> {
  // Later versions call the columns otherwise, and have more of them.
  const [row] = await sql<Omit<ServerDescription, 'server'>[]>`
    select
      d.datname as database,
      split_part(current_setting('server_version'), ' ', 1) as server_version,
      current_setting('server_version_num')::integer / 10000 as server_major,
      pg_encoding_to_char(d.encoding) as encoding,
      d.datcollate as collate,
      d.datctype as ctype,
      case d.datlocprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end as locale_provider,
      coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') as locale,
      coalesce(
        (select s.setconfig from pg_catalog.pg_db_role_setting as s where s.setdatabase = d.oid and s.setrole = 0), '{}'
      ) as settings
    from pg_catalog.pg_database as d
    where d.datname = current_database()`
  if (!row) throw new Error('this database is not in pg_database')
  const { host, port } = sql.options
  return { ...row, server: host.map((name, index) => `${name}:${port[index] ?? port[0]}`).join(',') }
}

/** Creates an empty database like one that was backed up; its settings come with {@link applySettings}. */
export async function createDatabase(sql: postgres.Sql, name: string, like: ServerDescription): Promise<void> {
  const provider = like.locale_provider === 'libc' || like.locale === null
    ? '' : `locale_provider ${like.locale_provider} ${like.locale_provider}_locale ${quoteText(like.locale)}`
  await sql.unsafe(`
    create database ${quoteName(name)} template template0 encoding ${quoteText(like.encoding)}
      lc_collate ${quoteText(like.collate)} lc_ctype ${quoteText(like.ctype)} ${provider}`)
}

export async function dropDatabase(sql: postgres.Sql, name: string): Promise<void> {
  const drop = `drop database if exists ${quoteName(name)}`
  await sql.unsafe(`${drop} with (force)`).catch((error: unknown) => {
    // FORCE needs the rights of every session there, also of an autovacuum worker, which DROP without it ends by itself.
    if ((error as { code?: unknown }).code !== '42501') throw error
    return sql.unsafe(drop)
  })
}

/** Gives the database of a connection the settings of the one that was backed up; tells which it may not. */
export async function applySettings(sql: postgres.Sql, database: string, settings: readonly string[], say: (line: string) => void): Promise<void> {
  for (const setting of settings) {
    const name = setting.slice(0, setting.indexOf('='))
    try {
      // The value has the form that set_config() takes; "from current" spares writing it in SQL.
      await sql`select set_config(${name}, ${setting.slice(name.length + 1)}, false)`
      await sql.unsafe(`alter database ${quoteName(database)} set ${name} from current`)
    } catch (error) {
      say(`not set: ${setting} (${(error as Error).message})`)
    }
  }
}

/** Fails on a standby, where nothing can be restored. */
export async function assertPrimary(sql: postgres.Sql): Promise<void> {
  const [standby] = await sql`select where pg_is_in_recovery()`
  if (standby) throw new UsageError('this server is a standby: nothing can be restored into it', { hint: 'Restore or verify on the primary.' })
}

/** Fails for a role that may not create databases. */
export async function assertMayCreateDatabases(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ role: string }[]>`
    select quote_ident(rolname) as role from pg_catalog.pg_roles
    where rolname = current_user and not (rolcreatedb or rolsuper)`
  if (row) throw new UsageError(`${row.role} may not create databases`, { hint: `alter role ${row.role} createdb;` })
}

/** The time that lies so long ago. */
export async function parseAge(sql: postgres.Sql, interval: string): Promise<Date> {
  // PostgreSQL takes a number alone for seconds, and younger backups are few.
  if (/^[\s+\d.]+$/.test(interval)) throw new UsageError(`${interval} has no unit`, { hint: "Write it as '30 days' or '6 months'." })
  const [row] = await sql<{ at: Date | null; is_past: boolean }[]>`
    select now() - ${interval}::interval as at, ${interval}::interval > '0' as is_past`.catch((cause: unknown) => {
    throw new UsageError(`${interval} is not an interval`, { hint: "Write it as '30 days' or '6 months'.", cause })
  })
  if (!row?.at || !row.is_past) throw new UsageError(`${interval} is not a span of time`, { hint: "Write it as '30 days' or '6 months'." })
  return row.at
}
