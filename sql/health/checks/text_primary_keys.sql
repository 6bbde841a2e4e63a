create or replace function steward_internal.check_text_primary_keys()
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
    null::numeric,
    format('The primary key of %s is %I (%s), and %s foreign keys repeat its text.', r.qualified_name,
      a.attname, format_type(a.atttypid, a.atttypmod), f.reference_count),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', r.qualified_name, 'referenced_by', f.reference_count)
  from pg_constraint as con
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  inner join pg_attribute as a on a.attrelid = con.conrelid and a.attnum = con.conkey[1]
  inner join pg_type as t on t.oid = a.atttypid
  inner join referrers as f on f.confrelid = con.conrelid
  where con.contype = 'p'
    and cardinality(con.conkey) = 1
    and t.typcategory = 'S'
    and not r.is_partition
$$;

comment on function steward_internal.check_text_primary_keys() is $doc$
Finds primary keys of text that other tables reference.

Text compares slower than a number, by rules of a collation that may change with the operating
system, and each reference repeats it. A short code (a currency, a country) is a good key all the
same. Keys that nothing references are left out. This is a matter of taste, so the check is off
until it is configured on.

@title Primary key of text is referenced
@category schema
@mode static
@severity info
@enabled false
@remedy Give the table a bigint or uuid key, and keep the text as a UNIQUE column; or use collation "C" for codes.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS
@access steward_reader
@example select * from steward_internal.check_text_primary_keys();
$doc$;

revoke all on function steward_internal.check_text_primary_keys() from public;
