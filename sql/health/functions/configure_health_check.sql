create or replace function steward.configure_health_check(
  check_id text,
  enabled boolean default null,
  warning numeric default null,
  critical numeric default null
)
returns table (
  configured_check text,
  is_enabled boolean,
  warning_threshold numeric,
  critical_threshold numeric
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_check record;
  v_is_possible boolean;
begin
  perform steward_internal.assert_not_null(
    'steward.configure_health_check', jsonb_build_object('check_id', configure_health_check.check_id)
  );
  insert into steward_internal.health_check_overrides as o (check_id, enabled, warning, critical)
  values (
    configure_health_check.check_id,
    configure_health_check.enabled,
    configure_health_check.warning,
    configure_health_check.critical
  )
  on conflict on constraint health_check_overrides_pkey do update
  set enabled = excluded.enabled,
    warning = excluded.warning,
    critical = excluded.critical;

  select r.*
  into v_check
  from steward_internal.health_check_registry(array[configure_health_check.check_id]) as r;

  if not found then
    raise exception using
      errcode = 'SW003',
      message = format('health check %L does not exist', configure_health_check.check_id),
      hint = 'List the checks with: select check_id, title from steward.health_checks;';
  end if;

  v_is_possible := case
    when v_check.severity is not null
      then coalesce(configure_health_check.warning, configure_health_check.critical) is null
    when v_check.direction = 'below' then v_check.critical <= v_check.warning
    else v_check.critical >= v_check.warning
  end;
  if not v_is_possible then
    raise exception using
      errcode = 'SW007',
      message = format('invalid thresholds for health check %L', v_check.check_id),
      detail = format(
        'The check would have severity %s, warning %s, critical %s, and is worse %s them.',
        coalesce(v_check.severity, 'by threshold'), coalesce(v_check.warning::text, 'none'),
        coalesce(v_check.critical::text, 'none'), v_check.direction
      ),
      hint = 'A check with a fixed severity takes no thresholds; else critical must be the worse one.';
  end if;

  return query select v_check.check_id, v_check.is_enabled, v_check.warning, v_check.critical;
end
$$;

comment on function steward.configure_health_check(text, boolean, numeric, numeric) is $doc$
Switches a health check on or off and sets its thresholds.

Every call states the whole configuration: what is left out goes back to the shipped default.

@area health
@param check_id The check, as in `health_checks`.
@param enabled True or false switches the check on or off; null is the shipped state, see `health_checks`.
@param warning Value from which on a finding is a warning, in the unit of the check; null is the shipped one.
@param critical Value from which on a finding is critical; null is the shipped one.
@returns The check with what is now in force.
@error 22004 check_id is null.
@error SW003 There is no check of this name.
@error SW007 The check has a fixed severity, or critical is less grave than warning.
@access steward_admin
@example select * from configure_health_check('long_queries', warning => 600, critical => 7200);
$doc$;

revoke all on function steward.configure_health_check(text, boolean, numeric, numeric) from public;
