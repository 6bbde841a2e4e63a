import type postgres from 'postgres'
import { z } from 'zod'
import { reportSchema } from '../cli/health-document.js'
import { mismatch, toStewardError } from '../errors.js'

const instant = z.string().transform((text) => new Date(text))
const amount = z.number().nullable()

/** A part of the report, or why it could not be read. */
const part = <T extends z.ZodType>(content: T) => z.union([z.object({ error: z.string() }), content])

const dataSchema = z.object({
  generated_at: instant,
  lookback_days: z.number(),
  report: reportSchema,
  metrics: part(z.array(z.object({ name: z.string(), labels: z.record(z.string(), z.string().nullable()), value: amount })).nullable().transform((rows) => rows ?? [])),
  runs: part(z.array(z.object({ at: instant, critical: z.number(), warning: z.number(), info: z.number() }))),
  series: part(
    z.array(
      z.object({
        at: instant,
        cache_hit_percent: amount,
        transactions_per_second: amount,
        connections_used: amount,
        connections_limit: amount,
        database_bytes: amount,
        transaction_id_age: amount,
      }),
    ),
  ),
  growth: part(
    z.array(
      z.object({
        name: z.string(),
        total_bytes: z.number(),
        bytes_last_day: amount,
        bytes_last_week: amount,
        bytes_observed: amount,
        observed_since: instant.nullable(),
      }),
    ),
  ),
  queries: part(
    z.array(
      z.object({
        query: z.string().nullable(),
        calls: z.number(),
        mean_ms: amount,
        total_ms: amount,
        time_percent: amount,
      }),
    ),
  ),
  vacuum: part(
    z.array(
      z.object({
        name: z.string(),
        dead_rows: z.number(),
        live_rows: z.number(),
        last_vacuum: instant.nullable(),
        last_analyze: instant.nullable(),
        transaction_id_age: amount,
      }),
    ),
  ),
  bloat: part(
    z.object({
      tables: z.array(z.object({ name: z.string(), estimated_bytes: z.number(), wasted_bytes: z.number(), bloat_percent: amount })),
      withheld: z.array(z.string()),
    }),
  ),
  schedules: part(
    z.array(
      z.object({
        name: z.string(),
        /** A one-shot has none. */
        cron: z.string().nullable(),
        scheduler: z.string().nullable(),
        active: z.boolean().nullable(),
        last_start: instant.nullable(),
        last_status: z.string().nullable(),
        next_due: instant.nullable(),
        problem: z.string().nullable(),
      }),
    ),
  ),
  limits: part(z.array(z.object({ name: z.string(), object: z.string().nullable(), used_percent: amount, days_left: amount }))),
})

/** What `report_data()` returns, checked, with its times as dates. */
export type ReportData = z.infer<typeof dataSchema>
export type Series = Exclude<ReportData['series'], { error: string }>
export type Runs = Exclude<ReportData['runs'], { error: string }>

export function parseReportData(document: unknown): ReportData {
  const { data, error } = dataSchema.safeParse(document)
  if (data) return data
  throw mismatch('what report_data() returned', error)
}

/** Calls `report_data()`. */
export async function readReportData(sql: postgres.Sql, days: number): Promise<unknown> {
  const rows = await sql<{ document: unknown }[]>`
    select steward.report_data(make_interval(secs => ${days}::float8 * 86400)) as document`.catch((error: unknown) => {
    throw toStewardError(error)
  })
  return rows[0]?.document
}
