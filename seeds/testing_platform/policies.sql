-- What pgsteward does for this database: how long each table keeps its rows, and what is refreshed when.
-- Nothing goes before approve_retention_policy(); loading this again starts anew.
select drop_retention_policy(format('%I.%I', p.target_schema, p.target_table))
from steward.retention_policies as p
where p.target_schema = 'public';

-- Who ran what is asked for years later, so runs move out of the way.
create schema if not exists archive;
create table if not exists archive.scheduled_test_executions (
  like public.scheduled_test_executions including comments
);
-- A run's id is not the key: whoever loads the generators again starts over with 1.
alter table archive.scheduled_test_executions
  add column if not exists archive_id bigint generated always as identity primary key;
create index if not exists scheduled_test_executions_finished_at_idx
  on archive.scheduled_test_executions using brin (finished_at) with (autosummarize = on);

-- What is not finished has no age, and stays.
select add_retention_policy('public.job_queue', 'finished_at', '7 days', priority => 10);

select add_retention_policy('public.browser_sessions', 'finished_at', '30 days', priority => 20);

select add_retention_policy(
  'public.scheduled_test_executions', 'finished_at', '60 days', 'archive',
  archive_to => 'archive.scheduled_test_executions',
  priority => 30
);

select add_retention_policy(
  'public.ai_generations', 'created_at', '90 days',
  conditions => '[{"column": "finished_at", "operator": "is not null"}]',
  priority => 40
);

-- Invoices are days of a calendar, in UTC. Their table came with a shortcut that a team may have left out.
select add_retention_policy(c.oid, 'usage_on', '100 days', priority => 50)
from pg_class as c
where c.oid = to_regclass('public.generation_cost_import');

-- The night takes all of them, in call run_database_maintenance(); these are for those who want one now.
create or replace function public.cleanup_old_ai_generations()
returns bigint
language sql
as $$ select steward.remove_expired_rows('public.ai_generations') $$;

comment on function public.cleanup_old_ai_generations() is
  'Deletes finished generations of more than 90 days; returns how many.';

create or replace function public.cleanup_old_browser_sessions()
returns bigint
language sql
as $$ select steward.remove_expired_rows('public.browser_sessions') $$;

comment on function public.cleanup_old_browser_sessions() is
  'Deletes sessions that ended more than 30 days ago; returns how many.';

create or replace function public.cleanup_old_job_queue()
returns bigint
language sql
as $$ select steward.remove_expired_rows('public.job_queue') $$;

comment on function public.cleanup_old_job_queue() is
  'Deletes jobs that ended more than 7 days ago; returns how many.';

create or replace function public.cleanup_old_scheduled_executions()
returns bigint
language sql
as $$ select steward.remove_expired_rows('public.scheduled_test_executions') $$;

comment on function public.cleanup_old_scheduled_executions() is
  'Moves runs that ended more than 60 days ago to the archive; returns how many.';

select add_schedule(
  'refresh performance rollups', '*/10 * * * *', 'select public.refresh_performance_rollups()'
);

-- Where retention has made room new rows lie among old ones, and the ranges of BRIN grow wider.
select add_schedule(
  'reindex generations by update', '0 4 * * 0',
  'reindex index concurrently public.ai_generations_updated_at_idx'
);

select add_schedule(
  'reindex runs by time', '5 4 * * 0',
  'reindex index concurrently public.scheduled_test_executions_scheduled_for_idx'
);
