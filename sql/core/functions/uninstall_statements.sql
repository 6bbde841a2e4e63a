create or replace function steward_internal.uninstall_statements()
returns table (statement text, only_purge boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with search_path as (
    select
      steward_internal.database_search_path() as current_value,
      (select r.value from steward_internal.install_record as r where r.name = 'search_path')
        as installed_value,
      (select r.value from steward_internal.install_record as r where r.name = 'search_path before')
        as previous_value
  ),
  remaining as (
    select
      (
        -- An empty name can only be written as a string.
        select string_agg(
          coalesce(quote_ident(nullif(e.element_name, '')), ''''''), ', ' order by e.element_position
        )
        from steward_internal.search_path_elements(
          case when p.current_value = p.installed_value then p.previous_value else p.current_value end
        ) as e
        where e.element_name <> 'steward'
      ) as value
    from search_path as p
    where p.installed_value is not null
      and p.current_value is not null
  )
  select
    case
      when r.value is null then format('alter database %I reset search_path', current_database())
      else format('alter database %I set search_path = %s', current_database(), r.value)
    end,
    false
  from remaining as r
  union all
  select 'drop schema steward_ddl cascade', false
  where to_regnamespace('steward_ddl') is not null
  union all
  select format('drop role %I', substring(r.name from 6)), true
  from steward_internal.install_record as r
  where r.name like 'role %'
$$;

comment on function steward_internal.uninstall_statements() is $doc$
Lists the statements that undo what install changed outside of its own schemas.

`pgsteward uninstall` reads them before it drops the schemas and runs them afterwards. A search_path
that somebody changed since the install only loses the element steward.

@returns Each statement, and whether it belongs to `uninstall --purge` only.
@access steward_admin
@example select statement, only_purge from steward_internal.uninstall_statements();
$doc$;

revoke all on function steward_internal.uninstall_statements() from public;
