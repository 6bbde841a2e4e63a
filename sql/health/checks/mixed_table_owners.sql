create or replace function steward_internal.check_mixed_table_owners()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'schema',
    null,
    s.schema_name::text,
    null::numeric,
    format(
      'Tables of schema %I belong to %s roles: %s.',
      s.schema_name,
      count(*),
      steward_internal.name_list(
        array_agg(format('%I (%s)', s.owner_name, s.table_count) order by s.table_count desc, s.owner_name)
      )
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('owners', jsonb_object_agg(s.owner_name, s.table_count))
  from (
    select r.schema_name, pg_get_userbyid(r.relowner)::text as owner_name, count(*) as table_count
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'p')
    group by r.schema_name, r.relowner
  ) as s
  group by s.schema_name
  having count(*) > 1
$$;

comment on function steward_internal.check_mixed_table_owners() is $doc$
Finds schemas whose tables belong to several roles.

Only the owner can alter a table, so a migration that runs as one of them fails half-way, and default
privileges reach only what their own role creates. Mostly somebody created a table by hand as himself.
Which role is the right one is not for a check to say.

@title Tables of one schema have several owners
@category schema
@mode static
@severity info
@remedy Give the tables to the role that runs the migrations: alter table ... owner to ...;
@doc https://www.postgresql.org/docs/current/ddl-priv.html
@access steward_reader
@example select * from steward_internal.check_mixed_table_owners();
$doc$;

revoke all on function steward_internal.check_mixed_table_owners() from public;
