import type { Finding } from '../cli/health-document.js'
import type { ReportData } from './data.js'
import { type Html, html } from './html.js'

const shownObjects = 10

/** What needs attention: one card for each check, with its objects, why, and the statements that mend it. */
export function findingsSection({ report }: ReportData): Html {
  const checks = [...new Set(report.findings.map((finding) => finding.check_id))]
  return html`<section aria-labelledby="findings">
<h2 id="findings">What needs attention</h2>
${checks.length === 0 && html`<p class="card">Nothing was found${report.summary.blind > 0 && ', but some checks could not look: see the end of the page'}.</p>`}
${checks.map((check) => checkCard(report.findings.filter((finding) => finding.check_id === check)))}
${report.ignored.length > 0 && ignoredList(report.ignored)}
</section>`
}

function checkCard(findings: Finding[]): Html {
  const [first] = findings
  if (!first) return html``
  const shared = findings.every((finding) => finding.action === first.action) ? first.action : null
  const hidden = findings.length - shownObjects
  return html`<article class="card finding ${first.severity}">
<span class="badge">${first.severity}</span>
<h3>${first.title}${findings.length > 1 && html` <span class="muted">(${findings.length})</span>`}</h3>
${shared && html`<p>${shared}${documentation(first.doc_url)}</p>`}
<ul>
${findings.slice(0, shownObjects).map((finding) => objectItem(finding, shared === null))}
</ul>
${hidden > 0 && html`<p class="small">And ${hidden} more: <code>select * from steward.health_findings(checks => '{${first.check_id}}');</code></p>`}
</article>`
}

function objectItem(finding: Finding, withAction: boolean): Html {
  const name = finding.object
  const cost = [
    finding.fix_lock && finding.fix_lock !== 'none' && `Takes the lock ${finding.fix_lock}.`,
    finding.fix_risk,
  ].filter(Boolean).join(' ')
  return html`<li>
${finding.value_text && html`<span class="value">${finding.value_text}</span>`}
${name && html`<span class="object">${name}</span>`}
<p>${finding.detail}</p>
${withAction && finding.action && html`<p>${finding.action}${documentation(finding.doc_url)}</p>`}
${finding.fix_sql && html`<pre aria-label="Statements that mend it">${finding.fix_sql.join('\n')}</pre>`}
${finding.fix_sql && cost && html`<p class="small muted">${cost}</p>`}
${finding.undo_sql && html`<p class="small muted">To undo it:</p><pre aria-label="Statements that undo it">${finding.undo_sql.join('\n')}</pre>`}
</li>`
}

const documentation = (url: string | null): Html | false =>
  url !== null && url.startsWith('https://') && html` <a href="${url}" rel="noreferrer">Documentation</a>`

function ignoredList(ignored: Finding[]): Html {
  return html`<article class="card">
<h3>Ignored on purpose <span class="muted">(${ignored.length})</span></h3>
<ul>${ignored.slice(0, 50).map((finding) => html`<li>${finding.title} ${finding.object}: ${finding.ignored_because}</li>`)}</ul>
</article>`
}

/** What could not be looked at, and what would let it. */
export function blindSection({ report }: ReportData): Html {
  const rows = report.coverage.filter((row) => row.status !== 'ok' && row.is_applicable)
  if (rows.length === 0) return html``
  return html`<section aria-labelledby="blind">
<h2 id="blind">Not checked</h2>
<ul class="card small">
${rows.slice(0, 100).map((row) => html`<li><code>${row.check_id}</code>${row.object && ` ${row.object}`}: ${row.detail}${row.action && html` <code>${row.action}</code>`}</li>`)}
</ul>
</section>`
}
