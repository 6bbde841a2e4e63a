import { createHash } from 'node:crypto'
import { basename, extname } from 'node:path'
import { UsageError } from '../errors.js'
import { readText } from '../text.js'

/** The part of a SQL file that one direction runs. */
export interface Section {
  text: string
  /** Its first line in the file. */
  line: number
}

/** What the header of a migration says about how to run it. */
export interface Directives {
  noTransaction: boolean
  irreversible: boolean
  repeatable: boolean
  lockTimeout: string | undefined
  statementTimeout: string | undefined
  environments: string[] | undefined
  /** Rules of lint that the whole file is excused from. */
  ignored: string[]
}

/** A migration in the folder. */
export interface MigrationFile {
  /** The name in the ledger: the file's, without its extension. */
  name: string
  path: string
  position: number
  /** SHA-256 of the text without byte order mark and carriage returns. */
  checksum: string
  directives: Directives
  /** What a SQL file says; a TypeScript file has functions instead. */
  sections: { up: Section; down: Section | undefined } | undefined
  hasDown: boolean
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Reads one migration: SQL with `-- Up Migration` and `-- Down Migration`, or a script that exports `up` and `down`. */
export function readMigration(path: string, position: number): MigrationFile {
  const text = readText(path)
  const isSql = extname(path) === '.sql'
  const sections = isSql ? readSections(text) : undefined
  const name = basename(path, extname(path))
  // node-pg-migrate writes the name into its statements as it is.
  if (/['"\\]/.test(name)) throw new UsageError(`the name of ${path} has a quote or a backslash`, { hint: 'Rename the file.' })
  const directives = readDirectives(path, text)
  if (directives.repeatable && (directives.noTransaction || !isSql)) {
    throw new UsageError(`${basename(path)} cannot be repeatable`, { hint: 'Only SQL files that run in a transaction can be.' })
  }
  return {
    name,
    path,
    position,
    checksum: sha256(text),
    directives,
    sections,
    hasDown: sections ? sections.down !== undefined : !/\bexport\s+const\s+down\s*=\s*false\b/.test(text),
  }
}

function readSections(text: string): { up: Section; down: Section | undefined } {
  const lines = text.split('\n')
  const comments = topLevelComments(text)
  const marker = (direction: string) =>
    comments.find(({ comment }) => new RegExp(`^--[\\s-]*${direction}\\s+migration`, 'i').test(comment))?.line
  const up = marker('up')
  const down = marker('down')
  const section = (from: number, to: number | undefined): Section => ({
    text: lines.slice(from - 1, to === undefined ? undefined : to - 1).join('\n'),
    line: from,
  })
  return {
    up: up === undefined ? section(1, down) : section(up, down !== undefined && down > up ? down : undefined),
    down: down === undefined ? undefined : section(down, up !== undefined && up > down ? up : undefined),
  }
}

/** The comments `-- …` that begin a line and are not inside a string, a function body or another comment. */
function topLevelComments(text: string): { line: number; comment: string }[] {
  return commentsOf(text)
    .map(({ start, end }) => ({ before: text.slice(0, start), comment: text.slice(start, end) }))
    .filter(({ before, comment }) => comment.startsWith('--') && /(?:^|\n)[ \t]*$/.test(before))
    .map(({ before, comment }) => ({ line: before.split('\n').length, comment }))
}

/** Where the comments are; what looks like one in a string, a name or a function body is none. */
function commentsOf(text: string): { start: number; end: number }[] {
  const token =
    /--[^\n]*|\/\*|\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|"(?:[^"]|"")*"|\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|[\w\u0080-\uffff][\w$\u0080-\uffff]*/g
  const comments: { start: number; end: number }[] = []
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match
    if (found.startsWith('--') || found === '/*') {
      if (found === '/*') token.lastIndex = endOfBlockComment(text, match.index)
      comments.push({ start: match.index, end: token.lastIndex })
    } else if (found.startsWith('$')) {
      const end = text.indexOf(found, token.lastIndex)
      token.lastIndex = end < 0 ? text.length : end + found.length
    }
  }
  return comments
}

export function endOfBlockComment(text: string, start: number): number {
  const edge = /\/\*|\*\//g
  edge.lastIndex = start
  let depth = 0
  for (let match = edge.exec(text); match; match = edge.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return edge.lastIndex
  }
  return text.length
}

/** Takes the directives that only one kind of file has; false if it is not one of them. */
export type TakeDirective = (name: string, value: string, place: string) => boolean

/** Reads the lines `-- pgsteward: …` before the first line that is neither empty nor a comment, and before the Up marker. */
export function readDirectives(path: string, text: string, take: TakeDirective = () => false): Directives {
  const directives: Directives = {
    noTransaction: false, irreversible: false, repeatable: false,
    lockTimeout: undefined, statementTimeout: undefined, environments: undefined, ignored: [],
  }
  for (const [index, line] of text.split('\n').entries()) {
    if (!/^\s*(?:--|\/\/|$)/.test(line) || /^\s*--[\s-]*(?:up|down)\s+migration/i.test(line)) break
    const directive = /^\s*(?:--|\/\/)\s*pgsteward:\s*(.*?)\s*$/.exec(line)?.[1]
    if (directive !== undefined) applyDirective(directives, directive, `${basename(path)}:${index + 1}`, take)
  }
  return directives
}

const duration = /^(?:0|\d+(?:\.\d+)?\s*(?:ms|s|min|h))$/

function applyDirective(directives: Directives, directive: string, place: string, take: TakeDirective): void {
  const [, name = '', value = ''] = /^(\S*)\s*(.*)$/.exec(directive) ?? []
  const timeout = () => {
    if (duration.test(value)) return value
    throw new UsageError(`${place}: ${name} needs a time`, { hint: `Like this: -- pgsteward: ${name} 5s` })
  }
  if (take(name, value, place)) return
  switch (name) {
    case 'no-transaction': directives.noTransaction = true; break
    case 'irreversible': directives.irreversible = true; break
    case 'repeatable': directives.repeatable = true; break
    case 'lock-timeout': directives.lockTimeout = timeout(); break
    case 'statement-timeout': directives.statementTimeout = timeout(); break
    case 'env': directives.environments = value.split(/[\s,]+/).filter(Boolean); break
    case 'ignore': directives.ignored.push(...value.split(/[\s,]+/).filter(Boolean)); break
    default:
      throw new UsageError(`${place}: there is no directive ${name || 'without a name'}`, {
        hint: 'There are no-transaction, lock-timeout, statement-timeout, irreversible, env, repeatable and ignore.',
      })
  }
}
