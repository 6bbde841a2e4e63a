import { basename } from 'node:path'
import { UsageError } from '../errors.js'
import type { MigrationFile } from './file.js'
import type { ProjectMigration } from './status.js'

/** Which migrations are meant. */
export interface Selection {
  /** How many; all that are pending, or the last one. */
  count?: number | undefined
  /** Up to this one, or down to it: it is then the last that is applied. */
  to?: string | undefined
  /** Applies files that lie before others that are applied already. */
  outOfOrder?: boolean | undefined
}

/** The names of the migrations to apply; refuses before anything is run if one of them cannot be. */
export function planUp(rows: readonly ProjectMigration[], { count = Infinity, to, outOfOrder }: Selection): string[] {
  const late = rows.find((row) => row.state === 'out_of_order')
  if (late && !outOfOrder) {
    throw new UsageError(`${late.name} is not applied, but a later migration is`, {
      hint: 'Give it a later number, or apply it as it is with --out-of-order.',
    })
  }
  const names = rows.filter((row) => row.applied_at === null).map((row) => row.name)
  if (to === undefined) return names.slice(0, count)
  const end = names.findIndex((name) => matches(name, to))
  if (end >= 0) return names.slice(0, end + 1)
  if (rows.some((row) => matches(row.name, to))) return []
  throw new UsageError(`there is no migration ${to}`, { hint: 'pgsteward migrate status lists them.' })
}

/** The names of the migrations up to this one that are not applied. */
export function pendingUpTo(rows: readonly ProjectMigration[], name: string | undefined): string[] {
  const end = name === undefined ? rows.length : rows.findIndex((row) => matches(row.name, name)) + 1
  if (end === 0) throw new UsageError(`there is no migration ${name}`, { hint: 'pgsteward migrate status lists them.' })
  return rows.slice(0, end).filter((row) => row.applied_at === null).map((row) => row.name)
}

/** The names of the migrations to revert, the last one first; `applied` are all in the order in which they were applied. */
export function planDown(applied: readonly string[], files: readonly MigrationFile[], { count = 1, to }: Selection): string[] {
  const latest = [...applied].reverse()
  const end = to === undefined ? count : latest.findIndex((name) => matches(name, to))
  if (end < 0) throw new UsageError(`migration ${to ?? ''} is not applied`, { hint: 'pgsteward migrate status lists them.' })
  const names = latest.slice(0, end)
  for (const name of names) assertRevertible(name, files.find((file) => file.name === name))
  return names
}

function assertRevertible(name: string, file: MigrationFile | undefined): void {
  if (!file) throw new UsageError(`${name} is applied, but there is no file that says how to revert it`)
  if (file.directives.irreversible) throw new UsageError(`${basename(file.path)} says that it is irreversible`)
  if (!file.hasDown) throw new UsageError(`${basename(file.path)} has no way back`, { hint: 'It has no line: -- Down Migration' })
}

/** The whole name, or the number that it begins with. */
export const matches = (name: string, wanted: string): boolean => name === wanted || name.startsWith(`${wanted}_`)
