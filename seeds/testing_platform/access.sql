-- Who sees what: users their own rows, members what is of their organization, the service everything. The owner of the
-- tables keeps access for migrations, seeds and retention; functions and views of the owner that others use do not.
select protect_table(
  'public.organization_members', 'organization', organization_column => 'org_id',
  membership_table => 'public.organization_members', write_roles => '{owner,admin}', owner_access => true
);

select protect_table(
  'public.organizations', 'organization', organization_column => 'id',
  membership_table => 'public.organization_members', write_roles => '{owner}', owner_access => true
);

select protect_table('public.users', 'owner', owner_column => 'id', owner_access => true);

select protect_table(
  'public.api_keys', 'organization', organization_column => 'organization_id',
  membership_table => 'public.organization_members', write_roles => '{owner,admin}', owner_access => true
);

-- What a team works on together: everybody reads, editors and up write.
select protect_table(
  format('public.%I', t.name), 'organization', organization_column => 'organization_id',
  membership_table => 'public.organization_members', write_roles => '{owner,admin,editor}', owner_access => true
)
from (
  values ('projects'), ('visual_test_flows'), ('visual_test_steps'), ('test_schedules'), ('scheduled_test_executions')
) as t (name);

-- What belongs to a person, and to the organization it was done for if there is one.
select protect_table(
  format('public.%I', t.name), 'owner_or_organization', owner_column => 'user_id', organization_column => 'organization_id',
  membership_table => 'public.organization_members', owner_access => true
)
from (values ('ai_generations'), ('browser_sessions')) as t (name);

-- Workers and invoices are for the backend.
select protect_table('public.job_queue', 'service', owner_access => true);

select protect_table(c.oid, 'service', owner_access => true)
from pg_class as c
where c.oid in (to_regclass('public.generation_cost_import'), to_regclass('public.webhook_deliveries'));
