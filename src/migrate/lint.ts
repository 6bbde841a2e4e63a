import { relative } from 'node:path'
import type postgres from 'postgres'
import type { MigrationFile } from './file.js'
import { lintStatements, type LintStatement } from './skeleton.js'
import { squawk } from './squawk.js'

export const lintSeverities = ['critical', 'warning', 'info'] as const
export type LintSeverity = (typeof lintSeverities)[number]

/** What is wrong with a migration, and where. */
export interface LintFinding {
  file: string
  line: number
  severity: LintSeverity
  rule: string
  message: string
  help: string | null
}

/** What lint looks at besides the text of the files. */
export interface LintOptions {
  /** The database, with pgsteward, whose tables are changed. */
  sql?: postgres.Sql | undefined
  /** The version of PostgreSQL that is assumed. */
  version: string
  /** Leaves out squawk. */
  withoutSquawk?: boolean | undefined
}

interface Subject {
  file: MigrationFile
  statements: LintStatement[]
}

type Complaint = Omit<LintFinding, 'file'>

/** Judges the Up sections of migrations; the findings come in the order of the files and lines. */
export async function lintMigrations(files: readonly MigrationFile[], options: LintOptions): Promise<LintFinding[]> {
  const subjects = files.map((file) => ({ file, statements: file.sections ? lintStatements(file.sections.up) : [] }))
  const fromCatalog = options.sql ? await judgeByCatalog(options.sql, subjects) : new Map<MigrationFile, Complaint[]>()
  const findings: LintFinding[] = []
  for (const subject of subjects) {
    const { file } = subject
    const known = [...judgeText(subject), ...(fromCatalog.get(file) ?? [])]
    const complaints = [...known, ...(options.withoutSquawk ? [] : await judgeBySquawk(file, options.version))]
    findings.push(
      ...complaints
        .filter((complaint) => !isIgnored(complaint, subject) && !isSaidBetter(complaint, known))
        .sort((a, b) => a.line - b.line)
        .map((complaint) => ({ file: relative('.', file.path), ...complaint })),
    )
  }
  return findings
}

function judgeText({ file, statements }: Subject): Complaint[] {
  const complaints: Complaint[] = []
  if (!file.hasDown && !file.directives.irreversible && !file.directives.repeatable) {
    complaints.push({
      line: 1, severity: 'warning', rule: 'missing-down', message: 'There is no way back: the file has no down migration.',
      help: 'Add a section -- Down Migration, or say so in the header: -- pgsteward: irreversible',
    })
  }
  for (const { text, line } of statements) {
    if (file.directives.noTransaction || !concurrently.test(text)) continue
    complaints.push({
      line, severity: 'critical', rule: 'concurrently-in-transaction', message: 'CONCURRENTLY fails in a transaction, and the file is run in one.',
      help: 'Put it in a file of its own with the line: -- pgsteward: no-transaction',
    })
  }
  return complaints
}

/** REFRESH MATERIALIZED VIEW CONCURRENTLY is the one that may be in a transaction. */
const concurrently = /^(?:create (?:unique )?index|drop index|reindex .*?|alter table .* detach partition .*) ?\bconcurrently\b/

async function judgeByCatalog(sql: postgres.Sql, subjects: readonly Subject[]): Promise<Map<MigrationFile, Complaint[]>> {
  const all = subjects.flatMap(({ file, statements }) => statements.map((statement) => ({ file, statement })))
  const rows = await sql<(Omit<Complaint, 'line'> & { statement: number })[]>`
    select * from steward_internal.lint_statements(${all.map(({ statement }) => statement.text)}::text[], current_setting('search_path'))`
  const complaints = new Map<MigrationFile, Complaint[]>()
  for (const { statement: position, ...row } of rows) {
    const found = all[position - 1]
    if (found) complaints.set(found.file, [...(complaints.get(found.file) ?? []), { line: found.statement.line, ...row }])
  }
  return complaints
}

async function judgeBySquawk({ sections, directives }: MigrationFile, version: string): Promise<Complaint[]> {
  if (!sections) return []
  const { text, line } = sections.up
  const findings = await squawk(text, { version, inTransaction: !directives.noTransaction })
  return findings.map(({ line: offset, level, rule_name: rule, message, help }) => ({
    line: line + offset, severity: level === 'Error' ? 'critical' : 'warning', rule, message, help,
  }))
}

function isIgnored({ rule, line }: Complaint, { file, statements }: Subject): boolean {
  const statement = statements.find((candidate) => candidate.line <= line && line <= candidate.lastLine)
  return file.directives.ignored.includes(rule) || (statement?.ignores.includes(rule) ?? false)
}

/** squawk complains of each index, the catalog of those on large tables. */
const isSaidBetter = ({ rule, line }: Complaint, known: readonly Complaint[]): boolean =>
  rule === 'require-concurrent-index-creation' && known.some((other) => other.rule === 'large-table-index' && other.line === line)
