create or replace function steward_internal.membership_columns(membership regclass)
returns table (org_column name, org_type text, user_type text, has_role boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    o.attname, format_type(o.atttypid, null), format_type(u.atttypid, null),
    exists (
      select
      from pg_attribute as r
      where r.attrelid = membership_columns.membership
        and r.attname = 'role'
        and not r.attisdropped
    )
  from pg_attribute as o
  inner join pg_attribute as u on u.attrelid = o.attrelid and u.attname = 'user_id' and not u.attisdropped
  where o.attrelid = membership_columns.membership
    and o.attname in ('org_id', 'organization_id')
    and not o.attisdropped
  order by o.attname
  limit 1
$$;

comment on function steward_internal.membership_columns(regclass) is $doc$
Reads the columns by which a table says who belongs to which organisation.

@param membership The table or view.
@returns org_id or organization_id and its type, the type of user_id, and whether there is a column role; no row if one is missing.
@access steward_reader
@example select org_column from steward_internal.membership_columns('pg_class');
$doc$;

revoke all on function steward_internal.membership_columns(regclass) from public;
