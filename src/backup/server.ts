import type postgres from 'postgres'
import { UsageError } from '../errors.js'
import { runOrTell } from './closing.js'
import type { Manifest, ServerDescription } from './manifest.js'
import { selectProperties, settingStatements } from './properties.js'
import { quoteName, quoteText } from './quote.js'

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
      to_jsonb(d) ->> 'daticurules' as icu_rules,
      coalesce(
        (select s.setconfig from pg_catalog.pg_db_role_setting as s where s.setdatabase = d.oid and s.setrole = 0), '{}'
      ) as settings,
      ${selectProperties(sql)} as properties
    from pg_catalog.pg_database as d
    where d.datname = current_database()`
  if (!row) throw new Error('this database is not in pg_database')
  const { host, port } = sql.options
  return { ...row, server: host.map((name, index) => `${name}:${port[index] ?? port[0]}`).join(',') }
}

/**
 * Creates an empty database like one that was backed up, into which nobody gets but its owner: no session is let in
 * before PUBLIC has lost what it has in each new database. The comment says what it is for.
 */
export async function createClosedDatabase(sql: postgres.Sql, name: string, like: Manifest, comment: string): Promise<void> {
  const provider = like.locale_provider === 'libc' || like.locale === null
    ? '' : `locale_provider ${like.locale_provider} ${like.locale_provider}_locale ${quoteText(like.locale)}`
  const rules = like.icu_rules ? `icu_rules ${quoteText(like.icu_rules)}` : ''
  const database = quoteName(name)
  await sql.unsafe(`
    create database ${database} template template0 encoding ${quoteText(like.encoding)}
      lc_collate ${quoteText(like.collate)} lc_ctype ${quoteText(like.ctype)} ${provider} ${rules} allow_connections false`)
  try {
    await sql.unsafe(`comment on database ${database} is ${quoteText(comment)}`)
    await sql.unsafe(`revoke all on database ${database} from public`)
    await sql.unsafe(`alter database ${database} allow_connections true`)
  } catch (error) {
    // Nobody was ever in there.
    await dropDatabase(sql, name)
    throw error
  }
}

/** Gives a closed database the settings of another, but for those that would keep it from being filled. */
export async function applySettings(sql: postgres.Sql, name: string, like: Manifest): Promise<void> {
  const settings = like.settings.filter((setting) => !/^(default_transaction_read_only|role)=/i.test(setting))
  // What fails is tried again, and told, when the database is whole.
  await runOrTell(sql, settingStatements(name, { settings: [] }, { settings }), () => undefined)
}

export async function dropDatabase(sql: postgres.Sql, name: string): Promise<void> {
  const drop = `drop database if exists ${quoteName(name)}`
  await sql.unsafe(`${drop} with (force)`).catch((error: unknown) => {
    // FORCE needs the rights of every session there, also of an autovacuum worker, which DROP without it ends by itself.
    if ((error as { code?: unknown }).code !== '42501') throw error
    return sql.unsafe(drop)
  })
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
