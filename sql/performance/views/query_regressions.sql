create or replace view steward.query_regressions as
with days as (
  select
    c.queryid,
    c.userid,
    s.taken_at > now() - interval '1 day' as is_recent,
    sum(c.changes[1]) as calls,
    sum(c.changes[2]) as total_ms,
    count(distinct date_trunc('day', s.taken_at, 'UTC')) as days,
    -- Spread of the means of the single hours, each weighted by its calls.
    sqrt(greatest(
      sum(c.changes[2] ^ 2 / c.changes[1]) / sum(c.changes[1]) - (sum(c.changes[2]) / sum(c.changes[1])) ^ 2, 0
    )) as deviation_ms
  from steward_internal.statement_changes as c
  inner join steward.statistics_snapshots as s on s.id = c.snapshot_id
  where c.toplevel
    and c.changes[1] > 0
  group by c.queryid, c.userid, s.taken_at > now() - interval '1 day'
)
select
  recent.queryid as query_id,
  r.rolname as role_name,
  round(baseline.total_ms / baseline.calls, 2) as baseline_mean_ms,
  round(recent.total_ms / recent.calls, 2) as mean_ms,
  round((recent.total_ms / recent.calls) / nullif(baseline.total_ms / baseline.calls, 0), 2) as ratio,
  round(recent.total_ms - recent.calls * baseline.total_ms / baseline.calls, 1) as extra_ms,
  baseline.calls as baseline_calls,
  recent.calls,
  baseline.days as baseline_days,
  btrim(regexp_replace(t.query, '\s+', ' ', 'g')) as query
from days as recent
inner join days as baseline
  on baseline.queryid = recent.queryid
  and baseline.userid = recent.userid
  and not baseline.is_recent
inner join steward_internal.statements as t
  on t.queryid = recent.queryid
  and t.userid = recent.userid
  and t.toplevel
left join pg_catalog.pg_roles as r on r.oid = recent.userid
where recent.is_recent
  and recent.calls >= 20
  and baseline.calls >= 100
  and recent.total_ms / recent.calls >= 1.5 * baseline.total_ms / baseline.calls
  and recent.total_ms / recent.calls >= baseline.total_ms / baseline.calls + 3 * baseline.deviation_ms
  and recent.total_ms / recent.calls - baseline.total_ms / baseline.calls >= 1
order by extra_ms desc;

comment on view steward.query_regressions is $doc$
Lists the statements that were slower in the last day than they used to be.

Each statement is compared with its own baseline, all that the snapshots kept of it before: the mean of
the last day must be 1.5 times and three standard deviations of its hourly means above the baseline, and
a millisecond more, over at least 20 calls against 100. `extra_ms` is what that cost, the costliest first.

@area performance
@access steward_reader select
@example select ratio, mean_ms, baseline_mean_ms, query from query_regressions;
$doc$;
