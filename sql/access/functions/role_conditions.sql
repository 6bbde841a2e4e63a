create or replace function steward_internal.role_conditions(target regclass, role_name name, command text)
returns table (permissive_count bigint, condition text, fast_condition text, check_condition text, fast_check text, tree text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with policies as (
    select
      p.polname, p.polpermissive, p.polqual::text as using_tree, p.polwithcheck::text as check_tree,
      e.using_now, e.check_now
    from pg_policy as p
    cross join lateral (
      select pg_get_expr(p.polqual, p.polrelid) as using_now, pg_get_expr(p.polwithcheck, p.polrelid) as check_now
    ) as e
    where p.polrelid = role_conditions.target
      and p.polcmd in (
        '*',
        case role_conditions.command when 'select' then 'r' when 'insert' then 'a' when 'update' then 'w' else 'd' end
      )
      and exists (
        select
        from unnest(p.polroles) as o (role_oid)
        where o.role_oid = 0
          or pg_has_role(role_conditions.role_name, o.role_oid, 'usage')
      )
  ),
  rewritten as (
    select
      p.*, coalesce(u.rewritten, p.using_now) as using_fast,
      coalesce(p.check_now, p.using_now) as effective_check,
      coalesce(k.rewritten, p.check_now, u.rewritten, p.using_now) as check_fast
    from policies as p
    left join lateral steward_internal.rewrite_condition(role_conditions.target, p.using_tree, p.using_now) as u on true
    left join lateral steward_internal.rewrite_condition(role_conditions.target, p.check_tree, p.check_now) as k on true
  )
  select
    count(*) filter (where r.polpermissive),
    steward_internal.combine_conditions(
      array_agg(r.using_now order by r.polname), array_agg(r.polpermissive order by r.polname)
    ),
    steward_internal.combine_conditions(
      array_agg(r.using_fast order by r.polname), array_agg(r.polpermissive order by r.polname)
    ),
    steward_internal.combine_conditions(
      array_agg(r.effective_check order by r.polname), array_agg(r.polpermissive order by r.polname)
    ),
    steward_internal.combine_conditions(
      array_agg(r.check_fast order by r.polname), array_agg(r.polpermissive order by r.polname)
    ),
    coalesce(string_agg(concat(r.using_tree, r.check_tree), ' '), '')
  from rewritten as r
$$;

comment on function steward_internal.role_conditions(regclass, name, text) is $doc$
Joins the policies that bind a role in a command into one condition.

@param target The table.
@param role_name The role.
@param command select, insert, update or delete.
@returns How many permissive policies there are, the condition of USING and of WITH CHECK, each as it is and as fast as
  it can be written, and the trees of the policies.
@access steward_reader
@example select permissive_count from steward_internal.role_conditions('steward.settings', current_user, 'select');
$doc$;

revoke all on function steward_internal.role_conditions(regclass, name, text) from public;
