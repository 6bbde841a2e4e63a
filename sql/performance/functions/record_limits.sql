create or replace function steward_internal.record_limits(snapshot_id bigint)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  insert into steward_internal.limit_snapshots (snapshot_id, limit_name, object, remaining)
  select record_limits.snapshot_id, l.limit_name, l.object, l.remaining
  from steward_internal.limit_readings() as l
  where not exists (
    select
    from steward_internal.limit_snapshots as last
    inner join steward.statistics_snapshots as s on s.id = last.snapshot_id
    where s.taken_at > now() - interval '23 hours'
  )
$$;

comment on function steward_internal.record_limits(bigint) is $doc$
Keeps once a day how much is left of each limit.

@param snapshot_id The snapshot that the readings belong to.
@access steward_operator
@example select steward_internal.record_limits(s.id) from steward.statistics_snapshots as s limit 1;
$doc$;

revoke all on function steward_internal.record_limits(bigint) from public;
