import type postgres from 'postgres'
import { withConnection } from './connection.js'
import { loadDump } from './load.js'
import { checkFile, type Manifest, writeManifest } from './manifest.js'
import type { Reporter } from './reporter.js'
import { fileOf, recorded } from './runs.js'
import { createDatabase, describeServer, dropDatabase } from './server.js'
import { compareTables } from './tables.js'

/** Restores a backup into a database that is dropped again, compares its rows with the manifest, and notes that there. */
export async function verifyBackup(sql: postgres.Sql, file: string, signal: AbortSignal, reporter: Reporter): Promise<Manifest> {
  return recorded(sql, { kind: 'verify', file }, reporter.say, async () => {
    const manifest = await checkFile(file)
    const differences = await inScratchDatabase(sql, manifest, (database, major) =>
      loadAndCompare(sql, { file, manifest, database, major, signal, reporter }))
    const verified = { ...manifest, verified: { at: new Date().toISOString(), differences } }
    await writeManifest(file, verified)
    if (differences.length > 0) throw new Error([`${file} was restored, but it is not what was backed up`, ...differences].join('\n'))
    return verified
  }, fileOf)
}

// Owners, privileges and comments may need rights that rows do not.
const onlyContent = ['--no-owner', '--no-privileges', '--no-comments', '--no-security-labels', '--no-publications', '--no-subscriptions', '--no-tablespaces']

async function loadAndCompare(sql: postgres.Sql, load: Parameters<typeof loadDump>[1]): Promise<string[]> {
  await loadDump(sql, { ...load, args: onlyContent })
  return withConnection(sql, load.database, (scratch) => compareTables(scratch, load.manifest.tables, load.signal))
}

/** The name says whose it is, so that the next verification drops what a killed one has left. */
async function inScratchDatabase<T>(sql: postgres.Sql, like: Manifest, use: (database: string, major: number) => Promise<T>): Promise<T> {
  return withConnection(sql, sql.options.database, async (session) => {
    await dropAbandoned(session)
    const [own] = await session<{ name: string }[]>`
      select format('pgsteward_verify_%s_%s', s.pid, extract(epoch from s.backend_start)::bigint) as name
      from pg_catalog.pg_stat_activity as s
      where s.pid = pg_backend_pid()`
    const name = own?.name ?? ''
    const { server_major } = await describeServer(session)
    await createDatabase(session, name, like)
    try {
      return await use(name, server_major)
    } finally {
      await dropDatabase(session, name)
    }
  })
}

async function dropAbandoned(session: postgres.Sql): Promise<void> {
  const abandoned = await session<{ name: string }[]>`
    select d.datname as name
    from pg_catalog.pg_database as d
    cross join regexp_match(d.datname, '^pgsteward_verify_(\\d+)_(\\d+)$') as m
    where m is not null
      and pg_has_role(d.datdba, 'usage')
      and not exists (
        select
        from pg_catalog.pg_stat_activity as s
        where s.pid::text = m[1]
          and extract(epoch from s.backend_start)::bigint::text <> m[2] is not true
      )`
  for (const { name } of abandoned) await dropDatabase(session, name)
}
