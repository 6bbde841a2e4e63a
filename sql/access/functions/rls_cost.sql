create or replace function steward.rls_cost(
  target regclass, claims jsonb default null, role_name name default null, max_seconds double precision default 10
)
returns table (
  command text,
  template text,
  floor_ms double precision,
  policy_ms double precision,
  ratio numeric,
  plan text,
  floor_plan text,
  role name,
  uses_index boolean,
  runs integer,
  verdict text,
  action text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '1s'
as $$
declare
  v_table record;
  v_unbound name;
  v_role record;
  v_identity jsonb;
  v_known name;
  v_cost jsonb;
  v_costs jsonb := '[]'::jsonb;
begin
  perform steward_internal.assert_not_null(
    'steward.rls_cost', jsonb_build_object('max_seconds', rls_cost.max_seconds)
  );
  select c.relkind, c.relrowsecurity, (steward_internal.protection_of(c.oid)).template
  into v_table
  from pg_class as c
  where c.oid = rls_cost.target;
  if v_table.relkind is null or v_table.relkind not in ('r', 'p') or not v_table.relrowsecurity then
    raise exception using
      errcode = '55000',
      message = format('row level security is not enabled for %s', coalesce(rls_cost.target::text, 'null')),
      hint = 'Protect the table with protect_table(), or enable it and write policies.';
  end if;
  if not exists (
    select
    from steward_internal.policy_bound_roles(rls_cost.target) as b
    where rls_cost.role_name is null
      or b.role_name = rls_cost.role_name
  ) then
    raise exception using
      errcode = '22023',
      message = format('the policies of %s bind no role that may use it%s', rls_cost.target,
        coalesce(': ' || quote_ident(rls_cost.role_name) || ' does not, or sees everything', '')),
      hint = 'Grant the table to the role that queries run as; superusers, BYPASSRLS and policies that say true are not measured.';
  end if;
  v_unbound := steward_internal.unbound_role(rls_cost.target);
  if v_unbound is null then
    raise exception using
      errcode = '42501',
      message = format('no role that this session can become sees all rows of %s', rls_cost.target),
      hint = 'Call it as the owner of the table, or as a role with a policy that says true.';
  end if;

  begin
    perform steward_internal.lend_role(v_unbound);
    for v_role in
      select b.role_name, b.command, count(*) over () as wanted
      from steward_internal.policy_bound_roles(rls_cost.target) as b
      where (rls_cost.role_name is null or b.role_name = rls_cost.role_name)
        -- A standby can only be read.
        and (b.command = 'select' or not current_setting('transaction_read_only')::boolean)
    loop
      if v_role.role_name is distinct from v_known then
        perform steward_internal.lend_role(v_role.role_name);
        v_identity := coalesce(
          rls_cost.claims, steward_internal.seen_identity(rls_cost.target, v_role.role_name, v_unbound)
        );
        v_known := v_role.role_name;
      end if;
      begin
        v_cost := (
          select to_jsonb(m.*)
          from steward_internal.measured_cost(
            rls_cost.target, v_role.role_name, v_role.command, v_unbound, v_identity,
            rls_cost.max_seconds / v_role.wanted
          ) as m
        );
      exception
        -- One policy that fails, or cannot be written as values, is no reason to say nothing of the others.
        when syntax_error_or_access_rule_violation or data_exception or cardinality_violation or raise_exception then
          v_cost := jsonb_build_object(
            'verdict', 'not_comparable',
            'reason', case when sqlstate = '42501' then sqlerrm else 'one of both fails with SQLSTATE ' || sqlstate end
          );
      end;
      v_costs := v_costs || (v_cost || jsonb_build_object('role', v_role.role_name, 'command', v_role.command));
    end loop;
    -- What was measured survives in the variable, and nothing else does.
    raise sqlstate 'SWRB0';
  exception
    when sqlstate 'SWRB0' then
      null;
  end;

  return query
  select
    c.command, v_table.template, c.floor_ms, c.policy_ms, c.ratio, c.plan, c.floor_plan, c.role, c.uses_index, c.runs,
    c.verdict,
    case c.verdict
      when 'loses_index' then
        'The policy keeps the index from the query: select * from steward.policy_rewrites(' || quote_literal(rls_cost.target) || ');'
      when 'slower' then
        'Look for what is evaluated more than once: select * from steward.policy_rewrites(' || quote_literal(rls_cost.target) || ');'
      when 'no_index' then
        'The condition written by hand reads the whole table as well: create an index on the columns that the policy compares, '
          'if this table is large and people see a small part of it.'
      when 'too_small' then
        'An index fits, and reading the whole table is cheaper, because it is small or this person sees much of it: '
          'this tells nothing of a large one. Measure where it is as large as it will be.'
      when 'sees_no_rows' then
        'Nobody was measured who sees a row: pass claims => ''{"user_id": "…"}'', with any setting that the policies read.'
      when 'not_comparable' then
        'The policy could not be written by hand as a condition with values: ' || c.reason || '.'
      when 'not_tested' then 'The role that sees all rows may not do this, or the rows could not be copied.'
      when 'denied' then 'The role has the privilege and no policy lets it through.'
    end
  from jsonb_to_recordset(v_costs) as c (
    command text, role name, floor_ms double precision, policy_ms double precision, ratio numeric, runs integer,
    plan text, floor_plan text, uses_index boolean, verdict text, reason text
  );
end
$$;

comment on function steward.rls_cost(regclass, jsonb, name, double precision) is $doc$
Measures what row level security costs a table, against a WHERE written by hand.

For each role that its policies bind, and each command that it may use, the query under the policy and the same query by
a role that sees all rows, with the policy as a condition in which values stand, are run in turns by the clock of the
server, planning included. UPDATE and DELETE look for their rows and write none; INSERT fills a temporary twin. All of it
happens in a sub-transaction that is rolled back, and roles are borrowed for so long where the session may grant them.
Functions that policies call run in this session, so call it as the owner of the table rather than as a superuser.
`verdict` is ok, slower (more than 1.1 times, with an index), loses_index, no_index (none fits the WHERE either),
too_small (one fits, and the planner needs none for so few rows), sees_no_rows, not_comparable, not_tested or denied.

@area access
@param target The table.
@param claims Who asks, such as {"user_id": "7"}; names with a dot are settings: {"app.tenant": "7"}. Null for somebody who has rows.
@param role_name The role; null for each.
@param max_seconds After so long no further pair of runs is begun; one run is not interrupted.
@returns One row for each role and command: medians in milliseconds, both plans, and what to do.
@error 22004 max_seconds is null.
@error 55000 Row level security is not enabled for the table.
@error 22023 No role that the policies bind may use the table.
@error 42501 The session cannot become the roles.
@access steward_admin
@example begin; create table public.notes (id bigint primary key, user_id uuid not null); alter table public.notes enable row level security; grant select on public.notes to steward_user; create policy own on public.notes to steward_user using (user_id = (select steward.current_user_id())); select command, ratio, verdict, plan from rls_cost('public.notes', max_seconds => 0.1); rollback;
$doc$;

revoke all on function steward.rls_cost(regclass, jsonb, name, double precision) from public;
