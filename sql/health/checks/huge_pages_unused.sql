create or replace function steward_internal.check_huge_pages_unused()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from steward_internal.huge_pages_rows(
    current_setting('huge_pages'),
    current_setting('huge_pages_status', true),
    pg_size_bytes(current_setting('shared_memory_size'))
  ) as r
  union all
  select (unknown.row).*
  from (
    select steward_internal.skipped_row(
      'server',
      'Only PostgreSQL 17 and later tell whether the server got huge pages.',
      'Look at HugePages_Rsvd and HugePages_Free in /proc/meminfo.'
    ) as row
  ) as unknown
  where current_setting('huge_pages_status', true) is null
$$;

comment on function steward_internal.check_huge_pages_unused() is $doc$
Finds large shared memory that does without huge pages.

With pages of 4 kB each connection needs a page table of its own for the shared memory it touches: up
to 16 MB for 8 GB, which hundreds of connections multiply. Below 8 GB that rarely matters, and the
check is silent. The shipped huge_pages = try gives up without a word if the operating system has
reserved none.

@title Large shared memory without huge pages
@category configuration
@scope cluster
@severity info
@remedy Reserve the number of pages in shared_memory_size_in_huge_pages with vm.nr_hugepages, and restart the server.
@doc https://www.postgresql.org/docs/current/kernel-resources.html#LINUX-HUGE-PAGES
@access steward_reader
@example select * from steward_internal.check_huge_pages_unused();
$doc$;

revoke all on function steward_internal.check_huge_pages_unused() from public;
