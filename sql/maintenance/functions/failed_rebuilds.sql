create or replace function steward_internal.failed_rebuilds()
returns table (statement text, failed_at timestamptz, message text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select l.target, l.finished_at, l.message
  from (
    select distinct on (s.target) s.target, s.finished_at, s.sqlstate, s.message
    from steward.maintenance_steps as s
    where s.step = 'concurrently'
      and s.target like 'reindex %'
      and s.outcome <> 'running'
    order by s.target, s.id desc
  ) as l
  -- Locks, cancellations, deadlocks, and servers that stop pass by themselves.
  where l.sqlstate <> '55P03'
    and l.sqlstate !~ '^(08|40|53|57|58)'
    and l.finished_at > now() - interval '7 days'
$$;

comment on function steward_internal.failed_rebuilds() is $doc$
Lists the rebuilds that failed because of the rows, in the last 7 days.

Such a rebuild reads all of the table and fails again until somebody repairs the rows, so `pgsteward maintain --concurrently` tries it
once a week.

@returns One row for each statement whose last try failed so, with what PostgreSQL said.
@access steward_reader
@example select statement, message from steward_internal.failed_rebuilds();
$doc$;

revoke all on function steward_internal.failed_rebuilds() from public;
