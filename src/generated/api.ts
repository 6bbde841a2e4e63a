// Generated from the view api_reference by: make generate
import type { Caller } from '../client.js'

/** One row of `access_findings()`; any column may be null. */
export interface AccessFindingsRow {
  severity: string | null
  finding: string | null
  object: string | null
  role_name: string | null
  path: string | null
  detail: string | null
  action: string | null
  fix_sql: string[] | null
  status: string | null
}

/** Arguments of `admit_login()`. */
export interface AdmitLoginArguments {
  /** The role that the application logs in as. */
  login: string
  /** The roles that its requests may enter. */
  roles?: string[] | null | undefined
  /** Returns the statements without running them. */
  dryRun?: boolean | null | undefined
}

/** One row of `admit_login()`; any column may be null. */
export interface AdmitLoginRow {
  admit_login: string | null
}

/** Arguments of `begin_request()`. */
export interface BeginRequestArguments {
  /** user_id (or sub), org_id, and role: the database role to switch to; or token; null for the claims that PostgREST sets. */
  claims?: unknown | null | undefined
}

/** One row of `begin_request()`; any column may be null. */
export interface BeginRequestRow {
  user_id: string | null
  org_id: string | null
  role_name: string | null
  trust_level: string | null
}

/** Arguments of `create_request_token()`. */
export interface CreateRequestTokenArguments {
  /** user_id, org_id, role, and what else the application wants to carry. */
  claims: unknown
  /** How long the token may begin requests. */
  validFor?: string | null | undefined
}

/** Arguments of `dead_indexes_under_rls()`. */
export interface DeadIndexesUnderRlsArguments {
  /** The table; null for all. */
  target?: string | null | undefined
}

/** One row of `dead_indexes_under_rls()`; any column may be null. */
export interface DeadIndexesUnderRlsRow {
  index_name: string | null
  table_name: string | null
  key_column: string | null
  operator_class: string | null
  is_dead: boolean | null
  serves: string | null
  roles: string[] | null
  why: string | null
  action: string | null
}

/** Arguments of `explain_access()`. */
export interface ExplainAccessArguments {
  /** The table. */
  target: string
  /** The primary key: {"id": 7}, or 7 if it is one column; another unique set of columns will do. */
  key: unknown
  /** Who asks: user_id (or sub), org_id and role, which is steward_user if it is missing. Policies of your own find them in request.jwt.claims as under PostgREST, and settings by their name: {"app.tenant": "7"}. */
  claims: unknown
}

/** One row of `explain_access()`; any column may be null. */
export interface ExplainAccessRow {
  command: string | null
  part: string | null
  policy: string | null
  roles: string[] | null
  permissive: boolean | null
  applies: boolean | null
  passes: boolean | null
  condition: string | null
  refused_by: string[] | null
  outcome: string | null
}

/** Arguments of `my_org_ids()`. */
export interface MyOrgIdsArguments {
  /** Only organisations in which the user has one of these roles; null for all. */
  roles?: string[] | null | undefined
}

/** Arguments of `policy_rewrites()`. */
export interface PolicyRewritesArguments {
  /** The table; null for all. */
  target?: string | null | undefined
}

/** One row of `policy_rewrites()`; any column may be null. */
export interface PolicyRewritesRow {
  object: string | null
  policy: string | null
  command: string | null
  problem: string | null
  using_now: string | null
  using_fast: string | null
  check_now: string | null
  check_fast: string | null
  statement: string | null
  advice: string | null
}

/** Arguments of `protect_table()`. */
export interface ProtectTableArguments {
  /** The table; of a partitioned one the parent. */
  target: string
  /** owner, organization, owner_or_organization, active_organization, public_read, service or admin. */
  template: string
  /** The column that holds the user_id of the owner. */
  ownerColumn?: string | null | undefined
  /** The column that holds the org_id. */
  organizationColumn?: string | null | undefined
  /** The table, or view, that says who belongs to which organisation: user_id, org_id, role; one for the database. */
  membershipTable?: string | null | undefined
  /** Roles in the membership table whose members may write; null for all members, and with owner_or_organization for owners only. */
  writeRoles?: string[] | null | undefined
  /** Adds a restrictive policy that holds the organisation, whatever policies are added later. */
  floor?: boolean | null | undefined
  /** Accepts a column that may be null: such rows are seen by the service only. */
  allowNull?: boolean | null | undefined
  /** Leaves policies of the table that are not pgsteward's, and adds to them. */
  keepPolicies?: boolean | null | undefined
  /** Lets sessions of the owner of the table see all rows, as migrations and retention need; functions and views of the owner that others use still see theirs only. */
  ownerAccess?: boolean | null | undefined
  /** The role of requests of users. */
  userRole?: string | null | undefined
  /** The role of requests of nobody. */
  anonRole?: string | null | undefined
  /** The role of the backend itself. */
  serviceRole?: string | null | undefined
  /** The role that manages everything. */
  adminRole?: string | null | undefined
  /** Returns the statements without running them. */
  dryRun?: boolean | null | undefined
}

/** One row of `protect_table()`; any column may be null. */
export interface ProtectTableRow {
  protect_table: string | null
}

/** Arguments of `prove_isolation()`. */
export interface ProveIsolationArguments {
  /** A schema, or a table as regclass takes it; null for every table with row level security. Tables of extensions are tried only if they are named. */
  scope?: string | null | undefined
}

/** One row of `prove_isolation()`; any column may be null. */
export interface ProveIsolationRow {
  object: string | null
  actor: string | null
  command: string | null
  path: string | null
  verdict: string | null
  statement: string | null
  reason: string | null
}

/** Arguments of `rewrite_policies()`. */
export interface RewritePoliciesArguments {
  /** The table. */
  target: string
  /** Claims of people to compare for, as rls_cost() takes them; null for people who are found in the table. */
  identities?: unknown[] | null | undefined
  /** Compares and changes nothing, which is the default. */
  dryRun?: boolean | null | undefined
}

/** One row of `rewrite_policies()`; any column may be null. */
export interface RewritePoliciesRow {
  policy: string | null
  outcome: string | null
  compared: bigint | null
  visible: bigint | null
  different: bigint | null
  statement: string | null
  advice: string | null
}

/** Arguments of `rls_cost()`. */
export interface RlsCostArguments {
  /** The table. */
  target: string
  /** Who asks, such as {"user_id": "7"}; names with a dot are settings: {"app.tenant": "7"}. Null for somebody who has rows. */
  claims?: unknown | null | undefined
  /** The role; null for each. */
  roleName?: string | null | undefined
  /** After so long no further pair of runs is begun; one run is not interrupted. */
  maxSeconds?: number | null | undefined
}

/** One row of `rls_cost()`; any column may be null. */
export interface RlsCostRow {
  command: string | null
  template: string | null
  floor_ms: number | null
  policy_ms: number | null
  ratio: number | null
  plan: string | null
  floor_plan: string | null
  role: string | null
  uses_index: boolean | null
  runs: number | null
  verdict: string | null
  action: string | null
}

/** Arguments of `set_token_secret()`. */
export interface SetTokenSecretArguments {
  /** The secret of HS256, at least 32 bytes. */
  secret: string
}

/** Arguments of `unprotect_table()`. */
export interface UnprotectTableArguments {
  /** The table. */
  target: string
  /** Returns the statements without running them. */
  dryRun?: boolean | null | undefined
}

/** One row of `unprotect_table()`; any column may be null. */
export interface UnprotectTableRow {
  unprotect_table: string | null
}

/** Arguments of `describe_schema()`. */
export interface DescribeSchemaArguments {
  /** Name of the schema, as in pg_namespace. */
  schema: string
}

