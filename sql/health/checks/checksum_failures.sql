create or replace function steward_internal.check_checksum_failures()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'database',
    null,
    coalesce(d.datname::text, 'shared catalogs'),
    d.checksum_failures::numeric,
    format('%s pages of %s have failed their checksum, the last one on %s.',
      d.checksum_failures,
      coalesce('database ' || quote_ident(d.datname), 'the catalogs that all databases share'),
      to_char(d.checksum_last_failure at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('last_failure', d.checksum_last_failure)
  from pg_stat_database as d
  where d.checksum_failures > 0
  union all
  select s.*
  from steward_internal.skipped_row(
    'server',
    'Data checksums are switched off, so damaged pages are not noticed.',
    'Stop the server and run pg_checksums --enable on its data directory.'
  ) as s
  where not current_setting('data_checksums')::boolean
$$;

comment on function steward_internal.check_checksum_failures() is $doc$
Finds databases in which pages failed their checksum.

The page was changed or lost by something other than PostgreSQL: a disk, a controller, a file system, the
memory. The server refuses to show it, and everything else on the same storage is in doubt. The count
includes repeated reads of one page and is kept until the statistics are reset or a crash loses them;
without checksums there is no count, which is not the same as none.

@title Pages fail their checksum
@category integrity
@scope cluster
@severity critical
@unit pages
@remedy Take a copy of the data directory first. Find the page in the server log, check the storage, and restore from a backup or fail over; pg_amcheck tells what else is damaged.
@doc https://www.postgresql.org/docs/current/checksums.html
@access steward_reader
@example select * from steward_internal.check_checksum_failures();
$doc$;

revoke all on function steward_internal.check_checksum_failures() from public;
