import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { run } from '../dev/run.js'
import { connectionEnvironment, databaseArgument, withConnection } from './connection.js'
import { rowSecurityArguments } from './dump.js'
import type { Manifest } from './manifest.js'
import { findProgram, runProgram } from './programs.js'
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

/** Lets pg_restore write a dump into a database: all or nothing, unless there is more than one job. */
export async function loadDump(sql: postgres.Sql, { file, manifest, database, major, jobs = 1, args = [], signal, reporter }: Load): Promise<void> {
  const program = await findProgram('pg_restore', Math.max(major, Number.parseInt(manifest.pg_dump_version, 10)))
  const listed = await listItems(program.path, file)
  const absent = await withConnection(sql, database, (target) => unusableExtensions(target, manifest))
  for (const { name, problem } of absent) if (problem !== null) reporter.say(`left out: the extension ${name}, because ${problem}`)
  const items = listed.filter((item) => !belongsTo(item, manifest, absent.map(({ name }) => name)))
  const folder = await mkdtemp(join(tmpdir(), 'pgsteward-'))
  const seen = { done: 0 }
  const stopTelling = tellEvery(() => `restored ${Math.min(seen.done, items.length)} of ${items.length} items`, reporter)
  try {
    const list = join(folder, 'list')
    await writeFile(list, items.join('\n'))
    const mode = jobs === 1 ? '--single-transaction' : `--jobs=${jobs}`
    await runProgram(program, ['--verbose', '--no-password', '--exit-on-error', mode, `--use-list=${list}`, ...rowSecurityArguments(manifest), ...args, databaseArgument(database), file], {
      env: await connectionEnvironment(sql),
      signal,
      told: (line) => {
        if (/^pg_restore: (creating|processing data|executing) /.test(line)) seen.done += 1
      },
    })
  } finally {
    stopTelling()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The table of contents: `215; 1259 16386 TABLE public jobs app`, one line for each item. */
async function listItems(program: string, file: string): Promise<string[]> {
  const text = await run(program, ['--list', file])
  return text.split('\n').filter((line) => /^\d+;/.test(line))
}

/** The extensions of a dump that are not to be created: they are there, or (with a problem) they cannot be. */
async function unusableExtensions(target: postgres.Sql, manifest: Manifest): Promise<{ name: string; problem: string | null }[]> {
  const names = manifest.extensions.map(({ name }) => name)
  return target<{ name: string; problem: string | null }[]>`
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

/** Whether an item is an extension's that is not to be created; the comment of one only its owner may write. */
function belongsTo(item: string, { extensions }: Manifest, absent: readonly string[]): boolean {
  const [, entry = ''] = /^\d+; \d+ \d+ (.*)$/.exec(item) ?? []
  if (entry.startsWith('COMMENT - EXTENSION ')) return true
  const behindType = entry.replace(/^[A-Z ]+ /, '')
  return extensions.filter(({ name }) => absent.includes(name)).some(({ name, schemas, tables }) =>
    entry.startsWith(`EXTENSION - ${name} `)
    || schemas.some((schema) => behindType.startsWith(`${schema} `) || behindType.startsWith(`- SCHEMA ${schema} `))
    || tables.some(({ schema, table }) => behindType.startsWith(`${schema} ${table} `)))
}
