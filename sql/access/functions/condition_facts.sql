create or replace function steward_internal.condition_facts(target regclass, tree text)
returns jsonb
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    with functions as (
      select
        case
          when p.pronamespace = 'pg_catalog'::regnamespace then quote_ident(p.proname)
          else p.oid::regproc::text
        end as name,
        p.provolatile,
        p.pronamespace <> 'pg_catalog'::regnamespace or p.proname = 'current_setting' as is_costly,
        p.pronamespace <> 'pg_catalog'::regnamespace
          and p.provolatile = 's'
          and l.lanname not in ('c', 'internal')
          and (l.lanname <> 'sql' or p.prosecdef or p.proconfig is not null) as is_opaque,
        format_type(p.prorettype, null) as type_name
      from (
        select distinct m.part[1]::oid as function_oid
        from regexp_matches(condition_facts.tree, '\{FUNCEXPR :funcid (\d+) ', 'g') as m (part)
      ) as f
      inner join pg_proc as p on p.oid = f.function_oid
      inner join pg_language as l on l.oid = p.prolang
    ),
    named as (
      select f.*, '(?<![\w."])' || regexp_replace(f.name, '([^\w"])', '\\\1', 'g') || '\(' as pattern
      from functions as f
    ),
    columns as (
      select string_agg(regexp_replace(quote_ident(a.attname), '([^\w" ])', '\\\1', 'g'), '|') as names
      from pg_attribute as a
      where a.attrelid = condition_facts.target
        and not a.attisdropped
    )
    select jsonb_build_object(
      'calls', (select string_agg(n.pattern, '|') from named as n where n.is_costly and n.provolatile = 's'),
      'volatile_calls', (select string_agg(n.pattern, '|') from named as n where n.is_costly and n.provolatile = 'v'),
      'opaque_calls', (select string_agg(n.pattern, '|') from named as n where n.is_opaque),
      'types', (select coalesce(jsonb_object_agg(n.name, n.type_name), '{}') from named as n),
      'columns', format('(?<![\w.:"])(%s)(?![\w("])|\*', c.names),
      'row', format('(?<![\w.:"])%s\.', regexp_replace(quote_ident(t.relname), '([^\w" ])', '\\\1', 'g'))
    )
    from columns as c
    inner join pg_class as t on t.oid = condition_facts.target
  );
end
$$;

comment on function steward_internal.condition_facts(regclass, text) is $doc$
Says by which patterns functions and columns are found in a condition.

@param target The table of the policy.
@param tree The condition as the catalog stores it.
@returns Patterns: `calls` of functions worth to be called once, `volatile_calls`, `opaque_calls` that no plan can see into,
  `columns` of the table, `row` for what a sub-select takes of it; and `types`, what each function returns.
@access steward_reader
@example select steward_internal.condition_facts('steward.settings', '{FUNCEXPR :funcid 2077 :args <>}');
$doc$;

revoke all on function steward_internal.condition_facts(regclass, text) from public;
