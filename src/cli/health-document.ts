import { z } from 'zod'
import { UsageError } from '../errors.js'

const severity = z.enum(['critical', 'warning', 'info'])

const finding = z.object({
  check_id: z.string(),
  severity,
  category: z.string(),
  title: z.string(),
  object_type: z.string().nullable(),
  object_schema: z.string().nullable(),
  object_name: z.string().nullable(),
  object: z.string().nullable(),
  fingerprint: z.string(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
  value_text: z.string().nullable(),
  detail: z.string(),
  action: z.string().nullable(),
  fix_sql: z.array(z.string()).nullable(),
  undo_sql: z.array(z.string()).nullable(),
  fix_lock: z.string().nullable(),
  fix_risk: z.string().nullable(),
  doc_url: z.string().nullable(),
  ignored_because: z.string().nullable(),
})

export const reportSchema = z.object({
  summary: z.object({
    status: z.enum(['ok', 'info', 'warning', 'critical', 'unknown']),
    critical: z.number(),
    warning: z.number(),
    info: z.number(),
    ok: z.number(),
    skipped: z.number(),
    error: z.number(),
    blind: z.number(),
    ignored: z.number(),
    disabled: z.number(),
    checks: z.number(),
    database: z.string(),
    server_version: z.string(),
    steward_version: z.string(),
    started_at: z.string(),
    finished_at: z.string(),
  }),
  findings: z.array(finding),
  ignored: z.array(finding),
  coverage: z.array(
    z.object({
      check_id: z.string(),
      status: z.enum(['ok', 'skipped', 'error']),
      is_applicable: z.boolean(),
      object: z.string().nullable(),
      value: z.number().nullable(),
      unit: z.string().nullable(),
      value_text: z.string().nullable(),
      threshold_warning: z.number().nullable(),
      threshold_critical: z.number().nullable(),
      detail: z.string(),
      action: z.string().nullable(),
    }),
  ),
})

/** The document that `health_report()` returns, as far as it is rendered here. */
export type HealthReport = z.infer<typeof reportSchema>
export type Finding = HealthReport['findings'][number]
export type Coverage = HealthReport['coverage'][number]

export function parseReport(document: unknown): HealthReport {
  const { data, error } = reportSchema.safeParse(document)
  if (data) return data
  throw new UsageError('the database has another version of pgsteward than this program', {
    hint: 'Run pgsteward upgrade.', cause: error,
  })
}
