create or replace function steward.add_maintenance_window(
  name text,
  ends_at timestamptz,
  starts_at timestamptz default null,
  rules text[] default null,
  reason text default null
)
returns setof steward.maintenance_windows
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_starts_at timestamptz := coalesce(add_maintenance_window.starts_at, now());
  v_unknown text;
begin
  if add_maintenance_window.name is null or add_maintenance_window.ends_at > v_starts_at is not true then
    raise exception using
      errcode = '22023',
      message = 'a maintenance window needs a name, and an end after its start',
      detail = format('%L is from %s to %s.', add_maintenance_window.name, v_starts_at, add_maintenance_window.ends_at),
      hint = 'select add_maintenance_window(''upgrade'', now() + interval ''2 hours'');';
  end if;

  select w.rule
  into v_unknown
  from unnest(add_maintenance_window.rules) as w (rule)
  where not exists (select from steward_internal.alert_rule_definitions as d where d.name = w.rule)
  limit 1;

  if found then
    raise exception using
      errcode = 'SW010',
      message = format('alert rule %L does not exist', v_unknown),
      hint = 'List the rules with: select name from steward.alert_rules;';
  end if;

  return query
  insert into steward.maintenance_windows as w (name, starts_at, ends_at, rules, reason)
  values (
    add_maintenance_window.name, v_starts_at, add_maintenance_window.ends_at, add_maintenance_window.rules,
    add_maintenance_window.reason
  )
  on conflict on constraint maintenance_windows_pkey do update
  set starts_at = excluded.starts_at,
    ends_at = excluded.ends_at,
    rules = excluded.rules,
    reason = excluded.reason,
    created_by = excluded.created_by
  returning w.*;
end
$$;

comment on function steward.add_maintenance_window(text, timestamptz, timestamptz, text[], text) is $doc$
Silences alerts for a time, or changes the maintenance window of that name.

Alerts are evaluated and recorded as always, but nobody is told. When the window ends, the next
evaluation tells of what is still breaching, and of the end of alerts that were told before.

@area health
@param name Name of the window.
@param ends_at When alerts are told again.
@param starts_at When the silence begins; null means now.
@param rules The alert rules that are silent; null means all.
@param reason Why, for those who read the table.
@returns The window.
@error SW010 One of the rules does not exist.
@error 22023 The name is null, or the end is not after the start.
@access steward_operator
@example begin; select name, ends_at from add_maintenance_window('upgrade', now() + interval '2 hours'); rollback;
$doc$;

revoke all on function steward.add_maintenance_window(text, timestamptz, timestamptz, text[], text) from public;