/** One row of `error_codes()`; any column may be null. */
export interface ErrorCodesRow {
  code: string | null
  name: string | null
  meaning: string | null
}

/** Arguments of `get_setting()`. */
export interface GetSettingArguments {
  /** Name of the setting, as in the table `settings`. */
  name: string
}

/** One row of `object_fingerprints()`; any column may be null. */
export interface ObjectFingerprintsRow {
  object_type: string | null
  object_name: string | null
  fingerprint: string | null
}

/** Arguments of `set_setting()`. */
export interface SetSettingArguments {
  /** Name of the setting, as in the table `settings`. */
  name: string
  /** The new value, written as its type is written: an interval as '15 s' or '30 days'. */
  value: string
}

/** One row of `set_setting()`; any column may be null. */
export interface SetSettingRow {
  setting: string | null
  old_value: string | null
  new_value: string | null
}

/** Arguments of `acknowledge_alert()`. */
export interface AcknowledgeAlertArguments {
  /** The alert, as in `alerts`. */
  id: bigint
  /** What you know or do about it. */
  note?: string | null | undefined
}

/** One row of `acknowledge_alert()`; any column may be null. */
export interface AcknowledgeAlertRow {
  id: bigint | null
  rule: string | null
  fingerprint: string | null
  severity: string | null
  object: string | null
  labels: unknown | null
  condition: string | null
  message: string | null
  detail: string | null
  action: string | null
  unit: string | null
  threshold: number | null
  first_value: number | null
  last_value: number | null
  peak_value: number | null
  opened_at: Date | null
  last_breach_at: Date | null
  clear_count: number | null
  unknown_since: Date | null
  unknown_reason: string | null
  acknowledged_at: Date | null
  acknowledged_by: string | null
  acknowledge_note: string | null
  notified_at: Date | null
  reminded_at: Date | null
  resolved_at: Date | null
  resolution: string | null
  resolution_notified_at: Date | null
  duration: string | null
}

/** Arguments of `add_alert_rule()`. */
export interface AddAlertRuleArguments {
  /** Name of the rule. */
  name: string
  /** When to alert. */
  condition: string
  /** critical, warning or info. */
  severity: string
  /** What to say; {object}, {value}, {threshold}, {detail}, {rule}, {severity}, {condition} and {database} are filled in. */
  message: string
  /** How long at least between two notifications that the same alert has opened. */
  cooldown?: string | null | undefined
  /** How many evaluations in a row must breach until the alert opens. */
  breachesToOpen?: number | null | undefined
  /** How many evaluations in a row must be clear until it resolves. */
  breachesToClear?: number | null | undefined
  /** How often to remind of an alert that is open and not acknowledged; null means never. */
  renotifyEvery?: string | null | undefined
  /** Whether the rule is evaluated. */
  enabled?: boolean | null | undefined
}

/** One row of `add_alert_rule()`; any column may be null. */
export interface AddAlertRuleRow {
  rule: string | null
  action: string | null
  closed_alerts: number | null
}

/** Arguments of `add_maintenance_window()`. */
export interface AddMaintenanceWindowArguments {
  /** Name of the window. */
  name: string
  /** When alerts are told again. */
  endsAt: Date
  /** When the silence begins; null means now. */
  startsAt?: Date | null | undefined
  /** The alert rules that are silent; null means all. */
  rules?: string[] | null | undefined
  /** Why, for those who read the table. */
  reason?: string | null | undefined
}

/** One row of `add_maintenance_window()`; any column may be null. */
export interface AddMaintenanceWindowRow {
  name: string | null
  starts_at: Date | null
  ends_at: Date | null
  rules: string[] | null
  reason: string | null
  created_by: string | null
}

/** Arguments of `claim_notifications()`. */
export interface ClaimNotificationsArguments {
  /** Name of the channel; what is delivered on one is still due on the others. */
  channel: string
  /** How many at most. */
  maxCount?: number | null | undefined
  /** How long nobody else gets them. */
  lease?: string | null | undefined
}

/** One row of `claim_notifications()`; any column may be null. */
export interface ClaimNotificationsRow {
  notification_id: bigint | null
  attempt: number | null
  payload: unknown | null
}

/** Arguments of `configure_health_check()`. */
export interface ConfigureHealthCheckArguments {
  /** The check, as in `health_checks`. */
  checkId: string
  /** True or false switches the check on or off; null is the shipped state, see `health_checks`. */
  enabled?: boolean | null | undefined
  /** Value from which on a finding is a warning, in the unit of the check; null is the shipped one. */
  warning?: number | null | undefined
  /** Value from which on a finding is critical; null is the shipped one. */
  critical?: number | null | undefined
}

/** One row of `configure_health_check()`; any column may be null. */
export interface ConfigureHealthCheckRow {
  configured_check: string | null
  is_enabled: boolean | null
  warning_threshold: number | null
  critical_threshold: number | null
}

/** Arguments of `database_health_check()`. */
export interface DatabaseHealthCheckArguments {
  /** Leaves out findings below it: info, warning or critical. */
  minSeverity?: string | null | undefined
  /** Whether checks that found nothing, are switched off or do not apply are listed as well. */
  includeOk?: boolean | null | undefined
  /** Only checks of these categories, as in `health_checks`; null means all. */
  categories?: string[] | null | undefined
}

/** One row of `database_health_check()`; any column may be null. */
export interface DatabaseHealthCheckRow {
  status: string | null
  severity: string | null
  category: string | null
  check_id: string | null
  object: string | null
  value: string | null
  detail: string | null
  action: string | null
}

/** Arguments of `drop_alert_rule()`. */
export interface DropAlertRuleArguments {
  /** Name of the rule. */
  name: string
}

/** Arguments of `drop_maintenance_window()`. */
export interface DropMaintenanceWindowArguments {
  /** Name of the window. */
  name: string
}

/** One row of `drop_maintenance_window()`; any column may be null. */
export interface DropMaintenanceWindowRow {
  name: string | null
  starts_at: Date | null
  ends_at: Date | null
  rules: string[] | null
  reason: string | null
  created_by: string | null
}

/** Arguments of `evaluate_alerts()`. */
export interface EvaluateAlertsArguments {
  /** A row of `health_runs`; null means the last. */
  runId?: bigint | null | undefined
}

/** One row of `evaluate_alerts()`; any column may be null. */
export interface EvaluateAlertsRow {
  rule: string | null
  status: string | null
  detail: string | null
  open_alerts: number | null
}

/** Arguments of `finish_notification()`. */
export interface FinishNotificationArguments {
  /** The notification that was claimed. */
  notificationId: bigint
  /** The channel that it was claimed for. */
  channel: string
  /** What went wrong; null means that it was delivered. */
  error?: string | null | undefined
}

/** One row of `get_blocking_locks()`; any column may be null. */
export interface GetBlockingLocksRow {
  blocked_pid: number | null
  blocked_user: string | null
  blocked_for: string | null
  blocked_query: string | null
  lock_mode: string | null
  relation: string | null
  blocking_pids: number[] | null
  root_blocker_pid: number | null
  root_blocker_user: string | null
  root_blocker_state: string | null
  root_blocker_query: string | null
}

/** One row of `get_cache_hit_ratio()`; any column may be null. */
export interface GetCacheHitRatioRow {
  scope: string | null
  blocks_hit: bigint | null
  blocks_read: bigint | null
  hit_ratio: number | null
  stats_since: Date | null
}

/** One row of `get_connection_stats()`; any column may be null. */
export interface GetConnectionStatsRow {
  database_name: string | null
  user_name: string | null
  state: string | null
  connection_count: bigint | null
  oldest_state_change: string | null
  share_of_slots: number | null
}

