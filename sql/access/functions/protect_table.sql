create or replace function steward.protect_table(
  target regclass,
  template text,
  owner_column name default null,
  organization_column name default null,
  membership_table regclass default null,
  write_roles text[] default null,
  floor boolean default false,
  allow_null boolean default false,
  keep_policies boolean default false,
  owner_access boolean default false,
  user_role name default 'steward_user',
  anon_role name default 'steward_anon',
  service_role name default 'steward_service',
  admin_role name default 'steward_admin',
  dry_run boolean default false
)
returns setof text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
set jit = off
as $$
declare
  v_protection steward.protected_tables;
  v_problem record;
  v_step record;
  v_undo jsonb := jsonb_build_array();
begin
  perform steward_internal.assert_not_null(
    'steward.protect_table',
    jsonb_build_object(
      'floor', protect_table.floor, 'allow_null', protect_table.allow_null,
      'keep_policies', protect_table.keep_policies, 'owner_access', protect_table.owner_access,
      'user_role', protect_table.user_role, 'anon_role', protect_table.anon_role,
      'service_role', protect_table.service_role, 'admin_role', protect_table.admin_role,
      'dry_run', protect_table.dry_run
    )
  );
  perform steward_internal.assert_protectable(protect_table.target);
  -- Two at once would each see a table that is not protected yet.
  perform pg_advisory_xact_lock('steward.protected_tables'::regclass::integer, protect_table.target::oid::integer);
  select
    n.nspname, c.relname, protect_table.template, protect_table.owner_column, protect_table.organization_column,
    mn.nspname, m.relname, protect_table.write_roles, protect_table.floor, protect_table.allow_null,
    protect_table.keep_policies, protect_table.owner_access, protect_table.user_role, protect_table.anon_role,
    protect_table.service_role, protect_table.admin_role, coalesce(k.policies, '{}'), coalesce(k.undo, '[]'),
    now(), session_user, c.oid
  into v_protection
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  left join pg_class as m on m.oid = protect_table.membership_table
  left join pg_namespace as mn on mn.oid = m.relnamespace
  left join lateral steward_internal.protection_of(protect_table.target) as k on true
  where c.oid = protect_table.target;

  select p.problem, p.action
  into v_problem
  from steward_internal.protection_problem(v_protection, protect_table.target) as p
  limit 1;
  if found then
    raise exception using
      errcode = '22023',
      message = format('table %s cannot be protected like this: %s', protect_table.target, v_problem.problem),
      hint = v_problem.action;
  end if;

  for v_step in
    select s.relation, s.statement, s.undo, s.is_shared
    from steward_internal.protection_statements(v_protection, protect_table.target) as s
  loop
    return next v_step.statement;
    continue when protect_table.dry_run;
    execute v_step.statement;
    -- What came to a relation that was protected already is drift that was mended, and not to come back.
    if v_step.undo is not null and not exists (
      select
      from jsonb_array_elements(v_protection.undo) as u
      where u ->> 'relation' = v_step.relation::text
    ) then
      v_undo := v_undo || jsonb_build_object(
        'relation', v_step.relation::text, 'statement', v_step.undo, 'is_shared', v_step.is_shared
      );
    end if;
  end loop;

  if not protect_table.dry_run then
    perform steward_internal.record_protection(v_protection, protect_table.target, v_undo);
  end if;
end
$$;

comment on function steward.protect_table(
  regclass, text, name, name, regclass, text[], boolean, boolean, boolean, boolean, name, name, name, name, boolean
) is $doc$
Protects the rows of a table with row level security, after a template.

owner: users see and change the rows that carry their user_id. organization: members of the organisation of a row see
and change it. owner_or_organization: owners change their rows, and members of the organisation see them.
active_organization: only rows of the organisation that the request names, if the user is a member. public_read:
everybody reads, owners write. service, admin: no user at all. The service role sees all rows but those of admin, the
admin role all.
It enables and forces row level security on the table and all its partitions, makes one policy for each role and
command, the indexes that they need and the least grants; called again it mends what has drifted, a new partition for
example. All of it happens or nothing; whoever uses the table waits for moments, and if the lock cannot be had within
5 s nothing was done.

@area access
@param target The table; of a partitioned one the parent.
@param template owner, organization, owner_or_organization, active_organization, public_read, service or admin.
@param owner_column The column that holds the user_id of the owner.
@param organization_column The column that holds the org_id.
@param membership_table The table, or view, that says who belongs to which organisation: user_id, org_id, role; one for the database.
@param write_roles Roles in the membership table whose members may write; null for all members, and with owner_or_organization for owners only.
@param floor Adds a restrictive policy that holds the organisation, whatever policies are added later.
@param allow_null Accepts a column that may be null: such rows are seen by the service only.
@param keep_policies Leaves policies of the table that are not pgsteward's, and adds to them.
@param owner_access Lets sessions of the owner of the table see all rows, as migrations and retention need; functions and views of the owner that others use still see theirs only.
@param user_role The role of requests of users.
@param anon_role The role of requests of nobody.
@param service_role The role of the backend itself.
@param admin_role The role that manages everything.
@param dry_run Returns the statements without running them.
@returns The statements that were run, in order; none if the table is protected like this.
@error 22004 One of the roles, or an argument that is true or false, is null.
@error 22023 The arguments do not fit the table or each other; the message says which and the hint what to do.
@error 42809 The target is not a table of the application, or is a partition.
@error 42501 The role does not own the table.
@access steward_admin
@example begin; create table public.notes (id bigint primary key, user_id uuid not null); select protect_table('public.notes', 'owner', owner_column => 'user_id', dry_run => true) where to_regrole('steward_user') is not null; rollback;
$doc$;

revoke all on function steward.protect_table(
  regclass, text, name, name, regclass, text[], boolean, boolean, boolean, boolean, name, name, name, name, boolean
) from public;
