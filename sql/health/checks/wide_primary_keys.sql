create or replace function steward_internal.check_wide_primary_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with referrers as materialized (
    select f.confrelid, count(*) as reference_count
    from pg_constraint as f
    where f.contype = 'f'
      and f.conparentid = 0
    group by f.confrelid
  )
  select
    'constraint',
    r.schema_name::text,
    con.conname::text,
    cardinality(con.conkey)::numeric,
    format('The primary key of %s has %s columns: %s.', r.qualified_name, cardinality(con.conkey),
      steward_internal.column_list(r.relid, con.conkey)),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', r.qualified_name, 'referenced_by', coalesce(f.reference_count, 0))
  from pg_constraint as con
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  left join referrers as f on f.confrelid = con.conrelid
  where con.contype = 'p'
    and cardinality(con.conkey) > 3
    and not r.is_partition
$$;

comment on function steward_internal.check_wide_primary_keys() is $doc$
Finds primary keys of more than three columns.

Each table that references the row carries all of them, and so does every index for that. Up to three
columns are common in tables that connect others; SchemaCrawler and index-health draw similar lines.
This is a matter of taste, so the check is off until it is configured on.

@title Primary key of many columns
@category schema
@mode static
@severity info
@unit columns
@enabled false
@remedy Give the table a key of one column, and keep the present one as a UNIQUE constraint.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS
@access steward_reader
@example select * from steward_internal.check_wide_primary_keys();
$doc$;

revoke all on function steward_internal.check_wide_primary_keys() from public;
