create or replace function steward_internal.check_time_with_time_zone_columns()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{time with time zone}') as r
$$;

comment on function steward_internal.check_time_with_time_zone_columns() is $doc$
Finds columns of type time with time zone.

The offset of a zone depends on the date, and there is none: the type is in the SQL standard and in
PostgreSQL only for its sake. The manual and the wiki both advise against it.

@title Column of type time with time zone
@category schema
@mode static
@severity info
@remedy Use timestamptz for a moment; for a time of day use time and a column with the name of the zone.
@doc https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-TIMEZONES
@access steward_reader
@example select * from steward_internal.check_time_with_time_zone_columns();
$doc$;

revoke all on function steward_internal.check_time_with_time_zone_columns() from public;
