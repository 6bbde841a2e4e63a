create or replace function steward_internal.check_extensions_in_public()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'extension',
    n.nspname::text,
    e.extname::text,
    null::numeric,
    format('Extension %I keeps its objects in schema public.', e.extname),
    case when not e.extrelocatable then 'It cannot be moved: drop it and create it again with the schema.' end,
    null,
    null,
    case
      when e.extrelocatable then
        array['create schema if not exists extensions;', format('alter extension %I set schema extensions;', e.extname)]
    end,
    case when e.extrelocatable then array[format('alter extension %I set schema public;', e.extname)] end,
    jsonb_build_object('version', e.extversion, 'relocatable', e.extrelocatable)
  from pg_extension as e
  inner join pg_namespace as n on n.oid = e.extnamespace
  where n.nspname = 'public'
$$;

comment on function steward_internal.check_extensions_in_public() is $doc$
Lists the extensions whose objects lie among those of the application.

Their functions and views then stand beside one's own, may clash with them, and are offered by tools
that publish schema public as an API. A matter of taste, and off by default.

@title Extension in schema public
@category security
@mode static
@severity info
@enabled false
@remedy Move it into a schema of its own, and put that on the search_path of those who use it.
@fix_lock none
@fix_risk Whatever uses the extension without its schema, such as functions with a pinned search_path, has to learn it.
@doc https://www.postgresql.org/docs/current/sql-alterextension.html
@access steward_reader
@example select * from steward_internal.check_extensions_in_public();
$doc$;

revoke all on function steward_internal.check_extensions_in_public() from public;
