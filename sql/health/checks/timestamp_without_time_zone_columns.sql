create or replace function steward_internal.check_timestamp_without_time_zone_columns()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{timestamp without time zone}') as r
$$;

comment on function steward_internal.check_timestamp_without_time_zone_columns() is $doc$
Finds columns of type timestamp without time zone.

Such a value names no moment: it is a clock on a wall, and nobody knows where the wall is. Differences
across a change to daylight saving time are wrong by an hour, and so is every comparison with now() in
a session with another time zone. timestamptz takes the same 8 bytes. PostgreSQL's wiki lists the type
under "Don't Do This". Right it is only for times that apply everywhere, such as opening hours.

There is no statement to paste: only the owner knows in which time zone the values were meant.

@title Column of type timestamp without time zone
@category schema
@mode static
@severity info
@remedy Set TimeZone to the zone in which the values were meant, then: alter table ... alter column ... type timestamptz; it takes an ACCESS EXCLUSIVE lock, and rewrites the table unless that zone is UTC.
@doc https://www.postgresql.org/docs/current/datatype-datetime.html
@access steward_reader
@example select * from steward_internal.check_timestamp_without_time_zone_columns();
$doc$;

revoke all on function steward_internal.check_timestamp_without_time_zone_columns() from public;
