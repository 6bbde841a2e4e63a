create or replace function steward_internal.check_autovacuum_workers_busy()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from (
    select
      (select count(*)::integer from pg_stat_activity as a where a.backend_type = 'autovacuum worker')
        as busy,
      least(
        current_setting('autovacuum_max_workers')::integer,
        current_setting('autovacuum_worker_slots', true)::integer
      ) as available
  ) as workers
  cross join lateral steward_internal.autovacuum_worker_rows(
    workers.busy,
    workers.available,
    case
      -- It costs a look at every table, and nobody waits while a worker is free.
      when workers.busy >= workers.available
        then (
          select count(*)::integer
          from steward_internal.autovacuum_triggers() as t
          where (
              t.dead_rows > t.dead_trigger
              or t.inserted_rows > t.insert_trigger
              or t.modified_rows > t.analyze_trigger
            )
            and not exists (
              select
              from pg_stat_progress_vacuum as p
              where p.relid = t.relid
                and p.datname = current_database()
            )
        )
    end
  ) as r
$$;

comment on function steward_internal.check_autovacuum_workers_busy() is $doc$
Finds that all autovacuum workers are at work while tables wait for one.

The cost limit is shared by the workers, so more of them alone make nothing faster. All of them at work
is an information, because it happens; with tables of this database past their trigger it is a
warning. What waits in other databases cannot be seen from here.

@title Autovacuum workers are all busy
@category vacuum
@scope cluster
@unit percent
@runs_on primary
@requires_role pg_read_all_stats
@remedy Let each worker do more (raise autovacuum_vacuum_cost_limit or lower autovacuum_vacuum_cost_delay) before you raise autovacuum_max_workers.
@doc https://www.postgresql.org/docs/current/runtime-config-autovacuum.html
@access steward_reader
@example select * from steward_internal.check_autovacuum_workers_busy();
$doc$;

revoke all on function steward_internal.check_autovacuum_workers_busy() from public;
