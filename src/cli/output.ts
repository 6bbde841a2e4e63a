import { Option } from '@commander-js/extra-typings'
import Table from 'cli-table3'
import { paint } from './common.js'

export const rowFormats = ['table', 'json', 'csv', 'md'] as const
export type RowFormat = (typeof rowFormats)[number]

/** A value of a row as the driver gives it. */
export type Row = Record<string, unknown>

export const formatOption = () =>
  new Option('--format <format>', 'how rows are written').choices(rowFormats).default('table' as const)

/** Renders rows in one of the formats that every command with rows has. */
export function renderRows(rows: readonly Row[], format: RowFormat): string {
  switch (format) {
    case 'json':
      return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value), 2)
    case 'csv':
      return renderCsv(rows)
    case 'md':
      return renderMarkdown(rows)
    case 'table':
      return renderTable(rows)
  }
}

export function renderCsv(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {})
  const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [columns, ...rows.map((row) => columns.map((column) => asText(row[column])))]
    .map((cells) => cells.map(quote).join(','))
    .join('\n')
}

export function renderMarkdown(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {})
  const cell = (value: unknown) => asText(value).replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')
  return [
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${columns.map((column) => cell(row[column])).join(' | ')} |`),
  ].join('\n')
}

function renderTable(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {})
  if (columns.length === 0) return '(no rows)'
  const cells = rows.map((row) => columns.map((column) => asText(row[column])))
  const widths = fitColumns(columns, cells, terminalWidth())
  const table = new Table({
    head: columns.map((column) => paint('bold', column)),
    colWidths: widths,
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [] },
  })
  table.push(...cells.map((row) => row.map((cell, index) => breakWords(cell, (widths[index] ?? 0) - 2))))
  return table.toString()
}

/** Breaks words that are longer than a line, which the table would cut off. */
const breakWords = (text: string, width: number): string =>
  text.replace(new RegExp(`\\S{${Math.max(1, width)}}(?=\\S)`, 'g'), '$&\n')

/** The width to write for: the terminal's, 80 where there is none. */
export const terminalWidth = (): number => Math.max(60, process.stdout.columns || 80)

/** Narrows the widest columns until the table fits, but none below 10 characters. */
function fitColumns(columns: string[], cells: string[][], width: number): number[] {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => Math.max(...(row[index] ?? '').split('\n').map((l) => l.length)))) + 2,
  )
  const total = () => widths.reduce((sum, columnWidth) => sum + columnWidth + 1, 1)
  while (total() > width && Math.max(...widths) > 10) {
    const widest = widths.indexOf(Math.max(...widths))
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace(/\.\d+Z$/, 'Z')
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