/** Arguments of `get_table_bloat_stats()`. */
export interface GetTableBloatStatsArguments {
  /** Leaves out smaller tables, by relpages; 10 MB unless given. */
  minBytes?: bigint | null | undefined
}

/** One row of `get_table_bloat_stats()`; any column may be null. */
export interface GetTableBloatStatsRow {
  schema_name: string | null
  table_name: string | null
  estimated_bytes: bigint | null
  free_bytes: bigint | null
  dead_bytes: bigint | null
  bloat_percent: number | null
  scanned_percent: number | null
  withheld: string | null
}

/** One row of `get_unused_indexes()`; any column may be null. */
export interface GetUnusedIndexesRow {
  schema_name: string | null
  table_name: string | null
  index_name: string | null
  estimated_bytes: bigint | null
  scans: bigint | null
  kept_because: string | null
  observed_since: Date | null
  observed: string | null
  verdict: string | null
}

/** Arguments of `health_findings()`. */
export interface HealthFindingsArguments {
  /** Only checks of these categories; null means all. */
  categories?: string[] | null | undefined
  /** Only these checks, by check_id; null means all. */
  checks?: string[] | null | undefined
}

/** One row of `health_findings()`; any column may be null. */
export interface HealthFindingsRow {
  check_id: string | null
  status: string | null
  severity: string | null
  category: string | null
  object_type: string | null
  object_schema: string | null
  object_name: string | null
  fingerprint: string | null
  title: string | null
  detail: string | null
  value: number | null
  unit: string | null
  threshold_warning: number | null
  threshold_critical: number | null
  confidence: string | null
  evidence: unknown | null
  action: string | null
  fix_sql: string[] | null
  undo_sql: string[] | null
  fix_lock: string | null
  fix_risk: string | null
  doc_url: string | null
  stats_since: Date | null
  measured_at: Date | null
  ignored_because: string | null
}

/** Arguments of `health_metrics()`. */
export interface HealthMetricsArguments {
  /** What `health_report()` returned; null means the last recorded run. */
  report?: unknown | null | undefined
}

/** One row of `health_metrics()`; any column may be null. */
export interface HealthMetricsRow {
  name: string | null
  labels: unknown | null
  value: number | null
  kind: string | null
  help: string | null
}

/** Arguments of `health_report()`. */
export interface HealthReportArguments {
  /** Only checks of these categories, as in `health_checks`; null means all. */
  categories?: string[] | null | undefined
  /** Only these checks, by check_id; null means all. */
  checks?: string[] | null | undefined
}

/** Arguments of `health_status()`. */
export interface HealthStatusArguments {
  /** Only checks of these categories, as in `health_checks`; null means all. */
  categories?: string[] | null | undefined
}

/** One row of `health_status()`; any column may be null. */
export interface HealthStatusRow {
  status: string | null
  critical_count: number | null
  warning_count: number | null
  info_count: number | null
  ok_count: number | null
  skipped_count: number | null
  error_count: number | null
  blind_count: number | null
  message: string | null
}

/** Arguments of `ignore_finding()`. */
export interface IgnoreFindingArguments {
  /** `check_id:object` as the health check writes both (`unused_indexes:public.orders_old_idx`), `check_id` alone for findings without an object, or a fingerprint; `*` stands for any text. */
  pattern: string
  /** Why the finding may stay. */
  reason: string
  /** When it resurfaces; null means never. */
  until?: Date | null | undefined
}

/** One row of `ignore_finding()`; any column may be null. */
export interface IgnoreFindingRow {
  pattern: string | null
  reason: string | null
  ignored_by: string | null
  ignored_at: Date | null
  until: Date | null
}

/** Arguments of `report_data()`. */
export interface ReportDataArguments {
  /** How far the history goes back. */
  lookback?: string | null | undefined
}

/** Arguments of `unignore_finding()`. */
export interface UnignoreFindingArguments {
  /** The pattern exactly as it was given to `ignore_finding()`. */
  pattern: string
}

/** One row of `unignore_finding()`; any column may be null. */
export interface UnignoreFindingRow {
  pattern: string | null
  reason: string | null
  ignored_by: string | null
  ignored_at: Date | null
  until: Date | null
}

/** Arguments of `add_one_shot()`. */
export interface AddOneShotArguments {
  /** Name of the schedule, at most 48 bytes. */
  name: string
  /** When it is to run. */
  runAt: Date
  /** One SQL statement. Qualify names: the search_path of a job is that of its role. */
  command: string
  /** How often a run that failed is tried again. */
  retries?: number | null | undefined
  /** The time before the first retry; it doubles after each. */
  retryDelay?: string | null | undefined
  /** A run that takes longer is cancelled, and may be retried; null for no limit. */
  timeLimit?: string | null | undefined
}

/** One row of `add_one_shot()`; any column may be null. */
export interface AddOneShotRow {
  schedule: string | null
  action: string | null
  statement: string | null
}

/** Arguments of `add_retention_policy()`. */
export interface AddRetentionPolicyArguments {
  /** The table; of a partitioned one the parent. */
  target: string
  /** The column that says how old a row is; where it is null a row stays. */
  ageColumn: string
  /** How long a row is kept. */
  keep: string
  /** delete, archive, soft_delete, or drop_partition for whole partitions only. */
  action?: string | null | undefined
  /** Which rows may go, as a list of objects of column, operator and value; all must hold. */
  conditions?: unknown | null | undefined
  /** timestamptz, timestamp, date, epoch_seconds, epoch_milliseconds or uuidv7; null lets the type decide. */
  ageKind?: string | null | undefined
  /** The zone of timestamps without one, of dates and of the window; null looks in the catalog in which it is written, and where that may be several, a row goes when it is too old in each of them. */
  timeZone?: string | null | undefined
  /** The table that rows are moved to: it has the columns of the target. */
  archiveTo?: string | null | undefined
  /** The column of type timestamptz that is set to now(). */
  softDeleteColumn?: string | null | undefined
  /** So many of the newest rows stay, however old. */
  keepRows?: bigint | null | undefined
  /** So many of the newest rows of each key stay, however old. */
  keepLast?: number | null | undefined
  /** The columns of that key. */
  keepPer?: string[] | null | undefined
  /** A run that would take more of the table than this share is refused; null means 0.8. */
  maxShare?: number | null | undefined
  /** A run takes no more rows than this; null means all. */
  maxRows?: bigint | null | undefined
  /** A run ends after this time and goes on the next time. */
  timeBudget?: string | null | undefined
  /** Time of day from which on it may run; null means always. */
  windowStart?: string | null | undefined
  /** Time of day at which it ends; may be on the next day. */
  windowEnd?: string | null | undefined
  /** Policies run in this order, low numbers first. */
  priority?: number | null | undefined
  /** Whether it runs at all. */
  enabled?: boolean | null | undefined
  /** Whether keep may be less than a day, which is more often a number without a unit: '90' are 90 seconds. */
  allowShort?: boolean | null | undefined
}

/** One row of `add_retention_policy()`; any column may be null. */
export interface AddRetentionPolicyRow {
  target_schema: string | null
  target_table: string | null
  age_column: string | null
  age_kind: string | null
  time_zone: string | null
  time_zone_from: string | null
  keep: string | null
  action: string | null
  conditions: unknown | null
  archive_schema: string | null
  archive_table: string | null
  soft_delete_column: string | null
  keep_rows: bigint | null
  keep_last: number | null
  keep_per: string[] | null
  max_share: number | null
  max_rows: bigint | null
  time_budget: string | null
  window_start: string | null
  window_end: string | null
  priority: number | null
  enabled: boolean | null
  created_at: Date | null
  created_by: string | null
  approved_at: Date | null
  approved_by: string | null
  approved_share: number | null
}

