create or replace function steward_internal.column_choices(relation oid, column_number smallint)
returns text[]
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select listed.choices
  from pg_attribute as a
  inner join pg_collation as l on l.oid = a.attcollation
  inner join pg_constraint as con on con.conrelid = a.attrelid and con.conkey = array[a.attnum]
  cross join lateral steward_internal.literal_choices(pg_get_constraintdef(con.oid)) as listed (choices)
  where a.attrelid = column_choices.relation
    and a.attnum = column_choices.column_number
    -- char(n) comes padded, and citext or a collation may find texts equal that are not the same.
    and a.atttypid in ('text'::regtype, 'varchar'::regtype)
    and l.collisdeterministic
    and con.contype = 'c'
    and con.convalidated
    -- Rows of children need not obey it.
    and not con.connoinherit
    and listed.choices is not null
  order by con.conname collate "C"
  limit 1
$$;

comment on function steward_internal.column_choices(oid, smallint) is $doc$
Returns the only texts that a CHECK constraint allows in a column.

@param relation OID of the table.
@param column_number Number of the column, as in pg_attribute.
@returns The texts in their order, or null if no constraint is such a list.
@access steward_reader
@example select steward_internal.column_choices('steward.settings'::regclass, 3::smallint);
$doc$;

revoke all on function steward_internal.column_choices(oid, smallint) from public;
