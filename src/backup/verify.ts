import type postgres from 'postgres'
import { type Comparison, compareTables } from './compare.js'
import { withConnection } from './connection.js'
import { type Load, loadDump, planLoad } from './load.js'
import { checkFile, type Manifest, writeManifest } from './manifest.js'
import type { Reporter } from './reporter.js'
import { fileOf, recorded } from './runs.js'
import { applySettings, createClosedDatabase, describeServer, dropDatabase } from './server.js'

/** Restores a backup into a database that is dropped again, compares its rows with the manifest, and notes that there. */
export async function verifyBackup(sql: postgres.Sql, file: string, signal: AbortSignal, reporter: Reporter): Promise<Manifest> {
  return recorded(sql, { kind: 'verify', file }, reporter.say, async () => {
    const manifest = await checkFile(file)
    const { differences, notCompared } = await inScratchDatabase(sql, manifest, reporter, (database, major) =>
      loadAndCompare(sql, { file, manifest, database, major, signal, reporter }))
    for (const line of notCompared) reporter.say(`not compared: ${line}`)
    const verified = { ...manifest, verified: { at: new Date().toISOString(), differences, not_compared: notCompared } }
    await writeManifest(file, verified)
    if (differences.length > 0) throw new Error([`${file} was restored, but it is not what was backed up`, ...differences].join('\n'))
    return verified
  }, fileOf)
}

// Owners, privileges and comments may need rights that rows do not.
const onlyContent = ['--no-owner', '--no-privileges', '--no-comments', '--no-security-labels', '--no-publications', '--no-subscriptions', '--no-tablespaces']

async function loadAndCompare(sql: postgres.Sql, load: Load): Promise<Comparison> {
  const plan = await planLoad(sql, load)
  // They are about commands, not rows, and may belong to a superuser.
  const items = plan.items.filter((item) => !/^\d+; \d+ \d+ EVENT TRIGGER /.test(item))
  await loadDump(sql, { ...load, args: onlyContent }, { ...plan, items })
  const { missingSchemas } = plan
  return withConnection(sql, load.database, (scratch) =>
    compareTables(scratch, load.manifest.tables, { signal: load.signal, isOurs: true, missingSchemas }))
}

const mark = 'pgsteward: scratch database of a verification'

/** The name says whose it is, so that the next verification drops what a killed one has left. */
async function inScratchDatabase<T>(
  sql: postgres.Sql, like: Manifest, { say }: Reporter, use: (database: string, major: number) => Promise<T>,
): Promise<T> {
  return withConnection(sql, sql.options.database, async (session) => {
    await dropAbandoned(session, say)
    const [own] = await session<{ name: string }[]>`
      select format('pgsteward_verify_%s_%s', s.pid, extract(epoch from s.backend_start)::bigint) as name
      from pg_catalog.pg_stat_activity as s
      where s.pid = pg_backend_pid()`
    const name = own?.name ?? ''
    const { server_major } = await describeServer(session)
    await createClosedDatabase(session, name, like, mark)
    try {
      await applySettings(session, name, like)
      return await use(name, server_major)
    } finally {
      // What was found out is true all the same.
      await dropDatabase(session, name).catch((error: unknown) => say(`${name} is left, closed to others: ${(error as Error).message}`))
    }
  })
}

/** Only what carries our mark is certainly ours. */
async function dropAbandoned(session: postgres.Sql, say: (line: string) => void): Promise<void> {
  const abandoned = await session<{ name: string; is_marked: boolean }[]>`
    select d.datname as name, shobj_description(d.oid, 'pg_database') is not distinct from ${mark} as is_marked
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
  for (const { name, is_marked } of abandoned) {
    if (is_marked) await dropDatabase(session, name)
    else say(`the database ${name} is called like one of a verification, but not marked as one: it stays`)
  }
}
