import { StewardError } from '../errors.js'
import { type Statement, transactionCommand } from './statements.js'
import { tokensOf } from './tokens.js'

/** The first and the last statement of what is committed together, or rolled back. */
interface Span {
  first: number
  last: number
  isRolledBack: boolean
}

/** Groups the statements of a file without a transaction: each alone, but for those that it puts between BEGIN and COMMIT. */
export async function transactionsOf(statements: readonly Statement[]): Promise<Span[]> {
  const commands = await Promise.all(statements.map(transactionCommand))
  const spans: Span[] = []
  for (let first = 0; first < statements.length; first += 1) {
    const last = commands[first]?.command === 'begin' ? commands.findIndex((command, index) => index > first && command) : first
    const end = commands[last]
    if (last < 0 || (last > first && (end?.command === 'begin' || (end?.command !== 'prepare' && end?.hasOptions)))) {
      throw new StewardError('SW017', `the transaction that begins in line ${statements[first]?.line} has no end of its own`, {
        hint: 'Put COMMIT or ROLLBACK behind its statements, without AND CHAIN.',
      })
    }
    spans.push({ first, last, isRolledBack: last > first && end?.command === 'rollback' })
    first = last
  }
  return spans
}

/** Whether a statement only sets what lasts as long as its session, and can be made again in another one. */
export async function leavesSession({ text }: Statement): Promise<boolean> {
  const words = (await tokensOf(text)).map((token) => token.text.toLowerCase())
  const [first, second] = words
  switch (first) {
    case 'set': return !['local', 'transaction', 'constraints'].includes(second ?? '')
    case 'prepare': return second !== 'transaction'
    case 'reset': case 'listen': case 'unlisten': case 'load': case 'discard': case 'deallocate': return true
    case 'select': return callsOnly(second === 'pg_catalog' ? words.slice(3) : words.slice(1))
    default: return false
  }
}

const lasting = ['set_config', 'pg_advisory_lock', 'pg_advisory_lock_shared']

/**
 * Whether a statement may have made a setting that PostgreSQL does not list, as it does not list `app.tenant`, in a way that
 * cannot be repeated alone.
 */
export const hidesSettings = ({ text }: Statement): boolean =>
  /\bset_config\b/i.test(text) || (/^do\b/i.test(text) && /\bset\s+(?:session\s+)?[a-z_]\w*\s*\.\s*\w+\s*(?:=|to\b)/i.test(text))

/** Whether the words are a single call, as in `set_config('search_path', '', false)`, with or without a name for its column. */
function callsOnly([name = '', ...call]: readonly string[]): boolean {
  if (!lasting.includes(name) || call[0] !== '(') return false
  let depth = 0
  const end = call.findIndex((word) => (depth += word === '(' ? 1 : word === ')' ? -1 : 0) === 0)
  const rest = call.slice(end + 1).filter((word) => word !== ';')
  return rest.length === 0 || (rest.length <= 2 && rest[0] === 'as')
}
