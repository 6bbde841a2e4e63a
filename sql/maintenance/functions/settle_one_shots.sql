create or replace function steward_internal.settle_one_shots()
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  delete from steward.schedules as s
  where s.run_at is not null
    and exists (
      select
      from steward.schedule_runs as r
      where r.name = s.name
        and r.scheduled_for = s.run_at
        and (r.status in ('succeeded', 'skipped') or r.status <> 'running' and r.attempt > s.retries)
    );
$$;

comment on function steward_internal.settle_one_shots() is $doc$
Removes the one-shots that succeeded or used up their retries.

@returns Nothing.
@access steward_operator
@example select steward_internal.settle_one_shots();
$doc$;

revoke all on function steward_internal.settle_one_shots() from public;
