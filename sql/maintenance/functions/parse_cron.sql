create or replace function steward_internal.parse_cron(cron text)
returns table (
  minutes integer[],
  hours integer[],
  days integer[],
  months integer[],
  weekdays integer[],
  either_day boolean
)
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fields text[] := regexp_split_to_array(
    case btrim(parse_cron.cron)
      when '@hourly' then '0 * * * *'
      when '@daily' then '0 0 * * *'
      when '@midnight' then '0 0 * * *'
      when '@weekly' then '0 0 * * 0'
      when '@monthly' then '0 0 1 * *'
      when '@yearly' then '0 0 1 1 *'
      when '@annually' then '0 0 1 1 *'
      else btrim(parse_cron.cron)
    end,
    '\s+'
  );
begin
  minutes := steward_internal.cron_field(v_fields[1], 0, 59);
  hours := steward_internal.cron_field(v_fields[2], 0, 23);
  days := steward_internal.cron_field(v_fields[3], 1, 31);
  months := steward_internal.cron_field(
    v_fields[4], 1, 12,
    array['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
  );
  weekdays := steward_internal.cron_field(
    v_fields[5], 0, 7, array['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
  );
  -- As in Vixie cron: two restricted day fields mean "either", and any field with a star is unrestricted.
  either_day := v_fields[3] !~ '^\*' and v_fields[5] !~ '^\*';

  if cardinality(v_fields) is distinct from 5
    or minutes is null or hours is null or days is null or months is null or weekdays is null
  then
    raise exception using
      errcode = 'SW006',
      message = format('invalid cron expression: %L', parse_cron.cron),
      detail = 'It needs five fields: minute, hour, day of month, month, day of week.',
      hint = 'Every 15 minutes is */15 * * * *, every night at 02:30 UTC is 30 2 * * *.';
  end if;

  -- Sunday is 0 and 7.
  weekdays := array(select distinct w.weekday % 7 from unnest(weekdays) as w (weekday) order by 1);
  return next;
end
$$;

comment on function steward_internal.parse_cron(text) is $doc$
Reads a cron expression as pg_cron does.

Five fields of crontab(5), or @hourly, @daily, @weekly, @monthly, @yearly. What only some releases of
pg_cron understand (`30 seconds`, `$`) is refused, so that a schedule means the same everywhere.

@param cron The expression.
@returns The values of each field, and whether a day must match only one of the two day fields.
@error SW006 The expression cannot be read.
@access steward_reader
@example select minutes from steward_internal.parse_cron('*/15 * * * *');
$doc$;

revoke all on function steward_internal.parse_cron(text) from public;
