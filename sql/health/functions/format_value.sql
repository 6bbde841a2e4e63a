create or replace function steward_internal.format_value(value numeric, unit text)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when format_value.unit = 'percent' then round(format_value.value, 1)::text || ' %'
    when format_value.unit = 'seconds' then justify_interval(
      make_interval(secs => round(format_value.value)::double precision)
    )::text
    when format_value.unit = 'milliseconds' then round(format_value.value, 1)::text || ' ms'
    when format_value.unit ~ '^bytes\M' then pg_size_pretty(format_value.value) || substr(format_value.unit, 6)
    else trim_scale(round(format_value.value, 1))::text
      || case when format_value.unit is null then '' else ' ' || format_value.unit end
  end
$$;

comment on function steward_internal.format_value(numeric, text) is $doc$
Writes a measured value with its unit for people.

@param value The value; null gives null.
@param unit percent, seconds, milliseconds, bytes (also `bytes per hour`), another noun, or null.
@returns The text, as `83.1 %` or `00:15:00`.
@access steward_reader
@example select steward_internal.format_value(900, 'seconds');
$doc$;

revoke all on function steward_internal.format_value(numeric, text) from public;
