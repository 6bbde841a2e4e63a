import type { Manifest } from './manifest.js'

/** An extension of a dump that is not to be created: it is there, or (with a problem) it cannot be. */
export interface AbsentExtension {
  name: string
  problem: string | null
}

/** What of a dump is to be restored, and what is to be said of the rest. */
export interface Choice {
  items: string[]
  leftOut: string[]
}

/** An item without its numbers: `TABLE public jobs app`. */
const entryOf = (item: string): string => /^\d+; \d+ \d+ (.*)$/.exec(item)?.[1] ?? ''

/** Chooses from the table of contents of a dump what a role can restore into a database. */
export function chooseItems(listed: readonly string[], manifest: Manifest, absent: readonly AbsentExtension[], isSuperuser: boolean): Choice {
  const definitions = new Set(listed.map(entryOf))
  const leftOut = absent.flatMap(({ name, problem }) => (problem === null ? [] : [`the extension ${name}, because ${problem}`]))
  const items = listed.filter((item) => {
    const entry = entryOf(item)
    if (entry.startsWith('COMMENT - EXTENSION ')) return false
    const owner = absent.find((extension) => belongsTo(entry, manifest, extension, definitions))
    const reason = owner ? reasonOf(entry, owner) : obstacle(entry, isSuperuser)
    if (reason !== undefined) leftOut.push(reason)
    return !owner && reason === undefined
  })
  return { items, leftOut }
}

const dataOf = (entry: string): string | undefined => /^TABLE DATA (\S+ \S+) /.exec(entry)?.[1]?.replace(' ', '.')

/** What is lost with an extension that cannot be created is told with it. */
function reasonOf(entry: string, { name, problem }: AbsentExtension): string | undefined {
  const data = problem === null ? dataOf(entry) : undefined
  return data && `the rows of ${data}, because the extension ${name} is there already`
}

function obstacle(entry: string, isSuperuser: boolean): string | undefined {
  const [, trigger] = /^EVENT TRIGGER - (.*) \S+$/.exec(entry) ?? []
  if (trigger !== undefined && !isSuperuser) return `the event trigger ${trigger}, which only a superuser may create`
  // A copy of a database must not begin to do its work a second time.
  return /^TABLE DATA cron (job|job_run_details) /.test(entry)
    ? `the rows of ${dataOf(entry)}, because the jobs would run here at once: schedule them again (pgsteward schedule apply)` : undefined
}

/** What users have put into the schema of an extension is theirs, unless the schema is missing with it. */
function belongsTo(entry: string, { extensions }: Manifest, { name, problem }: AbsentExtension, definitions: ReadonlySet<string>): boolean {
  if (entry.startsWith(`EXTENSION - ${name} `)) return true
  const { schemas, tables } = extensions.find((extension) => extension.name === name) ?? { schemas: [], tables: [] }
  const behindType = entry.replace(/^[A-Z ]+ /, '')
  if (tables.some(({ schema, table }) => behindType.startsWith(`${schema} ${table} `))) return true
  const isInside = schemas.some((schema) => behindType.startsWith(`${schema} `) || entry.includes(` - SCHEMA ${schema} `))
  return isInside && (problem !== null || !isOfUsers(entry, definitions))
}

/** Of the members of an extension a dump has no definition, only what was granted, said or added to them. */
function isOfUsers(entry: string, definitions: ReadonlySet<string>): boolean {
  const [, schema = '', kind = '', name = ''] = /^(?:ACL|COMMENT|SECURITY LABEL) (\S+) ([A-Z]+(?: [A-Z]+)*) (.*)$/.exec(entry) ?? []
  if (kind) return definitions.has(`${kind} ${schema} ${name}`)
  const policy = /^POLICY (\S+ \S+) /.exec(entry)?.[1]
  if (policy) return [...definitions].some((definition) => definition.startsWith(`TABLE ${policy} `))
  return definitions.has(entry.replace(/^TABLE DATA |^ROW SECURITY /, 'TABLE ').replace(/^SEQUENCE SET /, 'SEQUENCE '))
}
