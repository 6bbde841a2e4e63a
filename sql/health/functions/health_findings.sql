create or replace function steward.health_findings(
  categories text[] default null,
  checks text[] default null
)
returns setof steward.health_finding
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
set jit = off
set max_parallel_workers_per_gather = 0
as $$
declare
  v_check record;
  v_rows steward_internal.check_row[];
  v_stats_since timestamptz := steward_internal.statistics_since();
begin
  perform steward_internal.assert_known_checks(health_findings.categories, health_findings.checks);
  perform set_config('pgsteward.deadline', steward_internal.health_deadline()::text, true);
  -- Within a transaction the server would show the sessions of its first look for ever.
  perform pg_stat_clear_snapshot();

  for v_check in
    select r.*, o.reason, o.detail, o.action
    from steward_internal.health_check_registry(health_findings.checks) as r
    left join lateral steward_internal.check_obstacle(
      r.requires_role, r.requires_extension, r.runs_on
    ) as o on true
    where health_findings.categories is null
      or r.category = any (health_findings.categories)
    order by r.category, r.check_id
  loop
    v_rows := case
      when not v_check.is_enabled then
        array[
          steward_internal.skipped_row(
            'disabled', 'The check is switched off.',
            format('select steward.configure_health_check(%L, enabled => true);', v_check.check_id)
          )
        ]
      when v_check.reason is not null then
        array[steward_internal.skipped_row(v_check.reason, v_check.detail, v_check.action)]
      when steward_internal.time_is_up() then
        array[
          steward_internal.skipped_row(
            'time', 'The time budget was used up before this check began.',
            format('select * from steward.health_findings(checks => %L);', array[v_check.check_id])
          )
        ]
      else steward_internal.run_check(v_check.routine)
    end;
    return query
    select f.*
    from steward_internal.judge_check(
      v_check.check_id, v_check.title, v_check.category, v_check.severity, v_check.unit,
      v_check.direction, v_check.warning, v_check.critical, v_check.confidence, v_check.remedy,
      v_check.fix_lock, v_check.fix_risk, v_check.doc_url, v_stats_since, v_rows
    ) as f;
  end loop;

  perform set_config('pgsteward.deadline', '', true);
end
$$;

comment on function steward.health_findings(text[], text[]) is $doc$
Runs the health checks and returns everything that they have to say.

Each check runs in its own subtransaction, waits at most 100 ms for any lock, and starts only within
the time budget (setting `health.time_budget`, less if statement_timeout is near). Every check yields
at least one row, so that what was not seen is said. It writes nothing: it works in a read-only
transaction and on a hot standby.

@area health
@param categories Only checks of these categories; null means all.
@param checks Only these checks, by check_id; null means all.
@returns One row for each check and object, ordered by category and check.
@error SW003 There is no such category or check.
@access steward_reader
@example select check_id, severity, object_name from health_findings() where status = 'finding';
$doc$;

revoke all on function steward.health_findings(text[], text[]) from public;
