create or replace function steward_internal.setting_overrides()
returns table (
  name text,
  value text,
  switch text,
  role_oid oid,
  database_oid oid,
  scope text,
  target text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    c.name,
    c.value,
    case
      when lower(c.value) in ('off', 'of', 'false', 'fals', 'fal', 'fa', 'f', 'no', 'n', '0') then 'off'
      when lower(c.value) in ('on', 'true', 'tru', 'tr', 't', 'yes', 'ye', 'y', '1') then 'on'
    end,
    g.setrole,
    g.setdatabase,
    coalesce(o.owner, 'all roles'),
    coalesce(o.owner, 'role all')
  from pg_db_role_setting as g
  left join pg_roles as u on u.oid = g.setrole
  left join pg_database as d on d.oid = g.setdatabase
  cross join lateral (
    select nullif(
      concat_ws(' in ', 'role ' || quote_ident(u.rolname), 'database ' || quote_ident(d.datname)), ''
    ) as owner
  ) as o
  cross join lateral unnest(g.setconfig) as e (entry)
  cross join lateral (
    select
      split_part(e.entry, '=', 1) as name,
      substr(e.entry, strpos(e.entry, '=') + 1) as value
  ) as c
$$;

comment on function steward_internal.setting_overrides() is $doc$
Lists the settings that roles and databases have for themselves.

@returns One row for each; `value` is as it was typed, `switch` its meaning if it is a boolean, 0 as `role_oid` or `database_oid` stands for all. `scope` is for people, `target` follows ALTER in a statement.
@access steward_reader
@example select name, value, scope from steward_internal.setting_overrides();
$doc$;

revoke all on function steward_internal.setting_overrides() from public;
