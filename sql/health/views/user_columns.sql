-- requires: health.user_tables
create or replace view steward_internal.user_columns as
select
  r.relid,
  r.schema_name,
  r.relation_name,
  r.qualified_name,
  r.relkind,
  a.attnum,
  a.attname as column_name,
  a.atttypid as type_oid,
  a.atttypmod as type_modifier
from pg_catalog.pg_attribute as a
inner join steward_internal.user_tables as r on r.relid = a.attrelid
where a.attnum > 0
  and not a.attisdropped
  and a.attinhcount = 0;

comment on view steward_internal.user_columns is $doc$
Lists the columns of the tables whose design is up to the people of this database.

The tables are those of user_tables. Columns that a table inherits are left out: they are changed at
their parent. So are columns of foreign tables, which follow another server, and of views, which
follow tables.

@access steward_reader select
@example select qualified_name, column_name from steward_internal.user_columns where type_oid = 'json'::regtype;
$doc$;
