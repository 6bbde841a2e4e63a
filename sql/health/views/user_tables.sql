-- requires: core.user_relations
create or replace view steward_internal.user_tables as
select
  r.relid,
  r.schema_name,
  r.relation_name,
  r.qualified_name,
  r.relkind,
  r.reltuples,
  r.estimated_bytes,
  c.relnatts as column_numbers,
  c.relchecks as check_count
from steward_internal.user_relations as r
inner join pg_catalog.pg_class as c on c.oid = r.relid
where r.relkind in ('r', 'p')
  and not r.is_partition;

comment on view steward_internal.user_tables is $doc$
Lists the tables whose design is up to the people of this database.

Partitions are left out, because they look like their partitioned table, and so are the tables of
pgsteward, which nobody else can change. `column_numbers` counts dropped columns too.

@access steward_reader select
@example select qualified_name from steward_internal.user_tables where check_count = 0;
$doc$;
