// Generated from the database by: pgsteward types --schema public --zod
// Do not edit: change the database, and run it again.

import { z } from 'zod'

/** What is in a column of json or jsonb. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/** Whether a column is null. */
export interface NullFilter {
  isNull?: boolean
}

/** Conditions on a column that can be compared; all of them have to hold. */
export interface EqualityConditions<T> extends NullFilter {
  eq?: T
  ne?: T
  in?: readonly T[]
}

/** Conditions on a column that has an order. */
export interface RangeConditions<T> extends EqualityConditions<T> {
  lt?: T
  lte?: T
  gt?: T
  gte?: T
}

/** Conditions on a column of text. */
export interface TextConditions extends RangeConditions<string> {
  like?: string
  ilike?: string
}

/** A value, or conditions; null, where a column may be null, is a value. */
export type EqualityFilter<T> = T | EqualityConditions<T>
export type RangeFilter<T> = T | RangeConditions<T>
export type TextFilter = string | TextConditions

/** The enum `public.visual_test_step_action`. */
export type VisualTestStepAction = 'navigate' | 'click' | 'fill' | 'select' | 'hover' | 'press' | 'wait' | 'assert_text' | 'assert_visible' | 'screenshot'

export const VisualTestStepActionValues = ['navigate', 'click', 'fill', 'select', 'hover', 'press', 'wait', 'assert_text', 'assert_visible', 'screenshot'] as const

/**
 * AI generations by hour (in UTC), provider and model: success rate, durations, tokens and cost.
 *
 * A row of the view `public.ai_generation_performance`.
 */
export interface AiGenerationPerformance {
  hour: Date | null
  provider: string | null
  model: string | null
  generation_count: string | null
  completed_count: string | null
  failed_count: string | null
  success_rate: string | null
  p50_duration_ms: number | null
  p95_duration_ms: number | null
  p99_duration_ms: number | null
  token_count: string | null
  cost_usd: string | null
}

/** Conditions on rows of the view `public.ai_generation_performance`; all of them have to hold. */
export interface AiGenerationPerformanceFilters {
  hour?: RangeFilter<Date | string> | null
  provider?: TextFilter | null
  model?: TextFilter | null
  generation_count?: RangeFilter<string | number> | null
  completed_count?: RangeFilter<string | number> | null
  failed_count?: RangeFilter<string | number> | null
  success_rate?: RangeFilter<string | number> | null
  p50_duration_ms?: RangeFilter<number> | null
  p95_duration_ms?: RangeFilter<number> | null
  p99_duration_ms?: RangeFilter<number> | null
  token_count?: RangeFilter<string | number> | null
  cost_usd?: RangeFilter<string | number> | null
}

/** A row of the materialized view `public.ai_generation_rollup`. */
export interface AiGenerationRollup {
  hour: Date | null
  provider: string | null
  model: string | null
  generation_count: string | null
  completed_count: string | null
  failed_count: string | null
  success_rate: string | null
  p50_duration_ms: number | null
  p95_duration_ms: number | null
  p99_duration_ms: number | null
  token_count: string | null
  cost_usd: string | null
}

/** Conditions on rows of the materialized view `public.ai_generation_rollup`; all of them have to hold. */
export interface AiGenerationRollupFilters {
  hour?: RangeFilter<Date | string> | null
  provider?: TextFilter | null
  model?: TextFilter | null
  generation_count?: RangeFilter<string | number> | null
  completed_count?: RangeFilter<string | number> | null
  failed_count?: RangeFilter<string | number> | null
  success_rate?: RangeFilter<string | number> | null
  p50_duration_ms?: RangeFilter<number> | null
  p95_duration_ms?: RangeFilter<number> | null
  p99_duration_ms?: RangeFilter<number> | null
  token_count?: RangeFilter<string | number> | null
  cost_usd?: RangeFilter<string | number> | null
}

/**
 * Every request to a language model, with what it cost.
 *
 * A row of the table `public.ai_generations`.
 */
export interface AiGenerations {
  id: string
  user_id: string
  /** Tenant that pays; null for a generation in a personal workspace. */
  organization_id: string | null
  project_id: string | null
  kind: 'test_flow' | 'test_case' | 'assertion' | 'selector_repair' | 'test_data'
  provider: string
  model: string
  status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'
  /** What was asked: goal, page, constraints. */
  prompt: JsonValue
  /** What came back: title, steps, code. */
  response: JsonValue | null
  prompt_tokens: number | null
  completion_tokens: number | null
  /** Price computed from the tokens when the generation finished. */
  cost_usd: string | null
  duration_ms: number | null
  /** One to five stars by the user; null is not rated. */
  rating: number | null
  error_code: string | null
  error_message: string | null
  started_at: Date | null
  finished_at: Date | null
  created_at: Date
  updated_at: Date
}

