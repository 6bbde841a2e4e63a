-- requires: core.user_relations
-- requires: health.user_columns
create or replace view steward_internal.user_names as
select
  n.relid,
  n.relkind,
  n.attnum,
  n.name,
  -- The bytes of ASCII that are not in [a-z0-9_$], or a first byte that no name begins with;
  -- quote_ident() is quicker, but it quotes letters beyond ASCII and keywords as well.
  pg_catalog.quote_ident(n.name) like '"%'
    and n.name::text collate pg_catalog."C" ~ '[\x01-\x23\x25-\x2f\x3a-\x5e\x60\x7b-\x7f]|^[\x24\x30-\x39]' as needs_quotes
from (
  select r.relid, r.relkind, 0::smallint as attnum, r.relation_name as name
  from steward_internal.user_relations as r
  where r.relkind in ('r', 'p', 'v', 'm', 'f')
    and not r.is_partition
    and r.schema_name not in ('steward', 'steward_internal')
  union all
  select c.relid, c.relkind, c.attnum, c.column_name
  from steward_internal.user_columns as c
) as n;

comment on view steward_internal.user_names is $doc$
Lists the names that people write in queries: of tables, views and the columns of tables.

`attnum` is 0 for the name of the relation itself. `needs_quotes` says whether the characters of the
name need double quotes; letters beyond ASCII do not. Names of indexes, sequences and constraints are
left out, because most are made by the server.

@access steward_reader select
@example select name from steward_internal.user_names where needs_quotes;
$doc$;