/** Arguments of `add_schedule()`. */
export interface AddScheduleArguments {
  /** Name of the schedule, at most 48 bytes. */
  name: string
  /** Five fields as in crontab(5), in UTC, or @hourly, @daily, @weekly, @monthly, @yearly. */
  cron: string
  /** One SQL statement. Qualify names: the search_path of a job is that of its role. */
  command: string
  /** skip, or run_once: a time that nobody kept is made up for, once however many passed. */
  missedRun?: string | null | undefined
  /** How often a run that failed is tried again, until the next time that is due. */
  retries?: number | null | undefined
  /** The time before the first retry; it doubles after each. */
  retryDelay?: string | null | undefined
  /** A run that takes longer is cancelled, and may be retried; null for no limit. */
  timeLimit?: string | null | undefined
}

/** One row of `add_schedule()`; any column may be null. */
export interface AddScheduleRow {
  schedule: string | null
  action: string | null
  statement: string | null
}

/** Arguments of `apply_retention()`. */
export interface ApplyRetentionArguments {
  /** The table. */
  target: string
  /** How long it may take; null means as long as the policy says. */
  timeBudget?: string | null | undefined
}

/** Arguments of `approve_retention_policy()`. */
export interface ApproveRetentionPolicyArguments {
  /** The table. */
  target: string
  /** The share of the table that the first run may take: 1 for all of it; null for no more than max_share. */
  acceptShare?: number | null | undefined
}

/** One row of `approve_retention_policy()`; any column may be null. */
export interface ApproveRetentionPolicyRow {
  target_schema: string | null
  target_table: string | null
  age_column: string | null
  age_kind: string | null
  time_zone: string | null
  time_zone_from: string | null
  keep: string | null
  action: string | null
  conditions: unknown | null
  archive_schema: string | null
  archive_table: string | null
  soft_delete_column: string | null
  keep_rows: bigint | null
  keep_last: number | null
  keep_per: string[] | null
  max_share: number | null
  max_rows: bigint | null
  time_budget: string | null
  window_start: string | null
  window_end: string | null
  priority: number | null
  enabled: boolean | null
  created_at: Date | null
  created_by: string | null
  approved_at: Date | null
  approved_by: string | null
  approved_share: number | null
}

/** Arguments of `drop_retention_policy()`. */
export interface DropRetentionPolicyArguments {
  /** The name of the table, which may be gone. */
  target: string
}

/** One row of `drop_retention_policy()`; any column may be null. */
export interface DropRetentionPolicyRow {
  target_schema: string | null
  target_table: string | null
  age_column: string | null
  age_kind: string | null
  time_zone: string | null
  time_zone_from: string | null
  keep: string | null
  action: string | null
  conditions: unknown | null
  archive_schema: string | null
  archive_table: string | null
  soft_delete_column: string | null
  keep_rows: bigint | null
  keep_last: number | null
  keep_per: string[] | null
  max_share: number | null
  max_rows: bigint | null
  time_budget: string | null
  window_start: string | null
  window_end: string | null
  priority: number | null
  enabled: boolean | null
  created_at: Date | null
  created_by: string | null
  approved_at: Date | null
  approved_by: string | null
  approved_share: number | null
}

/** Arguments of `drop_schedule()`. */
export interface DropScheduleArguments {
  /** Name of the schedule. */
  name: string
}

/** One row of `drop_schedule()`; any column may be null. */
export interface DropScheduleRow {
  schedule: string | null
  action: string | null
  statement: string | null
}

/** Arguments of `pause_schedule()`. */
export interface PauseScheduleArguments {
  /** Name of the schedule. */
  name: string
}

/** One row of `pause_schedule()`; any column may be null. */
export interface PauseScheduleRow {
  schedule: string | null
  action: string | null
  statement: string | null
}

/** One row of `plan_table_maintenance()`; any column may be null. */
export interface PlanTableMaintenanceRow {
  statement: string | null
  target: string | null
  reason: string | null
  severity: string | null
  lock: string | null
  check_id: string | null
}

/** One row of `preview_database_maintenance()`; any column may be null. */
export interface PreviewDatabaseMaintenanceRow {
  step: string | null
  target: string | null
  rows: bigint | null
  duration: string | null
  message: string | null
  statement: string | null
}

/** Arguments of `preview_retention()`. */
export interface PreviewRetentionArguments {
  /** The table. */
  target: string
}

/** One row of `preview_retention()`; any column may be null. */
export interface PreviewRetentionRow {
  strategy: string | null
  expired_rows: bigint | null
  oldest: Date | null
  newest: Date | null
  problems: string[] | null
  total_rows: bigint | null
  is_estimate: boolean | null
  because: string | null
  cutoff: Date | null
  batches: bigint | null
  wal_bytes: number | null
  duration: string | null
  is_approved: boolean | null
  statement: string | null
  time_zone: string | null
  time_zone_from: string | null
}

/** Arguments of `purge_cron_history()`. */
export interface PurgeCronHistoryArguments {
  /** How long runs are kept; null means the setting `maintenance.keep_cron_history`. */
  keep?: string | null | undefined
  /** Rows in each transaction. */
  batchRows?: number | null | undefined
}

/** Arguments of `remove_expired_rows()`. */
export interface RemoveExpiredRowsArguments {
  /** The table. */
  target: string
  /** No more rows than this; null means as many as the policy allows. */
  maxRows?: bigint | null | undefined
}

/** Arguments of `resume_schedule()`. */
export interface ResumeScheduleArguments {
  /** Name of the schedule. */
  name: string
}

/** One row of `resume_schedule()`; any column may be null. */
export interface ResumeScheduleRow {
  schedule: string | null
  action: string | null
  statement: string | null
}

/** One row of `retention_status()`; any column may be null. */
export interface RetentionStatusRow {
  target: string | null
  keep: string | null
  action: string | null
  is_approved: boolean | null
  enabled: boolean | null
  last_run: Date | null
  last_outcome: string | null
  last_rows: bigint | null
  last_message: string | null
  lag: string | null
  trend: string | null
  time_to_drain: string | null
  withheld: string | null
}

/** Arguments of `run_database_maintenance()`. */
export interface RunDatabaseMaintenanceArguments {
  /** How long it may take in all, null for as long as it needs; statement_timeout counts as well. */
  timeBudget?: string | null | undefined
}

/** Arguments of `run_due_schedules()`. */
export interface RunDueSchedulesArguments {
  /** How long after its time a schedule is still due; later its run was missed. */
  grace?: string | null | undefined
  /** False leaves out the times of the schedules, for pg_cron starts those. */
  withTicks?: boolean | null | undefined
}

/** Arguments of `run_schedule()`. */
export interface RunScheduleArguments {
  /** Name of the schedule. */
  name: string
}

/** Arguments of `run_schedule_now()`. */
export interface RunScheduleNowArguments {
  /** Name of the schedule. */
  name: string
}

/** One row of `run_schedule_now()`; any column may be null. */
export interface RunScheduleNowRow {
  schedule: string | null
  requested_at: Date | null
  started_by: string | null
}

/** Arguments of `sync_retention_policies()`. */
export interface SyncRetentionPoliciesArguments {
  /** A list of objects whose keys are parameters of `add_retention_policy()`; tables with their schema. */
  desired: unknown
  /** True only lists what would be done. */
  dryRun?: boolean | null | undefined
}

/** One row of `sync_retention_policies()`; any column may be null. */
export interface SyncRetentionPoliciesRow {
  target: string | null
  action: string | null
  differences: string[] | null
  statement: string | null
}

/** Arguments of `sync_schedules()`. */
export interface SyncSchedulesArguments {
  /** True only lists what would be done. */
  dryRun?: boolean | null | undefined
}

/** One row of `sync_schedules()`; any column may be null. */
export interface SyncSchedulesRow {
  schedule: string | null
  action: string | null
  statement: string | null
}

