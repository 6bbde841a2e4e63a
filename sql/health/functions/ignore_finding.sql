create or replace function steward.ignore_finding(
  pattern text,
  reason text,
  until timestamptz default null
)
returns steward.ignored_findings
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_check text := split_part(ignore_finding.pattern, ':', 1);
  v_row steward.ignored_findings;
begin
  if coalesce(btrim(ignore_finding.reason), '') = '' then
    raise exception using
      errcode = '22023',
      message = 'a finding can be ignored only for a reason',
      hint = 'Say in reason why it may stay; whoever finds it next will ask.';
  end if;
  if ignore_finding.until <= now() then
    raise exception using
      errcode = '22023',
      message = format('until lies in the past: %s', ignore_finding.until),
      hint = 'Pass a later time, or leave it out to ignore the finding for good.';
  end if;
  if v_check ~ '^\*+$' then
    raise exception using
      errcode = '22023',
      message = format('pattern %L would hide the findings of every check', ignore_finding.pattern),
      hint = 'Name a check; one that should not run is switched off with configure_health_check().';
  end if;
  if not exists (
    select
    from steward_internal.health_check_registry() as r
    where r.check_id like steward_internal.like_pattern(v_check)
  ) and coalesce(ignore_finding.pattern, '') !~ '^[0-9a-f]{32}$' then
    raise exception using
      errcode = 'SW003',
      message = format('pattern %L names no health check', ignore_finding.pattern),
      hint = 'A pattern is a fingerprint, check_id or check_id:object, with * for any text; '
        'list the checks with: select check_id, title from steward.health_checks;';
  end if;

  insert into steward.ignored_findings as i (pattern, reason, until)
  values (ignore_finding.pattern, ignore_finding.reason, ignore_finding.until)
  on conflict on constraint ignored_findings_pkey do update
  set reason = excluded.reason,
    until = excluded.until,
    ignored_by = excluded.ignored_by,
    ignored_at = excluded.ignored_at
  returning i.* into v_row;
  return v_row;
end
$$;

comment on function steward.ignore_finding(text, text, timestamptz) is $doc$
Ignores findings that somebody decided to live with, for a time or for good.

Ignored findings count neither for the state of the database nor for alerts, `database_health_check()`
hides and counts them, and `health_findings()` goes on listing them with the reason. Calling it again
with the same pattern replaces reason, author and time.

@area health
@param pattern `check_id:object` as the health check writes both (`unused_indexes:public.orders_old_idx`), `check_id` alone for findings without an object, or a fingerprint; `*` stands for any text.
@param reason Why the finding may stay.
@param until When it resurfaces; null means never.
@returns The row of `ignored_findings`, with who ignored it and when.
@error 22023 The reason is empty, `until` lies in the past, or the pattern names every check.
@error SW003 The pattern names no health check.
@access steward_admin
@example select * from ignore_finding('tables_without_primary_key:public.*_log', 'Only appended to.', now() + interval '1 year');
$doc$;

revoke all on function steward.ignore_finding(text, text, timestamptz) from public;
