create or replace function steward_internal.membership_statements(membership regclass, roles name[])
returns table (statement text)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type text := coalesce((select c.org_type from steward_internal.membership_columns(membership_statements.membership) as c), 'uuid');
  v_source text := steward_internal.membership_source(membership_statements.membership);
  v_current record;
  v_resolver regrole := case when membership_statements.membership is not null then to_regrole('steward_resolver') end;
  v_needs_role boolean;
  v_roles text;
  v_is_replaced boolean;
  v_is_granted boolean;
begin
  select p.oid, p.prosrc, p.proowner, p.prorettype
  into v_current
  from pg_proc as p
  where p.oid = to_regprocedure('steward_access.org_ids(text[])');
  v_is_replaced := v_current.prorettype is distinct from to_regtype(v_type || '[]');
  select
    string_agg(quote_ident(r.rolname), ', ' order by r.rolname)
      filter (where v_is_replaced or r.oid = v_current.proowner or not p.has_execute),
    coalesce(bool_and(p.has_execute) filter (where r.rolname = any (membership_statements.roles)), true)
  into v_roles, v_is_granted
  from pg_roles as r
  cross join lateral has_function_privilege(r.oid, v_current.oid, 'execute') as p (has_execute)
  -- Whoever owned it until now loses what an owner may.
  where r.rolname = any (membership_statements.roles)
    or r.oid = coalesce(v_current.proowner, current_user::regrole);
  if v_current.prosrc = v_source and v_current.proowner = coalesce(v_resolver::oid, v_current.proowner) and v_is_granted then
    return;
  end if;

  v_needs_role := v_resolver is not null and not pg_has_role(v_resolver, 'usage');
  return query
  select s.statement
  from (
    values
      (1, v_needs_role, format('grant steward_resolver to %I', current_user)),
      (2, v_resolver is not null, 'grant create on schema steward_access to steward_resolver'),
      (3, v_is_replaced and v_current.oid is not null, 'drop function steward_access.org_ids(text[])'),
      (
        4, true,
        format(
          'create or replace function steward_access.org_ids(roles text[] default null) returns %s[] language plpgsql '
          'stable parallel safe security definer set search_path = pg_catalog, pg_temp as %L',
          v_type, v_source
        )
      ),
      (
        5, true,
        format(
          'comment on function steward_access.org_ids(text[]) is %L',
          'Returns the organisations of the user of the request.'
          -- What belongs to steward_resolver can be granted here only.
          || case when v_resolver is null then
            E'\n\n@access steward_user\n@access steward_anon\n@access steward_service\n@access steward_admin'
          else '' end
        )
      ),
      (6, true, 'revoke all on function steward_access.org_ids(text[]) from public'),
      (7, v_resolver is not null, 'alter function steward_access.org_ids(text[]) owner to steward_resolver'),
      (8, v_roles is not null, format('grant execute on function steward_access.org_ids(text[]) to %s', v_roles)),
      (9, v_resolver is not null, 'revoke create on schema steward_access from steward_resolver'),
      (10, v_needs_role, format('revoke steward_resolver from %I', current_user))
  ) as s (step, is_needed, statement)
  where s.is_needed
  order by s.step;
end
$$;

comment on function steward_internal.membership_statements(regclass, name[]) is $doc$
Lists what makes `steward_access.org_ids()` read a membership table.

The function belongs to steward_resolver, which no policy but its own concerns: as the owner of the membership table
it would see nothing once row level security is forced on that table.

@param membership The membership table; null while there is none.
@param roles The roles whose policies call the function.
@returns Nothing if the function is as it should be.
@access steward_reader
@example select statement from steward_internal.membership_statements(null, '{}');
$doc$;

revoke all on function steward_internal.membership_statements(regclass, name[]) from public;
