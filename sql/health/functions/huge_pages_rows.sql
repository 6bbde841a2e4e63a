create or replace function steward_internal.huge_pages_rows(
  huge_pages text,
  huge_pages_status text,
  shared_memory_bytes bigint
)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    'huge_pages',
    huge_pages_rows.shared_memory_bytes::numeric,
    format(
      'The server uses no huge pages for %s of shared memory: huge_pages is %s%s.',
      pg_size_pretty(huge_pages_rows.shared_memory_bytes),
      huge_pages_rows.huge_pages,
      case huge_pages_rows.huge_pages when 'try' then ', but the operating system gave none' end
    ),
    case huge_pages_rows.huge_pages
      when 'off' then 'Set huge_pages to try, reserve the pages, and restart the server.'
    end,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('huge_pages', huge_pages_rows.huge_pages, 'huge_pages_status', huge_pages_rows.huge_pages_status)
  where huge_pages_rows.huge_pages_status = 'off'
    and huge_pages_rows.shared_memory_bytes >= 8589934592
$$;

comment on function steward_internal.huge_pages_rows(text, text, bigint) is $doc$
Judges the use of huge pages for the check huge_pages_unused.

@param huge_pages The setting: off, try or on.
@param huge_pages_status What came of it: on, off or unknown.
@param shared_memory_bytes Size of the main shared memory.
@returns One row if at least 8 GB have to do without, else none.
@access steward_reader
@example select detail from steward_internal.huge_pages_rows('try', 'off', 17179869184);
$doc$;

revoke all on function steward_internal.huge_pages_rows(text, text, bigint) from public;