/** What an INSERT into the table `public.ai_generations` takes. */
export interface AiGenerationsInsert {
  id?: string
  user_id: string
  /** Tenant that pays; null for a generation in a personal workspace. */
  organization_id?: string | null
  project_id?: string | null
  kind: 'test_flow' | 'test_case' | 'assertion' | 'selector_repair' | 'test_data'
  provider: string
  model: string
  status?: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'
  /** What was asked: goal, page, constraints. */
  prompt: JsonValue
  /** What came back: title, steps, code. */
  response?: JsonValue | null
  prompt_tokens?: number | null
  completion_tokens?: number | null
  /** Price computed from the tokens when the generation finished. */
  cost_usd?: string | number | null
  duration_ms?: number | null
  /** One to five stars by the user; null is not rated. */
  rating?: number | null
  error_code?: string | null
  error_message?: string | null
  started_at?: Date | string | null
  finished_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** What an UPDATE of the table `public.ai_generations` takes. */
export interface AiGenerationsUpdate {
  id?: string
  user_id?: string
  organization_id?: string | null
  project_id?: string | null
  kind?: 'test_flow' | 'test_case' | 'assertion' | 'selector_repair' | 'test_data'
  provider?: string
  model?: string
  status?: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'
  prompt?: JsonValue
  response?: JsonValue | null
  prompt_tokens?: number | null
  completion_tokens?: number | null
  cost_usd?: string | number | null
  duration_ms?: number | null
  rating?: number | null
  error_code?: string | null
  error_message?: string | null
  started_at?: Date | string | null
  finished_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** Conditions on rows of the table `public.ai_generations`; all of them have to hold. */
export interface AiGenerationsFilters {
  id?: EqualityFilter<string>
  user_id?: EqualityFilter<string>
  organization_id?: EqualityFilter<string> | null
  project_id?: EqualityFilter<string> | null
  kind?: EqualityFilter<'test_flow' | 'test_case' | 'assertion' | 'selector_repair' | 'test_data'>
  provider?: TextFilter
  model?: TextFilter
  status?: EqualityFilter<'queued' | 'running' | 'completed' | 'failed' | 'cancelled'>
  prompt?: NullFilter
  response?: NullFilter | null
  prompt_tokens?: RangeFilter<number> | null
  completion_tokens?: RangeFilter<number> | null
  cost_usd?: RangeFilter<string | number> | null
  duration_ms?: RangeFilter<number> | null
  rating?: RangeFilter<number> | null
  error_code?: TextFilter | null
  error_message?: TextFilter | null
  started_at?: RangeFilter<Date | string> | null
  finished_at?: RangeFilter<Date | string> | null
  created_at?: RangeFilter<Date | string>
  updated_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.ai_generations`. */
export interface AiGenerationsRelations {
  /** The row of `public.organizations` that `organization_id` references (`ai_generations_organization_id_fkey`). */
  organization: Organizations | null
  /** The row of `public.projects` that `organization_id`, `project_id` references (`ai_generations_project_id_fkey`). */
  project: Projects | null
  /** The row of `public.users` that `user_id` references (`ai_generations_user_id_fkey`). */
  user: Users
  /** Rows of `public.visual_test_flows` whose `organization_id`, `generation_id` is the `organization_id`, `id` of this row (`visual_test_flows_generation_id_fkey`). */
  visual_test_flows: VisualTestFlows[]
}

/** A row of the table `public.ai_generations` with some of what is related to it. */
export type AiGenerationsWith<K extends keyof AiGenerationsRelations> = AiGenerations & Pick<AiGenerationsRelations, K>

/**
 * Keys for the public API; only a hash is kept.
 *
 * A row of the table `public.api_keys`.
 */
export interface ApiKeys {
  id: string
  organization_id: string
  user_id: string
  name: string
  /** First characters of the key, to recognise it in a list. */
  key_prefix: string
  key_hash: string
  scopes: string[]
  last_used_at: Date | null
  expires_at: Date | null
  revoked_at: Date | null
  created_at: Date
}

/** What an INSERT into the table `public.api_keys` takes. */
export interface ApiKeysInsert {
  id?: string
  organization_id: string
  user_id: string
  name: string
  /** First characters of the key, to recognise it in a list. */
  key_prefix: string
  key_hash: string
  scopes?: string[]
  last_used_at?: Date | string | null
  expires_at?: Date | string | null
  revoked_at?: Date | string | null
  created_at?: Date | string
}

/** What an UPDATE of the table `public.api_keys` takes. */
export interface ApiKeysUpdate {
  id?: string
  organization_id?: string
  user_id?: string
  name?: string
  key_prefix?: string
  key_hash?: string
  scopes?: string[]
  last_used_at?: Date | string | null
  expires_at?: Date | string | null
  revoked_at?: Date | string | null
  created_at?: Date | string
}

/** Conditions on rows of the table `public.api_keys`; all of them have to hold. */
export interface ApiKeysFilters {
  id?: EqualityFilter<string>
  organization_id?: EqualityFilter<string>
  user_id?: EqualityFilter<string>
  name?: TextFilter
  key_prefix?: TextFilter
  key_hash?: TextFilter
  scopes?: NullFilter
  last_used_at?: RangeFilter<Date | string> | null
  expires_at?: RangeFilter<Date | string> | null
  revoked_at?: RangeFilter<Date | string> | null
  created_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.api_keys`. */
export interface ApiKeysRelations {
  /** The row of `public.organizations` that `organization_id` references (`api_keys_organization_id_fkey`). */
  organization: Organizations
  /** The row of `public.users` that `user_id` references (`api_keys_user_id_fkey`). */
  user: Users
}

/** A row of the table `public.api_keys` with some of what is related to it. */
export type ApiKeysWith<K extends keyof ApiKeysRelations> = ApiKeys & Pick<ApiKeysRelations, K>

/** A row of the materialized view `public.browser_session_rollup`. */
export interface BrowserSessionRollup {
  day: Date | null
  browser: string | null
  session_count: string | null
  open_count: string | null
  closed_count: string | null
  failed_count: string | null
  expired_count: string | null
  p50_duration_ms: number | null
  p95_duration_ms: number | null
  action_count: string | null
  recording_bytes: string | null
}

/** Conditions on rows of the materialized view `public.browser_session_rollup`; all of them have to hold. */
export interface BrowserSessionRollupFilters {
  day?: RangeFilter<Date | string> | null
  browser?: TextFilter | null
  session_count?: RangeFilter<string | number> | null
  open_count?: RangeFilter<string | number> | null
  closed_count?: RangeFilter<string | number> | null
  failed_count?: RangeFilter<string | number> | null
  expired_count?: RangeFilter<string | number> | null
  p50_duration_ms?: RangeFilter<number> | null
  p95_duration_ms?: RangeFilter<number> | null
  action_count?: RangeFilter<string | number> | null
  recording_bytes?: RangeFilter<string | number> | null
}

/**
 * Browser sessions by day (in UTC) and browser: how they ended, durations, actions and recordings.
 *
 * A row of the view `public.browser_session_stats`.
 */
export interface BrowserSessionStats {
  day: Date | null
  browser: string | null
  session_count: string | null
  open_count: string | null
  closed_count: string | null
  failed_count: string | null
  expired_count: string | null
  p50_duration_ms: number | null
  p95_duration_ms: number | null
  action_count: string | null
  recording_bytes: string | null
}

/** Conditions on rows of the view `public.browser_session_stats`; all of them have to hold. */
export interface BrowserSessionStatsFilters {
  day?: RangeFilter<Date | string> | null
  browser?: TextFilter | null
  session_count?: RangeFilter<string | number> | null
  open_count?: RangeFilter<string | number> | null
  closed_count?: RangeFilter<string | number> | null
  failed_count?: RangeFilter<string | number> | null
  expired_count?: RangeFilter<string | number> | null
  p50_duration_ms?: RangeFilter<number> | null
  p95_duration_ms?: RangeFilter<number> | null
  action_count?: RangeFilter<string | number> | null
  recording_bytes?: RangeFilter<string | number> | null
}

/**
 * Remote browsers that were started, for people and runs.
 *
 * A row of the table `public.browser_sessions`.
 */
export interface BrowserSessions {
  id: string
  user_id: string
  organization_id: string | null
  project_id: string | null
  /** Scheduled run the browser was started for; null when a person opened it. */
  execution_id: string | null
  browser: 'chromium' | 'firefox' | 'webkit'
  browser_version: string
  status: 'starting' | 'active' | 'closed' | 'failed' | 'expired'
  viewport_width: number
  viewport_height: number
  device_scale_factor: string
  start_url: string
  capabilities: JsonValue
  /** Cookies and local storage of the application under test: secret. */
  storage_state: JsonValue | null
  action_count: number
  recording_bytes: string | null
  duration_ms: number | null
  error_message: string | null
  started_at: Date | null
  last_activity_at: Date | null
  finished_at: Date | null
  created_at: Date
  updated_at: Date
}

/** What an INSERT into the table `public.browser_sessions` takes. */
export interface BrowserSessionsInsert {
  id?: string
  user_id: string
  organization_id?: string | null
  project_id?: string | null
  /** Scheduled run the browser was started for; null when a person opened it. */
  execution_id?: string | number | null
  browser?: 'chromium' | 'firefox' | 'webkit'
  browser_version: string
  status?: 'starting' | 'active' | 'closed' | 'failed' | 'expired'
  viewport_width?: number
  viewport_height?: number
  device_scale_factor?: string | number
  start_url: string
  capabilities?: JsonValue
  /** Cookies and local storage of the application under test: secret. */
  storage_state?: JsonValue | null
  action_count?: number
  recording_bytes?: string | number | null
  duration_ms?: number | null
  error_message?: string | null
  started_at?: Date | string | null
  last_activity_at?: Date | string | null
  finished_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** What an UPDATE of the table `public.browser_sessions` takes. */
export interface BrowserSessionsUpdate {
  id?: string
  user_id?: string
  organization_id?: string | null
  project_id?: string | null
  execution_id?: string | number | null
  browser?: 'chromium' | 'firefox' | 'webkit'
  browser_version?: string
  status?: 'starting' | 'active' | 'closed' | 'failed' | 'expired'
  viewport_width?: number
  viewport_height?: number
  device_scale_factor?: string | number
  start_url?: string
  capabilities?: JsonValue
  storage_state?: JsonValue | null
  action_count?: number
  recording_bytes?: string | number | null
  duration_ms?: number | null
  error_message?: string | null
  started_at?: Date | string | null
  last_activity_at?: Date | string | null
  finished_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** Conditions on rows of the table `public.browser_sessions`; all of them have to hold. */
export interface BrowserSessionsFilters {
  id?: EqualityFilter<string>
  user_id?: EqualityFilter<string>
  organization_id?: EqualityFilter<string> | null
  project_id?: EqualityFilter<string> | null
  execution_id?: RangeFilter<string | number> | null
  browser?: EqualityFilter<'chromium' | 'firefox' | 'webkit'>
  browser_version?: TextFilter
  status?: EqualityFilter<'starting' | 'active' | 'closed' | 'failed' | 'expired'>
  viewport_width?: RangeFilter<number>
  viewport_height?: RangeFilter<number>
  device_scale_factor?: RangeFilter<string | number>
  start_url?: TextFilter
  capabilities?: NullFilter
  storage_state?: NullFilter | null
  action_count?: RangeFilter<number>
  recording_bytes?: RangeFilter<string | number> | null
  duration_ms?: RangeFilter<number> | null
  error_message?: TextFilter | null
  started_at?: RangeFilter<Date | string> | null
  last_activity_at?: RangeFilter<Date | string> | null
  finished_at?: RangeFilter<Date | string> | null
  created_at?: RangeFilter<Date | string>
  updated_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.browser_sessions`. */
export interface BrowserSessionsRelations {
  /** The row of `public.organizations` that `organization_id` references (`browser_sessions_organization_id_fkey`). */
  organization: Organizations | null
  /** The row of `public.projects` that `organization_id`, `project_id` references (`browser_sessions_project_id_fkey`). */
  project: Projects | null
  /** The row of `public.scheduled_test_executions` that `organization_id`, `execution_id` references (`browser_sessions_execution_id_fkey`). */
  execution: ScheduledTestExecutions | null
  /** The row of `public.users` that `user_id` references (`browser_sessions_user_id_fkey`). */
  user: Users
}

/** A row of the table `public.browser_sessions` with some of what is related to it. */
export type BrowserSessionsWith<K extends keyof BrowserSessionsRelations> = BrowserSessions & Pick<BrowserSessionsRelations, K>

/**
 * Lines of the providers' monthly invoices.
 *
 * A row of the table `public.generation_cost_import`.
 */
export interface GenerationCostImport {
  provider: string
  model: string
  usage_on: Date
  generation_id: string | null
  input_tokens: string | null
  output_tokens: string | null
  cost_usd: string | null
  raw_line: string
  imported_at: Date
}

/** What an INSERT into the table `public.generation_cost_import` takes. */
export interface GenerationCostImportInsert {
  provider: string
  model: string
  usage_on: Date | string
  generation_id?: string | null
  input_tokens?: string | number | null
  output_tokens?: string | number | null
  cost_usd?: string | number | null
  raw_line: string
  imported_at?: Date | string
}

/** What an UPDATE of the table `public.generation_cost_import` takes. */
export interface GenerationCostImportUpdate {
  provider?: string
  model?: string
  usage_on?: Date | string
  generation_id?: string | null
  input_tokens?: string | number | null
  output_tokens?: string | number | null
  cost_usd?: string | number | null
  raw_line?: string
  imported_at?: Date | string
}

/** Conditions on rows of the table `public.generation_cost_import`; all of them have to hold. */
export interface GenerationCostImportFilters {
  provider?: TextFilter
  model?: TextFilter
  usage_on?: RangeFilter<Date | string>
  generation_id?: EqualityFilter<string> | null
  input_tokens?: RangeFilter<string | number> | null
  output_tokens?: RangeFilter<string | number> | null
  cost_usd?: RangeFilter<string | number> | null
  raw_line?: TextFilter
  imported_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.generation_cost_import`. */
export type GenerationCostImportRelations = Record<never, never>

/** A row of the table `public.generation_cost_import` with some of what is related to it. */
export type GenerationCostImportWith<K extends keyof GenerationCostImportRelations> = GenerationCostImport & Pick<GenerationCostImportRelations, K>

/**
 * Background jobs: enqueue_job() puts them in, claim_jobs() hands them to workers.
 *
 * A row of the table `public.job_queue`.
 */
export interface JobQueue {
  id: string
  queue: string
  job_type: string
  status: 'queued' | 'running' | 'completed' | 'dead' | 'cancelled'
  /** Lower runs earlier. */
  priority: number
  /** Of the unfinished jobs of a queue only one has the same; null is no key. */
  unique_key: string | null
  /** Tenant; null for jobs of the house. */
  organization_id: string | null
  user_id: string | null
  project_id: string | null
  payload: JsonValue
  result: JsonValue | null
  /** How often a worker has claimed it. */
  attempts: number
  max_attempts: number
  /** Not before; the end of a failed attempt puts it off. */
  run_at: Date
  /** Host, process and slot of the last worker. */
  locked_by: string | null
  /** End of the lease: from then on another worker may claim a running job. */
  locked_until: Date | null
  started_at: Date | null
  finished_at: Date | null
  /** How long the last attempt took, or held its lease. */
  duration_ms: string | null
  /** What the last failed attempt said. */
  error_message: string | null
  created_at: Date
  updated_at: Date
}

/** What an INSERT into the table `public.job_queue` takes. */
export interface JobQueueInsert {
  id?: string | number
  queue?: string
  job_type: string
  status?: 'queued' | 'running' | 'completed' | 'dead' | 'cancelled'
  /** Lower runs earlier. */
  priority?: number
  /** Of the unfinished jobs of a queue only one has the same; null is no key. */
  unique_key?: string | null
  /** Tenant; null for jobs of the house. */
  organization_id?: string | null
  user_id?: string | null
  project_id?: string | null
  payload?: JsonValue
  result?: JsonValue | null
  /** How often a worker has claimed it. */
  attempts?: number
  max_attempts?: number
  /** Not before; the end of a failed attempt puts it off. */
  run_at?: Date | string
  /** Host, process and slot of the last worker. */
  locked_by?: string | null
  /** End of the lease: from then on another worker may claim a running job. */
  locked_until?: Date | string | null
  started_at?: Date | string | null
  finished_at?: Date | string | null
  /** How long the last attempt took, or held its lease. */
  duration_ms?: string | number | null
  /** What the last failed attempt said. */
  error_message?: string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** What an UPDATE of the table `public.job_queue` takes. */
export interface JobQueueUpdate {
  id?: string | number
  queue?: string
  job_type?: string
  status?: 'queued' | 'running' | 'completed' | 'dead' | 'cancelled'
  priority?: number
  unique_key?: string | null
  organization_id?: string | null
  user_id?: string | null
  project_id?: string | null
  payload?: JsonValue
  result?: JsonValue | null
  attempts?: number
  max_attempts?: number
  run_at?: Date | string
  locked_by?: string | null
  locked_until?: Date | string | null
  started_at?: Date | string | null
  finished_at?: Date | string | null
  duration_ms?: string | number | null
  error_message?: string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** Conditions on rows of the table `public.job_queue`; all of them have to hold. */
export interface JobQueueFilters {
  id?: RangeFilter<string | number>
  queue?: TextFilter
  job_type?: TextFilter
  status?: EqualityFilter<'queued' | 'running' | 'completed' | 'dead' | 'cancelled'>
  priority?: RangeFilter<number>
  unique_key?: TextFilter | null
  organization_id?: EqualityFilter<string> | null
  user_id?: EqualityFilter<string> | null
  project_id?: EqualityFilter<string> | null
  payload?: NullFilter
  result?: NullFilter | null
  attempts?: RangeFilter<number>
  max_attempts?: RangeFilter<number>
  run_at?: RangeFilter<Date | string>
  locked_by?: TextFilter | null
  locked_until?: RangeFilter<Date | string> | null
  started_at?: RangeFilter<Date | string> | null
  finished_at?: RangeFilter<Date | string> | null
  duration_ms?: RangeFilter<string | number> | null
  error_message?: TextFilter | null
  created_at?: RangeFilter<Date | string>
  updated_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.job_queue`. */
export interface JobQueueRelations {
  /** The row of `public.organizations` that `organization_id` references (`job_queue_organization_id_fkey`). */
  organization: Organizations | null
  /** The row of `public.projects` that `project_id` references (`job_queue_project_id_fkey`). */
  project: Projects | null
  /** The row of `public.users` that `user_id` references (`job_queue_user_id_fkey`). */
  user: Users | null
}

/** A row of the table `public.job_queue` with some of what is related to it. */
export type JobQueueWith<K extends keyof JobQueueRelations> = JobQueue & Pick<JobQueueRelations, K>

/**
 * Jobs by hour (in UTC), queue and type: how they ended, retries, and how long they waited and ran.
 *
 * A row of the view `public.job_queue_performance`.
 */
export interface JobQueuePerformance {
  hour: Date | null
  queue: string | null
  job_type: string | null
  job_count: string | null
  open_count: string | null
  completed_count: string | null
  dead_count: string | null
  cancelled_count: string | null
  retry_count: string | null
  p50_wait_ms: number | null
  p95_wait_ms: number | null
  p50_run_ms: number | null
  p95_run_ms: number | null
  p99_run_ms: number | null
}

/** Conditions on rows of the view `public.job_queue_performance`; all of them have to hold. */
export interface JobQueuePerformanceFilters {
  hour?: RangeFilter<Date | string> | null
  queue?: TextFilter | null
  job_type?: TextFilter | null
  job_count?: RangeFilter<string | number> | null
  open_count?: RangeFilter<string | number> | null
  completed_count?: RangeFilter<string | number> | null
  dead_count?: RangeFilter<string | number> | null
  cancelled_count?: RangeFilter<string | number> | null
  retry_count?: RangeFilter<string | number> | null
  p50_wait_ms?: RangeFilter<number> | null
  p95_wait_ms?: RangeFilter<number> | null
  p50_run_ms?: RangeFilter<number> | null
  p95_run_ms?: RangeFilter<number> | null
  p99_run_ms?: RangeFilter<number> | null
}

/** A row of the materialized view `public.job_queue_rollup`. */
export interface JobQueueRollup {
  hour: Date | null
  queue: string | null
  job_type: string | null
  job_count: string | null
  open_count: string | null
  completed_count: string | null
  dead_count: string | null
  cancelled_count: string | null
  retry_count: string | null
  p50_wait_ms: number | null
  p95_wait_ms: number | null
  p50_run_ms: number | null
  p95_run_ms: number | null
  p99_run_ms: number | null
}

/** Conditions on rows of the materialized view `public.job_queue_rollup`; all of them have to hold. */
export interface JobQueueRollupFilters {
  hour?: RangeFilter<Date | string> | null
  queue?: TextFilter | null
  job_type?: TextFilter | null
  job_count?: RangeFilter<string | number> | null
  open_count?: RangeFilter<string | number> | null
  completed_count?: RangeFilter<string | number> | null
  dead_count?: RangeFilter<string | number> | null
  cancelled_count?: RangeFilter<string | number> | null
  retry_count?: RangeFilter<string | number> | null
  p50_wait_ms?: RangeFilter<number> | null
  p95_wait_ms?: RangeFilter<number> | null
  p50_run_ms?: RangeFilter<number> | null
  p95_run_ms?: RangeFilter<number> | null
  p99_run_ms?: RangeFilter<number> | null
}

/**
 * Who belongs to which organization, and as what.
 *
 * A row of the table `public.organization_members`.
 */
export interface OrganizationMembers {
  org_id: string
  user_id: string
  role: 'owner' | 'admin' | 'editor' | 'viewer'
  joined_at: Date
}

/** What an INSERT into the table `public.organization_members` takes. */
export interface OrganizationMembersInsert {
  org_id: string
  user_id: string
  role?: 'owner' | 'admin' | 'editor' | 'viewer'
  joined_at?: Date | string
}

/** What an UPDATE of the table `public.organization_members` takes. */
export interface OrganizationMembersUpdate {
  org_id?: string
  user_id?: string
  role?: 'owner' | 'admin' | 'editor' | 'viewer'
  joined_at?: Date | string
}

/** Conditions on rows of the table `public.organization_members`; all of them have to hold. */
export interface OrganizationMembersFilters {
  org_id?: EqualityFilter<string>
  user_id?: EqualityFilter<string>
  role?: EqualityFilter<'owner' | 'admin' | 'editor' | 'viewer'>
  joined_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.organization_members`. */
export interface OrganizationMembersRelations {
  /** The row of `public.organizations` that `org_id` references (`organization_members_org_id_fkey`). */
  org: Organizations
  /** The row of `public.users` that `user_id` references (`organization_members_user_id_fkey`). */
  user: Users
}

/** A row of the table `public.organization_members` with some of what is related to it. */
export type OrganizationMembersWith<K extends keyof OrganizationMembersRelations> = OrganizationMembers & Pick<OrganizationMembersRelations, K>

/**
 * Customers: the tenants of the product.
 *
 * A row of the table `public.organizations`.
 */
export interface Organizations {
  id: string
  name: string
  slug: string
  plan: 'free' | 'team' | 'enterprise'
  /** AI tokens the plan allows in a calendar month; null is unlimited. */
  monthly_token_limit: string | null
  settings: JsonValue
  created_at: Date
  updated_at: Date
}

/** What an INSERT into the table `public.organizations` takes. */
export interface OrganizationsInsert {
  id?: string
  name: string
  slug: string
  plan?: 'free' | 'team' | 'enterprise'
  /** AI tokens the plan allows in a calendar month; null is unlimited. */
  monthly_token_limit?: string | number | null
  settings?: JsonValue
  created_at?: Date | string
  updated_at?: Date | string
}

/** What an UPDATE of the table `public.organizations` takes. */
export interface OrganizationsUpdate {
  id?: string
  name?: string
  slug?: string
  plan?: 'free' | 'team' | 'enterprise'
  monthly_token_limit?: string | number | null
  settings?: JsonValue
  created_at?: Date | string
  updated_at?: Date | string
}

/** Conditions on rows of the table `public.organizations`; all of them have to hold. */
export interface OrganizationsFilters {
  id?: EqualityFilter<string>
  name?: TextFilter
  slug?: TextFilter
  plan?: EqualityFilter<'free' | 'team' | 'enterprise'>
  monthly_token_limit?: RangeFilter<string | number> | null
  settings?: NullFilter
  created_at?: RangeFilter<Date | string>
  updated_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.organizations`. */
export interface OrganizationsRelations {
  /** Rows of `public.ai_generations` whose `organization_id` is the `id` of this row (`ai_generations_organization_id_fkey`). */
  ai_generations: AiGenerations[]
  /** Rows of `public.api_keys` whose `organization_id` is the `id` of this row (`api_keys_organization_id_fkey`). */
  api_keys: ApiKeys[]
  /** Rows of `public.browser_sessions` whose `organization_id` is the `id` of this row (`browser_sessions_organization_id_fkey`). */
  browser_sessions: BrowserSessions[]
  /** Rows of `public.job_queue` whose `organization_id` is the `id` of this row (`job_queue_organization_id_fkey`). */
  job_queue: JobQueue[]
  /** Rows of `public.organization_members` whose `org_id` is the `id` of this row (`organization_members_org_id_fkey`). */
  organization_members: OrganizationMembers[]
  /** Rows of `public.projects` whose `organization_id` is the `id` of this row (`projects_organization_id_fkey`). */
  projects: Projects[]
  /** Rows of `public.scheduled_test_executions` whose `organization_id` is the `id` of this row (`scheduled_test_executions_organization_id_fkey`). */
  scheduled_test_executions: ScheduledTestExecutions[]
  /** Rows of `public.test_schedules` whose `organization_id` is the `id` of this row (`test_schedules_organization_id_fkey`). */
  test_schedules: TestSchedules[]
  /** Rows of `public.visual_test_flows` whose `organization_id` is the `id` of this row (`visual_test_flows_organization_id_fkey`). */
  visual_test_flows: VisualTestFlows[]
  /** Rows of `public.visual_test_steps` whose `organization_id` is the `id` of this row (`visual_test_steps_organization_id_fkey`). */
  visual_test_steps: VisualTestSteps[]
  /** Rows of `public.webhook_deliveries` whose `organization_id` is the `id` of this row (`webhook_deliveries_organization_id_fkey`). */
  webhook_deliveries: WebhookDeliveries[]
}

/** A row of the table `public.organizations` with some of what is related to it. */
export type OrganizationsWith<K extends keyof OrganizationsRelations> = Organizations & Pick<OrganizationsRelations, K>

/** A row of the table `public.pgmigrations`. */
export interface Pgmigrations {
  id: number
  name: string
  run_on: Date
}

/** What an INSERT into the table `public.pgmigrations` takes. */
export interface PgmigrationsInsert {
  id?: number
  name: string
  run_on: Date | string
}

/** What an UPDATE of the table `public.pgmigrations` takes. */
export interface PgmigrationsUpdate {
  id?: number
  name?: string
  run_on?: Date | string
}

/** Conditions on rows of the table `public.pgmigrations`; all of them have to hold. */
export interface PgmigrationsFilters {
  id?: RangeFilter<number>
  name?: TextFilter
  run_on?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.pgmigrations`. */
export type PgmigrationsRelations = Record<never, never>

/** A row of the table `public.pgmigrations` with some of what is related to it. */
export type PgmigrationsWith<K extends keyof PgmigrationsRelations> = Pgmigrations & Pick<PgmigrationsRelations, K>

/**
 * One web application under test.
 *
 * A row of the table `public.projects`.
 */
export interface Projects {
  id: string
  organization_id: string
  /** The person who created the project. */
  user_id: string
  name: string
  slug: string
  /** Root address that relative step addresses extend. */
  base_url: string
  status: 'active' | 'archived'
  settings: JsonValue
  archived_at: Date | null
  created_at: Date
  updated_at: Date
}

/** What an INSERT into the table `public.projects` takes. */
export interface ProjectsInsert {
  id?: string
  organization_id: string
  /** The person who created the project. */
  user_id: string
  name: string
  slug: string
  /** Root address that relative step addresses extend. */
  base_url: string
  status?: 'active' | 'archived'
  settings?: JsonValue
  archived_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** What an UPDATE of the table `public.projects` takes. */
export interface ProjectsUpdate {
  id?: string
  organization_id?: string
  user_id?: string
  name?: string
  slug?: string
  base_url?: string
  status?: 'active' | 'archived'
  settings?: JsonValue
  archived_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** Conditions on rows of the table `public.projects`; all of them have to hold. */
export interface ProjectsFilters {
  id?: EqualityFilter<string>
  organization_id?: EqualityFilter<string>
  user_id?: EqualityFilter<string>
  name?: TextFilter
  slug?: TextFilter
  base_url?: TextFilter
  status?: EqualityFilter<'active' | 'archived'>
  settings?: NullFilter
  archived_at?: RangeFilter<Date | string> | null
  created_at?: RangeFilter<Date | string>
  updated_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.projects`. */
export interface ProjectsRelations {
  /** The row of `public.organizations` that `organization_id` references (`projects_organization_id_fkey`). */
  organization: Organizations
  /** The row of `public.users` that `user_id` references (`projects_user_id_fkey`). */
  user: Users
  /** Rows of `public.ai_generations` whose `organization_id`, `project_id` is the `organization_id`, `id` of this row (`ai_generations_project_id_fkey`). */
  ai_generations: AiGenerations[]
  /** Rows of `public.browser_sessions` whose `organization_id`, `project_id` is the `organization_id`, `id` of this row (`browser_sessions_project_id_fkey`). */
  browser_sessions: BrowserSessions[]
  /** Rows of `public.job_queue` whose `project_id` is the `id` of this row (`job_queue_project_id_fkey`). */
  job_queue: JobQueue[]
  /** Rows of `public.scheduled_test_executions` whose `organization_id`, `project_id` is the `organization_id`, `id` of this row (`scheduled_test_executions_project_id_fkey`). */
  scheduled_test_executions: ScheduledTestExecutions[]
  /** Rows of `public.test_schedules` whose `organization_id`, `project_id` is the `organization_id`, `id` of this row (`test_schedules_project_id_fkey`). */
  test_schedules: TestSchedules[]
  /** Rows of `public.visual_test_flows` whose `organization_id`, `project_id` is the `organization_id`, `id` of this row (`visual_test_flows_project_id_fkey`). */
  visual_test_flows: VisualTestFlows[]
}

/** A row of the table `public.projects` with some of what is related to it. */
export type ProjectsWith<K extends keyof ProjectsRelations> = Projects & Pick<ProjectsRelations, K>

/**
 * Runs of scheduled flows, one row an attempt.
 *
 * A row of the table `public.scheduled_test_executions`.
 */
export interface ScheduledTestExecutions {
  id: string
  schedule_id: string
  organization_id: string
  project_id: string
  /** Person who pressed run; null when the schedule or the API did. */
  triggered_by: string | null
  trigger_source: 'schedule' | 'manual' | 'api'
  status: 'queued' | 'running' | 'passed' | 'failed' | 'error' | 'cancelled'
  attempt: number
  scheduled_for: Date
  steps_total: number
  steps_passed: number
  steps_failed: number
  duration_ms: number | null
  /** Per-browser summary, failed step, artefacts and timings. */
  result: JsonValue | null
  error_message: string | null
  started_at: Date | null
  finished_at: Date | null
  created_at: Date
  updated_at: Date
}

/** What an INSERT into the table `public.scheduled_test_executions` takes. */
export interface ScheduledTestExecutionsInsert {
  id?: string | number
  schedule_id: string
  organization_id: string
  project_id: string
  /** Person who pressed run; null when the schedule or the API did. */
  triggered_by?: string | null
  trigger_source?: 'schedule' | 'manual' | 'api'
  status?: 'queued' | 'running' | 'passed' | 'failed' | 'error' | 'cancelled'
  attempt?: number
  scheduled_for: Date | string
  steps_total?: number
  steps_passed?: number
  steps_failed?: number
  duration_ms?: number | null
  /** Per-browser summary, failed step, artefacts and timings. */
  result?: JsonValue | null
  error_message?: string | null
  started_at?: Date | string | null
  finished_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** What an UPDATE of the table `public.scheduled_test_executions` takes. */
export interface ScheduledTestExecutionsUpdate {
  id?: string | number
  schedule_id?: string
  organization_id?: string
  project_id?: string
  triggered_by?: string | null
  trigger_source?: 'schedule' | 'manual' | 'api'
  status?: 'queued' | 'running' | 'passed' | 'failed' | 'error' | 'cancelled'
  attempt?: number
  scheduled_for?: Date | string
  steps_total?: number
  steps_passed?: number
  steps_failed?: number
  duration_ms?: number | null
  result?: JsonValue | null
  error_message?: string | null
  started_at?: Date | string | null
  finished_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** Conditions on rows of the table `public.scheduled_test_executions`; all of them have to hold. */
export interface ScheduledTestExecutionsFilters {
  id?: RangeFilter<string | number>
  schedule_id?: EqualityFilter<string>
  organization_id?: EqualityFilter<string>
  project_id?: EqualityFilter<string>
  triggered_by?: EqualityFilter<string> | null
  trigger_source?: EqualityFilter<'schedule' | 'manual' | 'api'>
  status?: EqualityFilter<'queued' | 'running' | 'passed' | 'failed' | 'error' | 'cancelled'>
  attempt?: RangeFilter<number>
  scheduled_for?: RangeFilter<Date | string>
  steps_total?: RangeFilter<number>
  steps_passed?: RangeFilter<number>
  steps_failed?: RangeFilter<number>
  duration_ms?: RangeFilter<number> | null
  result?: NullFilter | null
  error_message?: TextFilter | null
  started_at?: RangeFilter<Date | string> | null
  finished_at?: RangeFilter<Date | string> | null
  created_at?: RangeFilter<Date | string>
  updated_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.scheduled_test_executions`. */
export interface ScheduledTestExecutionsRelations {
  /** The row of `public.organizations` that `organization_id` references (`scheduled_test_executions_organization_id_fkey`). */
  organization: Organizations
  /** The row of `public.projects` that `organization_id`, `project_id` references (`scheduled_test_executions_project_id_fkey`). */
  project: Projects
  /** The row of `public.test_schedules` that `organization_id`, `schedule_id` references (`scheduled_test_executions_schedule_id_fkey`). */
  schedule: TestSchedules
  /** The row of `public.users` that `triggered_by` references (`scheduled_test_executions_triggered_by_fkey`). */
  users_by_triggered_by: Users | null
  /** Rows of `public.browser_sessions` whose `organization_id`, `execution_id` is the `organization_id`, `id` of this row (`browser_sessions_execution_id_fkey`). */
  browser_sessions: BrowserSessions[]
}

/** A row of the table `public.scheduled_test_executions` with some of what is related to it. */
export type ScheduledTestExecutionsWith<K extends keyof ScheduledTestExecutionsRelations> = ScheduledTestExecutions & Pick<ScheduledTestExecutionsRelations, K>

/** A row of the materialized view `public.test_execution_rollup`. */
export interface TestExecutionRollup {
  day: Date | null
  project_id: string | null
  execution_count: string | null
  open_count: string | null
  passed_count: string | null
  failed_count: string | null
  cancelled_count: string | null
  pass_rate: string | null
  p50_duration_ms: number | null
  p95_duration_ms: number | null
}

/** Conditions on rows of the materialized view `public.test_execution_rollup`; all of them have to hold. */
export interface TestExecutionRollupFilters {
  day?: RangeFilter<Date | string> | null
  project_id?: EqualityFilter<string> | null
  execution_count?: RangeFilter<string | number> | null
  open_count?: RangeFilter<string | number> | null
  passed_count?: RangeFilter<string | number> | null
  failed_count?: RangeFilter<string | number> | null
  cancelled_count?: RangeFilter<string | number> | null
  pass_rate?: RangeFilter<string | number> | null
  p50_duration_ms?: RangeFilter<number> | null
  p95_duration_ms?: RangeFilter<number> | null
}

/**
 * Scheduled runs by day (in UTC) and project: how they ended, and durations.
 *
 * A row of the view `public.test_execution_trends`.
 */
export interface TestExecutionTrends {
  day: Date | null
  project_id: string | null
  execution_count: string | null
  open_count: string | null
  passed_count: string | null
  failed_count: string | null
  cancelled_count: string | null
  pass_rate: string | null
  p50_duration_ms: number | null
  p95_duration_ms: number | null
}

/** Conditions on rows of the view `public.test_execution_trends`; all of them have to hold. */
export interface TestExecutionTrendsFilters {
  day?: RangeFilter<Date | string> | null
  project_id?: EqualityFilter<string> | null
  execution_count?: RangeFilter<string | number> | null
  open_count?: RangeFilter<string | number> | null
  passed_count?: RangeFilter<string | number> | null
  failed_count?: RangeFilter<string | number> | null
  cancelled_count?: RangeFilter<string | number> | null
  pass_rate?: RangeFilter<string | number> | null
  p50_duration_ms?: RangeFilter<number> | null
  p95_duration_ms?: RangeFilter<number> | null
}

/**
 * When a flow runs by itself.
 *
 * A row of the table `public.test_schedules`.
 */
export interface TestSchedules {
  id: string
  organization_id: string
  project_id: string
  flow_id: string
  user_id: string
  name: string
  schedule_type: 'cron' | 'interval' | 'once'
  /** Five cron fields, read in time_zone; set for schedule_type cron only. */
  cron_expression: string | null
  run_interval: string | null
  time_zone: string
  is_enabled: boolean
  browser: 'chromium' | 'firefox' | 'webkit'
  retry_limit: number
  /** Viewport and whom to notify. */
  config: JsonValue
  last_run_at: Date | null
  next_run_at: Date | null
  created_at: Date
  updated_at: Date
}

/** What an INSERT into the table `public.test_schedules` takes. */
export interface TestSchedulesInsert {
  id?: string
  organization_id: string
  project_id: string
  flow_id: string
  user_id: string
  name: string
  schedule_type: 'cron' | 'interval' | 'once'
  /** Five cron fields, read in time_zone; set for schedule_type cron only. */
  cron_expression?: string | null
  run_interval?: string | null
  time_zone?: string
  is_enabled?: boolean
  browser?: 'chromium' | 'firefox' | 'webkit'
  retry_limit?: number
  /** Viewport and whom to notify. */
  config?: JsonValue
  last_run_at?: Date | string | null
  next_run_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** What an UPDATE of the table `public.test_schedules` takes. */
export interface TestSchedulesUpdate {
  id?: string
  organization_id?: string
  project_id?: string
  flow_id?: string
  user_id?: string
  name?: string
  schedule_type?: 'cron' | 'interval' | 'once'
  cron_expression?: string | null
  run_interval?: string | null
  time_zone?: string
  is_enabled?: boolean
  browser?: 'chromium' | 'firefox' | 'webkit'
  retry_limit?: number
  config?: JsonValue
  last_run_at?: Date | string | null
  next_run_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** Conditions on rows of the table `public.test_schedules`; all of them have to hold. */
export interface TestSchedulesFilters {
  id?: EqualityFilter<string>
  organization_id?: EqualityFilter<string>
  project_id?: EqualityFilter<string>
  flow_id?: EqualityFilter<string>
  user_id?: EqualityFilter<string>
  name?: TextFilter
  schedule_type?: EqualityFilter<'cron' | 'interval' | 'once'>
  cron_expression?: TextFilter | null
  run_interval?: RangeFilter<string> | null
  time_zone?: TextFilter
  is_enabled?: EqualityFilter<boolean>
  browser?: EqualityFilter<'chromium' | 'firefox' | 'webkit'>
  retry_limit?: RangeFilter<number>
  config?: NullFilter
  last_run_at?: RangeFilter<Date | string> | null
  next_run_at?: RangeFilter<Date | string> | null
  created_at?: RangeFilter<Date | string>
  updated_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.test_schedules`. */
export interface TestSchedulesRelations {
  /** The row of `public.organizations` that `organization_id` references (`test_schedules_organization_id_fkey`). */
  organization: Organizations
  /** The row of `public.projects` that `organization_id`, `project_id` references (`test_schedules_project_id_fkey`). */
  project: Projects
  /** The row of `public.users` that `user_id` references (`test_schedules_user_id_fkey`). */
  user: Users
  /** The row of `public.visual_test_flows` that `organization_id`, `flow_id` references (`test_schedules_flow_id_fkey`). */
  flow: VisualTestFlows
  /** Rows of `public.scheduled_test_executions` whose `organization_id`, `schedule_id` is the `organization_id`, `id` of this row (`scheduled_test_executions_schedule_id_fkey`). */
  scheduled_test_executions: ScheduledTestExecutions[]
}

/** A row of the table `public.test_schedules` with some of what is related to it. */
export type TestSchedulesWith<K extends keyof TestSchedulesRelations> = TestSchedules & Pick<TestSchedulesRelations, K>

/**
 * People who can sign in; membership decides what they see.
 *
 * A row of the table `public.users`.
 */
export interface Users {
  id: string
  email: string
  display_name: string
  locale: string
  last_seen_at: Date | null
  created_at: Date
  updated_at: Date
}

/** What an INSERT into the table `public.users` takes. */
export interface UsersInsert {
  id?: string
  email: string
  display_name: string
  locale?: string
  last_seen_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** What an UPDATE of the table `public.users` takes. */
export interface UsersUpdate {
  id?: string
  email?: string
  display_name?: string
  locale?: string
  last_seen_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** Conditions on rows of the table `public.users`; all of them have to hold. */
export interface UsersFilters {
  id?: EqualityFilter<string>
  email?: TextFilter
  display_name?: TextFilter
  locale?: TextFilter
  last_seen_at?: RangeFilter<Date | string> | null
  created_at?: RangeFilter<Date | string>
  updated_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.users`. */
export interface UsersRelations {
  /** Rows of `public.ai_generations` whose `user_id` is the `id` of this row (`ai_generations_user_id_fkey`). */
  ai_generations: AiGenerations[]
  /** Rows of `public.api_keys` whose `user_id` is the `id` of this row (`api_keys_user_id_fkey`). */
  api_keys: ApiKeys[]
  /** Rows of `public.browser_sessions` whose `user_id` is the `id` of this row (`browser_sessions_user_id_fkey`). */
  browser_sessions: BrowserSessions[]
  /** Rows of `public.job_queue` whose `user_id` is the `id` of this row (`job_queue_user_id_fkey`). */
  job_queue: JobQueue[]
  /** Rows of `public.organization_members` whose `user_id` is the `id` of this row (`organization_members_user_id_fkey`). */
  organization_members: OrganizationMembers[]
  /** Rows of `public.projects` whose `user_id` is the `id` of this row (`projects_user_id_fkey`). */
  projects: Projects[]
  /** Rows of `public.scheduled_test_executions` whose `triggered_by` is the `id` of this row (`scheduled_test_executions_triggered_by_fkey`). */
  scheduled_test_executions: ScheduledTestExecutions[]
  /** Rows of `public.test_schedules` whose `user_id` is the `id` of this row (`test_schedules_user_id_fkey`). */
  test_schedules: TestSchedules[]
  /** Rows of `public.visual_test_flows` whose `user_id` is the `id` of this row (`visual_test_flows_user_id_fkey`). */
  visual_test_flows: VisualTestFlows[]
}

/** A row of the table `public.users` with some of what is related to it. */
export type UsersWith<K extends keyof UsersRelations> = Users & Pick<UsersRelations, K>

/**
 * Tests drawn or generated as a sequence of steps.
 *
 * A row of the table `public.visual_test_flows`.
 */
export interface VisualTestFlows {
  id: string
  organization_id: string
  project_id: string
  user_id: string
  /** Generation of the organization that the flow began as; null when drawn by hand or when it has expired. */
  generation_id: string | null
  name: string
  description: string | null
  status: 'draft' | 'active' | 'archived'
  version: number
  tags: string[]
  /** Browser, viewport, retries and variables. */
  config: JsonValue
  archived_at: Date | null
  created_at: Date
  updated_at: Date
}

/** What an INSERT into the table `public.visual_test_flows` takes. */
export interface VisualTestFlowsInsert {
  id?: string
  organization_id: string
  project_id: string
  user_id: string
  /** Generation of the organization that the flow began as; null when drawn by hand or when it has expired. */
  generation_id?: string | null
  name: string
  description?: string | null
  status?: 'draft' | 'active' | 'archived'
  version?: number
  tags?: string[]
  /** Browser, viewport, retries and variables. */
  config?: JsonValue
  archived_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** What an UPDATE of the table `public.visual_test_flows` takes. */
export interface VisualTestFlowsUpdate {
  id?: string
  organization_id?: string
  project_id?: string
  user_id?: string
  generation_id?: string | null
  name?: string
  description?: string | null
  status?: 'draft' | 'active' | 'archived'
  version?: number
  tags?: string[]
  config?: JsonValue
  archived_at?: Date | string | null
  created_at?: Date | string
  updated_at?: Date | string
}

/** Conditions on rows of the table `public.visual_test_flows`; all of them have to hold. */
export interface VisualTestFlowsFilters {
  id?: EqualityFilter<string>
  organization_id?: EqualityFilter<string>
  project_id?: EqualityFilter<string>
  user_id?: EqualityFilter<string>
  generation_id?: EqualityFilter<string> | null
  name?: TextFilter
  description?: TextFilter | null
  status?: EqualityFilter<'draft' | 'active' | 'archived'>
  version?: RangeFilter<number>
  tags?: NullFilter
  config?: NullFilter
  archived_at?: RangeFilter<Date | string> | null
  created_at?: RangeFilter<Date | string>
  updated_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.visual_test_flows`. */
export interface VisualTestFlowsRelations {
  /** The row of `public.ai_generations` that `organization_id`, `generation_id` references (`visual_test_flows_generation_id_fkey`). */
  generation: AiGenerations | null
  /** The row of `public.organizations` that `organization_id` references (`visual_test_flows_organization_id_fkey`). */
  organization: Organizations
  /** The row of `public.projects` that `organization_id`, `project_id` references (`visual_test_flows_project_id_fkey`). */
  project: Projects
  /** The row of `public.users` that `user_id` references (`visual_test_flows_user_id_fkey`). */
  user: Users
  /** Rows of `public.test_schedules` whose `organization_id`, `flow_id` is the `organization_id`, `id` of this row (`test_schedules_flow_id_fkey`). */
  test_schedules: TestSchedules[]
  /** Rows of `public.visual_test_steps` whose `organization_id`, `flow_id` is the `organization_id`, `id` of this row (`visual_test_steps_flow_id_fkey`). */
  visual_test_steps: VisualTestSteps[]
}

/** A row of the table `public.visual_test_flows` with some of what is related to it. */
export type VisualTestFlowsWith<K extends keyof VisualTestFlowsRelations> = VisualTestFlows & Pick<VisualTestFlowsRelations, K>

/**
 * Steps of a flow, in order.
 *
 * A row of the table `public.visual_test_steps`.
 */
export interface VisualTestSteps {
  id: string
  flow_id: string
  /** That of the flow, so that a row can be judged without it. */
  organization_id: string
  position: number
  action: VisualTestStepAction
  selector: string | null
  value: string | null
  /** Fallback selectors, masks and tolerances of the step. */
  config: JsonValue
  timeout_ms: number
  is_optional: boolean
  created_at: Date
  updated_at: Date
}

/** What an INSERT into the table `public.visual_test_steps` takes. */
export interface VisualTestStepsInsert {
  id?: string | number
  flow_id: string
  /** That of the flow, so that a row can be judged without it. */
  organization_id: string
  position: number
  action: VisualTestStepAction
  selector?: string | null
  value?: string | null
  /** Fallback selectors, masks and tolerances of the step. */
  config?: JsonValue
  timeout_ms?: number
  is_optional?: boolean
  created_at?: Date | string
  updated_at?: Date | string
}

/** What an UPDATE of the table `public.visual_test_steps` takes. */
export interface VisualTestStepsUpdate {
  id?: string | number
  flow_id?: string
  organization_id?: string
  position?: number
  action?: VisualTestStepAction
  selector?: string | null
  value?: string | null
  config?: JsonValue
  timeout_ms?: number
  is_optional?: boolean
  created_at?: Date | string
  updated_at?: Date | string
}

/** Conditions on rows of the table `public.visual_test_steps`; all of them have to hold. */
export interface VisualTestStepsFilters {
  id?: RangeFilter<string | number>
  flow_id?: EqualityFilter<string>
  organization_id?: EqualityFilter<string>
  position?: RangeFilter<number>
  action?: RangeFilter<VisualTestStepAction>
  selector?: TextFilter | null
  value?: TextFilter | null
  config?: NullFilter
  timeout_ms?: RangeFilter<number>
  is_optional?: EqualityFilter<boolean>
  created_at?: RangeFilter<Date | string>
  updated_at?: RangeFilter<Date | string>
}

/** What foreign keys relate to a row of the table `public.visual_test_steps`. */
export interface VisualTestStepsRelations {
  /** The row of `public.organizations` that `organization_id` references (`visual_test_steps_organization_id_fkey`). */
  organization: Organizations
  /** The row of `public.visual_test_flows` that `organization_id`, `flow_id` references (`visual_test_steps_flow_id_fkey`). */
  flow: VisualTestFlows
}

/** A row of the table `public.visual_test_steps` with some of what is related to it. */
export type VisualTestStepsWith<K extends keyof VisualTestStepsRelations> = VisualTestSteps & Pick<VisualTestStepsRelations, K>

/**
 * What was told to whom, for a dashboard.
 *
 * A row of the table `public.webhook_deliveries`.
 */
export interface WebhookDeliveries {
  id: number
  organization_id: string
  event: string
  event_on: Date
  http_status: number | null
}

/** What an INSERT into the table `public.webhook_deliveries` takes. */
export interface WebhookDeliveriesInsert {
  id?: number
  organization_id: string
  event: string
  event_on: Date | string
  http_status?: number | null
}

/** What an UPDATE of the table `public.webhook_deliveries` takes. */
export interface WebhookDeliveriesUpdate {
  id?: number
  organization_id?: string
  event?: string
  event_on?: Date | string
  http_status?: number | null
}

/** Conditions on rows of the table `public.webhook_deliveries`; all of them have to hold. */
export interface WebhookDeliveriesFilters {
  id?: RangeFilter<number>
  organization_id?: EqualityFilter<string>
  event?: TextFilter
  event_on?: RangeFilter<Date | string>
  http_status?: RangeFilter<number> | null
}

/** What foreign keys relate to a row of the table `public.webhook_deliveries`. */
export interface WebhookDeliveriesRelations {
  /** The row of `public.organizations` that `organization_id` references (`webhook_deliveries_organization_id_fkey`). */
  organization: Organizations
}

/** A row of the table `public.webhook_deliveries` with some of what is related to it. */
export type WebhookDeliveriesWith<K extends keyof WebhookDeliveriesRelations> = WebhookDeliveries & Pick<WebhookDeliveriesRelations, K>

/**
 * AI generations by hour (in UTC) of their creation, provider and model.
 *
 * What the function `public.ai_generation_hours(timestamp with time zone, timestamp with time zone)` takes.
 */
export interface AiGenerationHoursArguments {
  since: Date | string | null
  until: Date | string | null
}

/** A row that `public.ai_generation_hours(timestamp with time zone, timestamp with time zone)` gives. */
export interface AiGenerationHoursRow {
  hour: Date | null
  provider: string | null
  model: string | null
  generation_count: string | null
  completed_count: string | null
  failed_count: string | null
  success_rate: string | null
  p50_duration_ms: number | null
  p95_duration_ms: number | null
  p99_duration_ms: number | null
  token_count: string | null
  cost_usd: string | null
}

/** What `public.ai_generation_hours(timestamp with time zone, timestamp with time zone)` gives, row by row. */
export type AiGenerationHoursResult = AiGenerationHoursRow[]

/**
 * Browser sessions by day (in UTC) of their creation and browser.
 *
 * What the function `public.browser_session_days(timestamp with time zone, timestamp with time zone)` takes.
 */
export interface BrowserSessionDaysArguments {
  since: Date | string | null
  until: Date | string | null
}

/** A row that `public.browser_session_days(timestamp with time zone, timestamp with time zone)` gives. */
export interface BrowserSessionDaysRow {
  day: Date | null
  browser: string | null
  session_count: string | null
  open_count: string | null
  closed_count: string | null
  failed_count: string | null
  expired_count: string | null
  p50_duration_ms: number | null
  p95_duration_ms: number | null
  action_count: string | null
  recording_bytes: string | null
}

/** What `public.browser_session_days(timestamp with time zone, timestamp with time zone)` gives, row by row. */
export type BrowserSessionDaysResult = BrowserSessionDaysRow[]

/**
 * Hands the next due jobs of a queue to a worker until its lease ends; no two get the same. Whoever may hold jobs at the same time as another needs a name of its own, for example host, process and slot.
 *
 * What the function `public.claim_jobs(text, text, integer, interval)` takes.
 */
export interface ClaimJobsArguments {
  worker: string | null
  queue?: string | null
  max_jobs?: number | null
  lease?: string | null
}

/** What `public.claim_jobs(text, text, integer, interval)` gives, row by row. */
export type ClaimJobsResult = JobQueue[]

/**
 * Locks a job that a worker holds and returns it; an error if it is not the worker's any more.
 *
 * What the function `public.claimed_job(bigint, text, integer)` takes.
 */
export interface ClaimedJobArguments {
  job_id: string | number | null
  worker: string | null
  attempt?: number | null
}

/** What `public.claimed_job(bigint, text, integer)` gives. */
export type ClaimedJobResult = { [Column in keyof JobQueue]: JobQueue[Column] | null }

/**
 * Ends a job of a worker; in the transaction of its work, both or neither are done.
 *
 * What the function `public.complete_job(bigint, text, jsonb, integer)` takes.
 */
export interface CompleteJobArguments {
  job_id: string | number | null
  worker: string | null
  result?: JsonValue | null
  attempt?: number | null
}

/** What `public.complete_job(bigint, text, jsonb, integer)` gives. */
export type CompleteJobResult = void

/**
 * Takes jobs back from workers that have not ended them in time; those without attempts left are dead.
 *
 * What the function `public.end_expired_leases(text, integer)` takes.
 */
export interface EndExpiredLeasesArguments {
  queue: string | null
  max_jobs?: number | null
}

/** What `public.end_expired_leases(text, integer)` gives. */
export type EndExpiredLeasesResult = number | null

/**
 * Queues a job and returns its id: that of the unfinished one, if there is one with the unique_key.
 *
 * What the function `public.enqueue_job(text, jsonb, text, integer, timestamp with time zone, integer, text, uuid, uuid, uuid)` takes.
 */
export interface EnqueueJobArguments {
  job_type: string | null
  payload?: JsonValue | null
  queue?: string | null
  priority?: number | null
  run_at?: Date | string | null
  max_attempts?: number | null
  unique_key?: string | null
  organization_id?: string | null
  user_id?: string | null
  project_id?: string | null
}

/** What `public.enqueue_job(text, jsonb, text, integer, timestamp with time zone, integer, text, uuid, uuid, uuid)` gives. */
export type EnqueueJobResult = string | null

/**
 * Gives a worker more time for a job, and returns until when.
 *
 * What the function `public.extend_lease(bigint, text, interval, integer)` takes.
 */
export interface ExtendLeaseArguments {
  job_id: string | number | null
  worker: string | null
  lease?: string | null
  attempt?: number | null
}

/** What `public.extend_lease(bigint, text, interval, integer)` gives. */
export type ExtendLeaseResult = Date | null

/**
 * Puts off a job for its next attempt (queued); after the last, or if it is not to be retried, it is dead.
 *
 * What the function `public.fail_job(bigint, text, text, boolean, integer)` takes.
 */
export interface FailJobArguments {
  job_id: string | number | null
  worker: string | null
  error_message: string | null
  retry?: boolean | null
  attempt?: number | null
}

/** What `public.fail_job(bigint, text, text, boolean, integer)` gives. */
export type FailJobResult = string | null

/**
 * Tells whether a text is five fields of crontab(5), or one of @hourly to @annually.
 *
 * What the function `public.is_cron_expression(text)` takes.
 */
export interface IsCronExpressionArguments {
  expression: string | null
}

/** What `public.is_cron_expression(text)` gives. */
export type IsCronExpressionResult = boolean | null

/**
 * Tells whether PostgreSQL knows a time zone by this name.
 *
 * What the function `public.is_time_zone(text)` takes.
 */
export interface IsTimeZoneArguments {
  name: string | null
}

/** What `public.is_time_zone(text)` gives. */
export type IsTimeZoneResult = boolean | null

/**
 * Returns how long to wait after an attempt that failed: 10 s, 20 s, 40 s, up to an hour.
 *
 * What the function `public.job_backoff(integer)` takes.
 */
export interface JobBackoffArguments {
  attempts: number | null
}

/** What `public.job_backoff(integer)` gives. */
export type JobBackoffResult = string | null

/**
 * Jobs by hour (in UTC) of their creation, queue and type; waits and runs are those of the last attempt.
 *
 * What the function `public.job_queue_hours(timestamp with time zone, timestamp with time zone)` takes.
 */
export interface JobQueueHoursArguments {
  since: Date | string | null
  until: Date | string | null
}

/** A row that `public.job_queue_hours(timestamp with time zone, timestamp with time zone)` gives. */
export interface JobQueueHoursRow {
  hour: Date | null
  queue: string | null
  job_type: string | null
  job_count: string | null
  open_count: string | null
  completed_count: string | null
  dead_count: string | null
  cancelled_count: string | null
  retry_count: string | null
  p50_wait_ms: number | null
  p95_wait_ms: number | null
  p50_run_ms: number | null
  p95_run_ms: number | null
  p99_run_ms: number | null
}

/** What `public.job_queue_hours(timestamp with time zone, timestamp with time zone)` gives, row by row. */
export type JobQueueHoursResult = JobQueueHoursRow[]

/**
 * Returns what a project has spent on generations since a moment.
 *
 * What the function `public.project_cost(uuid, timestamp with time zone)` takes.
 */
export interface ProjectCostArguments {
  project_id: string | null
  since: Date | string | null
}

/** What `public.project_cost(uuid, timestamp with time zone)` gives. */
export type ProjectCostResult = string | null

/**
 * Brings the rollups behind the four performance views up to date.
 *
 * What the function `public.refresh_performance_rollups()` takes.
 */
export type RefreshPerformanceRollupsArguments = Record<never, never>

/** What `public.refresh_performance_rollups()` gives. */
export type RefreshPerformanceRollupsResult = void

/**
 * Scheduled runs by the day (in UTC) they were scheduled for, and project.
 *
 * What the function `public.test_execution_days(timestamp with time zone, timestamp with time zone)` takes.
 */
export interface TestExecutionDaysArguments {
  since: Date | string | null
  until: Date | string | null
}

/** A row that `public.test_execution_days(timestamp with time zone, timestamp with time zone)` gives. */
export interface TestExecutionDaysRow {
  day: Date | null
  project_id: string | null
  execution_count: string | null
  open_count: string | null
  passed_count: string | null
  failed_count: string | null
  cancelled_count: string | null
  pass_rate: string | null
  p50_duration_ms: number | null
  p95_duration_ms: number | null
}

/** What `public.test_execution_days(timestamp with time zone, timestamp with time zone)` gives, row by row. */
export type TestExecutionDaysResult = TestExecutionDaysRow[]

/** The types of each table and view. */
export interface Database {
  ai_generation_performance: { Row: AiGenerationPerformance; Insert: never; Update: never; Filters: AiGenerationPerformanceFilters }
  ai_generation_rollup: { Row: AiGenerationRollup; Insert: never; Update: never; Filters: AiGenerationRollupFilters }
  ai_generations: { Row: AiGenerations; Insert: AiGenerationsInsert; Update: AiGenerationsUpdate; Filters: AiGenerationsFilters }
  api_keys: { Row: ApiKeys; Insert: ApiKeysInsert; Update: ApiKeysUpdate; Filters: ApiKeysFilters }
  browser_session_rollup: { Row: BrowserSessionRollup; Insert: never; Update: never; Filters: BrowserSessionRollupFilters }
  browser_session_stats: { Row: BrowserSessionStats; Insert: never; Update: never; Filters: BrowserSessionStatsFilters }
  browser_sessions: { Row: BrowserSessions; Insert: BrowserSessionsInsert; Update: BrowserSessionsUpdate; Filters: BrowserSessionsFilters }
  generation_cost_import: { Row: GenerationCostImport; Insert: GenerationCostImportInsert; Update: GenerationCostImportUpdate; Filters: GenerationCostImportFilters }
  job_queue: { Row: JobQueue; Insert: JobQueueInsert; Update: JobQueueUpdate; Filters: JobQueueFilters }
  job_queue_performance: { Row: JobQueuePerformance; Insert: never; Update: never; Filters: JobQueuePerformanceFilters }
  job_queue_rollup: { Row: JobQueueRollup; Insert: never; Update: never; Filters: JobQueueRollupFilters }
  organization_members: { Row: OrganizationMembers; Insert: OrganizationMembersInsert; Update: OrganizationMembersUpdate; Filters: OrganizationMembersFilters }
  organizations: { Row: Organizations; Insert: OrganizationsInsert; Update: OrganizationsUpdate; Filters: OrganizationsFilters }
  pgmigrations: { Row: Pgmigrations; Insert: PgmigrationsInsert; Update: PgmigrationsUpdate; Filters: PgmigrationsFilters }
  projects: { Row: Projects; Insert: ProjectsInsert; Update: ProjectsUpdate; Filters: ProjectsFilters }
  scheduled_test_executions: { Row: ScheduledTestExecutions; Insert: ScheduledTestExecutionsInsert; Update: ScheduledTestExecutionsUpdate; Filters: ScheduledTestExecutionsFilters }
  test_execution_rollup: { Row: TestExecutionRollup; Insert: never; Update: never; Filters: TestExecutionRollupFilters }
  test_execution_trends: { Row: TestExecutionTrends; Insert: never; Update: never; Filters: TestExecutionTrendsFilters }
  test_schedules: { Row: TestSchedules; Insert: TestSchedulesInsert; Update: TestSchedulesUpdate; Filters: TestSchedulesFilters }
  users: { Row: Users; Insert: UsersInsert; Update: UsersUpdate; Filters: UsersFilters }
  visual_test_flows: { Row: VisualTestFlows; Insert: VisualTestFlowsInsert; Update: VisualTestFlowsUpdate; Filters: VisualTestFlowsFilters }
  visual_test_steps: { Row: VisualTestSteps; Insert: VisualTestStepsInsert; Update: VisualTestStepsUpdate; Filters: VisualTestStepsFilters }
  webhook_deliveries: { Row: WebhookDeliveries; Insert: WebhookDeliveriesInsert; Update: WebhookDeliveriesUpdate; Filters: WebhookDeliveriesFilters }
}

/** The tables, as sql() of the driver takes them. */
export const Tables = {
  ai_generations: 'public.ai_generations',
  api_keys: 'public.api_keys',
  browser_sessions: 'public.browser_sessions',
  generation_cost_import: 'public.generation_cost_import',
  job_queue: 'public.job_queue',
  organization_members: 'public.organization_members',
  organizations: 'public.organizations',
  pgmigrations: 'public.pgmigrations',
  projects: 'public.projects',
  scheduled_test_executions: 'public.scheduled_test_executions',
  test_schedules: 'public.test_schedules',
  users: 'public.users',
  visual_test_flows: 'public.visual_test_flows',
  visual_test_steps: 'public.visual_test_steps',
  webhook_deliveries: 'public.webhook_deliveries',
} as const

/** The views and materialized views. */
export const Views = {
  ai_generation_performance: 'public.ai_generation_performance',
  ai_generation_rollup: 'public.ai_generation_rollup',
  browser_session_rollup: 'public.browser_session_rollup',
  browser_session_stats: 'public.browser_session_stats',
  job_queue_performance: 'public.job_queue_performance',
  job_queue_rollup: 'public.job_queue_rollup',
  test_execution_rollup: 'public.test_execution_rollup',
  test_execution_trends: 'public.test_execution_trends',
} as const

/** The functions and procedures. */
export const Functions = {
  ai_generation_hours: 'public.ai_generation_hours',
  browser_session_days: 'public.browser_session_days',
  claim_jobs: 'public.claim_jobs',
  claimed_job: 'public.claimed_job',
  complete_job: 'public.complete_job',
  end_expired_leases: 'public.end_expired_leases',
  enqueue_job: 'public.enqueue_job',
  extend_lease: 'public.extend_lease',
  fail_job: 'public.fail_job',
  is_cron_expression: 'public.is_cron_expression',
  is_time_zone: 'public.is_time_zone',
  job_backoff: 'public.job_backoff',
  job_queue_hours: 'public.job_queue_hours',
  project_cost: 'public.project_cost',
  refresh_performance_rollups: 'public.refresh_performance_rollups',
  test_execution_days: 'public.test_execution_days',
} as const

/** The primary and the other unique keys of each table. */
export const Keys = {
  ai_generations: { primary: ['id'], unique: [['organization_id', 'id']] },
  api_keys: { primary: ['id'], unique: [['key_hash']] },
  browser_sessions: { primary: ['id'], unique: [] },
  generation_cost_import: { primary: [], unique: [] },
  job_queue: { primary: ['id'], unique: [] },
  organization_members: { primary: ['org_id', 'user_id'], unique: [] },
  organizations: { primary: ['id'], unique: [['slug']] },
  pgmigrations: { primary: ['id'], unique: [] },
  projects: { primary: ['id'], unique: [['organization_id', 'id'], ['organization_id', 'slug']] },
  scheduled_test_executions: { primary: ['id'], unique: [['organization_id', 'id'], ['schedule_id', 'organization_id', 'scheduled_for', 'attempt']] },
  test_schedules: { primary: ['id'], unique: [['organization_id', 'id']] },
  users: { primary: ['id'], unique: [] },
  visual_test_flows: { primary: ['id'], unique: [['organization_id', 'id']] },
  visual_test_steps: { primary: ['id'], unique: [['flow_id', 'organization_id', 'position']] },
  webhook_deliveries: { primary: ['id'], unique: [['organization_id', 'event', 'event_on']] },
} as const

/** The foreign keys of each table, and those that reference it. */
export const Relations = {
  ai_generations: {
    organization: { side: 'one', table: 'public.organizations', columns: ['organization_id'], references: ['id'] },
    project: { side: 'one', table: 'public.projects', columns: ['organization_id', 'project_id'], references: ['organization_id', 'id'] },
    user: { side: 'one', table: 'public.users', columns: ['user_id'], references: ['id'] },
    visual_test_flows: { side: 'many', table: 'public.visual_test_flows', columns: ['organization_id', 'id'], references: ['organization_id', 'generation_id'] },
  },
  api_keys: {
    organization: { side: 'one', table: 'public.organizations', columns: ['organization_id'], references: ['id'] },
    user: { side: 'one', table: 'public.users', columns: ['user_id'], references: ['id'] },
  },
  browser_sessions: {
    organization: { side: 'one', table: 'public.organizations', columns: ['organization_id'], references: ['id'] },
    project: { side: 'one', table: 'public.projects', columns: ['organization_id', 'project_id'], references: ['organization_id', 'id'] },
    execution: { side: 'one', table: 'public.scheduled_test_executions', columns: ['organization_id', 'execution_id'], references: ['organization_id', 'id'] },
    user: { side: 'one', table: 'public.users', columns: ['user_id'], references: ['id'] },
  },
  generation_cost_import: {},
  job_queue: {
    organization: { side: 'one', table: 'public.organizations', columns: ['organization_id'], references: ['id'] },
    project: { side: 'one', table: 'public.projects', columns: ['project_id'], references: ['id'] },
    user: { side: 'one', table: 'public.users', columns: ['user_id'], references: ['id'] },
  },
  organization_members: {
    org: { side: 'one', table: 'public.organizations', columns: ['org_id'], references: ['id'] },
    user: { side: 'one', table: 'public.users', columns: ['user_id'], references: ['id'] },
  },
  organizations: {
    ai_generations: { side: 'many', table: 'public.ai_generations', columns: ['id'], references: ['organization_id'] },
    api_keys: { side: 'many', table: 'public.api_keys', columns: ['id'], references: ['organization_id'] },
    browser_sessions: { side: 'many', table: 'public.browser_sessions', columns: ['id'], references: ['organization_id'] },
    job_queue: { side: 'many', table: 'public.job_queue', columns: ['id'], references: ['organization_id'] },
    organization_members: { side: 'many', table: 'public.organization_members', columns: ['id'], references: ['org_id'] },
    projects: { side: 'many', table: 'public.projects', columns: ['id'], references: ['organization_id'] },
    scheduled_test_executions: { side: 'many', table: 'public.scheduled_test_executions', columns: ['id'], references: ['organization_id'] },
    test_schedules: { side: 'many', table: 'public.test_schedules', columns: ['id'], references: ['organization_id'] },
    visual_test_flows: { side: 'many', table: 'public.visual_test_flows', columns: ['id'], references: ['organization_id'] },
    visual_test_steps: { side: 'many', table: 'public.visual_test_steps', columns: ['id'], references: ['organization_id'] },
    webhook_deliveries: { side: 'many', table: 'public.webhook_deliveries', columns: ['id'], references: ['organization_id'] },
  },
  pgmigrations: {},
  projects: {
    organization: { side: 'one', table: 'public.organizations', columns: ['organization_id'], references: ['id'] },
    user: { side: 'one', table: 'public.users', columns: ['user_id'], references: ['id'] },
    ai_generations: { side: 'many', table: 'public.ai_generations', columns: ['organization_id', 'id'], references: ['organization_id', 'project_id'] },
    browser_sessions: { side: 'many', table: 'public.browser_sessions', columns: ['organization_id', 'id'], references: ['organization_id', 'project_id'] },
    job_queue: { side: 'many', table: 'public.job_queue', columns: ['id'], references: ['project_id'] },
    scheduled_test_executions: { side: 'many', table: 'public.scheduled_test_executions', columns: ['organization_id', 'id'], references: ['organization_id', 'project_id'] },
    test_schedules: { side: 'many', table: 'public.test_schedules', columns: ['organization_id', 'id'], references: ['organization_id', 'project_id'] },
    visual_test_flows: { side: 'many', table: 'public.visual_test_flows', columns: ['organization_id', 'id'], references: ['organization_id', 'project_id'] },
  },
  scheduled_test_executions: {
    organization: { side: 'one', table: 'public.organizations', columns: ['organization_id'], references: ['id'] },
    project: { side: 'one', table: 'public.projects', columns: ['organization_id', 'project_id'], references: ['organization_id', 'id'] },
    schedule: { side: 'one', table: 'public.test_schedules', columns: ['organization_id', 'schedule_id'], references: ['organization_id', 'id'] },
    users_by_triggered_by: { side: 'one', table: 'public.users', columns: ['triggered_by'], references: ['id'] },
    browser_sessions: { side: 'many', table: 'public.browser_sessions', columns: ['organization_id', 'id'], references: ['organization_id', 'execution_id'] },
  },
  test_schedules: {
    organization: { side: 'one', table: 'public.organizations', columns: ['organization_id'], references: ['id'] },
    project: { side: 'one', table: 'public.projects', columns: ['organization_id', 'project_id'], references: ['organization_id', 'id'] },
    user: { side: 'one', table: 'public.users', columns: ['user_id'], references: ['id'] },
    flow: { side: 'one', table: 'public.visual_test_flows', columns: ['organization_id', 'flow_id'], references: ['organization_id', 'id'] },
    scheduled_test_executions: { side: 'many', table: 'public.scheduled_test_executions', columns: ['organization_id', 'id'], references: ['organization_id', 'schedule_id'] },
  },
  users: {
    ai_generations: { side: 'many', table: 'public.ai_generations', columns: ['id'], references: ['user_id'] },
    api_keys: { side: 'many', table: 'public.api_keys', columns: ['id'], references: ['user_id'] },
    browser_sessions: { side: 'many', table: 'public.browser_sessions', columns: ['id'], references: ['user_id'] },
    job_queue: { side: 'many', table: 'public.job_queue', columns: ['id'], references: ['user_id'] },
    organization_members: { side: 'many', table: 'public.organization_members', columns: ['id'], references: ['user_id'] },
    projects: { side: 'many', table: 'public.projects', columns: ['id'], references: ['user_id'] },
    scheduled_test_executions: { side: 'many', table: 'public.scheduled_test_executions', columns: ['id'], references: ['triggered_by'] },
    test_schedules: { side: 'many', table: 'public.test_schedules', columns: ['id'], references: ['user_id'] },
    visual_test_flows: { side: 'many', table: 'public.visual_test_flows', columns: ['id'], references: ['user_id'] },
  },
  visual_test_flows: {
    generation: { side: 'one', table: 'public.ai_generations', columns: ['organization_id', 'generation_id'], references: ['organization_id', 'id'] },
    organization: { side: 'one', table: 'public.organizations', columns: ['organization_id'], references: ['id'] },
    project: { side: 'one', table: 'public.projects', columns: ['organization_id', 'project_id'], references: ['organization_id', 'id'] },
    user: { side: 'one', table: 'public.users', columns: ['user_id'], references: ['id'] },
    test_schedules: { side: 'many', table: 'public.test_schedules', columns: ['organization_id', 'id'], references: ['organization_id', 'flow_id'] },
    visual_test_steps: { side: 'many', table: 'public.visual_test_steps', columns: ['organization_id', 'id'], references: ['organization_id', 'flow_id'] },
  },
  visual_test_steps: {
    organization: { side: 'one', table: 'public.organizations', columns: ['organization_id'], references: ['id'] },
    flow: { side: 'one', table: 'public.visual_test_flows', columns: ['organization_id', 'flow_id'], references: ['organization_id', 'id'] },
  },
  webhook_deliveries: {
    organization: { side: 'one', table: 'public.organizations', columns: ['organization_id'], references: ['id'] },
  },
} as const

export const AiGenerationPerformanceSchema = z.object({
  hour: z.date().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  generation_count: z.string().regex(/^-?\d+$/).nullable(),
  completed_count: z.string().regex(/^-?\d+$/).nullable(),
  failed_count: z.string().regex(/^-?\d+$/).nullable(),
  success_rate: z.string().nullable(),
  p50_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p95_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p99_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  token_count: z.string().regex(/^-?\d+$/).nullable(),
  cost_usd: z.string().nullable(),
}) satisfies z.ZodType<AiGenerationPerformance>

export const AiGenerationRollupSchema = z.object({
  hour: z.date().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  generation_count: z.string().regex(/^-?\d+$/).nullable(),
  completed_count: z.string().regex(/^-?\d+$/).nullable(),
  failed_count: z.string().regex(/^-?\d+$/).nullable(),
  success_rate: z.string().nullable(),
  p50_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p95_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p99_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  token_count: z.string().regex(/^-?\d+$/).nullable(),
  cost_usd: z.string().nullable(),
}) satisfies z.ZodType<AiGenerationRollup>

export const AiGenerationsSchema = z.object({
  id: z.guid(),
  user_id: z.guid(),
  organization_id: z.guid().nullable(),
  project_id: z.guid().nullable(),
  kind: z.enum(['test_flow', 'test_case', 'assertion', 'selector_repair', 'test_data']),
  provider: z.string(),
  model: z.string(),
  status: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']),
  prompt: z.json(),
  response: z.json().nullable(),
  prompt_tokens: z.int32().nullable(),
  completion_tokens: z.int32().nullable(),
  cost_usd: z.string().nullable(),
  duration_ms: z.int32().nullable(),
  rating: z.int().min(-32768).max(32767).nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
}) satisfies z.ZodType<AiGenerations>

export const AiGenerationsInsertSchema = z.strictObject({
  id: z.guid().exactOptional(),
  user_id: z.guid(),
  organization_id: z.guid().nullable().exactOptional(),
  project_id: z.guid().nullable().exactOptional(),
  kind: z.enum(['test_flow', 'test_case', 'assertion', 'selector_repair', 'test_data']),
  provider: z.string(),
  model: z.string(),
  status: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']).exactOptional(),
  prompt: z.json(),
  response: z.json().nullable().exactOptional(),
  prompt_tokens: z.int32().nullable().exactOptional(),
  completion_tokens: z.int32().nullable().exactOptional(),
  cost_usd: z.union([z.string(), z.number()]).nullable().exactOptional(),
  duration_ms: z.int32().nullable().exactOptional(),
  rating: z.int().min(-32768).max(32767).nullable().exactOptional(),
  error_code: z.string().nullable().exactOptional(),
  error_message: z.string().nullable().exactOptional(),
  started_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  finished_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<AiGenerationsInsert>

export const AiGenerationsUpdateSchema = z.strictObject({
  id: z.guid().exactOptional(),
  user_id: z.guid().exactOptional(),
  organization_id: z.guid().nullable().exactOptional(),
  project_id: z.guid().nullable().exactOptional(),
  kind: z.enum(['test_flow', 'test_case', 'assertion', 'selector_repair', 'test_data']).exactOptional(),
  provider: z.string().exactOptional(),
  model: z.string().exactOptional(),
  status: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']).exactOptional(),
  prompt: z.json().exactOptional(),
  response: z.json().nullable().exactOptional(),
  prompt_tokens: z.int32().nullable().exactOptional(),
  completion_tokens: z.int32().nullable().exactOptional(),
  cost_usd: z.union([z.string(), z.number()]).nullable().exactOptional(),
  duration_ms: z.int32().nullable().exactOptional(),
  rating: z.int().min(-32768).max(32767).nullable().exactOptional(),
  error_code: z.string().nullable().exactOptional(),
  error_message: z.string().nullable().exactOptional(),
  started_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  finished_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<AiGenerationsUpdate>

export const ApiKeysSchema = z.object({
  id: z.guid(),
  organization_id: z.guid(),
  user_id: z.guid(),
  name: z.string(),
  key_prefix: z.string(),
  key_hash: z.string(),
  scopes: z.array(z.string()),
  last_used_at: z.date().nullable(),
  expires_at: z.date().nullable(),
  revoked_at: z.date().nullable(),
  created_at: z.date(),
}) satisfies z.ZodType<ApiKeys>

export const ApiKeysInsertSchema = z.strictObject({
  id: z.guid().exactOptional(),
  organization_id: z.guid(),
  user_id: z.guid(),
  name: z.string(),
  key_prefix: z.string(),
  key_hash: z.string(),
  scopes: z.array(z.string()).exactOptional(),
  last_used_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  expires_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  revoked_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<ApiKeysInsert>

export const ApiKeysUpdateSchema = z.strictObject({
  id: z.guid().exactOptional(),
  organization_id: z.guid().exactOptional(),
  user_id: z.guid().exactOptional(),
  name: z.string().exactOptional(),
  key_prefix: z.string().exactOptional(),
  key_hash: z.string().exactOptional(),
  scopes: z.array(z.string()).exactOptional(),
  last_used_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  expires_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  revoked_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<ApiKeysUpdate>

export const BrowserSessionRollupSchema = z.object({
  day: z.date().nullable(),
  browser: z.string().nullable(),
  session_count: z.string().regex(/^-?\d+$/).nullable(),
  open_count: z.string().regex(/^-?\d+$/).nullable(),
  closed_count: z.string().regex(/^-?\d+$/).nullable(),
  failed_count: z.string().regex(/^-?\d+$/).nullable(),
  expired_count: z.string().regex(/^-?\d+$/).nullable(),
  p50_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p95_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  action_count: z.string().regex(/^-?\d+$/).nullable(),
  recording_bytes: z.string().nullable(),
}) satisfies z.ZodType<BrowserSessionRollup>

export const BrowserSessionStatsSchema = z.object({
  day: z.date().nullable(),
  browser: z.string().nullable(),
  session_count: z.string().regex(/^-?\d+$/).nullable(),
  open_count: z.string().regex(/^-?\d+$/).nullable(),
  closed_count: z.string().regex(/^-?\d+$/).nullable(),
  failed_count: z.string().regex(/^-?\d+$/).nullable(),
  expired_count: z.string().regex(/^-?\d+$/).nullable(),
  p50_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p95_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  action_count: z.string().regex(/^-?\d+$/).nullable(),
  recording_bytes: z.string().nullable(),
}) satisfies z.ZodType<BrowserSessionStats>

export const BrowserSessionsSchema = z.object({
  id: z.guid(),
  user_id: z.guid(),
  organization_id: z.guid().nullable(),
  project_id: z.guid().nullable(),
  execution_id: z.string().regex(/^-?\d+$/).nullable(),
  browser: z.enum(['chromium', 'firefox', 'webkit']),
  browser_version: z.string(),
  status: z.enum(['starting', 'active', 'closed', 'failed', 'expired']),
  viewport_width: z.int32(),
  viewport_height: z.int32(),
  device_scale_factor: z.string(),
  start_url: z.string(),
  capabilities: z.json(),
  storage_state: z.json().nullable(),
  action_count: z.int32(),
  recording_bytes: z.string().regex(/^-?\d+$/).nullable(),
  duration_ms: z.int32().nullable(),
  error_message: z.string().nullable(),
  started_at: z.date().nullable(),
  last_activity_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
}) satisfies z.ZodType<BrowserSessions>

export const BrowserSessionsInsertSchema = z.strictObject({
  id: z.guid().exactOptional(),
  user_id: z.guid(),
  organization_id: z.guid().nullable().exactOptional(),
  project_id: z.guid().nullable().exactOptional(),
  execution_id: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  browser: z.enum(['chromium', 'firefox', 'webkit']).exactOptional(),
  browser_version: z.string(),
  status: z.enum(['starting', 'active', 'closed', 'failed', 'expired']).exactOptional(),
  viewport_width: z.int32().exactOptional(),
  viewport_height: z.int32().exactOptional(),
  device_scale_factor: z.union([z.string(), z.number()]).exactOptional(),
  start_url: z.string(),
  capabilities: z.json().exactOptional(),
  storage_state: z.json().nullable().exactOptional(),
  action_count: z.int32().exactOptional(),
  recording_bytes: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  duration_ms: z.int32().nullable().exactOptional(),
  error_message: z.string().nullable().exactOptional(),
  started_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  last_activity_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  finished_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<BrowserSessionsInsert>

export const BrowserSessionsUpdateSchema = z.strictObject({
  id: z.guid().exactOptional(),
  user_id: z.guid().exactOptional(),
  organization_id: z.guid().nullable().exactOptional(),
  project_id: z.guid().nullable().exactOptional(),
  execution_id: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  browser: z.enum(['chromium', 'firefox', 'webkit']).exactOptional(),
  browser_version: z.string().exactOptional(),
  status: z.enum(['starting', 'active', 'closed', 'failed', 'expired']).exactOptional(),
  viewport_width: z.int32().exactOptional(),
  viewport_height: z.int32().exactOptional(),
  device_scale_factor: z.union([z.string(), z.number()]).exactOptional(),
  start_url: z.string().exactOptional(),
  capabilities: z.json().exactOptional(),
  storage_state: z.json().nullable().exactOptional(),
  action_count: z.int32().exactOptional(),
  recording_bytes: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  duration_ms: z.int32().nullable().exactOptional(),
  error_message: z.string().nullable().exactOptional(),
  started_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  last_activity_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  finished_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<BrowserSessionsUpdate>

export const GenerationCostImportSchema = z.object({
  provider: z.string(),
  model: z.string(),
  usage_on: z.date(),
  generation_id: z.guid().nullable(),
  input_tokens: z.string().regex(/^-?\d+$/).nullable(),
  output_tokens: z.string().regex(/^-?\d+$/).nullable(),
  cost_usd: z.string().nullable(),
  raw_line: z.string(),
  imported_at: z.date(),
}) satisfies z.ZodType<GenerationCostImport>

export const GenerationCostImportInsertSchema = z.strictObject({
  provider: z.string(),
  model: z.string(),
  usage_on: z.union([z.date(), z.string()]),
  generation_id: z.guid().nullable().exactOptional(),
  input_tokens: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  output_tokens: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  cost_usd: z.union([z.string(), z.number()]).nullable().exactOptional(),
  raw_line: z.string(),
  imported_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<GenerationCostImportInsert>

export const GenerationCostImportUpdateSchema = z.strictObject({
  provider: z.string().exactOptional(),
  model: z.string().exactOptional(),
  usage_on: z.union([z.date(), z.string()]).exactOptional(),
  generation_id: z.guid().nullable().exactOptional(),
  input_tokens: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  output_tokens: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  cost_usd: z.union([z.string(), z.number()]).nullable().exactOptional(),
  raw_line: z.string().exactOptional(),
  imported_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<GenerationCostImportUpdate>

export const JobQueueSchema = z.object({
  id: z.string().regex(/^-?\d+$/),
  queue: z.string(),
  job_type: z.string(),
  status: z.enum(['queued', 'running', 'completed', 'dead', 'cancelled']),
  priority: z.int().min(-32768).max(32767),
  unique_key: z.string().nullable(),
  organization_id: z.guid().nullable(),
  user_id: z.guid().nullable(),
  project_id: z.guid().nullable(),
  payload: z.json(),
  result: z.json().nullable(),
  attempts: z.int().min(-32768).max(32767),
  max_attempts: z.int().min(-32768).max(32767),
  run_at: z.date(),
  locked_by: z.string().nullable(),
  locked_until: z.date().nullable(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  duration_ms: z.string().regex(/^-?\d+$/).nullable(),
  error_message: z.string().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
}) satisfies z.ZodType<JobQueue>

export const JobQueueInsertSchema = z.strictObject({
  id: z.union([z.string().regex(/^-?\d+$/), z.int()]).exactOptional(),
  queue: z.string().exactOptional(),
  job_type: z.string(),
  status: z.enum(['queued', 'running', 'completed', 'dead', 'cancelled']).exactOptional(),
  priority: z.int().min(-32768).max(32767).exactOptional(),
  unique_key: z.string().nullable().exactOptional(),
  organization_id: z.guid().nullable().exactOptional(),
  user_id: z.guid().nullable().exactOptional(),
  project_id: z.guid().nullable().exactOptional(),
  payload: z.json().exactOptional(),
  result: z.json().nullable().exactOptional(),
  attempts: z.int().min(-32768).max(32767).exactOptional(),
  max_attempts: z.int().min(-32768).max(32767).exactOptional(),
  run_at: z.union([z.date(), z.string()]).exactOptional(),
  locked_by: z.string().nullable().exactOptional(),
  locked_until: z.union([z.date(), z.string()]).nullable().exactOptional(),
  started_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  finished_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  duration_ms: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  error_message: z.string().nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<JobQueueInsert>

export const JobQueueUpdateSchema = z.strictObject({
  id: z.union([z.string().regex(/^-?\d+$/), z.int()]).exactOptional(),
  queue: z.string().exactOptional(),
  job_type: z.string().exactOptional(),
  status: z.enum(['queued', 'running', 'completed', 'dead', 'cancelled']).exactOptional(),
  priority: z.int().min(-32768).max(32767).exactOptional(),
  unique_key: z.string().nullable().exactOptional(),
  organization_id: z.guid().nullable().exactOptional(),
  user_id: z.guid().nullable().exactOptional(),
  project_id: z.guid().nullable().exactOptional(),
  payload: z.json().exactOptional(),
  result: z.json().nullable().exactOptional(),
  attempts: z.int().min(-32768).max(32767).exactOptional(),
  max_attempts: z.int().min(-32768).max(32767).exactOptional(),
  run_at: z.union([z.date(), z.string()]).exactOptional(),
  locked_by: z.string().nullable().exactOptional(),
  locked_until: z.union([z.date(), z.string()]).nullable().exactOptional(),
  started_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  finished_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  duration_ms: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  error_message: z.string().nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<JobQueueUpdate>

export const JobQueuePerformanceSchema = z.object({
  hour: z.date().nullable(),
  queue: z.string().nullable(),
  job_type: z.string().nullable(),
  job_count: z.string().regex(/^-?\d+$/).nullable(),
  open_count: z.string().regex(/^-?\d+$/).nullable(),
  completed_count: z.string().regex(/^-?\d+$/).nullable(),
  dead_count: z.string().regex(/^-?\d+$/).nullable(),
  cancelled_count: z.string().regex(/^-?\d+$/).nullable(),
  retry_count: z.string().regex(/^-?\d+$/).nullable(),
  p50_wait_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p95_wait_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p50_run_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p95_run_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p99_run_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
}) satisfies z.ZodType<JobQueuePerformance>

export const JobQueueRollupSchema = z.object({
  hour: z.date().nullable(),
  queue: z.string().nullable(),
  job_type: z.string().nullable(),
  job_count: z.string().regex(/^-?\d+$/).nullable(),
  open_count: z.string().regex(/^-?\d+$/).nullable(),
  completed_count: z.string().regex(/^-?\d+$/).nullable(),
  dead_count: z.string().regex(/^-?\d+$/).nullable(),
  cancelled_count: z.string().regex(/^-?\d+$/).nullable(),
  retry_count: z.string().regex(/^-?\d+$/).nullable(),
  p50_wait_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p95_wait_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p50_run_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p95_run_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p99_run_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
}) satisfies z.ZodType<JobQueueRollup>

export const OrganizationMembersSchema = z.object({
  org_id: z.guid(),
  user_id: z.guid(),
  role: z.enum(['owner', 'admin', 'editor', 'viewer']),
  joined_at: z.date(),
}) satisfies z.ZodType<OrganizationMembers>

export const OrganizationMembersInsertSchema = z.strictObject({
  org_id: z.guid(),
  user_id: z.guid(),
  role: z.enum(['owner', 'admin', 'editor', 'viewer']).exactOptional(),
  joined_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<OrganizationMembersInsert>

export const OrganizationMembersUpdateSchema = z.strictObject({
  org_id: z.guid().exactOptional(),
  user_id: z.guid().exactOptional(),
  role: z.enum(['owner', 'admin', 'editor', 'viewer']).exactOptional(),
  joined_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<OrganizationMembersUpdate>

export const OrganizationsSchema = z.object({
  id: z.guid(),
  name: z.string(),
  slug: z.string(),
  plan: z.enum(['free', 'team', 'enterprise']),
  monthly_token_limit: z.string().regex(/^-?\d+$/).nullable(),
  settings: z.json(),
  created_at: z.date(),
  updated_at: z.date(),
}) satisfies z.ZodType<Organizations>

export const OrganizationsInsertSchema = z.strictObject({
  id: z.guid().exactOptional(),
  name: z.string(),
  slug: z.string(),
  plan: z.enum(['free', 'team', 'enterprise']).exactOptional(),
  monthly_token_limit: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  settings: z.json().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<OrganizationsInsert>

export const OrganizationsUpdateSchema = z.strictObject({
  id: z.guid().exactOptional(),
  name: z.string().exactOptional(),
  slug: z.string().exactOptional(),
  plan: z.enum(['free', 'team', 'enterprise']).exactOptional(),
  monthly_token_limit: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
  settings: z.json().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<OrganizationsUpdate>

export const PgmigrationsSchema = z.object({
  id: z.int32(),
  name: z.string(),
  run_on: z.date(),
}) satisfies z.ZodType<Pgmigrations>

export const PgmigrationsInsertSchema = z.strictObject({
  id: z.int32().exactOptional(),
  name: z.string().refine((text) => [...text].length <= 255, 'longer than 255 characters'),
  run_on: z.union([z.date(), z.string()]),
}) satisfies z.ZodType<PgmigrationsInsert>

export const PgmigrationsUpdateSchema = z.strictObject({
  id: z.int32().exactOptional(),
  name: z.string().refine((text) => [...text].length <= 255, 'longer than 255 characters').exactOptional(),
  run_on: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<PgmigrationsUpdate>

export const ProjectsSchema = z.object({
  id: z.guid(),
  organization_id: z.guid(),
  user_id: z.guid(),
  name: z.string(),
  slug: z.string(),
  base_url: z.string(),
  status: z.enum(['active', 'archived']),
  settings: z.json(),
  archived_at: z.date().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
}) satisfies z.ZodType<Projects>

export const ProjectsInsertSchema = z.strictObject({
  id: z.guid().exactOptional(),
  organization_id: z.guid(),
  user_id: z.guid(),
  name: z.string(),
  slug: z.string(),
  base_url: z.string(),
  status: z.enum(['active', 'archived']).exactOptional(),
  settings: z.json().exactOptional(),
  archived_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<ProjectsInsert>

export const ProjectsUpdateSchema = z.strictObject({
  id: z.guid().exactOptional(),
  organization_id: z.guid().exactOptional(),
  user_id: z.guid().exactOptional(),
  name: z.string().exactOptional(),
  slug: z.string().exactOptional(),
  base_url: z.string().exactOptional(),
  status: z.enum(['active', 'archived']).exactOptional(),
  settings: z.json().exactOptional(),
  archived_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<ProjectsUpdate>

export const ScheduledTestExecutionsSchema = z.object({
  id: z.string().regex(/^-?\d+$/),
  schedule_id: z.guid(),
  organization_id: z.guid(),
  project_id: z.guid(),
  triggered_by: z.guid().nullable(),
  trigger_source: z.enum(['schedule', 'manual', 'api']),
  status: z.enum(['queued', 'running', 'passed', 'failed', 'error', 'cancelled']),
  attempt: z.int().min(-32768).max(32767),
  scheduled_for: z.date(),
  steps_total: z.int32(),
  steps_passed: z.int32(),
  steps_failed: z.int32(),
  duration_ms: z.int32().nullable(),
  result: z.json().nullable(),
  error_message: z.string().nullable(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
}) satisfies z.ZodType<ScheduledTestExecutions>

export const ScheduledTestExecutionsInsertSchema = z.strictObject({
  id: z.union([z.string().regex(/^-?\d+$/), z.int()]).exactOptional(),
  schedule_id: z.guid(),
  organization_id: z.guid(),
  project_id: z.guid(),
  triggered_by: z.guid().nullable().exactOptional(),
  trigger_source: z.enum(['schedule', 'manual', 'api']).exactOptional(),
  status: z.enum(['queued', 'running', 'passed', 'failed', 'error', 'cancelled']).exactOptional(),
  attempt: z.int().min(-32768).max(32767).exactOptional(),
  scheduled_for: z.union([z.date(), z.string()]),
  steps_total: z.int32().exactOptional(),
  steps_passed: z.int32().exactOptional(),
  steps_failed: z.int32().exactOptional(),
  duration_ms: z.int32().nullable().exactOptional(),
  result: z.json().nullable().exactOptional(),
  error_message: z.string().nullable().exactOptional(),
  started_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  finished_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<ScheduledTestExecutionsInsert>

export const ScheduledTestExecutionsUpdateSchema = z.strictObject({
  id: z.union([z.string().regex(/^-?\d+$/), z.int()]).exactOptional(),
  schedule_id: z.guid().exactOptional(),
  organization_id: z.guid().exactOptional(),
  project_id: z.guid().exactOptional(),
  triggered_by: z.guid().nullable().exactOptional(),
  trigger_source: z.enum(['schedule', 'manual', 'api']).exactOptional(),
  status: z.enum(['queued', 'running', 'passed', 'failed', 'error', 'cancelled']).exactOptional(),
  attempt: z.int().min(-32768).max(32767).exactOptional(),
  scheduled_for: z.union([z.date(), z.string()]).exactOptional(),
  steps_total: z.int32().exactOptional(),
  steps_passed: z.int32().exactOptional(),
  steps_failed: z.int32().exactOptional(),
  duration_ms: z.int32().nullable().exactOptional(),
  result: z.json().nullable().exactOptional(),
  error_message: z.string().nullable().exactOptional(),
  started_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  finished_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<ScheduledTestExecutionsUpdate>

export const TestExecutionRollupSchema = z.object({
  day: z.date().nullable(),
  project_id: z.guid().nullable(),
  execution_count: z.string().regex(/^-?\d+$/).nullable(),
  open_count: z.string().regex(/^-?\d+$/).nullable(),
  passed_count: z.string().regex(/^-?\d+$/).nullable(),
  failed_count: z.string().regex(/^-?\d+$/).nullable(),
  cancelled_count: z.string().regex(/^-?\d+$/).nullable(),
  pass_rate: z.string().nullable(),
  p50_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p95_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
}) satisfies z.ZodType<TestExecutionRollup>

export const TestExecutionTrendsSchema = z.object({
  day: z.date().nullable(),
  project_id: z.guid().nullable(),
  execution_count: z.string().regex(/^-?\d+$/).nullable(),
  open_count: z.string().regex(/^-?\d+$/).nullable(),
  passed_count: z.string().regex(/^-?\d+$/).nullable(),
  failed_count: z.string().regex(/^-?\d+$/).nullable(),
  cancelled_count: z.string().regex(/^-?\d+$/).nullable(),
  pass_rate: z.string().nullable(),
  p50_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
  p95_duration_ms: z.custom<number>((value) => typeof value === 'number').nullable(),
}) satisfies z.ZodType<TestExecutionTrends>

export const TestSchedulesSchema = z.object({
  id: z.guid(),
  organization_id: z.guid(),
  project_id: z.guid(),
  flow_id: z.guid(),
  user_id: z.guid(),
  name: z.string(),
  schedule_type: z.enum(['cron', 'interval', 'once']),
  cron_expression: z.string().nullable(),
  run_interval: z.string().nullable(),
  time_zone: z.string(),
  is_enabled: z.boolean(),
  browser: z.enum(['chromium', 'firefox', 'webkit']),
  retry_limit: z.int().min(-32768).max(32767),
  config: z.json(),
  last_run_at: z.date().nullable(),
  next_run_at: z.date().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
}) satisfies z.ZodType<TestSchedules>

export const TestSchedulesInsertSchema = z.strictObject({
  id: z.guid().exactOptional(),
  organization_id: z.guid(),
  project_id: z.guid(),
  flow_id: z.guid(),
  user_id: z.guid(),
  name: z.string(),
  schedule_type: z.enum(['cron', 'interval', 'once']),
  cron_expression: z.string().nullable().exactOptional(),
  run_interval: z.string().nullable().exactOptional(),
  time_zone: z.string().exactOptional(),
  is_enabled: z.boolean().exactOptional(),
  browser: z.enum(['chromium', 'firefox', 'webkit']).exactOptional(),
  retry_limit: z.int().min(-32768).max(32767).exactOptional(),
  config: z.json().exactOptional(),
  last_run_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  next_run_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<TestSchedulesInsert>

export const TestSchedulesUpdateSchema = z.strictObject({
  id: z.guid().exactOptional(),
  organization_id: z.guid().exactOptional(),
  project_id: z.guid().exactOptional(),
  flow_id: z.guid().exactOptional(),
  user_id: z.guid().exactOptional(),
  name: z.string().exactOptional(),
  schedule_type: z.enum(['cron', 'interval', 'once']).exactOptional(),
  cron_expression: z.string().nullable().exactOptional(),
  run_interval: z.string().nullable().exactOptional(),
  time_zone: z.string().exactOptional(),
  is_enabled: z.boolean().exactOptional(),
  browser: z.enum(['chromium', 'firefox', 'webkit']).exactOptional(),
  retry_limit: z.int().min(-32768).max(32767).exactOptional(),
  config: z.json().exactOptional(),
  last_run_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  next_run_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<TestSchedulesUpdate>

export const UsersSchema = z.object({
  id: z.guid(),
  email: z.string(),
  display_name: z.string(),
  locale: z.string(),
  last_seen_at: z.date().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
}) satisfies z.ZodType<Users>

export const UsersInsertSchema = z.strictObject({
  id: z.guid().exactOptional(),
  email: z.string(),
  display_name: z.string(),
  locale: z.string().exactOptional(),
  last_seen_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<UsersInsert>

export const UsersUpdateSchema = z.strictObject({
  id: z.guid().exactOptional(),
  email: z.string().exactOptional(),
  display_name: z.string().exactOptional(),
  locale: z.string().exactOptional(),
  last_seen_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<UsersUpdate>

export const VisualTestFlowsSchema = z.object({
  id: z.guid(),
  organization_id: z.guid(),
  project_id: z.guid(),
  user_id: z.guid(),
  generation_id: z.guid().nullable(),
  name: z.string(),
  description: z.string().nullable(),
  status: z.enum(['draft', 'active', 'archived']),
  version: z.int32(),
  tags: z.array(z.string()),
  config: z.json(),
  archived_at: z.date().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
}) satisfies z.ZodType<VisualTestFlows>

export const VisualTestFlowsInsertSchema = z.strictObject({
  id: z.guid().exactOptional(),
  organization_id: z.guid(),
  project_id: z.guid(),
  user_id: z.guid(),
  generation_id: z.guid().nullable().exactOptional(),
  name: z.string(),
  description: z.string().nullable().exactOptional(),
  status: z.enum(['draft', 'active', 'archived']).exactOptional(),
  version: z.int32().exactOptional(),
  tags: z.array(z.string()).exactOptional(),
  config: z.json().exactOptional(),
  archived_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<VisualTestFlowsInsert>

export const VisualTestFlowsUpdateSchema = z.strictObject({
  id: z.guid().exactOptional(),
  organization_id: z.guid().exactOptional(),
  project_id: z.guid().exactOptional(),
  user_id: z.guid().exactOptional(),
  generation_id: z.guid().nullable().exactOptional(),
  name: z.string().exactOptional(),
  description: z.string().nullable().exactOptional(),
  status: z.enum(['draft', 'active', 'archived']).exactOptional(),
  version: z.int32().exactOptional(),
  tags: z.array(z.string()).exactOptional(),
  config: z.json().exactOptional(),
  archived_at: z.union([z.date(), z.string()]).nullable().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<VisualTestFlowsUpdate>

export const VisualTestStepsSchema = z.object({
  id: z.string().regex(/^-?\d+$/),
  flow_id: z.guid(),
  organization_id: z.guid(),
  position: z.int32(),
  action: z.enum(VisualTestStepActionValues),
  selector: z.string().nullable(),
  value: z.string().nullable(),
  config: z.json(),
  timeout_ms: z.int32(),
  is_optional: z.boolean(),
  created_at: z.date(),
  updated_at: z.date(),
}) satisfies z.ZodType<VisualTestSteps>

export const VisualTestStepsInsertSchema = z.strictObject({
  id: z.union([z.string().regex(/^-?\d+$/), z.int()]).exactOptional(),
  flow_id: z.guid(),
  organization_id: z.guid(),
  position: z.int32(),
  action: z.enum(VisualTestStepActionValues),
  selector: z.string().nullable().exactOptional(),
  value: z.string().nullable().exactOptional(),
  config: z.json().exactOptional(),
  timeout_ms: z.int32().exactOptional(),
  is_optional: z.boolean().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<VisualTestStepsInsert>

export const VisualTestStepsUpdateSchema = z.strictObject({
  id: z.union([z.string().regex(/^-?\d+$/), z.int()]).exactOptional(),
  flow_id: z.guid().exactOptional(),
  organization_id: z.guid().exactOptional(),
  position: z.int32().exactOptional(),
  action: z.enum(VisualTestStepActionValues).exactOptional(),
  selector: z.string().nullable().exactOptional(),
  value: z.string().nullable().exactOptional(),
  config: z.json().exactOptional(),
  timeout_ms: z.int32().exactOptional(),
  is_optional: z.boolean().exactOptional(),
  created_at: z.union([z.date(), z.string()]).exactOptional(),
  updated_at: z.union([z.date(), z.string()]).exactOptional(),
}) satisfies z.ZodType<VisualTestStepsUpdate>

export const WebhookDeliveriesSchema = z.object({
  id: z.int32(),
  organization_id: z.guid(),
  event: z.string(),
  event_on: z.date(),
  http_status: z.int32().nullable(),
}) satisfies z.ZodType<WebhookDeliveries>

export const WebhookDeliveriesInsertSchema = z.strictObject({
  id: z.int32().exactOptional(),
  organization_id: z.guid(),
  event: z.string(),
  event_on: z.union([z.date(), z.string()]),
  http_status: z.int32().nullable().exactOptional(),
}) satisfies z.ZodType<WebhookDeliveriesInsert>

export const WebhookDeliveriesUpdateSchema = z.strictObject({
  id: z.int32().exactOptional(),
  organization_id: z.guid().exactOptional(),
  event: z.string().exactOptional(),
  event_on: z.union([z.date(), z.string()]).exactOptional(),
  http_status: z.int32().nullable().exactOptional(),
}) satisfies z.ZodType<WebhookDeliveriesUpdate>
