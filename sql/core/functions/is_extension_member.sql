create or replace function steward_internal.is_extension_member(catalog regclass, object oid)
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from pg_depend as d
    where d.classid = is_extension_member.catalog
      and d.objid = is_extension_member.object
      and d.deptype = 'e'
  )
$$;

comment on function steward_internal.is_extension_member(regclass, oid) is $doc$
Tells whether an object belongs to an extension.

@param catalog The catalog that lists the object, such as pg_class.
@param object Its OID in there.
@returns True if an extension owns it.
@access steward_reader
@example select steward_internal.is_extension_member('pg_class', 'steward.settings'::regclass);
$doc$;

revoke all on function steward_internal.is_extension_member(regclass, oid) from public;
