create or replace function steward_internal.check_out_of_band_ddl()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.migration_check_rows('out_of_band_ddl') as r
$$;

comment on function steward_internal.check_out_of_band_ddl() is $doc$
Finds objects that were changed outside of any migration.

Judged are the schemas of the migrations, from the first run or the last baseline on, where track_ddl() records what changes. What
came and went that way, partitions, and what retention dropped are left out.

@title Changed outside of migrations
@category migration
@severity warning
@remedy Put the same into a migration, or undo it; see steward.migration_ddl.
@doc https://www.postgresql.org/docs/current/event-triggers.html
@access steward_reader
@example select * from steward_internal.check_out_of_band_ddl();
$doc$;

revoke all on function steward_internal.check_out_of_band_ddl() from public;
