create or replace function steward_internal.table_probes(
  protection steward.protected_tables, target regclass, relation regclass, actor jsonb, identities jsonb, observer name
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
  v_truth record;
  v_kind "char";
  v_rows jsonb;
  v_row record;
  v_given record;
  v_privileges text[];
  v_column text;
  v_kept text;
  v_blind text[];
  v_cascades boolean;
  v_values jsonb;
  v_own jsonb;
begin
  -- Statements that read no column need to pass no policy for SELECT, so the row is found by somebody else.
  v_blind := v_enter[: cardinality(v_enter) - 1]
    || case when table_probes.observer is not null then array[format('set local role %I', table_probes.observer)] else '{}' end
    || array[
      format('declare steward_probe cursor for select 1 from %s as t where <condition>', table_probes.relation),
      'move steward_probe',
      v_enter[cardinality(v_enter)]
    ];
  path := case when table_probes.relation = table_probes.target then 'table' else 'partition ' || table_probes.relation end;
  select v.*, v.may_read like '%(true)' or v.may_read = 'true' as reads_all, v.may_write like '%(true)' as writes_all
  into v_truth
  from steward_internal.template_truth(
    protection, actor, quote_ident((protection).owner_column), quote_ident((protection).organization_column)
  ) as v;
  select c.relkind, quote_ident(c.relname), exists (
    select
    from pg_constraint as con
    where con.confrelid = c.oid
      and con.contype = 'f'
      and con.confdeltype in ('c', 'n', 'd')
  )
  into v_kind, v_kept, v_cascades
  from pg_class as c
  where c.oid = table_probes.relation;
  v_privileges := array(
    select p.privilege
    from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as p (privilege)
    where case
        when p.privilege in ('DELETE', 'TRUNCATE') then has_table_privilege(v_actor_role, table_probes.relation, p.privilege)
        else has_any_column_privilege(v_actor_role, table_probes.relation, p.privilege)
      end
      and has_schema_privilege(
        v_actor_role, (select c.relnamespace from pg_class as c where c.oid = table_probes.relation), 'USAGE'
      )
  );
  if v_privileges = '{}' and path <> 'table' then
    return query
    select 'ALL', table_probes.path, true, 'denied', v_enter || format('select 1 from %s limit 1', table_probes.relation), null, 'it has no privilege';
    return;
  end if;
  select quote_ident(a.attname)
  into v_column
  from pg_attribute as a
  where a.attrelid = table_probes.relation
    and a.attnum > 0
    and a.attgenerated = ''
    and a.attidentity <> 'a'
    and not a.attisdropped
  order by
    has_column_privilege(v_actor_role, a.attrelid, a.attnum, 'UPDATE')
      and has_column_privilege(v_actor_role, a.attrelid, a.attnum, 'SELECT') desc,
    coalesce(a.attname = (protection).owner_column, false) or coalesce(a.attname = (protection).organization_column, false), a.attnum desc
  limit 1;

  -- What a constraint may be about stays as it is.
  if v_column in (quote_ident((protection).owner_column), quote_ident((protection).organization_column)) then
    v_kept := 'excluded';
  end if;

  select steward_internal.peek(
    table_probes.observer,
    format(
      'select jsonb_build_object(''foreign'', (%s), ''readable'', (%s), ''own'', (%s))',
      replace(q.found, '<condition>', '(' || v_truth.may_read || ') is not true'),
      replace(q.found, '<condition>', '(' || v_truth.may_read || ') and (' || v_truth.may_write || ') is not true'),
      replace(q.found, '<condition>', v_truth.may_write)
    )
  )
  into v_rows
  from (
    select format(
      'select jsonb_build_object(''condition'', %s, ''key'', %s) from %s as t where (<condition>)%s limit 1',
      k.condition, k.columns, table_probes.target,
      case
        when table_probes.relation <> table_probes.target then format(
          ' and t.tableoid = any (%L)',
          array(select f.relation::oid from steward_internal.relation_family(table_probes.relation) as f)
        )
      end
    ) as found
    from steward_internal.row_key(table_probes.relation) as k
  ) as q;

  -- Whoever is nobody takes the values of the first user.
  select coalesce(jsonb_object_agg(g.column_name, g.value), '{}')
  into v_own
  from (
    values
      ((protection).owner_column, coalesce(actor ->> 'user_id', table_probes.identities -> 0 ->> 'user_id')),
      ((protection).organization_column, coalesce(actor ->> 'org_id', table_probes.identities -> 0 ->> 'org_id'))
  ) as g (column_name, value)
  where g.column_name is not null;
  -- Rows to insert go where there is a partition.
  select coalesce(jsonb_object_agg(k.key, k.value), '{}')
  into v_values
  from jsonb_each(
    case when jsonb_typeof(v_rows -> 'foreign' -> 'key') = 'object' then v_rows -> 'foreign' -> 'key' else '{}' end
    || case when jsonb_typeof(v_rows -> 'own' -> 'key') = 'object' then v_rows -> 'own' -> 'key' else '{}' end
  ) as k
  where exists (
    select
    from steward_internal.relation_family(table_probes.target) as f
    inner join pg_partitioned_table as p on p.partrelid = f.relation
    inner join pg_attribute as a on a.attrelid = f.relation and a.attnum = any (p.partattrs::smallint[])
    where a.attname = k.key
  );

  v_values := steward_internal.synthetic_record(table_probes.relation, v_own || v_values) || v_values;

  return query
  select s.command, table_probes.path, s.is_foreign,
    case when 'SELECT' <> all (v_privileges) then 'denied' end, v_enter || s.statement, s.shown,
    case when s.is_foreign and v_rows ->> 'foreign' is null then 'there is no row of anybody else' end
  from (
    values
      ('SELECT', true, format('select 1 from %s where (%s) is not true limit 1', table_probes.relation, v_truth.may_read), null),
      ('SELECT', false, format('select 1 from %s where %s limit 1', table_probes.relation, v_truth.may_read), null),
      (
        'COPY TO', true, format('select * from only %s where (%s) is not true limit 1', table_probes.relation, v_truth.may_read),
        format('copy %s to stdout', table_probes.relation)
      ),
      (
        'COPY TO', false, format('select * from only %s where %s limit 1', table_probes.relation, v_truth.may_read),
        format('copy %s to stdout', table_probes.relation)
      )
  ) as s (command, is_foreign, statement, shown)
  where not (s.is_foreign and v_truth.reads_all)
    and (s.command = 'SELECT' or v_kind = 'r');

  for v_given in
    select
      g.given, not coalesce((g.allowed)::boolean, false) as is_foreign,
      (select string_agg(format('%I = %L', e.key, e.value), ', ') from jsonb_each_text(g.given) as e) as assignments
    from (
      select
        c.given,
        steward_internal.peek(
          null,
          format(
            'select to_jsonb((%s) is true) from (select %s) as t',
            v_truth.may_create,
            coalesce(
              (
                select string_agg(format('%L::%s as %I', c.given ->> a.attname, format_type(a.atttypid, a.atttypmod), a.attname), ', ')
                from pg_attribute as a
                where a.attrelid = table_probes.relation
                  and c.given ? a.attname::text
                  and not a.attisdropped
              ),
              '1'
            )
          )
        ) as allowed
      from (
        select distinct
          case when (protection).owner_column is not null then jsonb_build_object((protection).owner_column, u ->> 'user_id') else '{}' end
          || case
            when (protection).organization_column is not null then jsonb_build_object((protection).organization_column, o ->> 'org_id')
            else '{}'
          end as given
        from jsonb_array_elements(table_probes.identities) as u
        cross join jsonb_array_elements(table_probes.identities) as o
      ) as c
    ) as g
  loop
    return query
    select i.command, table_probes.path, v_given.is_foreign,
      case
        when 'INSERT' <> all (v_privileges) or i.command <> 'INSERT' and 'SELECT' <> all (v_privileges) then 'denied'
      end,
      v_enter || (i.statement || i.ending), null, null
    from (
      select p.command, p.ending, s as statement
      from (values ('INSERT', ''), ('INSERT RETURNING', ' returning 1')) as p (command, ending)
      cross join lateral steward_internal.synthetic_row_statements(table_probes.relation, v_values || v_given.given, false) as s
    ) as i;
    if v_rows ->> 'own' is not null and v_given.is_foreign and v_given.given <> '{}' and v_column is not null then
      return query
      select 'UPDATE', table_probes.path, true, case when 'UPDATE' <> all (v_privileges) then 'denied' end,
        case
          when path = 'table' then
            array(select replace(b, '<condition>', v_rows -> 'own' ->> 'condition') from unnest(v_blind) as b)
            || format('update %s set %s where current of steward_probe', table_probes.relation, v_given.assignments)
          else
            v_enter || format('update %s set %s where %s', table_probes.relation, v_given.assignments, v_rows -> 'own' ->> 'condition')
        end,
        null, null;
    end if;
  end loop;

  for v_row in
    select r.is_foreign, v_rows -> r.name ->> 'condition' as condition, nullif(v_rows -> r.name -> 'key', 'null') as key
    from (values ('foreign', true), ('readable', true), ('own', false)) as r (name, is_foreign)
    where v_rows ->> r.name is not null
      and not (r.is_foreign and v_truth.writes_all)
  loop
    return query
    select s.command, table_probes.path, v_row.is_foreign,
      case
        when split_part(s.command, ' ', 1) <> all (v_privileges)
          or s.needs_select and 'SELECT' <> all (v_privileges) then 'denied'
      end,
      v_enter || s.statement, null, null
    from (
      values
        (
          'UPDATE', true,
          'update ' || table_probes.relation || ' set ' || v_column || ' = ' || v_column || ' where ' || v_row.condition
        ),
        (
          'UPDATE RETURNING', true,
          'update ' || table_probes.relation || ' set ' || v_column || ' = ' || v_column || ' where ' || v_row.condition || ' returning 1'
        ),
        ('DELETE', true, format('delete from %s where %s', table_probes.relation, v_row.condition)),
        ('DELETE RETURNING', true, format('delete from %s where %s returning 1', table_probes.relation, v_row.condition)),
        (
          'INSERT ON CONFLICT', true,
          (
            select i.statement || ' on conflict ('
              || (select string_agg(quote_ident(k.column_name), ', ') from jsonb_object_keys(v_row.key) as k (column_name))
              || ') do update set ' || v_column || ' = ' || v_kept || '.' || v_column
            from steward_internal.synthetic_row_statements(
              table_probes.relation, v_values || v_own || v_row.key, false
            ) as i (statement)
          )
        )
    ) as s (command, needs_select, statement)
    where s.statement is not null
      -- To delete a row that others refer to may take many rows with it.
      and (v_row.is_foreign or not v_cascades or s.command not like 'DELETE%');

    -- A partition is seen by the observer through its parent only.
    if v_row.is_foreign and path = 'table' then
      return query
      select s.command, table_probes.path, true, case when s.command <> all (v_privileges) then 'denied' end,
        array(select replace(b, '<condition>', v_row.condition) from unnest(v_blind) as b) || s.statement,
        null, null
      from (
        select 'DELETE', format('delete from %s where current of steward_probe', table_probes.relation)
        union all
        select 'UPDATE', format('update %s set %s where current of steward_probe', table_probes.relation, c.assignments)
        from jsonb_array_elements(table_probes.identities) as i
        cross join lateral (
          select string_agg(format('%I = %L', v.column_name, v.value), ', ') as assignments
          from (
            values ((protection).owner_column, i ->> 'user_id'), ((protection).organization_column, i ->> 'org_id')
          ) as v (column_name, value)
          where v.column_name is not null
        ) as c
        where c.assignments is not null
      ) as s (command, statement);
    end if;
  end loop;

  if v_rows ->> 'foreign' is null and v_rows ->> 'readable' is null and not v_truth.writes_all then
    return query
    select c.command, table_probes.path, true,
      case when split_part(c.command, ' ', 1) <> all (v_privileges) then 'denied' else 'not_tested' end,
      v_enter, null, 'there is no row of anybody else'
    from unnest(array['UPDATE', 'UPDATE RETURNING', 'DELETE', 'DELETE RETURNING', 'INSERT ON CONFLICT']) as c (command);
  end if;
  return query
  select 'TRUNCATE', table_probes.path, not v_truth.writes_all,
    case
      when 'TRUNCATE' <> all (v_privileges) then 'denied'
      when v_truth.writes_all then 'own_rows'
      else 'leak'
    end,
    v_enter || format('truncate %s', table_probes.relation), null,
    case when 'TRUNCATE' = any (v_privileges) then 'it is granted, and policies do not concern it' end;
end
$$;

comment on function steward_internal.table_probes(
  steward.protected_tables, regclass, regclass, jsonb, jsonb, name
) is $doc$
Writes what somebody should try on a table to reach the rows of others.

@param protection What the table is protected with.
@param target The table.
@param relation The table itself or one of its partitions.
@param actor Who tries: kind, role, user_id, org_id, orgs and write_orgs.
@param identities The two users between whom rows must not pass.
@param observer A role that sees all rows; null for the caller.
@returns One row for each attempt: whether success is a leak, the verdict if it is certain without trying, the statements, what to show for the last one, and what is missing for it to prove anything.
@access steward_admin
@example select v.command from protected_tables as p cross join lateral steward_internal.table_probes(p, format('%I.%I', p.target_schema, p.target_table)::regclass, format('%I.%I', p.target_schema, p.target_table)::regclass, '{"kind": "anon", "role": "steward_anon"}', '[]', null) as v;
$doc$;

revoke all on function steward_internal.table_probes(
  steward.protected_tables, regclass, regclass, jsonb, jsonb, name
) from public;
