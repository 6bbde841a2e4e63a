create or replace function steward_internal.record_finding_history(report jsonb, seen_at timestamptz)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  -- Two at once would each resolve what the other has just seen, and wait for each other.
  select pg_advisory_xact_lock(20985, hashtext('finding history'));

  with seen as (
    select distinct on (f.fingerprint) f.*
    from (
      select (record_finding_history.report -> 'findings') || (record_finding_history.report -> 'ignored') as list
    ) as r
    cross join lateral jsonb_to_recordset(r.list) as f (
      fingerprint text, check_id text, severity text, object_type text, object_schema text,
      object_name text, title text, detail text
    )
    order by f.fingerprint, steward_internal.severity_rank('finding', f.severity)
  ),
  blind as (
    select c.check_id
    from jsonb_to_recordset(record_finding_history.report -> 'coverage') as c (
      check_id text, status text, is_applicable boolean
    )
    where c.status in ('skipped', 'error')
      and c.is_applicable
  ),
  resolved as (
    update steward.finding_history as h
    set resolved_at = record_finding_history.seen_at
    where h.resolved_at is null
      and not exists (select from seen as s where s.fingerprint = h.fingerprint)
      and not exists (select from blind as b where b.check_id = h.check_id)
  ),
  forgotten as (
    delete from steward.finding_history as h
    where h.resolved_at < record_finding_history.seen_at - steward.get_setting('health.keep_history')::interval
      and not exists (select from seen as s where s.fingerprint = h.fingerprint)
  )
  insert into steward.finding_history as h (
    fingerprint, check_id, severity, worst_severity, object_type, object_schema, object_name, title, detail,
    first_seen, last_seen
  )
  select
    s.fingerprint, s.check_id, s.severity, s.severity,
    -- One row stands for all sessions that a check complains about.
    s.object_type,
    case when s.object_type is distinct from 'session' then s.object_schema end,
    case when s.object_type is distinct from 'session' then s.object_name end,
    s.title, s.detail, record_finding_history.seen_at, record_finding_history.seen_at
  from seen as s
  on conflict on constraint finding_history_pkey do update
  set severity = excluded.severity,
    worst_severity = case
      when steward_internal.severity_rank('finding', excluded.severity)
        < steward_internal.severity_rank('finding', h.worst_severity) then excluded.severity
      else h.worst_severity
    end,
    title = excluded.title,
    detail = excluded.detail,
    last_seen = excluded.last_seen,
    seen_count = h.seen_count + 1,
    flap_count = h.flap_count + (h.resolved_at is not null)::integer,
    resolved_at = null
$$;

comment on function steward_internal.record_finding_history(jsonb, timestamptz) is $doc$
Carries the life of each finding on by what a health report saw.

@param report The report, of all categories.
@param seen_at When it was made.
@access steward_operator
@example select steward_internal.record_finding_history(r.report, r.started_at) from steward.health_runs as r;
$doc$;

revoke all on function steward_internal.record_finding_history(jsonb, timestamptz) from public;
