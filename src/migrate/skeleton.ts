import { endOfBlockComment, type Section } from './file.js'

/** A statement as lint reads it. */
export interface LintStatement {
  /** Without comments and literals, its white space single, its keywords and unquoted names in lower case. */
  text: string
  /** The lines of the file that it is in. */
  line: number
  lastLine: number
  /** The rules that a comment before it or in it switches off. */
  ignores: string[]
}

const token =
  /--[^\n]*|\/\*|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|"(?:[^"]|"")*"|\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|[\w\u0080-\uffff][\w$\u0080-\uffff]*|\s+|[\s\S]/g

const ignore = /^--\s*(?:squawk-ignore|pgsteward:\s*ignore)\s+(.*)$/

/** Splits a section into the bare statements that lint judges. */
export function lintStatements({ text, line: firstLine }: Section): LintStatement[] {
  const statements: LintStatement[] = []
  let line = firstLine
  let depth = 0
  let current: LintStatement = { text: '', line: 0, lastLine: 0, ignores: [] }
  const finish = () => {
    if (current.text) statements.push({ ...current, text: current.text.trim() })
    current = { text: '', line: 0, lastLine: 0, ignores: [] }
    depth = 0
  }
  for (const part of tokens(text)) {
    const ignored = ignore.exec(part)?.[1]
    if (ignored !== undefined) current.ignores.push(...ignored.split(/[\s,]+/).filter(Boolean))
    const bare = bareText(part)
    if (bare === ';' && depth === 0) finish()
    else if (bare !== ' ') {
      if (!current.text) current.line = line
      current.lastLine = line
      current.text += bare
      depth += bare === '(' ? 1 : bare === ')' ? -1 : 0
    } else if (current.text && !current.text.endsWith(' ')) current.text += ' '
    line += part.split('\n').length - 1
  }
  finish()
  return statements
}

function bareText(part: string): string {
  if (/^(?:\s|--|\/\*)/.test(part)) return ' '
  if (/^(?:'|[eE]'|\$[^$]*\$)/.test(part)) return `''`
  return part.startsWith('"') ? part : part.toLowerCase()
}

/** Comments, literals, names and all else, each whole. */
function* tokens(text: string): Generator<string> {
  token.lastIndex = 0
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match
    const end = found === '/*' ? endOfBlockComment(text, match.index) : found.startsWith('$') && found.length > 1 ? endOfQuote(text, match.index, found) : token.lastIndex
    const part = text.slice(match.index, end)
    yield part
    token.lastIndex = end
  }
}

function endOfQuote(text: string, start: number, quote: string): number {
  const end = text.indexOf(quote, start + quote.length)
  return end < 0 ? text.length : end + quote.length
}
