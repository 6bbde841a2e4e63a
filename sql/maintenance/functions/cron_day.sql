create or replace function steward_internal.cron_day(cron text, from_day date, step integer)
returns date
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_expression record;
  v_day date := cron_day.from_day;
  v_is_day boolean;
  v_is_weekday boolean;
begin
  select p.* into v_expression from steward_internal.parse_cron(cron_day.cron) as p;

  -- The same weekday falls on 29 February every 28 years, or 40 if a year such as 2100 is between.
  while abs(v_day - cron_day.from_day) <= 14610 loop
    if extract(month from v_day)::integer = any (v_expression.months) then
      v_is_day := extract(day from v_day)::integer = any (v_expression.days);
      v_is_weekday := extract(dow from v_day)::integer = any (v_expression.weekdays);
      if v_is_day and v_is_weekday or v_expression.either_day and (v_is_day or v_is_weekday) then
        return v_day;
      end if;
      v_day := v_day + cron_day.step;
    else
      v_day := case
        when cron_day.step > 0 then date_trunc('month', v_day::timestamp) + interval '1 month'
        else date_trunc('month', v_day::timestamp) - interval '1 day'
      end;
    end if;
  end loop;
  return null;
end
$$;

comment on function steward_internal.cron_day(text, date, integer) is $doc$
Returns the nearest day on which a cron expression is due.

@param cron The expression, as in `schedules`.
@param from_day The first day to look at.
@param step 1 to look forward, -1 to look back.
@returns The day, null if there is none.
@error SW006 The expression cannot be read.
@access steward_reader
@example select steward_internal.cron_day('0 0 29 2 *', current_date, 1);
$doc$;

revoke all on function steward_internal.cron_day(text, date, integer) from public;
