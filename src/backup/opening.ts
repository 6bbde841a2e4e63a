import type postgres from 'postgres'
import { runOrTell } from './closing.js'
import { withConnection } from './connection.js'
import type { Manifest, ServerDescription } from './manifest.js'
import { propertyStatements, type PropertyOptions } from './properties.js'
import { quoteName } from './quote.js'
import { describeServer } from './server.js'

/** Makes a database that is whole like the one that was backed up, and open to whom that was open; tells what this role may not do. */
export async function openDatabase(
  sql: postgres.Sql, database: string, manifest: Manifest, options: PropertyOptions, say: (line: string) => void,
): Promise<void> {
  const now = await withConnection(sql, database, describeServer)
  const name = quoteName(database)
  const statements = propertyStatements(database, now, manifest, options)
  await runOrTell(sql, manifest.properties ? statements : [...statements, `comment on database ${name} is null`], say)
  if (manifest.properties && !options.noPrivileges) return
  if (!manifest.properties) say('the backup does not say who may use the database: it was made by an earlier version')
  say(`only its owner may connect to the database ${database}; to let everybody in: grant connect on database ${name} to public;`)
}

/** What is not as it was in the database that was backed up, one line each; statements where there is one. */
export function describeDifferences(now: ServerDescription, manifest: Manifest, options: PropertyOptions): string[] {
  if (!manifest.properties) return ['the backup does not say who may use the database: it was made by an earlier version']
  const fixed = (['encoding', 'collate', 'ctype', 'locale_provider', 'locale'] as const)
    .filter((name) => now[name] !== manifest[name])
    .map((name) => `its ${name} is ${now[name]}, the backup says ${manifest[name]}`)
  return [...fixed, ...propertyStatements(now.database, now, manifest, options).map((statement) => `${statement};`)]
}
