create or replace function steward.unignore_finding(pattern text)
returns steward.ignored_findings
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row steward.ignored_findings;
begin
  delete from steward.ignored_findings as i
  where i.pattern = unignore_finding.pattern
  returning i.* into v_row;
  if not found then
    raise exception using
      errcode = '22023',
      message = format('no finding is ignored by the pattern %L', unignore_finding.pattern),
      hint = 'List the patterns with: select pattern, reason from steward.ignored_findings;';
  end if;
  return v_row;
end
$$;

comment on function steward.unignore_finding(text) is $doc$
Stops ignoring findings; they show again in the next health check.

@area health
@param pattern The pattern exactly as it was given to `ignore_finding()`.
@returns The row that `ignored_findings` had.
@error 22023 There is no such pattern.
@access steward_admin
@example select i.* from ignore_finding('invalid_indexes:*', 'Known.') as n, unignore_finding(n.pattern) as i where false;
$doc$;

revoke all on function steward.unignore_finding(text) from public;
