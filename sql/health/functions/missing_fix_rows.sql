create or replace function steward_internal.missing_fix_rows(version_num integer)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    null::numeric,
    format('PostgreSQL %s.%s lacks %s: %s.', missing_fix_rows.version_num / 10000, missing_fix_rows.version_num % 10000,
      case count(*) when 1 then 'a fix of row level security' else count(*) || ' fixes of row level security' end,
      string_agg(format('%s (%s, fixed in %s)', f.consequence, f.cve, f.fixed_in), '; ' order by f.fixed_in, f.cve)),
    null,
    'warning',
    null,
    null::text[],
    null::text[],
    jsonb_build_object('fixes', array_agg(f.cve order by f.cve))
  from steward_internal.missing_row_security_fixes(missing_fix_rows.version_num) as f
  where exists (select from steward_internal.guarded_tables())
  having count(*) > 0
$$;

comment on function steward_internal.missing_fix_rows(integer) is $doc$
Judges the version of a server for the check missing_rls_fixes.

@param version_num The setting server_version_num.
@returns One row if fixes are missing and a table has row level security.
@access steward_reader
@example select detail from steward_internal.missing_fix_rows(150001);
$doc$;

revoke all on function steward_internal.missing_fix_rows(integer) from public;
