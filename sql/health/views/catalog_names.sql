create or replace view steward_internal.catalog_names as
select
  n.relid,
  n.attnum,
  n.name,
  -- The bytes of ASCII that are not in [a-z0-9_$], or a first byte that no name begins with;
  -- quote_ident() is quicker, but it quotes letters beyond ASCII and keywords as well.
  pg_catalog.quote_ident(n.name) like '"%'
    and n.name::text collate pg_catalog."C"
      ~ '[\x01-\x23\x25-\x2f\x3a-\x5e\x60\x7b-\x7f]|^[\x24\x30-\x39]' as needs_quotes
from (
  select c.oid as relid, 0::smallint as attnum, c.relname as name
  from pg_catalog.pg_class as c
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and not c.relispartition
    -- Below are the objects of initdb.
    and c.oid >= 16384
  union all
  select a.attrelid, a.attnum, a.attname
  from pg_catalog.pg_attribute as a
  where a.attrelid >= 16384
    and a.attnum > 0
    and not a.attisdropped
    and a.attinhcount = 0
) as n;

comment on view steward_internal.catalog_names is $doc$
Lists the names of relations and their columns, those of extensions included.

Whose they are is not asked here, but of the few names that a check picks (name_rows() does it):
that is several times quicker. Partitions and inherited columns are left out. `attnum` is 0 for the
name of the relation itself. `needs_quotes` says whether the characters of the name need double quotes; letters beyond ASCII do not.

@access steward_reader select
@example select name from steward_internal.catalog_names where needs_quotes;
$doc$;
