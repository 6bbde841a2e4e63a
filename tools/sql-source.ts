import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** One file of `sql/`: the source of one object. */
export interface SqlSource {
  path: string
  area: string
  kind: 'functions' | 'checks' | 'procedures' | 'triggers' | 'views'
  name: string
  text: string
  /** The object as DROP and COMMENT ON name it, such as `function steward.get_setting(text)`. */
  object: string
}

const kindOrder = ['functions', 'checks', 'procedures', 'triggers', 'views'] as const

/** Reads `sql/` in the order in which its files can be applied. */
export function readSqlSources(root = 'sql'): SqlSource[] {
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .map((file) => parseSource(join(root, file)))
  sources.sort(
    (a, b) =>
      kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) ||
      a.area.localeCompare(b.area) ||
      a.name.localeCompare(b.name),
  )
  return orderByRequirement(sources)
}

export function parseSource(path: string, text = readFileSync(path, 'utf8')): SqlSource {
  const kind = basename(dirname(path)) as SqlSource['kind']
  const area = basename(dirname(dirname(path)))
  const object = /^comment on ((?:function|procedure|view) [\s\S]*?) is\b/m.exec(text)?.[1]
  if (!kindOrder.includes(kind)) throw new Error(`${path}: no folder of this kind`)
  if (!object) throw new Error(`${path}: a comment on its object is missing`)
  if (/^-- (up|down) migration/im.test(text)) throw new Error(`${path}: a line looks like a migration marker`)
  return { path, area, kind, name: basename(path, '.sql'), text, object: object.replace(/\s+/g, ' ') }
}

/** The part of the source that CREATE OR REPLACE cannot change: name, arguments and result. */
export function signatureOf(source: SqlSource): string {
  const signature = /^create or replace [\s\S]*?(?=^language |^as$)/m.exec(source.text)?.[0] ?? ''
  return signature.replace(/\s+/g, ' ')
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** A view that reads another view says so in a line `-- requires: area.view`. */
function orderByRequirement(sources: SqlSource[]): SqlSource[] {
  const ordered: SqlSource[] = []
  const place = (source: SqlSource): void => {
    if (ordered.includes(source)) return
    for (const [, area, name] of source.text.matchAll(/^-- requires: (\w+)\.(\w+)$/gm)) {
      const required = sources.find((s) => s.area === area && s.name === name)
      if (!required) throw new Error(`${source.path}: requires ${area}.${name}, which does not exist`)
      place(required)
    }
    ordered.push(source)
  }
  sources.forEach(place)
  return ordered
}
