create or replace function steward.retention_status()
returns table (
  target text,
  keep interval,
  action text,
  is_approved boolean,
  enabled boolean,
  last_run timestamptz,
  last_outcome text,
  last_rows bigint,
  last_message text,
  lag interval,
  trend text,
  time_to_drain interval,
  withheld text
)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  select
    n.name,
    p.keep,
    p.action,
    p.approved_at is not null,
    p.enabled,
    last.started_at,
    last.outcome,
    last.rows,
    last.message,
    o.lag,
    case
      when ends.newest > ends.previous then 'growing'
      when ends.newest < ends.previous then 'shrinking'
    end,
    case when o.lag > interval '0' then o.expired_rows * c.seconds_per_row::double precision * interval '1 second' end,
    o.withheld
  from steward.retention_policies as p
  cross join lateral (values (format('%I.%I', p.target_schema, p.target_table))) as n (name)
  cross join lateral steward_internal.observe_retention(p) as o
  cross join lateral steward_internal.retention_cost(n.name, 1) as c
  left join lateral (
    select s.*
    from steward.maintenance_steps as s
    where s.step = 'retention'
      and s.target = n.name
    order by s.id desc
    limit 1
  ) as last on true
  cross join lateral (
    select (array_agg(l.lag order by l.id desc))[1] as newest, (array_agg(l.lag order by l.id desc))[2] as previous
    from (
      select s.id, s.lag
      from steward.maintenance_steps as s
      where s.step = 'retention'
        and s.target = n.name
        and s.lag is not null
      order by s.id desc
      limit 2
    ) as l
  ) as ends
  order by p.priority, n.name
$$;

comment on function steward.retention_status() is $doc$
Lists the retention policies, judged by what is still in the tables.

`lag` is how much longer than promised the oldest row has been kept that should be gone, looked up now in an index on the age column;
0 means the policy keeps its word, whatever its runs said. Without such an index it is null.

@area maintenance
@returns One row for each policy, in the order in which they run. `trend` compares the lags at the end of the last two runs; `time_to_drain` is how
  long a run would take, by the planner's estimate and the runs of the last 30 days; `withheld` says why a lag is not known.
@access steward_reader
@example select target, last_outcome, lag, trend from retention_status();
$doc$;

revoke all on function steward.retention_status() from public;
