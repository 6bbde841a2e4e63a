-- Up Migration
-- Each view is a rollup, which a schedule refreshes, and what came since. A function has the one definition of
-- the numbers; it sets no search_path, so that the planner can look into it.
create function public.ai_generation_hours(since timestamptz, until timestamptz)
returns table (
  hour timestamptz,
  provider text,
  model text,
  generation_count bigint,
  completed_count bigint,
  failed_count bigint,
  success_rate numeric,
  p50_duration_ms double precision,
  p95_duration_ms double precision,
  p99_duration_ms double precision,
  token_count bigint,
  cost_usd numeric
)
language sql
stable
parallel safe
as $$
  select
    date_trunc('hour', g.created_at, 'UTC'),
    g.provider,
    g.model,
    count(*),
    count(*) filter (where g.status = 'completed'),
    count(*) filter (where g.status = 'failed'),
    round(
      count(*) filter (where g.status = 'completed')::numeric
        / nullif(count(*) filter (where g.status in ('completed', 'failed')), 0),
      4
    ),
    percentile_cont(0.5) within group (order by g.duration_ms),
    percentile_cont(0.95) within group (order by g.duration_ms),
    percentile_cont(0.99) within group (order by g.duration_ms),
    coalesce(sum(coalesce(g.prompt_tokens, 0) + coalesce(g.completion_tokens, 0)), 0),
    coalesce(sum(g.cost_usd), 0)
  from public.ai_generations as g
  where g.created_at >= ai_generation_hours.since
    and g.created_at < ai_generation_hours.until
  group by 1, 2, 3
$$;

comment on function public.ai_generation_hours(timestamptz, timestamptz) is
  'AI generations by hour (in UTC) of their creation, provider and model.';

create materialized view public.ai_generation_rollup as
select h.*
from public.ai_generation_hours('-infinity', date_trunc('hour', now() - interval '2 hours', 'UTC')) as h;

create unique index ai_generation_rollup_key on public.ai_generation_rollup (hour, provider, model);

create view public.ai_generation_performance
with (security_invoker = true) as
select r.*
from public.ai_generation_rollup as r
union all
select h.*
from (
  select coalesce(max(r.hour) + interval '1 hour', '-infinity') as since
  from public.ai_generation_rollup as r
) as n
cross join lateral public.ai_generation_hours(n.since, 'infinity') as h;

comment on view public.ai_generation_performance is
  'AI generations by hour (in UTC), provider and model: success rate, durations, tokens and cost.';

create function public.browser_session_days(since timestamptz, until timestamptz)
returns table (
  day date,
  browser text,
  session_count bigint,
  open_count bigint,
  closed_count bigint,
  failed_count bigint,
  expired_count bigint,
  p50_duration_ms double precision,
  p95_duration_ms double precision,
  action_count bigint,
  recording_bytes numeric
)
language sql
stable
parallel safe
as $$
  select
    (s.created_at at time zone 'UTC')::date,
    s.browser,
    count(*),
    count(*) filter (where s.status in ('starting', 'active')),
    count(*) filter (where s.status = 'closed'),
    count(*) filter (where s.status = 'failed'),
    count(*) filter (where s.status = 'expired'),
    percentile_cont(0.5) within group (order by s.duration_ms),
    percentile_cont(0.95) within group (order by s.duration_ms),
    sum(s.action_count),
    coalesce(sum(s.recording_bytes), 0)
  from public.browser_sessions as s
  where s.created_at >= browser_session_days.since
    and s.created_at < browser_session_days.until
  group by 1, 2
$$;

comment on function public.browser_session_days(timestamptz, timestamptz) is
  'Browser sessions by day (in UTC) of their creation and browser.';

create materialized view public.browser_session_rollup as
select d.*
from public.browser_session_days('-infinity', date_trunc('day', now() - interval '2 hours', 'UTC')) as d;

create unique index browser_session_rollup_key on public.browser_session_rollup (day, browser);

create view public.browser_session_stats
with (security_invoker = true) as
select r.*
from public.browser_session_rollup as r
union all
select d.*
from (
  select coalesce((max(r.day) + 1)::timestamp at time zone 'UTC', '-infinity') as since
  from public.browser_session_rollup as r
) as n
cross join lateral public.browser_session_days(n.since, 'infinity') as d;

comment on view public.browser_session_stats is
  'Browser sessions by day (in UTC) and browser: how they ended, durations, actions and recordings.';

