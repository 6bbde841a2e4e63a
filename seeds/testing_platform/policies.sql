-- How long each table keeps its rows. Nothing goes before approve_retention_policy(); loading this again starts anew.
select drop_retention_policy(format('%I.%I', p.target_schema, p.target_table))
from steward.retention_policies as p
where p.target_schema = 'public';

-- Who ran what is asked for years later, so runs move out of the way.
create schema if not exists archive;
create table if not exists archive.scheduled_test_executions (like public.scheduled_test_executions including comments);

select add_retention_policy(
  'public.job_queue', 'created_at', '30 days',
  conditions => '[{"column": "status", "operator": "in", "value": ["completed", "failed", "cancelled"]}]',
  priority => 10
);

select add_retention_policy(
  'public.browser_sessions', 'created_at', '60 days',
  conditions => '[{"column": "status", "operator": "in", "value": ["closed", "failed", "expired"]}]',
  priority => 20
);

select add_retention_policy(
  'public.scheduled_test_executions', 'created_at', '90 days', 'archive',
  conditions => '[{"column": "finished_at", "operator": "is not null"}]',
  archive_to => 'archive.scheduled_test_executions',
  priority => 30
);

select add_retention_policy(
  'public.ai_generations', 'created_at', '90 days',
  conditions => '[{"column": "finished_at", "operator": "is not null"}]',
  priority => 40
);

-- Invoices are days of a calendar, in UTC.
select add_retention_policy('public.generation_cost_import', 'usage_on', '100 days', priority => 50);
