import type postgres from 'postgres'
import { run } from '../dev/run.js'
import { closingStatements, withList } from './closing.js'
import { connectionEnvironment, databaseArgument, withConnection } from './connection.js'
import { rowSecurityArguments } from './dump.js'
import { type AbsentExtension, chooseItems } from './items.js'
import type { Manifest } from './manifest.js'
import { findProgram, type Program, runProgram } from './programs.js'
import { type Reporter, tellEvery } from './reporter.js'

/** A dump and where it goes. */
export interface Load {
  file: string
  manifest: Manifest
  database: string
  /** The version of the server that it goes to. */
  major: number
  jobs?: number
  /** More arguments for pg_restore. */
  args?: string[]
  signal: AbortSignal
  reporter: Reporter
}

/** What of a dump goes into a database. */
export interface Plan {
  program: Program
  items: string[]
  leftOut: string[]
  /** Schemas that are missing with an extension that cannot be created. */
  missingSchemas: string[]
  /** What the dump takes from PUBLIC, as statements. */
  closings: string[]
}

export async function planLoad(sql: postgres.Sql, { file, manifest, database, major }: Load): Promise<Plan> {
  const program = await findProgram('pg_restore', Math.max(major, Number.parseInt(manifest.pg_dump_version, 10)))
  const listed = await listItems(program.path, file)
  const { absent, isSuperuser } = await withConnection(sql, database, async (target) => ({
    absent: await absentExtensions(target, manifest),
    isSuperuser: (await target`select from pg_catalog.pg_roles where rolname = current_user and rolsuper`).length > 0,
  }))
  const { items, leftOut } = chooseItems(listed, manifest, absent, isSuperuser)
  const failed = absent.filter(({ problem }) => problem !== null).map(({ name }) => name)
  const missingSchemas = manifest.extensions.filter(({ name }) => failed.includes(name)).flatMap(({ schemas }) => schemas)
  return { program, items, leftOut, missingSchemas, closings: await closingStatements(program.path, file, items) }
}

/** Lets pg_restore write a dump into a database: all or nothing, unless there is more than one job. */
export async function loadDump(sql: postgres.Sql, load: Load, { program, items, leftOut }: Plan): Promise<void> {
  const { file, manifest, database, jobs = 1, args = [], signal, reporter } = load
  for (const line of leftOut) reporter.say(`left out: ${line}`)
  const seen = { done: 0 }
  const stopTelling = tellEvery(() => `restored ${Math.min(seen.done, items.length)} of ${items.length} items`, reporter)
  const env = await connectionEnvironment(sql)
  const mode = jobs === 1 ? '--single-transaction' : `--jobs=${jobs}`
  try {
    await withList(items, (list) => runProgram(
      program,
      [
        '--verbose', '--no-password', '--exit-on-error', mode, `--use-list=${list}`, ...rowSecurityArguments(manifest), ...args,
        databaseArgument(database), file,
      ],
      { env, signal, told: (line) => {
        if (/^pg_restore: (creating|processing data|executing) /.test(line)) seen.done += 1
        if (line.includes(': warning: ')) reporter.say(line)
      } },
    ))
  } finally {
    stopTelling()
  }
}

/** The table of contents: `215; 1259 16386 TABLE public jobs app`, one line for each item. */
async function listItems(program: string, file: string): Promise<string[]> {
  const text = await run(program, ['--list', file])
  return text.split('\n').filter((line) => /^\d+;/.test(line))
}

async function absentExtensions(target: postgres.Sql, manifest: Manifest): Promise<AbsentExtension[]> {
  const names = manifest.extensions.map(({ name }) => name)
  return target<AbsentExtension[]>`
    with wanted as (
      select
        x.name,
        e.oid is not null as is_there,
        case
          when a.name is null then 'this server does not have it'
          when x.name = 'pg_cron' and current_setting('cron.database_name', true) is distinct from current_database()
          then 'it can be in one database of a server only, cron.database_name'
          when v.superuser and not v.trusted and not r.rolsuper then 'only a superuser may create it'
        end as problem
      from unnest(${names}::text[]) as x (name)
      inner join pg_catalog.pg_roles as r on r.rolname = current_user
      left join pg_catalog.pg_extension as e on e.extname = x.name
      left join pg_catalog.pg_available_extensions as a on a.name = x.name
      left join pg_catalog.pg_available_extension_versions as v on v.name = a.name and v.version = a.default_version
    )
    select w.name, case when not w.is_there then w.problem end as problem
    from wanted as w
    where w.is_there
      or w.problem is not null
    order by w.name`
}
