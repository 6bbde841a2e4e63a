import { lintStatements } from './migrate/skeleton.js'

/** What a statement may do to the transaction that it is sent in. */
export type Effect = 'none' | 'unknown' | 'ends'

/** A query of the driver, as far as its text is made of it. */
interface Text {
  strings: readonly string[]
  args: readonly unknown[]
  tagged: boolean
}

const leading = /^(?:[\s;]|--[^\n\r]*[\n\r]|\/\*(?:[^*/]|\*(?!\/)|\/(?!\*))*\*\/)+/
const ending = /^(?:commit|end|abort|prepare\s+transaction|rollback(?!\s+(?:(?:work|transaction)\s+)?to\b))\b/i
const endingWord = /\b(?:commit|end|abort|prepare|rollback)\b/i

/**
 * Tells what a query may do to its transaction. Only the first word of a statement can end one, and only the simple protocol
 * takes several statements; where nobody can be sure where one begins, each word that could end it counts.
 */
export function effectOf(query: Text, isSimple: boolean): Effect {
  const text = textOf(query).replace(leading, '')
  if (ending.test(text)) return 'ends'
  const isOne = /^\w/.test(text) && !(isSimple && /;\s*\S/.test(text))
  if (isOne || !endingWord.test(text)) return 'none'
  return !/\bbegin\s+atomic\b/i.test(text) && lintStatements({ text, line: 1 }).some((statement) => ending.test(statement.text)) ? 'ends' : 'unknown'
}

/** The text as the driver puts it together, with a placeholder for each value. Of what it makes of objects nobody can tell. */
function textOf({ strings, args, tagged }: Text): string {
  if (!tagged) return strings.join('')
  return strings.map((part, index) => part + (index < strings.length - 1 ? partOf(args[index]) : '')).join('')
}

function partOf(value: unknown): string {
  if (isText(value)) return textOf({ ...pick(value), tagged: true })
  if (Array.isArray(value) && isText(value[0])) return (value as Text[]).map((each) => ` ${textOf({ ...pick(each), tagged: true })}`).join('')
  return value !== null && typeof value === 'object' && 'rest' in value ? '(; end' : '$1'
}

const pick = ({ strings, args }: Text) => ({ strings, args })
const isText = (value: unknown): value is Text => value instanceof Promise && 'strings' in value
