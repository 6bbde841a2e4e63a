create or replace function steward_internal.check_undocumented_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Table %s has no comment.', r.qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    null::jsonb
  from steward_internal.user_tables as r
  where not exists (
      select
      from pg_description as d
      where d.classoid = 'pg_class'::regclass
        and d.objoid = r.relid
        and d.objsubid = 0
    )
$$;

comment on function steward_internal.check_undocumented_tables() is $doc$
Finds tables without a comment.

A comment is the documentation that travels with the table into every tool. Off by default: it is a
habit that a team has or has not. Partitions are left out, comments on columns are not asked for.

@title Table has no comment
@category schema
@mode static
@severity info
@enabled false
@remedy Say what a row stands for: comment on table ... is '...';
@doc https://www.postgresql.org/docs/current/sql-comment.html
@access steward_reader
@example select * from steward_internal.check_undocumented_tables();
$doc$;

revoke all on function steward_internal.check_undocumented_tables() from public;
