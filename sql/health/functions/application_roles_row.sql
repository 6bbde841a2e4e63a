create or replace function steward_internal.application_roles_row()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with configured as (
    select c.name, a.role_name, a.is_bound
    from unnest(steward.get_setting('health.application_roles')::text[]) as c (name)
    left join steward_internal.application_roles() as a on a.role_name = c.name
  ),
  named as (
    select
      string_agg(quote_ident(c.name), ', ' order by c.name) filter (where c.is_bound) as bound,
      string_agg(quote_ident(c.name), ', ' order by c.name) filter (where not c.is_bound) as unbound,
      string_agg(quote_ident(c.name), ', ' order by c.name) filter (where c.role_name is null) as missing,
      count(c.role_name) as existing
    from configured as c
  )
  select
    null,
    null,
    null,
    null::numeric,
    concat(
      'Looked at what PUBLIC', ' and ' || n.bound, ' can reach',
      '; row level security does not bind ' || n.unbound,
      case
        when n.existing = 0 then
          '; the setting health.application_roles names no role that exists'
            || coalesce(' (' || n.missing || ')', '') || ': set it to the roles that applications connect with'
        else '; of the setting health.application_roles these do not exist: ' || n.missing
      end,
      '.'
    ),
    null,
    null,
    'ok',
    null::text[],
    null::text[],
    null::jsonb
  from named as n
$$;

comment on function steward_internal.application_roles_row() is $doc$
Makes the row that says which application roles a check looked at.

A list that fits no role would otherwise look like a clean database.

@returns One row with status ok.
@access steward_reader
@example select detail from steward_internal.application_roles_row();
$doc$;

revoke all on function steward_internal.application_roles_row() from public;