/** Arguments of `migration_findings()`. */
export interface MigrationFindingsArguments {
  /** The table in which node-pg-migrate records what is applied. */
  ledger?: string | null | undefined
  /** The files there are, as in `migration_status()`; null means those that the last run found. */
  files?: unknown | null | undefined
}

/** One row of `migration_findings()`; any column may be null. */
export interface MigrationFindingsRow {
  kind: string | null
  name: string | null
  severity: string | null
  detail: string | null
  action: string | null
  since: Date | null
}

/** Arguments of `migration_status()`. */
export interface MigrationStatusArguments {
  /** The table in which node-pg-migrate records what is applied. */
  ledger?: string | null | undefined
  /** The files there are, as a list of name, position, checksum and is_repeatable; null means those that the last run found. */
  files?: unknown | null | undefined
}

/** One row of `migration_status()`; any column may be null. */
export interface MigrationStatusRow {
  name: string | null
  state: string | null
  applied_at: Date | null
  last_direction: string | null
  last_status: string | null
  last_at: Date | null
  duration: string | null
  actor: string | null
  checksum: string | null
  applied_checksum: string | null
  problem: string | null
}

/** One row of `get_capacity_forecast()`; any column may be null. */
export interface GetCapacityForecastRow {
  limit_name: string | null
  object: string | null
  used_percent: number | null
  remaining: number | null
  used_per_day: number | null
  days_left: number | null
  observed: string | null
  readings: bigint | null
  fit: number | null
}

/** Arguments of `import_statistics()`. */
export interface ImportStatisticsArguments {
  /** A document that `read_statistics()` returned on a physical replica of this server, in this database. */
  statistics: unknown
}

