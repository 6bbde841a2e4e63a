import sqlFactory from '@databases/sql'
import splitter from '@databases/split-sql-query'

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
  const parts = breakpoint.test(source) ? source.split(new RegExp(breakpoint, 'gm')) : splitAtSemicolons(source)
  let offset = 0
  return parts
    // The splitter gives back a single statement as it was.
    .map((part) => part.replace(/^(?:\s|--.*|\/\*[^*]*\*\/|;)+/, '').replace(/[\s;]+$/, ''))
    .filter((statement) => statement !== '')
    .map((statement) => {
      const beginning = statement.split('\n', 1)[0] ?? ''
      offset = Math.max(source.indexOf(beginning, offset), offset)
      const line = source.slice(0, offset).split('\n').length
      offset += beginning.length
      return { text: statement, line: line + firstLine - 1 }
    })
}

function splitAtSemicolons(source: string): string[] {
  return splitter
    .default(sqlFactory.default.__dangerous__rawValue(source))
    .map((query) => query.format({ escapeIdentifier: String, formatValue: () => ({ placeholder: '', value: null }) }).text)
}
