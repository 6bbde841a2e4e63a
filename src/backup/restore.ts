import { basename, resolve } from 'node:path'
import type postgres from 'postgres'
import { UsageError } from '../errors.js'
import { wakeScheduler } from '../wake-scheduler.js'
import { runOrTell } from './closing.js'
import { compareTables } from './compare.js'
import { withConnection } from './connection.js'
import { interruptible } from './interrupt.js'
import { type Load, loadDump, planLoad } from './load.js'
import { checkFile, type Manifest, type ServerDescription } from './manifest.js'
import { describeDifferences, openDatabase } from './opening.js'
import { quoteName } from './quote.js'
import type { Reporter } from './reporter.js'
import { fileOf, recorded, recordedAfterwards } from './runs.js'
import { applySettings, assertMayCreateDatabases, assertPrimary, createClosedDatabase, describeServer, dropDatabase } from './server.js'

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
    const job = { sql, load: { file, manifest, database, major: server.server_major, jobs, args, signal, reporter }, options }
    const run = { kind: 'restore', file } as const
    if (into === undefined) {
      if (!clean) await assertEmpty(sql, database)
      await assertKeepsClosed(job, server)
      await options.confirm?.(question(file, manifest, database, clean))
      await recordedAfterwards(sql, run, reporter.say, () => loadInPlace(job, server), fileOf)
    } else {
      if (clean) throw new UsageError('a new database is empty: --into does not go with --clean')
      await assertCreatable(sql, into)
      await recorded(sql, run, reporter.say, () => loadNew(job), fileOf)
    }
    return { database, manifest }
  })
}

const question = (file: string, { database, finished_at }: Manifest, target: string, clean: boolean): string =>
  `This restores ${file} (${database}, ${finished_at}) into the database ${target}${clean ? ' and replaces what is there' : ''}.`

interface Job {
  sql: postgres.Sql
  load: Load
  options: RestoreOptions
}

async function loadInPlace(job: Job, server: ServerDescription): Promise<Manifest> {
  const { load: { database, jobs, manifest, reporter: { say } }, options } = job
  await loadAndClose(job).catch((error: unknown) => {
    say(jobs === 1 ? 'nothing was changed: it was one transaction' : `what is in ${database} now is not whole`)
    throw error
  })
  await check(job, [], false)
  const differences = describeDifferences(server, manifest, options)
  if (differences.length > 0) say(`the database ${database} itself was left as it is; it differs from the one that was backed up:`)
  differences.forEach(say)
  return manifest
}

/** Nobody else gets into a database that was made for a restore until it is whole. It is dropped again only if nothing is in it. */
async function loadNew(job: Job): Promise<Manifest> {
  const { sql, load: { file, database, manifest, reporter: { say } }, options } = job
  await createClosedDatabase(sql, database, manifest, `pgsteward: the restore of ${basename(file)}, begun ${new Date().toISOString()}, has not ended`)
  try {
    await applySettings(sql, database, manifest)
    await check(job, await loadAndClose(job), true)
  } catch (error) {
    const isEmpty = await withConnection(sql, database, async (target) => (await firstObject(target)) === undefined).catch(() => false)
    if (isEmpty) await dropDatabase(sql, database)
    say(isEmpty ? `the database ${database} was dropped again: nothing was in it` : `the database ${database} stays, closed to all but its owner: look into it, and drop it`)
    throw error
  }
  await openDatabase(sql, database, manifest, options, say)
  return manifest
}

/** Returns the schemas that are missing. */
async function loadAndClose({ sql, load, options }: Job): Promise<string[]> {
  const plan = await planLoad(sql, load)
  await loadDump(sql, load, plan)
  if (options.noPrivileges) await withConnection(sql, load.database, (target) => runOrTell(target, plan.closings, load.reporter.say))
  return plan.missingSchemas
}

async function check({ sql, load: { file, database, manifest, signal, reporter: { say, show } } }: Job, missingSchemas: string[], isOurs: boolean): Promise<void> {
  await withConnection(sql, database, async (target) => {
    show('comparing the rows')
    const { compared, differences, notCompared } = await compareTables(target, manifest.tables, { signal, isOurs, missingSchemas })
    for (const line of notCompared) say(`not compared: ${line}`)
    if (differences.length > 0) throw new Error([`${file} was restored, but not all is as the backup says`, ...differences].join('\n'))
    show('collecting statistics')
    await target`analyze`
    await wakeScheduler(target)
    say(`${compared} tables have the rows that the backup says`)
    const subscriptions = await target<{ name: string }[]>`
      select quote_ident(s.subname) as name
      from pg_catalog.pg_subscription as s
      inner join pg_catalog.pg_database as d on d.oid = s.subdbid and d.datname = current_database()
      where not s.subenabled`
    for (const { name } of subscriptions) {
      say(`the subscription ${name} is disabled; if the original is still in use, drop it only after: alter subscription ${name} set (slot_name = none);`)
    }
  })
}

async function assertFits(sql: postgres.Sql, manifest: Manifest, major: number): Promise<void> {
  if (manifest.server_major > major) {
    throw new UsageError(`the backup is of PostgreSQL ${manifest.server_version}, this server has ${major}`, {
      hint: `Restore it into PostgreSQL ${manifest.server_major} or later.`,
    })
  }
  await assertPrimary(sql)
}

/** Without grants PUBLIC has its defaults until they are taken away again, so nobody must be let in by default. */
async function assertKeepsClosed({ sql, load, options }: Job, { database, properties }: ServerDescription): Promise<void> {
  const isOpen = properties?.privileges.some(({ role, privilege }) => role === null && privilege === 'CONNECT')
  if (!options.noPrivileges || !isOpen) return
  const { closings } = await planLoad(sql, load)
  if (closings.length === 0) return
  throw new UsageError(`${database} is open to everybody, and without privileges so would be what the backup keeps from PUBLIC, as in: ${closings[0]}`, {
    hint: `Restore into a new database with --into <name>, or before: revoke connect on database ${quoteName(database)} from public;`,
  })
}

async function assertEmpty(sql: postgres.Sql, database: string): Promise<void> {
  const first = await firstObject(sql)
  if (!first) return
  throw new UsageError(`the database ${database} is not empty: it has ${first.name}${Number(first.others) > 0 ? ` and ${first.others} more` : ''}`, {
    hint: 'Restore into a new database with --into <name>, or replace what the backup has with --clean.',
  })
}

/** Something that is in a database, and how much more; undefined if it is empty. */
async function firstObject(sql: postgres.Sql): Promise<{ name: string; others: number } | undefined> {
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
  return first
}

async function assertCreatable(sql: postgres.Sql, name: string): Promise<void> {
  await assertMayCreateDatabases(sql)
  const [existing] = await sql<{ left: string | null }[]>`
    select substring(shobj_description(oid, 'pg_database') from '^pgsteward: (.* has not ended)$') as left
    from pg_catalog.pg_database
    where datname = ${name}`
  if (existing?.left) throw new UsageError(`there is a database ${name} already: ${existing.left}`, { hint: `If none is going on: drop database ${quoteName(name)};` })
  if (existing) throw new UsageError(`there is a database ${name} already`, { hint: 'Name another, or connect to it and leave out --into.' })
}