/** Every function and procedure of the public API, bound to a connection. */
export function bindApi(call: Caller) {
  return {
    access: {
      /** Finds who reaches rows that policies were to keep from them, worst first. */
      accessFindings: () =>
        call.rows<AccessFindingsRow>('access_findings', [], {}),
      /** Lets a login begin requests, and gives it nothing beyond. Throws 22004 dry_run is null. Throws 22023 The login would see past row level security, or one of the roles does not exist. Throws 42501 The caller may not grant one of the roles; it needs CREATEROLE, and since PostgreSQL 16 the ADMIN option. */
      admitLogin: (args: AdmitLoginArguments) =>
        call.rows<AdmitLoginRow>('admit_login', [['login', 'name', args.login], ['roles', 'name[]', args.roles], ['dry_run', 'boolean', args.dryRun]], {}),
      /** Begins the request of a user: sets who asks, for the rest of the transaction. Throws 22023 The claims are not an object, or a claim is neither a string nor a number. Throws 28000 The token is missing or not valid (level L2). Throws 42501 The role may not be entered: not a member, or it would see past row level security. */
      beginRequest: (args: BeginRequestArguments = {}) =>
        call.rows<BeginRequestRow>('begin_request', [['claims', 'jsonb', args.claims]], {}),
      /** Signs claims, so that begin_request() believes them at trust level L2. Throws 22023 The claims are not an object, or the time is null. Throws 55000 There is no secret. */
      createRequestToken: (args: CreateRequestTokenArguments) =>
        call.value<string | null>('create_request_token', [['claims', 'jsonb', args.claims], ['valid_for', 'interval', args.validFor]], {}),
      /** Returns the organisation of the request, as begin_request() set it. Throws 28000 The claim was set by somebody else than begin_request() (level L2). */
      currentOrgId: () =>
        call.value<string | null>('current_org_id', [], {}),
      /** Returns the user of the request, as begin_request() set it. Throws 28000 The claim was set by somebody else than begin_request() (level L2). */
      currentUserId: () =>
        call.value<string | null>('current_user_id', [], {}),
      /** Lists the indexes that queries under row level security cannot search. */
      deadIndexesUnderRls: (args: DeadIndexesUnderRlsArguments = {}) =>
        call.rows<DeadIndexesUnderRlsRow>('dead_indexes_under_rls', [['target', 'regclass', args.target]], {}),
      /** Explains which policy lets a row through for each command, or which refuses it. Throws 22004 An argument is null. Throws 22023 The role or a column of the key does not exist, or the key names more than one row. Throws P0002 There is no such row, or none that the caller, the service or an administrator can see. Throws 42501 The caller can neither become the role nor grant it to itself. Throws 55P03 The table, or one that its policies read, is locked. Throws 40000 It ends the sub-transaction, and is caught. */
      explainAccess: (args: ExplainAccessArguments) =>
        call.rows<ExplainAccessRow>('explain_access', [['target', 'regclass', args.target], ['key', 'jsonb', args.key], ['claims', 'jsonb', args.claims]], {}),
      /** Returns the organisations that the user of the request is a member of. Throws 28000 The claim was set by somebody else than begin_request() (level L2). */
      myOrgIds: (args: MyOrgIdsArguments = {}) =>
        call.value<string[] | null>('my_org_ids', [['roles', 'text[]', args.roles]], {}),
      /** Lists the policies that cost more than they must, and how to write them. */
      policyRewrites: (args: PolicyRewritesArguments = {}) =>
        call.rows<PolicyRewritesRow>('policy_rewrites', [['target', 'regclass', args.target]], {}),
      /** Protects the rows of a table with row level security, after a template. Throws 22004 One of the roles, or an argument that is true or false, is null. Throws 22023 The arguments do not fit the table or each other; the message says which and the hint what to do. Throws 42809 The target is not a table of the application, or is a partition. Throws 42501 The role does not own the table. */
      protectTable: (args: ProtectTableArguments) =>
        call.rows<ProtectTableRow>('protect_table', [['target', 'regclass', args.target], ['template', 'text', args.template], ['owner_column', 'name', args.ownerColumn], ['organization_column', 'name', args.organizationColumn], ['membership_table', 'regclass', args.membershipTable], ['write_roles', 'text[]', args.writeRoles], ['floor', 'boolean', args.floor], ['allow_null', 'boolean', args.allowNull], ['keep_policies', 'boolean', args.keepPolicies], ['owner_access', 'boolean', args.ownerAccess], ['user_role', 'name', args.userRole], ['anon_role', 'name', args.anonRole], ['service_role', 'name', args.serviceRole], ['admin_role', 'name', args.adminRole], ['dry_run', 'boolean', args.dryRun]], {}),
      /** Tries to reach the rows of others, as everybody and by every way. Throws 22023 The scope is neither a table with row level security nor a schema. Throws 42501 The caller can neither become the roles of requests nor grant them to itself. Throws 40000 It ends the sub-transaction, and is caught. */
      proveIsolation: (args: ProveIsolationArguments = {}) =>
        call.rows<ProveIsolationRow>('prove_isolation', [['scope', 'text', args.scope]], {}),
      /** Rewrites slow policies, if both forms let the same rows through. Throws 22004 dry_run is null. Throws 42501 The table belongs to another role, or the session cannot become the roles. */
      rewritePolicies: (args: RewritePoliciesArguments) =>
        call.rows<RewritePoliciesRow>('rewrite_policies', [['target', 'regclass', args.target], ['identities', 'jsonb[]', args.identities], ['dry_run', 'boolean', args.dryRun]], { compared: 'bigint', visible: 'bigint', different: 'bigint' }),
      /** Measures what row level security costs a table, against a WHERE written by hand. Throws 22004 max_seconds is null. Throws 55000 Row level security is not enabled for the table. Throws 22023 No role that the policies bind may use the table. Throws 42501 The session cannot become the roles. */
      rlsCost: (args: RlsCostArguments) =>
        call.rows<RlsCostRow>('rls_cost', [['target', 'regclass', args.target], ['claims', 'jsonb', args.claims], ['role_name', 'name', args.roleName], ['max_seconds', 'double precision', args.maxSeconds]], { ratio: 'numeric' }),
      /** Sets the secret that the tokens of requests are signed with. Throws 22023 The secret is too short. */
      setTokenSecret: (args: SetTokenSecretArguments) =>
        call.value<Date | null>('set_token_secret', [['secret', 'text', args.secret]], {}),
      /** Takes the protection of a table away and restores what was before. Throws 22004 dry_run is null. Throws SW019 The table is not protected by pgsteward. Throws 42809 The target is not a table of the application, or is a partition. Throws 42501 The role does not own the table. */
      unprotectTable: (args: UnprotectTableArguments) =>
        call.rows<UnprotectTableRow>('unprotect_table', [['target', 'regclass', args.target], ['dry_run', 'boolean', args.dryRun]], {}),
    },
    core: {
      /** Describes the tables, views, types and routines of a schema as JSON. Throws 3F000 There is no such schema. Throws 42501 The caller may not use the schema. */
      describeSchema: (args: DescribeSchemaArguments) =>
        call.value<unknown | null>('describe_schema', [['schema', 'name', args.schema]], {}),
      /** Lists the SQLSTATEs that pgsteward raises beside PostgreSQL's own. */
      errorCodes: () =>
        call.rows<ErrorCodesRow>('error_codes', [], {}),
      /** Returns the value of a setting. Throws SW001 There is no setting of this name. */
      getSetting: (args: GetSettingArguments) =>
        call.value<string | null>('get_setting', [['name', 'text', args.name]], {}),
      /** Returns a hash of every object that pgsteward owns in this database. */
      objectFingerprints: () =>
        call.rows<ObjectFingerprintsRow>('object_fingerprints', [], {}),
      /** Changes a setting after checking the value against the type of the setting. Throws SW001 There is no setting of this name. Throws SW002 The value is null or not valid for the type of the setting. */
      setSetting: (args: SetSettingArguments) =>
        call.rows<SetSettingRow>('set_setting', [['name', 'text', args.name], ['value', 'text', args.value]], {}),
      /** Returns the version of pgsteward that is installed in this database. */
      stewardVersion: () =>
        call.value<string | null>('steward_version', [], {}),
    },
    health: {
      /** Acknowledges an open alert, so that nobody is reminded of it. Throws SW011 There is no open alert of this id. */
      acknowledgeAlert: (args: AcknowledgeAlertArguments) =>
        call.rows<AcknowledgeAlertRow>('acknowledge_alert', [['id', 'bigint', args.id], ['note', 'text', args.note]], { id: 'bigint', threshold: 'numeric', first_value: 'numeric', last_value: 'numeric', peak_value: 'numeric' }),
      /** Adds an alert rule, or changes the rule of that name. Throws 22004 enabled is null. Throws SW003 There is no such check. Throws SW008 The condition cannot be read. Throws SW009 There is no such metric, or it cannot be measured here. Throws 22023 Another argument makes no sense. */
      addAlertRule: (args: AddAlertRuleArguments) =>
        call.rows<AddAlertRuleRow>('add_alert_rule', [['name', 'text', args.name], ['condition', 'text', args.condition], ['severity', 'text', args.severity], ['message', 'text', args.message], ['cooldown', 'interval', args.cooldown], ['breaches_to_open', 'integer', args.breachesToOpen], ['breaches_to_clear', 'integer', args.breachesToClear], ['renotify_every', 'interval', args.renotifyEvery], ['enabled', 'boolean', args.enabled]], {}),
      /** Silences alerts for a time, or changes the maintenance window of that name. Throws SW010 One of the rules does not exist. Throws 22023 The name is null, or the end is not after the start. */
      addMaintenanceWindow: (args: AddMaintenanceWindowArguments) =>
        call.rows<AddMaintenanceWindowRow>('add_maintenance_window', [['name', 'text', args.name], ['ends_at', 'timestamp with time zone', args.endsAt], ['starts_at', 'timestamp with time zone', args.startsAt], ['rules', 'text[]', args.rules], ['reason', 'text', args.reason]], {}),
      /** Claims the notifications that are due on a channel, for the caller to deliver. Throws 22023 An argument makes no sense. */
      claimNotifications: (args: ClaimNotificationsArguments) =>
        call.rows<ClaimNotificationsRow>('claim_notifications', [['channel', 'text', args.channel], ['max_count', 'integer', args.maxCount], ['lease', 'interval', args.lease]], { notification_id: 'bigint' }),
      /** Switches a health check on or off and sets its thresholds. Throws 22004 check_id is null. Throws SW003 There is no check of this name. Throws SW007 The check has a fixed severity, or critical is less grave than warning. */
      configureHealthCheck: (args: ConfigureHealthCheckArguments) =>
        call.rows<ConfigureHealthCheckRow>('configure_health_check', [['check_id', 'text', args.checkId], ['enabled', 'boolean', args.enabled], ['warning', 'numeric', args.warning], ['critical', 'numeric', args.critical]], { warning_threshold: 'numeric', critical_threshold: 'numeric' }),
      /** Checks the health of the database and returns what needs attention, worst first. Throws 22004 include_ok is null. Throws 22023 min_severity is none of the three. Throws SW003 There is no such category. */
      databaseHealthCheck: (args: DatabaseHealthCheckArguments = {}) =>
        call.rows<DatabaseHealthCheckRow>('database_health_check', [['min_severity', 'text', args.minSeverity], ['include_ok', 'boolean', args.includeOk], ['categories', 'text[]', args.categories]], {}),
      /** Removes an alert rule and closes its open alerts. Throws SW010 There is no rule of this name. */
      dropAlertRule: (args: DropAlertRuleArguments) =>
        call.value<number | null>('drop_alert_rule', [['name', 'text', args.name]], {}),
      /** Removes a maintenance window; one that is going on ends. Throws SW012 There is no window of this name. */
      dropMaintenanceWindow: (args: DropMaintenanceWindowArguments) =>
        call.rows<DropMaintenanceWindowRow>('drop_maintenance_window', [['name', 'text', args.name]], {}),
      /** Compares the alert rules with the recorded health check and the metrics of now. Throws SW004 The server is a standby or the transaction is read-only. */
      evaluateAlerts: (args: EvaluateAlertsArguments = {}) =>
        call.rows<EvaluateAlertsRow>('evaluate_alerts', [['run_id', 'bigint', args.runId]], {}),
      /** Records how the delivery of a claimed notification went. Throws 22004 notification_id or channel is null. */
      finishNotification: (args: FinishNotificationArguments) =>
        call.value<Date | null>('finish_notification', [['notification_id', 'bigint', args.notificationId], ['channel', 'text', args.channel], ['error', 'text', args.error]], {}),
      /** Lists the sessions that wait for a lock, each with its root blocker. */
      getBlockingLocks: () =>
        call.rows<GetBlockingLocksRow>('get_blocking_locks', [], {}),
      /** Returns the share of block reads that shared_buffers could answer. */
      getCacheHitRatio: () =>
        call.rows<GetCacheHitRatioRow>('get_cache_hit_ratio', [], { blocks_hit: 'bigint', blocks_read: 'bigint', hit_ratio: 'numeric' }),
      /** Counts the client connections by database, role and state. */
      getConnectionStats: () =>
        call.rows<GetConnectionStatsRow>('get_connection_stats', [], { connection_count: 'bigint', share_of_slots: 'numeric' }),
      /** Measures how much of each table is free or dead space, with pgstattuple_approx. Throws 22004 min_bytes is null. */
      getTableBloatStats: (args: GetTableBloatStatsArguments = {}) =>
        call.rows<GetTableBloatStatsRow>('get_table_bloat_stats', [['min_bytes', 'bigint', args.minBytes]], { estimated_bytes: 'bigint', free_bytes: 'bigint', dead_bytes: 'bigint', bloat_percent: 'numeric', scanned_percent: 'numeric' }),
      /** Lists the indexes that no query has used, and says whether that proves anything. */
      getUnusedIndexes: () =>
        call.rows<GetUnusedIndexesRow>('get_unused_indexes', [], { estimated_bytes: 'bigint', scans: 'bigint' }),
      /** Runs the health checks and returns everything that they have to say. Throws SW003 There is no such category or check. */
      healthFindings: (args: HealthFindingsArguments = {}) =>
        call.rows<HealthFindingsRow>('health_findings', [['categories', 'text[]', args.categories], ['checks', 'text[]', args.checks]], { value: 'numeric', threshold_warning: 'numeric', threshold_critical: 'numeric' }),
      /** Measures the server and the database for monitoring and alert conditions. */
      healthMetrics: (args: HealthMetricsArguments = {}) =>
        call.rows<HealthMetricsRow>('health_metrics', [['report', 'jsonb', args.report]], { value: 'numeric' }),
      /** Checks the health of the database and returns the whole report as one document. Throws SW003 There is no such category or check. */
      healthReport: (args: HealthReportArguments = {}) =>
        call.value<unknown | null>('health_report', [['categories', 'text[]', args.categories], ['checks', 'text[]', args.checks]], {}),
      /** Checks the health of the database and returns one row with the worst state. Throws SW003 There is no such category. */
      healthStatus: (args: HealthStatusArguments = {}) =>
        call.rows<HealthStatusRow>('health_status', [['categories', 'text[]', args.categories]], {}),
      /** Ignores findings that somebody decided to live with, for a time or for good. Throws 22023 The reason is empty, `until` lies in the past, or the pattern names every check. Throws SW003 The pattern names no health check. */
      ignoreFinding: (args: IgnoreFindingArguments) =>
        call.rows<IgnoreFindingRow>('ignore_finding', [['pattern', 'text', args.pattern], ['reason', 'text', args.reason], ['until', 'timestamp with time zone', args.until]], {}),
      /** Checks the health of the database and keeps the report in `health_runs`. Throws SW004 The server is a standby or the transaction is read-only. */
      recordHealthCheck: () =>
        call.value<bigint | null>('record_health_check', [], { record_health_check: 'bigint' }),
      /** Collects everything that `pgsteward report` shows as one document. Throws 22023 The lookback is not longer than nothing. */
      reportData: (args: ReportDataArguments = {}) =>
        call.value<unknown | null>('report_data', [['lookback', 'interval', args.lookback]], {}),
      /** Stops ignoring findings; they show again in the next health check. Throws 22023 There is no such pattern. */
      unignoreFinding: (args: UnignoreFindingArguments) =>
        call.rows<UnignoreFindingRow>('unignore_finding', [['pattern', 'text', args.pattern]], {}),
    },
    maintenance: {
      /** Schedules a command that runs once, or moves the one-shot of that name. Throws 22023 The name is empty or too long, the command is blank, there is no time, or an option is not valid. Throws 42710 There is a schedule of this name that is no one-shot. */
      addOneShot: (args: AddOneShotArguments) =>
        call.rows<AddOneShotRow>('add_one_shot', [['name', 'text', args.name], ['run_at', 'timestamp with time zone', args.runAt], ['command', 'text', args.command], ['retries', 'integer', args.retries], ['retry_delay', 'interval', args.retryDelay], ['time_limit', 'interval', args.timeLimit]], {}),
      /** Says how long the rows of a table are kept. Throws 22004 conditions, priority, enabled or allow_short is null. Throws 22023 A field does not fit the table or another field, or keep is less than a day without allow_short. Throws 42P01 The target is null, or the table was dropped. Throws 42710 The table has a policy. Throws 42809 The target is not a table, a partition, or not the user's. Throws 42501 The role does not own the table. */
      addRetentionPolicy: (args: AddRetentionPolicyArguments) =>
        call.rows<AddRetentionPolicyRow>('add_retention_policy', [['target', 'regclass', args.target], ['age_column', 'name', args.ageColumn], ['keep', 'interval', args.keep], ['action', 'text', args.action], ['conditions', 'jsonb', args.conditions], ['age_kind', 'text', args.ageKind], ['time_zone', 'text', args.timeZone], ['archive_to', 'regclass', args.archiveTo], ['soft_delete_column', 'name', args.softDeleteColumn], ['keep_rows', 'bigint', args.keepRows], ['keep_last', 'integer', args.keepLast], ['keep_per', 'name[]', args.keepPer], ['max_share', 'numeric', args.maxShare], ['max_rows', 'bigint', args.maxRows], ['time_budget', 'interval', args.timeBudget], ['window_start', 'time without time zone', args.windowStart], ['window_end', 'time without time zone', args.windowEnd], ['priority', 'integer', args.priority], ['enabled', 'boolean', args.enabled], ['allow_short', 'boolean', args.allowShort]], { keep_rows: 'bigint', max_share: 'numeric', max_rows: 'bigint', approved_share: 'numeric' }),
      /** Schedules a command, or changes the schedule of that name. Throws 22023 The name is empty or too long, the command is blank, or an option is not valid. Throws SW006 The cron expression cannot be read. */
      addSchedule: (args: AddScheduleArguments) =>
        call.rows<AddScheduleRow>('add_schedule', [['name', 'text', args.name], ['cron', 'text', args.cron], ['command', 'text', args.command], ['missed_run', 'text', args.missedRun], ['retries', 'integer', args.retries], ['retry_delay', 'interval', args.retryDelay], ['time_limit', 'interval', args.timeLimit]], {}),
      /** Lets the retention policy of a table do its work, in batches that commit. Throws 22004 The target is null. Throws SW013 The table has no retention policy. Throws 2D000 It was called inside a transaction block. Throws 25006 The server is a standby. Throws 42501 The role does not have the privileges of the owner of the table. */
      applyRetention: (args: ApplyRetentionArguments) =>
        call.procedure('apply_retention', [['target', 'regclass', args.target], ['time_budget', 'interval', args.timeBudget]]),
      /** Lets a retention policy work from now on. Throws 42P01 The target is null, or the table was dropped. Throws SW013 The table has no retention policy. Throws SW020 The first run would take more than max_share and accept_share. Throws 22023 The policy does not fit the table any more, or accept_share is no share. Throws 42501 The role does not have the privileges of the owner of the table. */
      approveRetentionPolicy: (args: ApproveRetentionPolicyArguments) =>
        call.rows<ApproveRetentionPolicyRow>('approve_retention_policy', [['target', 'regclass', args.target], ['accept_share', 'numeric', args.acceptShare]], { keep_rows: 'bigint', max_share: 'numeric', max_rows: 'bigint', approved_share: 'numeric' }),
      /** Removes the retention policy of a table; its rows stay. Throws SW013 The table has no retention policy. */
      dropRetentionPolicy: (args: DropRetentionPolicyArguments) =>
        call.rows<DropRetentionPolicyRow>('drop_retention_policy', [['target', 'text', args.target]], { keep_rows: 'bigint', max_share: 'numeric', max_rows: 'bigint', approved_share: 'numeric' }),
      /** Removes a schedule, and its job from pg_cron. Throws SW005 There is no schedule of this name. */
      dropSchedule: (args: DropScheduleArguments) =>
        call.rows<DropScheduleRow>('drop_schedule', [['name', 'text', args.name]], {}),
      /** Writes the retention policies as code. */
      exportRetentionPolicies: () =>
        call.value<unknown | null>('export_retention_policies', [], {}),
      /** Pauses a schedule: its job goes from pg_cron, and the worker leaves it alone. Throws SW005 There is no schedule of this name. */
      pauseSchedule: (args: PauseScheduleArguments) =>
        call.rows<PauseScheduleRow>('pause_schedule', [['name', 'text', args.name]], {}),
      /** Lists the statements of maintenance that no procedure can run. */
      planTableMaintenance: () =>
        call.rows<PlanTableMaintenanceRow>('plan_table_maintenance', [], {}),
      /** Shows what `run_database_maintenance()` would do now, and changes nothing. */
      previewDatabaseMaintenance: () =>
        call.rows<PreviewDatabaseMaintenanceRow>('preview_database_maintenance', [], { rows: 'bigint' }),
      /** Shows what a run of a retention policy would do now, and changes nothing. Throws 42P01 The target is null, or the table was dropped. Throws SW013 The table has no retention policy. Throws 55P03 Somebody has locked the table for more than a second. Throws 42501 The role does not have the privileges of the owner of the table. */
      previewRetention: (args: PreviewRetentionArguments) =>
        call.rows<PreviewRetentionRow>('preview_retention', [['target', 'regclass', args.target]], { expired_rows: 'bigint', total_rows: 'bigint', batches: 'bigint', wal_bytes: 'numeric' }),
      /** Removes pg_cron's old run history, in batches that commit. Throws 22023 batch_rows is null or not positive. Throws 2D000 It was called inside a transaction block. */
      purgeCronHistory: (args: PurgeCronHistoryArguments = {}) =>
        call.procedure('purge_cron_history', [['keep', 'interval', args.keep], ['batch_rows', 'integer', args.batchRows]]),
      /** Removes the expired rows of a table in one transaction. Throws 22023 max_rows is not positive. Throws 25006 The server is a standby. Throws 42P01 The target is null, or the table was dropped. Throws 42501 The role does not have the privileges of the owner of the table. Throws 55000 The policy is not approved, or disabled, or a guard refuses the run: the detail says which. Throws 55006 Another run is at this table. Throws 55P03 Others held the table or all of the rows. Throws SW013 The table has no retention policy. */
      removeExpiredRows: (args: RemoveExpiredRowsArguments) =>
        call.value<bigint | null>('remove_expired_rows', [['target', 'regclass', args.target], ['max_rows', 'bigint', args.maxRows]], { remove_expired_rows: 'bigint' }),
      /** Lets a schedule that was paused run again. Throws SW005 There is no schedule of this name. */
      resumeSchedule: (args: ResumeScheduleArguments) =>
        call.rows<ResumeScheduleRow>('resume_schedule', [['name', 'text', args.name]], {}),
      /** Lists the retention policies, judged by what is still in the tables. */
      retentionStatus: () =>
        call.rows<RetentionStatusRow>('retention_status', [], { last_rows: 'bigint' }),
      /** Does all that is due: retention, statistics, our own history and pg_cron's. Throws 2D000 It was called inside a transaction block. Throws 25006 The server is a standby. */
      runDatabaseMaintenance: (args: RunDatabaseMaintenanceArguments = {}) =>
        call.procedure('run_database_maintenance', [['time_budget', 'interval', args.timeBudget]]),
      /** Measures what is too slow for every health check, for `analysis_results`. Throws 2D000 It was called inside a transaction block. Throws 25006 The server is a standby. */
      runDeepAnalysis: () =>
        call.procedure('run_deep_analysis', []),
      /** Runs the schedules that are due, for the cron of the system. Throws 22004 grace or with_ticks is null. Throws 2D000 It was called inside a transaction block. */
      runDueSchedules: (args: RunDueSchedulesArguments = {}) =>
        call.procedure('run_due_schedules', [['grace', 'interval', args.grace], ['with_ticks', 'boolean', args.withTicks]]),
      /** Runs a schedule if it is due, once: what the jobs of pg_cron call. Throws 2D000 It was called inside a transaction block. Throws SW005 There is no schedule of this name. */
      runSchedule: (args: RunScheduleArguments) =>
        call.procedure('run_schedule', [['name', 'text', args.name]]),
      /** Asks for a run of a schedule as soon as its scheduler can. Throws SW005 There is no schedule of this name. */
      runScheduleNow: (args: RunScheduleNowArguments) =>
        call.rows<RunScheduleNowRow>('run_schedule_now', [['name', 'text', args.name]], {}),
      /** Makes the retention policies equal to a list, all or nothing. Throws 22004 dry_run is null. Throws 22023 It is no list, a table is in it twice, a key is unknown, missing or null, or a policy does not fit its table. Throws 42P01 A table does not exist. Throws 42501 The role does not own a table. */
      syncRetentionPolicies: (args: SyncRetentionPoliciesArguments) =>
        call.rows<SyncRetentionPoliciesRow>('sync_retention_policies', [['desired', 'jsonb', args.desired], ['dry_run', 'boolean', args.dryRun]], {}),
      /** Makes the jobs of pg_cron equal to the table `schedules`. Throws 22004 dry_run is null. */
      syncSchedules: (args: SyncSchedulesArguments = {}) =>
        call.rows<SyncSchedulesRow>('sync_schedules', [['dry_run', 'boolean', args.dryRun]], {}),
      /** Does what pg_cron does not: time limits, retries, requests, one-shots. Throws 2D000 It was called inside a transaction block. */
      watchSchedules: () =>
        call.procedure('watch_schedules', []),
    },
    migration: {
      /** Finds what is wrong between the migration files, the log and the schema. Throws 22004 ledger is null. Throws 42501 The role may not read the ledger. */
      migrationFindings: (args: MigrationFindingsArguments = {}) =>
        call.rows<MigrationFindingsRow>('migration_findings', [['ledger', 'text', args.ledger], ['files', 'jsonb', args.files]], {}),
      /** Compares the files of the migrations with what is applied and what the log says. Throws 22004 ledger is null. */
      migrationStatus: (args: MigrationStatusArguments = {}) =>
        call.rows<MigrationStatusRow>('migration_status', [['ledger', 'text', args.ledger], ['files', 'jsonb', args.files]], {}),
      /** Begins to record which objects are created, altered and dropped, and by whom. Throws 42501 The role may not create event triggers, or the schema steward_ddl belongs to somebody else. */
      trackDdl: () =>
        call.value<boolean | null>('track_ddl', [], {}),
      /** Ends what track_ddl() began; what has been recorded stays. Throws 42501 The role does not own the event triggers. */
      untrackDdl: () =>
        call.value<boolean | null>('untrack_ddl', [], {}),
    },
    performance: {
      /** Takes a snapshot of the cumulative statistics. Throws SW004 The server is a standby or the transaction is read-only. */
      captureStatistics: () =>
        call.value<bigint | null>('capture_statistics', [], { capture_statistics: 'bigint' }),
      /** Forecasts when the limits of this database will be reached, soonest first. */
      getCapacityForecast: () =>
        call.rows<GetCapacityForecastRow>('get_capacity_forecast', [], { used_percent: 'numeric', remaining: 'numeric', used_per_day: 'numeric', days_left: 'numeric', readings: 'bigint', fit: 'numeric' }),
      /** Keeps the statistics of a replica, which verdicts on usage need. Throws SW004 The server is a standby or the transaction is read-only. Throws 22023 The document is not of a replica of this server, of another database, malformed, or not newer than the last. */
      importStatistics: (args: ImportStatisticsArguments) =>
        call.value<bigint | null>('import_statistics', [['statistics', 'jsonb', args.statistics]], { import_statistics: 'bigint' }),
      /** Reads the cumulative statistics of this server as one document. */
      readStatistics: () =>
        call.value<unknown | null>('read_statistics', [], {}),
    },
  }
}
