import { type Token, tokensOf } from './tokens.js'

/** One statement of a SQL file and the line in which it begins. */
export interface Statement {
  text: string
  line: number
}

/** What a statement does to the transaction that it is in; `hasOptions`: it says more than that. */
export interface TransactionCommand {
  command: 'begin' | 'commit' | 'rollback' | 'prepare'
  hasOptions: boolean
}

const breakpoint = /^[ \t]*--[ \t]*statement-breakpoint[ \t]*\r?$/m

/** Why a text cannot be split into its statements; undefined if it can. */
export async function splitProblem(text: string): Promise<string | undefined> {
  const tokens = await tokensOf(text).catch(() => undefined)
  if (!tokens) return 'a string, a name or a comment that does not end'
  return !breakpoint.test(text) && cut(tokens).some(isCopyFromStdin) ? 'COPY FROM STDIN' : undefined
}

/** Splits a SQL text into its statements, at lines `-- statement-breakpoint` if it has any; `firstLine` is its first line in the file. */
export async function splitStatements(text: string, firstLine = 1): Promise<Statement[]> {
  const source = text.replace(/^\uFEFF/, '')
  const places = breakpoint.test(source) ? await placesBetweenBreakpoints(source) : cut(await tokensOf(source)).map(placeOf)
  let line = firstLine
  let offset = 0
  return places.map(({ start, end }) => {
    line += source.slice(offset, start).split('\n').length - 1
    offset = start
    return { text: source.slice(start, end), line }
  })
}

/** What a statement does to its transaction, however it is written; undefined for all that leave it open. */
export async function transactionCommand({ text }: Statement): Promise<TransactionCommand | undefined> {
  // A statement begins with its first token, and few begin with these; what is between two breakpoints may be several.
  if (!/^(?:begin|start|commit|end|abort|rollback|prepare)\b/i.test(text) && !/;\s*\S/.test(text)) return undefined
  const statements = cut(await tokensOf(text).catch(() => []))
  const found = statements.map(commandOf).find(Boolean)
  return found && statements.length > 1 ? { ...found, hasOptions: true } : found
}

function commandOf(tokens: readonly Token[]): TransactionCommand | undefined {
  const [first = '', ...others] = tokens.map((token) => token.text.toLowerCase())
  if (first === 'start' || first === 'prepare') {
    const [second, ...options] = others
    if (second !== 'transaction') return undefined
    return first === 'start' ? { command: 'begin', hasOptions: options.length > 0 } : { command: 'prepare', hasOptions: true }
  }
  const command = commands[first]
  const options = ['work', 'transaction'].includes(others[0] ?? '') ? others.slice(1) : others
  if (!command || options[0] === 'prepared' || options[0] === 'to') return undefined
  const isPlain = options.length === 0 || options.join(' ') === 'and no chain'
  return { command, hasOptions: !isPlain }
}

const commands: Record<string, TransactionCommand['command']> = {
  begin: 'begin', commit: 'commit', end: 'commit', rollback: 'rollback', abort: 'rollback',
}

/** The tokens of each statement, cut where psql would cut. */
function cut(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = []
  let current: Token[] = []
  let parentheses = 0
  let blocks = 0
  for (const [index, token] of tokens.entries()) {
    const word = token.text.toLowerCase()
    if (word === ';' && parentheses === 0 && blocks === 0) {
      if (current.length > 0) statements.push(current)
      current = []
      continue
    }
    current.push(token)
    if (word === '(') parentheses += 1
    if (word === ')') parentheses = Math.max(0, parentheses - 1)
    if (parentheses === 0 && definesRoutine(current)) blocks += blockChange(word, tokens[index + 1], blocks)
  }
  if (current.length > 0) statements.push(current)
  return statements
}

/** A body BEGIN ATOMIC … END has semicolons of its own. */
function blockChange(word: string, next: Token | undefined, blocks: number): number {
  if (blocks === 0) return word === 'begin' && next?.text.toLowerCase() === 'atomic' ? 1 : 0
  return word === 'case' ? 1 : word === 'end' ? -1 : 0
}

function definesRoutine(tokens: readonly Token[]): boolean {
  const word = (index: number) => tokens[index]?.text.toLowerCase()
  if (word(0) !== 'create') return false
  const kind = word(1) === 'or' && word(2) === 'replace' ? word(3) : word(1)
  return kind === 'function' || kind === 'procedure'
}

function isCopyFromStdin([first, ...others]: readonly Token[]): boolean {
  if (first?.text.toLowerCase() !== 'copy') return false
  const words = others.map(({ text }) => text.toLowerCase())
  return words.some((word, index) => word === 'from' && words[index + 1] === 'stdin')
}

const placeOf = (tokens: readonly Token[]) => ({ start: tokens[0]?.start ?? 0, end: tokens.at(-1)?.end ?? 0 })

/** What is between two breakpoints is one statement, from its first token to its last one. */
async function placesBetweenBreakpoints(source: string): Promise<{ start: number; end: number }[]> {
  const places: { start: number; end: number }[] = []
  let offset = 0
  for (const part of source.split(new RegExp(`(${breakpoint.source})`, 'gm'))) {
    const statements = cut(await tokensOf(part))
    const { start } = placeOf(statements[0] ?? [])
    const { end } = placeOf(statements.at(-1) ?? [])
    if (statements.length > 0) places.push({ start: offset + start, end: offset + end })
    offset += part.length
  }
  return places
}
