create or replace function steward_internal.retention_window_end(
  policy steward.retention_policies,
  as_of timestamptz
)
returns timestamptz
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select min(w.opens + w.length) at time zone split_part((retention_window_end.policy).time_zone, ', ', 1)
  from (
    select
      day.start + (retention_window_end.policy).window_start as opens,
      case
        when (retention_window_end.policy).window_end > (retention_window_end.policy).window_start
          then (retention_window_end.policy).window_end - (retention_window_end.policy).window_start
        else (retention_window_end.policy).window_end - (retention_window_end.policy).window_start + interval '1 day'
      end as length,
      local.now
    from (values (retention_window_end.as_of at time zone split_part((retention_window_end.policy).time_zone, ', ', 1))) as local (now)
    cross join lateral (values (local.now::date), (local.now::date - 1)) as day (start)
  ) as w
  where w.now >= w.opens
    and w.now < w.opens + w.length
$$;

comment on function steward_internal.retention_window_end(steward.retention_policies, timestamptz) is $doc$
Tells until when a policy may run now.

@param policy The policy with its window.
@param as_of The moment to look from.
@returns The end of the window that is open; null if none is, and if the policy has none.
@access steward_reader
@example select steward_internal.retention_window_end(p, now()) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_window_end(steward.retention_policies, timestamptz) from public;
