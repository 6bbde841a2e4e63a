create or replace view steward_internal.foreign_key_indexes as
select distinct i.indexrelid
from pg_catalog.pg_constraint as con
inner join pg_catalog.pg_index as i on i.indrelid = con.conrelid
where con.contype = 'f'
  and cardinality(con.conkey) <= i.indnkeyatts
  and (i.indkey::smallint[])[0:cardinality(con.conkey) - 1] @> con.conkey;

comment on view steward_internal.foreign_key_indexes is $doc$
Lists the indexes that begin with the columns of a foreign key of their table.

Such an index may never be scanned by a query and still be what keeps deletes of parents fast.

@access steward_reader select
@example select indexrelid::regclass from steward_internal.foreign_key_indexes;
$doc$;
