create or replace function steward_internal.missing_row_security_fixes(version_num integer)
returns table (cve text, fixed_in text, consequence text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select f.cve, format('%s.%s', f.major, f.minor), f.consequence
  from (
    values
      ('CVE-2023-2454', 15, 3, 'CREATE SCHEMA with elements ran them with another search_path'),
      ('CVE-2023-2455', 15, 3, 'a plan with an inlined function kept the policies of another user'),
      ('CVE-2023-39418', 15, 4, 'MERGE did not ask the policies for UPDATE and SELECT'),
      ('CVE-2024-0985', 15, 6, 'REFRESH MATERIALIZED VIEW CONCURRENTLY ran code of its owner as who refreshed'),
      ('CVE-2024-0985', 16, 2, 'REFRESH MATERIALIZED VIEW CONCURRENTLY ran code of its owner as who refreshed'),
      ('CVE-2024-10976', 15, 9, 'policies below a sub-select or a view were kept for another role'),
      ('CVE-2024-10976', 16, 5, 'policies below a sub-select or a view were kept for another role'),
      ('CVE-2024-10976', 17, 1, 'policies below a sub-select or a view were kept for another role'),
      ('CVE-2024-10978', 15, 9, 'SET ROLE could be reset to the wrong role'),
      ('CVE-2024-10978', 16, 5, 'SET ROLE could be reset to the wrong role'),
      ('CVE-2024-10978', 17, 1, 'SET ROLE could be reset to the wrong role'),
      ('CVE-2025-8713', 15, 14, 'statistics of hidden rows leaked through views, partitions and heirs'),
      ('CVE-2025-8713', 16, 10, 'statistics of hidden rows leaked through views, partitions and heirs'),
      ('CVE-2025-8713', 17, 6, 'statistics of hidden rows leaked through views, partitions and heirs')
  ) as f (cve, major, minor, consequence)
  where f.major = missing_row_security_fixes.version_num / 10000
    and f.minor > missing_row_security_fixes.version_num % 10000
  order by f.minor, f.cve
$$;

comment on function steward_internal.missing_row_security_fixes(integer) is $doc$
Lists the fixes of row level security that a server lacks.

Those of functions and views that run with the rights of others are among them.

A minor release has all fixes of those before it; PostgreSQL 18 was released with all of these.

@param version_num The setting server_version_num.
@returns One row for each fix, the oldest first.
@access steward_reader
@example select cve, fixed_in, consequence from steward_internal.missing_row_security_fixes(150005);
$doc$;

revoke all on function steward_internal.missing_row_security_fixes(integer) from public;
