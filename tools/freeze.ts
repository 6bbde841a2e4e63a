import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSource, readSqlSources, sha256, signatureOf, type SqlSource } from './sql-source.js'

const folder = 'migrations'
const checksums = join(folder, '.checksums')

/** The migrations in the order in which they run. */
export function listMigrations(): string[] {
  return readdirSync(folder).filter((name) => !name.startsWith('.')).sort()
}

/** What the generated migrations have frozen so far, by path of the source. */
export function readFrozenSources(): Map<string, SqlSource> {
  const frozen = new Map<string, SqlSource>()
  for (const name of listMigrations()) {
    const up = readFileSync(join(folder, name), 'utf8').split('-- Down Migration')[0] ?? ''
    for (const [, path, text] of up.matchAll(/^-- begin (\S+) \w+\n([\s\S]*?)^-- end$/gm)) {
      if (path && text) frozen.set(path, parseSource(path, text))
    }
    for (const [, path] of up.matchAll(/^-- dropped (\S+)$/gm)) if (path) frozen.delete(path)
  }
  return frozen
}

/** Renders the migration that brings a database from what is frozen to what `sql/` says, if any. */
export function renderSync(): string | undefined {
  const frozen = readFrozenSources()
  const sources = readSqlSources()
  const paths = new Set(sources.map((s) => s.path))
  const changed = sources.filter((s) => frozen.get(s.path)?.text !== s.text)
  const dropped = [...frozen.values()].filter((s) => !paths.has(s.path))
  if (changed.length + dropped.length === 0) return undefined

  const up = [...dropped].reverse().map((s) => `-- dropped ${s.path}\ndrop ${s.object};`)
  const down: string[] = []
  for (const source of changed) {
    const previous = frozen.get(source.path)
    up.push(...replace(previous, source), freeze(source))
    down.push(previous ? [...replace(source, previous), previous.text].join('\n') : `drop ${source.object};`)
  }
  const revived = dropped.map((s) => s.text)
  return [
    '-- Generated from sql/ by: make migration NAME=... (do not edit)',
    '-- Up Migration',
    'set local check_function_bodies = off;',
    ...up,
    '',
    '-- Down Migration',
    'set local check_function_bodies = off;',
    ...revived,
    ...down.reverse(),
    '',
  ].join('\n')
}

export function renderChecksums(): string {
  return listMigrations().map((name) => `${sha256(readFileSync(join(folder, name), 'utf8'))}  ${name}\n`).join('')
}

const freeze = (source: SqlSource) => `-- begin ${source.path} ${sha256(source.text)}\n${source.text}-- end`

/** CREATE OR REPLACE cannot change arguments or result, and would leave an overload behind. */
function replace(from: SqlSource | undefined, to: SqlSource): string[] {
  return from && signatureOf(from) !== signatureOf(to) ? [`drop ${from.object};`] : []
}

if (import.meta.filename === process.argv[1]) {
  const name = process.argv[2]
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) throw new Error('usage: make migration NAME=snake_case_name')
  const migration = renderSync()
  if (migration) {
    const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 17)
    const file = join(folder, `${timestamp}_sync_${name}.sql`)
    writeFileSync(file, migration)
    console.log(`wrote ${file}`)
  } else {
    console.log('sql/ is frozen already')
  }
  writeFileSync(checksums, renderChecksums())
}
