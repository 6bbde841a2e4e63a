create or replace function steward_internal.check_outdated_extensions()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'extension',
    null,
    e.extname::text,
    null::numeric,
    format('Extension %I is at version %s, and the server has %s.', e.extname, e.extversion, a.default_version),
    null,
    null,
    null,
    array[format('alter extension %I update;', e.extname)],
    null::text[],
    jsonb_build_object('installed', e.extversion, 'available', a.default_version)
  from pg_extension as e
  inner join pg_available_extensions as a on a.name = e.extname
  where e.extversion <> a.default_version
$$;

comment on function steward_internal.check_outdated_extensions() is $doc$
Finds extensions whose objects are older than the installed library.

pg_upgrade and package updates leave the SQL objects of an extension as they were: columns of the new
version are missing (pg_stat_statements shows old timings that way) and fixes of security holes in its
functions do not arrive.

@title Extension is not updated
@category configuration
@mode static
@severity info
@remedy Update the extension after reading its release notes.
@fix_lock ACCESS EXCLUSIVE on what the update script alters
@fix_risk ALTER EXTENSION ... UPDATE may replace functions and views that others depend on; it is one transaction.
@doc https://www.postgresql.org/docs/current/sql-alterextension.html
@access steward_reader
@example select * from steward_internal.check_outdated_extensions();
$doc$;

revoke all on function steward_internal.check_outdated_extensions() from public;
