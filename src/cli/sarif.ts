import { stewardPackage } from '../package.js'

export const sarifLevels: Record<string, 'error' | 'warning' | 'note'> = { critical: 'error', warning: 'warning', info: 'note' }

/** A rule as code scanning services show it. */
export interface SarifRule {
  id: string
  [property: string]: unknown
}

/** Writes a SARIF 2.1.0 log with one run of pgsteward. */
export function sarifLog({ rules, version = stewardPackage.version, ...run }: { rules: readonly SarifRule[]; version?: string; [property: string]: unknown }): string {
  const driver = { name: 'pgsteward', version, rules: rules.map((rule) => ({ ...rule, name: nameOf(rule.id) })) }
  return JSON.stringify(
    { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [{ tool: { driver }, ...run }] },
    null,
    2,
  )
}

const nameOf = (id: string): string => id.replace(/(?:^|[_-])(\w)/g, (_, letter: string) => letter.toUpperCase())