create function public.job_queue_hours(since timestamptz, until timestamptz)
returns table (
  hour timestamptz,
  queue text,
  job_type text,
  job_count bigint,
  open_count bigint,
  completed_count bigint,
  dead_count bigint,
  cancelled_count bigint,
  retry_count bigint,
  p50_wait_ms double precision,
  p95_wait_ms double precision,
  p50_run_ms double precision,
  p95_run_ms double precision,
  p99_run_ms double precision
)
language sql
stable
parallel safe
as $$
  select
    date_trunc('hour', j.created_at, 'UTC'),
    j.queue,
    j.job_type,
    count(*),
    count(*) filter (where j.status in ('queued', 'running')),
    count(*) filter (where j.status = 'completed'),
    count(*) filter (where j.status = 'dead'),
    count(*) filter (where j.status = 'cancelled'),
    sum(greatest(j.attempts - 1, 0)),
    percentile_cont(0.5)
      within group (order by extract(epoch from j.started_at - j.run_at)::double precision * 1000)
      filter (where j.started_at >= j.run_at),
    percentile_cont(0.95)
      within group (order by extract(epoch from j.started_at - j.run_at)::double precision * 1000)
      filter (where j.started_at >= j.run_at),
    percentile_cont(0.5) within group (order by j.duration_ms),
    percentile_cont(0.95) within group (order by j.duration_ms),
    percentile_cont(0.99) within group (order by j.duration_ms)
  from public.job_queue as j
  where j.created_at >= job_queue_hours.since
    and j.created_at < job_queue_hours.until
  group by 1, 2, 3
$$;

comment on function public.job_queue_hours(timestamptz, timestamptz) is
  'Jobs by hour (in UTC) of their creation, queue and type; waits and runs are those of the last attempt.';

create materialized view public.job_queue_rollup as
select h.*
from public.job_queue_hours('-infinity', date_trunc('hour', now() - interval '2 hours', 'UTC')) as h;

create unique index job_queue_rollup_key on public.job_queue_rollup (hour, queue, job_type);

create view public.job_queue_performance
with (security_invoker = true) as
select r.*
from public.job_queue_rollup as r
union all
select h.*
from (
  select coalesce(max(r.hour) + interval '1 hour', '-infinity') as since
  from public.job_queue_rollup as r
) as n
cross join lateral public.job_queue_hours(n.since, 'infinity') as h;

comment on view public.job_queue_performance is
  'Jobs by hour (in UTC), queue and type: how they ended, retries, and how long they waited and ran.';

create function public.test_execution_days(since timestamptz, until timestamptz)
returns table (
  day date,
  project_id uuid,
  execution_count bigint,
  open_count bigint,
  passed_count bigint,
  failed_count bigint,
  cancelled_count bigint,
  pass_rate numeric,
  p50_duration_ms double precision,
  p95_duration_ms double precision
)
language sql
stable
parallel safe
as $$
  select
    (e.scheduled_for at time zone 'UTC')::date,
    e.project_id,
    count(*),
    count(*) filter (where e.status in ('queued', 'running')),
    count(*) filter (where e.status = 'passed'),
    count(*) filter (where e.status in ('failed', 'error')),
    count(*) filter (where e.status = 'cancelled'),
    round(
      count(*) filter (where e.status = 'passed')::numeric
        / nullif(count(*) filter (where e.status in ('passed', 'failed', 'error')), 0),
      4
    ),
    percentile_cont(0.5) within group (order by e.duration_ms),
    percentile_cont(0.95) within group (order by e.duration_ms)
  from public.scheduled_test_executions as e
  where e.scheduled_for >= test_execution_days.since
    and e.scheduled_for < test_execution_days.until
  group by 1, 2
$$;

comment on function public.test_execution_days(timestamptz, timestamptz) is
  'Scheduled runs by the day (in UTC) they were scheduled for, and project.';

create materialized view public.test_execution_rollup as
select d.*
from public.test_execution_days('-infinity', date_trunc('day', now() - interval '2 hours', 'UTC')) as d;

create unique index test_execution_rollup_key on public.test_execution_rollup (day, project_id);

create view public.test_execution_trends
with (security_invoker = true) as
select r.*
from public.test_execution_rollup as r
union all
select d.*
from (
  select coalesce((max(r.day) + 1)::timestamp at time zone 'UTC', '-infinity') as since
  from public.test_execution_rollup as r
) as n
cross join lateral public.test_execution_days(n.since, 'infinity') as d;

comment on view public.test_execution_trends is
  'Scheduled runs by day (in UTC) and project: how they ended, and durations.';

create function public.refresh_performance_rollups()
returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
  refresh materialized view concurrently public.ai_generation_rollup;
  refresh materialized view concurrently public.browser_session_rollup;
  refresh materialized view concurrently public.job_queue_rollup;
  refresh materialized view concurrently public.test_execution_rollup;
$$;

comment on function public.refresh_performance_rollups() is
  'Brings the rollups behind the four performance views up to date.';

-- Down Migration
drop function public.refresh_performance_rollups();
drop view public.test_execution_trends;
drop materialized view public.test_execution_rollup;
drop function public.test_execution_days(timestamptz, timestamptz);
drop view public.job_queue_performance;
drop materialized view public.job_queue_rollup;
drop function public.job_queue_hours(timestamptz, timestamptz);
drop view public.browser_session_stats;
drop materialized view public.browser_session_rollup;
drop function public.browser_session_days(timestamptz, timestamptz);
drop view public.ai_generation_performance;
drop materialized view public.ai_generation_rollup;
drop function public.ai_generation_hours(timestamptz, timestamptz);
