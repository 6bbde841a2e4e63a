create or replace function steward_internal.check_temp_files()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    round(t.bytes / c.hours),
    format(
      'Queries of this database wrote %s to %s temporary files since %s, %s an hour.',
      pg_size_pretty(t.bytes), t.files, date_trunc('second', c.changed_since),
      pg_size_pretty(round(t.bytes / c.hours))
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('bytes', t.bytes, 'files', t.files, 'work_mem', current_setting('work_mem'))
  from steward_internal.recent_counters() as c
  cross join lateral (
    select
      (c.changes ->> 'database.temp_bytes')::numeric as bytes,
      (c.changes ->> 'database.temp_files')::numeric as files
  ) as t
  union all
  select r.* from steward_internal.history_obstacle() as r
$$;

comment on function steward_internal.check_temp_files() is $doc$
Measures how much queries write to temporary files for want of work_mem.

The value is the average per hour over the last day; less than an hour counts as one, so that a burst just
after a snapshot is no alarm. 1 and 5 GB per hour are pgdoctor's thresholds. Sorts, hashes and
materialized results count, temporary tables do not. Which queries they are, spilling_queries says; that
check counts only what pg_stat_statements knows, this one everything.

@title Queries write much to temporary files
@category io
@unit bytes per hour
@warning 1073741824
@critical 5368709120
@remedy See the check spilling_queries; give the roles that need it more work_mem, and set log_temp_files to find the rest.
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-WORK-MEM
@access steward_reader
@example select * from steward_internal.check_temp_files();
$doc$;

revoke all on function steward_internal.check_temp_files() from public;
