import sqlFactory from '@databases/sql'
import splitter from '@databases/split-sql-query'
import { commentsOf } from './file.js'

/** One statement of a SQL file and the line in which it begins. */
export interface Statement {
  text: string
  line: number
}

const breakpoint = /^[ \t]*--[ \t]*statement-breakpoint[ \t]*\r?$/m

/** What the splitter is known to cut in the wrong place. */
const wronglySplit: readonly [RegExp, string][] = [
  [/\bbegin\s+atomic\b/i, 'a body BEGIN ATOMIC'],
  [/\be'(?:[^'\\]|\\[^'])*\\'/i, `a string E'…\\'…'`],
  [/\/\*(?:(?!\*\/)[\s\S])*\/\*/, 'a comment in a comment'],
  [/\bcreate\s+(?:or\s+replace\s+)?rule\b/i, 'CREATE RULE'],
  [/(?<![\w$])[A-Za-z_]\w*\$\w*\$/, 'a name with $'],
  [/`/, 'a backtick'],
  [/\bcopy\b[^;]*\bfrom\s+stdin\b/i, 'COPY FROM STDIN'],
]

/** Why a text cannot be split into its statements; undefined if it can. */
export function splitProblem(text: string): string | undefined {
  return breakpoint.test(text) ? undefined : wronglySplit.find(([pattern]) => pattern.test(text))?.[1]
}

/** Splits a SQL text into its statements, at lines `-- statement-breakpoint` if it has any; `firstLine` is its first line in the file. */
export function splitStatements(text: string, firstLine = 1): Statement[] {
  const source = text.replace(/^\uFEFF/, '')
  const hasBreakpoints = breakpoint.test(source)
  const searched = hasBreakpoints ? source : blankComments(source)
  const parts = hasBreakpoints ? source.split(new RegExp(breakpoint, 'gm')) : splitAtSemicolons(searched)
  let offset = 0
  return parts
    // The splitter gives back a single statement as it was.
    .map((part) => part.replace(/^(?:\s|--.*|\/\*[^*]*\*\/|;)+/, '').replace(/[\s;]+$/, ''))
    .filter((statement) => statement !== '')
    .map((statement) => {
      offset = Math.max(searched.indexOf(statement, offset), offset)
      const line = searched.slice(0, offset).split('\n').length
      offset += statement.length
      return { text: statement, line: line + firstLine - 1 }
    })
}

/** The splitter leaves comments out, and with them the lines that they take. */
function blankComments(text: string): string {
  let blanked = ''
  let last = 0
  for (const { start, end } of commentsOf(text)) {
    blanked += text.slice(last, start) + text.slice(start, end).replace(/[^\n]/g, ' ')
    last = end
  }
  return blanked + text.slice(last)
}

/** The parts as they stand there: to format them would take the indentation out of strings, too. */
function splitAtSemicolons(source: string): string[] {
  return splitter
    .default(sqlFactory.default.__dangerous__rawValue(source))
    .map((query) => query.format((items) => items.map((item) => ('text' in item ? item.text : '')).join('')))
}
