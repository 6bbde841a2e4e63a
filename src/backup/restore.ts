import { resolve } from 'node:path'
import type postgres from 'postgres'
import { UsageError } from '../errors.js'
import { wakeScheduler } from '../wake-scheduler.js'
import { withConnection } from './connection.js'
import { interruptible } from './interrupt.js'
import { loadDump } from './load.js'
import { checkFile, type Manifest } from './manifest.js'
import type { Reporter } from './reporter.js'
import { fileOf, recorded, recordedAfterwards } from './runs.js'
import { applySettings, assertMayCreateDatabases, assertPrimary, createDatabase, describeServer, dropDatabase } from './server.js'
import { compareTables } from './tables.js'

export interface RestoreOptions extends Partial<Reporter> {
  /** A database that is created for it; otherwise the backup goes into the one that the pool is connected to. */
  into?: string | undefined
  /** Drops what the backup has before it is restored; without it the database must be empty. */
  clean?: boolean | undefined
  /** With more than one at once it is not all or nothing. */
  jobs?: number | undefined
  /** Leaves out who owned what. */
  noOwner?: boolean | undefined
  /** Leaves out who may do what. */
  noPrivileges?: boolean | undefined
  /** Asks before an existing database is written to. */
  confirm?: (question: string) => Promise<void>
}

/** What was restored, and into which database. */
export interface Restored {
  database: string
  manifest: Manifest
}

const nothing = () => undefined

/** Restores a backup, after it was made sure that it is whole and that it fits, and compares the rows. */
export async function restore(sql: postgres.Sql, path: string, options: RestoreOptions = {}): Promise<Restored> {
  const { into, clean = false, jobs = 1 } = options
  const reporter = { say: options.say ?? nothing, show: options.show ?? nothing }
  const file = resolve(path)
  return interruptible(async (signal) => {
    const manifest = await checkFile(file)
    const server = await describeServer(sql)
    await assertFits(sql, manifest, server.server_major)
    const database = into ?? server.database
    const args = [
      ...(clean ? ['--clean', '--if-exists'] : []), ...(options.noOwner ? ['--no-owner'] : []),
      ...(options.noPrivileges ? ['--no-privileges'] : []),
    ]
    const load = async () => {
      await loadDump(sql, { file, manifest, database, major: server.server_major, jobs, args, signal, reporter }).catch((error: unknown) => {
        if (into === undefined) reporter.say(jobs === 1 ? 'nothing was changed: it was one transaction' : `what is in ${database} now is not whole`)
        throw error
      })
      await withConnection(sql, database, (target) => finish(target, file, manifest, signal, reporter))
      return manifest
    }
    const run = { kind: 'restore', file } as const
    if (into === undefined) {
      if (!clean) await assertEmpty(sql, database)
      await options.confirm?.(question(file, manifest, database, clean))
      await recordedAfterwards(sql, run, reporter.say, load, fileOf)
    } else {
      if (clean) throw new UsageError('a new database is empty: --into does not go with --clean')
      await assertCreatable(sql, into)
      await recorded(sql, run, reporter.say, () => loadNew(sql, into, manifest, reporter, load), fileOf)
    }
    return { database, manifest }
  })
}

const question = (file: string, { database, finished_at }: Manifest, target: string, clean: boolean): string =>
  `This restores ${file} (${database}, ${finished_at}) into the database ${target}${clean ? ' and replaces what is there' : ''}.`

/** A database that was made for a restore that failed is dropped: nobody shall take it for a whole one. */
async function loadNew(sql: postgres.Sql, into: string, manifest: Manifest, { say }: Reporter, load: () => Promise<Manifest>): Promise<Manifest> {
  await createDatabase(sql, into, manifest)
  try {
    await withConnection(sql, into, (target) => applySettings(target, into, manifest.settings, say))
    return await load()
  } catch (error) {
    await dropDatabase(sql, into)
    say(`the database ${into} was dropped again`)
    throw error
  }
}

async function finish(target: postgres.Sql, file: string, manifest: Manifest, signal: AbortSignal, { say, show }: Reporter): Promise<void> {
  show('comparing the rows')
  const differences = await compareTables(target, manifest.tables, signal)
  if (differences.length > 0) throw new Error([`${file} was restored, but not all is as the backup says`, ...differences].join('\n'))
  show('collecting statistics')
  await target`analyze`
  await wakeScheduler(target)
  say(`${manifest.tables.length} tables have the rows that the backup says`)
}

async function assertFits(sql: postgres.Sql, manifest: Manifest, major: number): Promise<void> {
  if (manifest.server_major > major) {
    throw new UsageError(`the backup is of PostgreSQL ${manifest.server_version}, this server has ${major}`, {
      hint: `Restore it into PostgreSQL ${manifest.server_major} or later.`,
    })
  }
  await assertPrimary(sql)
}

async function assertEmpty(sql: postgres.Sql, database: string): Promise<void> {
  const [first] = await sql<{ name: string; others: number }[]>`
    with members as (
      select d.classid, d.objid from pg_catalog.pg_depend as d where d.deptype = 'e'
    ),
    objects as (
      select format('schema %I', n.nspname) as name
      from pg_catalog.pg_namespace as n
      where n.nspname not in ('public', 'information_schema')
        and n.nspname !~ '^pg_'
        and ('pg_namespace'::regclass, n.oid) not in (select m.classid, m.objid from members as m)
      union all
      select format('%I.%I', n.nspname, o.name)
      from (
        select 'pg_class'::regclass as catalog, c.oid, c.relname as name, c.relnamespace as schema from pg_catalog.pg_class as c
        where c.relkind not in ('i', 'I')
        union all
        select 'pg_proc'::regclass, p.oid, p.proname, p.pronamespace from pg_catalog.pg_proc as p
        union all
        select 'pg_type'::regclass, t.oid, t.typname, t.typnamespace from pg_catalog.pg_type as t where t.typtype in ('d', 'e', 'r')
      ) as o
      inner join pg_catalog.pg_namespace as n on n.oid = o.schema
      where n.nspname = 'public'
        and (o.catalog, o.oid) not in (select m.classid, m.objid from members as m)
      union all
      select format('large object %s', l.oid) from pg_catalog.pg_largeobject_metadata as l
    )
    select o.name, count(*) over () - 1 as others from objects as o order by o.name limit 1`
  if (!first) return
  throw new UsageError(`the database ${database} is not empty: it has ${first.name}${Number(first.others) > 0 ? ` and ${first.others} more` : ''}`, {
    hint: 'Restore into a new database with --into <name>, or replace what the backup has with --clean.',
  })
}

async function assertCreatable(sql: postgres.Sql, name: string): Promise<void> {
  await assertMayCreateDatabases(sql)
  const [existing] = await sql`select from pg_catalog.pg_database where datname = ${name}`
  if (existing) throw new UsageError(`there is a database ${name} already`, { hint: 'Name another, or connect to it and leave out --into.' })
}
