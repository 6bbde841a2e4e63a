create or replace function steward.explain_access(target regclass, key jsonb, claims jsonb)
returns table (
  command text, part text, policy name, roles name[], permissive boolean, applies boolean, passes boolean, condition text,
  refused_by text[], outcome text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '500ms'
as $$
declare
  v_actor jsonb := jsonb_build_object(
    'role', coalesce(explain_access.claims ->> 'role', 'steward_user'),
    'user_id', coalesce(explain_access.claims ->> 'user_id', explain_access.claims ->> 'sub'),
    'org_id', explain_access.claims ->> 'org_id',
    'claims', explain_access.claims
  );
  v_record jsonb;
  v_policies jsonb;
  v_role oid := to_regrole(quote_ident(v_actor ->> 'role'));
  v_is_active boolean;
  v_has_ended boolean := false;
begin
  perform steward_internal.assert_not_null(
    'steward.explain_access',
    jsonb_build_object(
      'target', explain_access.target, 'key', explain_access.key, 'claims', explain_access.claims
    )
  );
  if v_role is null then
    raise exception using
      errcode = '22023',
      message = format('there is no role %I', v_actor ->> 'role'),
      hint = 'Claims name who asks: {"user_id": "…", "org_id": "…", "role": "steward_user"}; steward_user is the default.';
  end if;
  begin
    perform steward_internal.join_role((v_actor ->> 'role')::name);
    v_record := steward_internal.read_record(explain_access.target, explain_access.key);
    select jsonb_agg(to_jsonb(p))
    into v_policies
    from steward_internal.explain_policies(explain_access.target, v_record, v_actor) as p;
    v_has_ended := true;
    raise exception using
      errcode = '40000',
      message = 'the explanation is over and everything that it did is undone',
      hint = 'Nobody sees this error: it is caught where it is raised.';
  exception
    when lock_not_available then
      raise exception using
        errcode = '55P03',
        message = format('access to %s cannot be explained while it is locked', explain_access.target),
        hint = 'Another session holds it, or a table that its policies read: pg_locks says which. Try again when that has ended.';
    when sqlstate '40000' then
      if not v_has_ended then
        raise;
      end if;
  end;
  select c.relrowsecurity and not r.rolsuper and not r.rolbypassrls
    and (c.relforcerowsecurity or not pg_has_role(r.oid, c.relowner, 'USAGE'))
  into v_is_active
  from pg_class as c
  inner join pg_roles as r on r.oid = v_role
  where c.oid = explain_access.target;

  return query
  with policies as (
    select p.*
    from jsonb_to_recordset(coalesce(v_policies, '[]')) as p (
      command text, part text, policy name, roles name[], permissive boolean, applies boolean, passes boolean, condition text,
      refused_by text[]
    )
  ),
  parts as (
    select
      c.place, c.command, c.part,
      coalesce(bool_or(p.passes) filter (where p.permissive and p.applies), false) as is_let_through,
      array_agg(p.policy order by p.policy) filter (where p.permissive and p.applies and p.passes) as passing,
      array_agg(p.policy order by p.policy) filter (where p.permissive and p.applies) as permissive_policies,
      array_agg(p.policy order by p.policy) filter (where not p.permissive and p.applies and p.passes is not true) as refusing,
      array_agg(p.policy order by p.policy) filter (where p.applies and p.passes is null and p.condition is not null) as failing
    from (
      values (1, 'SELECT', 'using'), (2, 'INSERT', 'check'), (3, 'UPDATE', 'using'), (4, 'UPDATE', 'check'), (5, 'DELETE', 'using')
    ) as c (place, command, part)
    left join policies as p on p.command = c.command and p.part = c.part
    group by c.place, c.command, c.part
  ),
  judged as (
    select
      s.*, s.reason like 'allowed%' as is_allowed
    from (
      select
        p.*,
        case
          when not has_schema_privilege(v_role, (select c.relnamespace from pg_class as c where c.oid = explain_access.target), 'USAGE')
            then 'refused: it may not use the schema'
          when case p.command
              when 'DELETE' then not has_table_privilege(v_role, explain_access.target, 'DELETE')
              else not has_any_column_privilege(v_role, explain_access.target, p.command)
            end then format('refused: it has no privilege for %s', p.command)
          when not v_is_active then 'allowed: row level security does not hold for this role'
          when p.failing is not null then
            format('refused: the condition of %s cannot be evaluated', array_to_string(p.failing, ', '))
          when p.permissive_policies is null then 'refused: no policy lets this role do it'
          when not p.is_let_through then format('refused: %s did not let the row through', array_to_string(p.permissive_policies, ', '))
          when p.refusing is not null then format('refused by the restrictive policy %s', array_to_string(p.refusing, ', '))
          else format('allowed by %s', array_to_string(p.passing, ', '))
        end as reason
      from parts as p
    ) as s
  )
  select r.command, r.part, r.policy, r.roles, r.permissive, r.applies, r.passes, r.condition, r.refused_by, r.outcome
  from (
    select p.command, p.part, p.policy, p.roles, p.permissive, p.applies, p.passes, p.condition, p.refused_by, null as outcome, j.place, false as is_last
    from policies as p
    inner join judged as j on j.command = p.command and j.part = p.part
    union all
    select
      j.command, null, null, null, null, null, bool_and(j.is_allowed), null, null,
      coalesce(
        min(j.reason) filter (where not j.is_allowed and j.part = 'using'),
        min(j.reason || case when j.command = 'UPDATE' then ', even unchanged' else '' end) filter (where not j.is_allowed),
        min(j.reason) filter (where j.part = 'using'), min(j.reason)
      )
      || case
        when j.command in ('UPDATE', 'DELETE') and bool_and(j.is_allowed) and not (select o.is_allowed from judged as o where o.command = 'SELECT')
          then ', but only by a statement that reads no column: SELECT is refused'
        else ''
      end,
      max(j.place), true
    from judged as j
    group by j.command
  ) as r
  order by case r.command when 'SELECT' then 1 when 'INSERT' then 2 when 'UPDATE' then 3 else 4 end, r.is_last, r.place, r.permissive desc, r.policy;
end
$$;

comment on function steward.explain_access(regclass, jsonb, jsonb) is $doc$
Explains which policy lets a row through for each command, or which refuses it.

Each policy is evaluated by itself on that row, as the role and with the claims that are given; then comes a line for each
command that says what all of them and the privileges amount to. For INSERT it is as if a row like this were made, for
UPDATE also whether the row may stay as it is. Nothing is changed.

@area access
@param target The table.
@param key The primary key: {"id": 7}, or 7 if it is one column; another unique set of columns will do.
@param claims Who asks: user_id (or sub), org_id and role, which is steward_user if it is missing. Policies of your own find them in request.jwt.claims as under PostgREST, and settings by their name: {"app.tenant": "7"}.
@returns One row for each policy and command, with the conditions that were not true in refused_by; and one with the outcome for each command.
@error 22004 An argument is null.
@error 22023 The role or a column of the key does not exist, or the key names more than one row.
@error P0002 There is no such row, or none that the caller, the service or an administrator can see.
@error 42501 The caller can neither become the role nor grant it to itself.
@error 55P03 The table, or one that its policies read, is locked.
@error 40000 It ends the sub-transaction, and is caught.
@access steward_admin
@example select command, outcome from explain_access('steward.settings', '{"name": "access.trust_level"}', '{"role": "steward_reader"}') where outcome is not null;
$doc$;

revoke all on function steward.explain_access(regclass, jsonb, jsonb) from public;
