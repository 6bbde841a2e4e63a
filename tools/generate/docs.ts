import type postgres from 'postgres'
import { explanationOf, type ReferenceEntry } from './reference.js'

const notice = '<!-- Generated from the comments in the database by: make generate -->'

/** Renders a reference page for each area, and one for the health checks. */
export async function renderDocs(sql: postgres.Sql, reference: ReferenceEntry[]): Promise<[string, string][]> {
  const areas = [...new Set(reference.map((entry) => entry.area))]
  const pages = areas.map((area): [string, string] => [
    `docs/reference/${area}.md`,
    [
      notice,
      `# ${area}`,
      '',
      ...reference.filter((entry) => entry.area === area).flatMap(renderEntry),
    ].join('\n'),
  ])
  return [...pages, ['docs/reference/health-checks.md', await renderChecks(sql)]]
}

function renderEntry(entry: ReferenceEntry): string[] {
  const [summary = '', ...rest] = entry.description.split('\n')
  return [
    `## ${entry.object_name}`,
    '',
    '```sql',
    renderSignature(entry),
    '```',
    '',
    summary,
    ...rest,
    '',
    ...table('Argument', (entry.arguments ?? []).map((argument) => [
      `\`${argument.name}\``, argument.type, argument.default === null ? 'required' : shortDefault(argument.default), explanationOf(entry, argument.name),
    ]), ['Type', 'Default', 'Meaning']),
    ...(entry.returns ? [`Returns: ${flat(entry.returns)}`, ''] : []),
    ...table('Column', returnsColumns(entry) ? (entry.columns ?? []).map((c) => [`\`${c.name}\``, c.type]) : [], ['Type']),
    ...table('SQLSTATE', (entry.errors ?? []).map((error) => {
      const [code = '', ...meaning] = flat(error).split(' ')
      return [`\`${code}\``, meaning.join(' ')]
    }), ['Raised when']),
    ...(entry.access ? [`Access: ${entry.access.map((access) => `\`${access}\``).join(', ')}`, ''] : []),
    ...(entry.examples ?? []).flatMap((example) => ['```sql', example, '```', '']),
  ]
}

function renderSignature(entry: ReferenceEntry): string {
  if (!entry.arguments) return `${entry.object_type} steward.${entry.object_name}`
  const args = entry.arguments.map((a) => `${a.name} ${a.type}${a.default === null ? '' : ` default ${shortDefault(a.default)}`}`)
  return `${entry.object_type} steward.${entry.object_name}(${args.join(', ')})`
}

async function renderChecks(sql: postgres.Sql): Promise<string> {
  const checks = await sql<Record<string, string | null>[]>`
    select check_id, title, category, scope, mode, severity, unit, direction, warning::text, critical::text,
      confidence, requires_role, requires_extension, runs_on, description, remedy, doc_url
    from steward.health_checks
    order by category, check_id`
  return [
    notice,
    '# Health checks',
    '',
    `${checks.length} checks. Change thresholds or switch a check off with \`configure_health_check()\`.`,
    '',
    '| Check | Category | Finds | Severity |',
    '|---|---|---|---|',
    ...checks.map((c) => `| [${c['check_id']}](#${c['check_id']}) | ${c['category']} | ${c['title']} | ${renderSeverity(c)} |`),
    '',
    ...checks.flatMap((check) => [
      `## ${check['check_id']}`,
      '',
      check['description'] ?? '',
      '',
      `- Severity: ${renderSeverity(check)}`,
      `- Scope: ${check['scope']}, ${check['mode']}, ${check['confidence']}; runs on: ${check['runs_on']}`,
      `- Needs: ${[check['requires_role'], check['requires_extension']].filter(Boolean).join(', ') || 'nothing'}`,
      `- Remedy: ${check['remedy']}`,
      `- See: <${check['doc_url']}>`,
      '',
    ]),
  ].join('\n')
}

const renderSeverity = (check: Record<string, string | null>): string =>
  check['severity'] ??
  (check['warning'] === null
    ? 'decided for each finding'
    : `warning ${check['direction'] === 'below' ? 'below' : 'from'} ${check['warning']} ${check['unit'] ?? ''}, critical ${
        check['direction'] === 'below' ? 'below' : 'from'
      } ${check['critical']} ${check['unit'] ?? ''}`)

function table(first: string, rows: string[][], others: string[]): string[] {
  if (rows.length === 0) return []
  const header = [first, ...others]
  return [
    `| ${header.join(' | ')} |`,
    `|${header.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`),
    '',
  ]
}

const returnsColumns = (entry: ReferenceEntry): boolean =>
  entry.object_type === 'table' || entry.object_type === 'view' || (entry.columns?.length ?? 0) > 1

const shortDefault = (expression: string): string => expression.replace(/::[a-z" ]+(\[\])?$/, '').toLowerCase()

const flat = (text: string): string => text.replace(/\s+/g, ' ')
