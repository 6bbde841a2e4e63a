import type postgres from 'postgres'

/** The fingerprints of pgsteward's objects, by object. */
export async function fingerprints(sql: postgres.Sql): Promise<Record<string, string>> {
  const rows = await sql<{ object: string; fingerprint: string }[]>`
    select object_type || ' ' || object_name as object, fingerprint
    from steward.object_fingerprints()
    order by 1`
  return Object.fromEntries(rows.map((row) => [row.object, row.fingerprint]))
}

/**
 * A description of everything in a database that a dump would hold, and its settings: what must be
 * the same after install and uninstall as before.
 */
export async function catalogSnapshot(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select 'schema ' || nspname || coalesce(nspacl::text, '') || coalesce(obj_description(oid, 'pg_namespace'), '') as line
    from pg_namespace where nspname not like 'pg\_toast%' and nspname not like 'pg\_temp%'
    union all
    select 'relation ' || relnamespace::regnamespace::text || '.' || relname || relkind::text || coalesce(relacl::text, '') from pg_class
    where relname not like 'pg\_toast%'
    union all
    select 'routine ' || oid::regprocedure::text || md5(prosrc) || coalesce(proacl::text, '') from pg_proc
    union all
    select 'type ' || typnamespace::regnamespace::text || '.' || typname from pg_type where typname not like '%pg\_toast%'
    union all
    select 'constraint ' || conname || ' ' || conrelid::regclass::text from pg_constraint
    union all
    select 'trigger ' || tgname || ' ' || tgrelid::regclass::text from pg_trigger where not tgisinternal
    union all
    select 'extension ' || extname || ' ' || extversion from pg_extension
    union all
    select 'default privileges ' || defaclobjtype::text || defaclacl::text from pg_default_acl
    union all
    select 'comment ' || classoid::regclass::text || ' ' || description from pg_description
    union all
    select 'database ' || coalesce(datacl::text, '') from pg_database where datname = current_database()
    union all
    select 'setting ' || setrole::regrole::text || ' ' || setconfig::text from pg_db_role_setting
    where setdatabase = (select oid from pg_database where datname = current_database())
    order by line`
  return rows.map((row) => row.line)
}
