create or replace function steward_internal.application_roles_row()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    null::numeric,
    format('Looked at what PUBLIC%s can reach; of the setting health.application_roles %s of %s exist.',
      coalesce(' and ' || string_agg(a.role_name, ', ' order by a.role_name), ''),
      count(a.role_name),
      cardinality(steward.get_setting('health.application_roles')::text[])),
    null,
    null,
    'ok',
    null::text[],
    null::text[],
    null::jsonb
  from steward_internal.application_roles() as a
$$;

comment on function steward_internal.application_roles_row() is $doc$
Makes the row that says which application roles a check looked at.

@returns One row with status ok.
@access steward_reader
@example select detail from steward_internal.application_roles_row();
$doc$;

revoke all on function steward_internal.application_roles_row() from public;
