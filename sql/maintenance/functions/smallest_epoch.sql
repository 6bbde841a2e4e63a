create or replace function steward_internal.smallest_epoch(age_kind text)
returns bigint
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  -- In the year 1973: no moment in seconds is as large in milliseconds, nor one in days, minutes or seconds in the next unit.
  select case smallest_epoch.age_kind when 'epoch_seconds' then 100000000 when 'epoch_milliseconds' then 100000000000 end
$$;

comment on function steward_internal.smallest_epoch(text) is $doc$
Tells from which number on a column can count the unit of its kind.

Seconds that are taken for milliseconds would all be of 1970, and go at once.

@param age_kind The kind of age.
@returns The number; null for kinds that are no numbers.
@access steward_reader
@example select steward_internal.smallest_epoch('epoch_milliseconds');
$doc$;

revoke all on function steward_internal.smallest_epoch(text) from public;
