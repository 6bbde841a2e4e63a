import type { LintFinding } from '../migrate/lint.js'
import { sha256 } from '../migrate/file.js'
import { sarifLevels, sarifLog } from './sarif.js'

/** Writes the findings of lint as a SARIF log; `unseen` is what was not looked at. */
export function renderLintSarif(findings: readonly LintFinding[], unseen: readonly string[]): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))]
  const seen = new Map<string, number>()
  return sarifLog({
    rules: rules.map((id) => ({ id, shortDescription: { text: id.replaceAll('-', ' ') } })),
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: unseen.map((text) => ({ level: 'note', message: { text } })),
      },
    ],
    results: findings.map(({ file, line, severity, rule, message, help }) => {
      const key = `${rule}:${file}`
      const position = (seen.get(key) ?? 0) + 1
      seen.set(key, position)
      return {
        ruleId: rule,
        ruleIndex: rules.indexOf(rule),
        level: sarifLevels[severity],
        message: { text: [message, help].filter(Boolean).join(' ') },
        locations: [{ physicalLocation: { artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') }, region: { startLine: line } } }],
        // The line moves with what is written above it, so it is not part of what a finding is known by.
        partialFingerprints: { 'pgstewardLint/v1': sha256(`${key}:${position}`).slice(0, 32) },
      }
    }),
  })
}
