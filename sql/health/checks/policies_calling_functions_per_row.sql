create or replace function steward_internal.check_policies_calling_functions_per_row()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with calls as (
    select
      u.schema_name,
      u.relation_name,
      u.policy_name,
      u.qualified_name,
      case
        when f.pronamespace = 'pg_catalog'::regnamespace then f.proname::text
        else f.oid::regproc::text
      end as function_name,
      bool_or(c.takes_column) as takes_column,
      bool_or(not c.takes_column) as is_constant
    from steward_internal.user_policies() as u
    cross join lateral (
      values (u.condition_tree), (u.check_tree)
    ) as t (tree)
    cross join lateral steward_internal.row_calls(t.tree) as c
    inner join pg_proc as f on f.oid = c.function_oid
    inner join pg_language as l on l.oid = f.prolang
    where t.tree like '%{FUNCEXPR %'
      and u.has_row_security
      and f.provolatile <> 'i'
      and case
        when f.pronamespace = 'pg_catalog'::regnamespace then f.proname = 'current_setting' and not c.takes_column
        when c.takes_column then
          l.lanname not in ('c', 'internal') and (l.lanname <> 'sql' or f.prosecdef or f.proconfig is not null)
        else true
      end
    group by u.schema_name, u.relation_name, u.policy_name, u.qualified_name, f.oid, f.proname, f.pronamespace
  ),
  policies as (
    select
      c.schema_name,
      c.relation_name,
      c.policy_name,
      c.qualified_name,
      bool_or(c.takes_column) as takes_column,
      min(c.function_name) filter (where c.is_constant) as constant_call,
      array_agg(c.function_name order by c.function_name) as functions
    from calls as c
    group by c.schema_name, c.relation_name, c.policy_name, c.qualified_name
  )
  select
    'policy',
    p.schema_name::text,
    format('%s on %s', p.policy_name, p.relation_name),
    null::numeric,
    format('Policy %I of %s calls %s for every row that a query looks at.', p.policy_name, p.qualified_name,
      array_to_string(p.functions, ', ')),
    concat_ws(
      ' ',
      case
        when p.constant_call is not null then
          format('Put the call into a sub-select, (select %s(...)), which is evaluated once for each statement.',
            p.constant_call)
      end,
      case
        when p.takes_column then
          'A function that takes a column cannot be called once: let one return all keys that the user may see, '
            || 'and compare: column = any ((select allowed_keys())::uuid[]).'
      end
    ),
    case when p.takes_column and p.constant_call is null then 'info' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('functions', p.functions)
  from policies as p
$$;

comment on function steward_internal.check_policies_calling_functions_per_row() is $doc$
Finds policies that call a function for each row instead of each statement.

A call outside of a sub-select is repeated for every row unless an index serves it: on a scan of 100,000
rows that took 4 to 50 times as long as `(select f())`, which the planner evaluates once (measured on
PostgreSQL 15). Looked at are current_setting() and the functions of this database that are not
IMMUTABLE. One that takes a column of the row cannot be wrapped and is an info, if it is written in a
procedural language or SECURITY DEFINER; SQL functions that the planner can inline are left out. Calls
inside of sub-selects, operators and current_user are not looked at.

@title Policy calls a function for each row
@category security
@mode static
@severity warning
@confidence estimate
@remedy Put the call into a sub-select: (select f()).
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_policies_calling_functions_per_row();
$doc$;

revoke all on function steward_internal.check_policies_calling_functions_per_row() from public;
