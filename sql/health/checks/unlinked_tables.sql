create or replace function steward_internal.check_unlinked_tables()
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
    format('No foreign key leads from or to table %s.', r.qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    null::jsonb
  from steward_internal.user_tables as r
  where r.relid not in (
      select k.relid
      from pg_constraint as con
      cross join lateral unnest(array[con.conrelid, con.confrelid]) as k (relid)
      where con.contype = 'f'
    )
$$;

comment on function steward_internal.check_unlinked_tables() is $doc$
Finds tables that no foreign key connects with another.

It may be a leftover, or a reference that nobody declared and nobody keeps. Off by default: logs,
queues and settings stand alone by nature. Partitions are left out; a table that references only
itself counts as connected.

@title Table without any foreign key
@category schema
@mode static
@severity info
@enabled false
@remedy Declare the foreign keys that are meant, or drop the table if nobody uses it.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_unlinked_tables();
$doc$;

revoke all on function steward_internal.check_unlinked_tables() from public;
