create or replace function steward_internal.view_probes(
  protection steward.protected_tables, target regclass, origins jsonb, actor jsonb, observer name
)
returns table (command text, path text, is_foreign boolean, verdict text, script text[], shown text, reason text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_actor_role name := actor ->> 'role';
  v_enter text[] := steward_internal.identity_script(actor);
  v_base record;
  v_view record;
  v_rows jsonb;
begin
  select v.*
  into v_base
  from steward_internal.template_truth(
    protection, actor, quote_ident((protection).owner_column), quote_ident((protection).organization_column)
  ) as v;
  for v_view in
    select o.relation, c.relkind, t.may_read, k.condition,
      bool_and(has_schema_privilege(v_actor_role, c.relnamespace, 'USAGE')) as is_reachable,
      pg_relation_is_updatable(o.relation, true) as updatable,
      min(quote_ident(o.column_name)) filter (
        where b.attidentity <> 'a' and b.attgenerated = '' and has_column_privilege(v_actor_role, o.relation, o.column_name::text, 'UPDATE')
      ) as any_column
    from jsonb_to_recordset(view_probes.origins) as o (relation regclass, column_name name, origin_column name)
    inner join pg_class as c on c.oid = o.relation
    left join pg_attribute as b on b.attrelid = view_probes.target and b.attname = o.origin_column
    cross join lateral (
      select
        max(quote_ident(a.column_name)) filter (where a.origin_column = (protection).owner_column) as owner_column,
        max(quote_ident(a.column_name)) filter (where a.origin_column = (protection).organization_column) as organization_column
      from jsonb_to_recordset(view_probes.origins) as a (relation regclass, column_name name, origin_column name)
      where a.relation = o.relation
    ) as m
    cross join lateral steward_internal.template_truth(protection, actor, m.owner_column, m.organization_column) as t
    cross join lateral (
      -- The key of a row of the table, in the columns of the view.
      select case
          when count(*) > 0 and count(*) = count(v.column_name) then
            'concat_ws('' and '', ' || string_agg(
              format('format(%L, t.%I)', replace(quote_ident(v.column_name), '%', '%%') || ' = %L', a.attname), ', '
            ) || ')'
        end as condition
      from pg_index as i
      inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = any (i.indkey::smallint[])
      left join lateral (
        select min(x.column_name::text) as column_name
        from jsonb_to_recordset(view_probes.origins) as x (relation regclass, column_name name, origin_column name)
        where x.relation = o.relation
          and x.origin_column = a.attname
      ) as v on true
      where i.indrelid = view_probes.target
        and i.indisprimary
    ) as k
    group by o.relation, c.relkind, t.may_read, k.condition
    order by o.relation::text
  loop
    path := case v_view.relkind when 'm' then 'materialized view ' else 'view ' end || v_view.relation;
    if not v_view.is_reachable or not exists (
      select
      from unnest(array['SELECT', 'INSERT', 'UPDATE']) as p (privilege)
      where has_any_column_privilege(v_actor_role, v_view.relation, p.privilege)
    ) and not has_table_privilege(v_actor_role, v_view.relation, 'DELETE') then
      return query
      select 'ALL', view_probes.path, true, 'denied', v_enter || format('select 1 from %s limit 1', v_view.relation), null, 'it has no privilege';
      continue;
    end if;
    v_rows := steward_internal.peek(
      view_probes.observer,
      format(
        'select jsonb_build_object(''foreign'', (select %1$s from %2$s as t where (%3$s) is not true limit 1), '
        '''unwritable'', (select %1$s from %2$s as t where (%4$s) is not true limit 1), '
        '''exists'', exists (select from %2$s where (%3$s) is not true))',
        coalesce(v_view.condition, 'null'), view_probes.target, v_base.may_read, v_base.may_write
      )
    );
    return query
    select 'SELECT', view_probes.path, s.is_foreign,
      case when not has_any_column_privilege(v_actor_role, v_view.relation, 'SELECT') then 'denied' end,
      v_enter || s.statement, null,
      case
        when s.is_foreign is null then 'its columns do not tell whose rows they are'
        when s.is_foreign and not coalesce((v_rows ->> 'exists')::boolean, false) then 'there is no row of anybody else'
      end
    from (
      values
        (
          true,
          format(
            'select 1 from %s where %s limit 1', v_view.relation,
            coalesce('(' || v_view.may_read || ') is not true', v_rows ->> 'foreign')
          ),
          coalesce(v_view.may_read, v_rows ->> 'foreign') is not null and v_base.may_read not like '%(true)' and v_base.may_read <> 'true'
        ),
        (
          false, format('select 1 from %s where %s limit 1', v_view.relation, coalesce(v_view.may_read, 'true')),
          v_view.may_read is not null or v_base.may_read like '%(true)'
        ),
        (null, format('select 1 from %s limit 1', v_view.relation), v_view.may_read is null and v_rows ->> 'foreign' is null)
    ) as s (is_foreign, statement, is_wanted)
    where s.is_wanted;
    return query
    select s.command, view_probes.path, true, case when s.statement is null then 'not_tested' end, v_enter || s.statement, null,
      case when s.statement is null then 'its columns do not name a row' end
    from (
      values
        (
          'UPDATE', 4,
          'update ' || v_view.relation || ' set ' || v_view.any_column || ' = ' || v_view.any_column || ' where ' || (v_rows ->> 'unwritable')
        ),
        ('DELETE', 16, 'delete from ' || v_view.relation || ' where ' || (v_rows ->> 'unwritable'))
    ) as s (command, bit, statement)
    where v_view.updatable & s.bit > 0
      and v_base.may_write not like '%(true)'
      and case s.command
        when 'DELETE' then has_table_privilege(v_actor_role, v_view.relation, 'DELETE')
        else has_any_column_privilege(v_actor_role, v_view.relation, 'UPDATE')
      end;
  end loop;
end
$$;

comment on function steward_internal.view_probes(steward.protected_tables, regclass, jsonb, jsonb, name) is $doc$
Writes what somebody should try on views to reach the rows of others.

@param protection What the table is protected with.
@param target The table.
@param origins The rows of `view_origins()` as an array.
@param actor Who tries: kind, role, user_id, org_id, orgs and write_orgs.
@param observer A role that sees all rows; null for the caller.
@returns Attempts like those of `table_probes()`; where is_foreign is null nobody knows whose the rows are.
@access steward_admin
@example select v.command from protected_tables as p cross join lateral steward_internal.view_probes(p, format('%I.%I', p.target_schema, p.target_table)::regclass, '[]', '{"kind": "anon", "role": "steward_anon"}', null) as v;
$doc$;

revoke all on function steward_internal.view_probes(steward.protected_tables, regclass, jsonb, jsonb, name) from public;
