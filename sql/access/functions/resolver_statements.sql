create or replace function steward_internal.resolver_statements(membership regclass)
returns table (statement text, undo text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select s.statement, s.undo
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  inner join pg_roles as r on r.rolname = 'steward_resolver'
  cross join lateral (
    values
      (
        format('grant usage on schema %I to steward_resolver', n.nspname),
        format('revoke usage on schema %I from steward_resolver', n.nspname),
        not has_schema_privilege(r.oid, n.oid, 'usage')
      ),
      (
        format('grant select on %s to steward_resolver', c.oid::regclass),
        format('revoke select on %s from steward_resolver', c.oid::regclass),
        not has_table_privilege(r.oid, c.oid, 'select')
      )
  ) as s (statement, undo, is_needed)
  where c.oid = resolver_statements.membership
    and s.is_needed
$$;

comment on function steward_internal.resolver_statements(regclass) is $doc$
Lists the grants that let steward_resolver read a membership table.

@param membership The membership table.
@returns What is missing, with the statement that undoes it.
@access steward_reader
@example select statement from steward_internal.resolver_statements('pg_class');
$doc$;

revoke all on function steward_internal.resolver_statements(regclass) from public;
