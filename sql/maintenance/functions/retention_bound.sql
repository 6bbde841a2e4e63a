create or replace function steward_internal.retention_bound(
  age_kind text,
  time_zone text,
  column_type text,
  bound timestamptz
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
as $$
  select format(
    '%L::%s',
    case retention_bound.age_kind
      when 'timestamptz' then retention_bound.bound::text
      when 'timestamp' then local.bound::text
      when 'date' then local.bound::date::text
      when 'epoch_seconds' then floor(epoch.seconds)::text
      when 'epoch_milliseconds' then floor(epoch.seconds * 1000)::text
      -- The smallest UUID of that millisecond: 48 bits of time, then nothing.
      when 'uuidv7' then rpad(lpad(to_hex(floor(epoch.seconds * 1000)::bigint), 12, '0'), 32, '0')
    end,
    retention_bound.column_type
  )
  from (select extract(epoch from retention_bound.bound) as seconds) as epoch
  cross join (
    -- A local time that occurs twice is the later one, and one that a clock skips may be from before or after.
    select min((retention_bound.bound + d.shift) at time zone z.zone - d.shift) as bound
    from unnest(string_to_array(retention_bound.time_zone, ', ')) as z (zone)
    cross join (values (interval '-3 hours'), (interval '0'), (interval '3 hours')) as d (shift)
  ) as local
$$;

comment on function steward_internal.retention_bound(text, text, text, timestamptz) is $doc$
Writes a moment as a literal that an age column can be compared with.

@param age_kind How the column says when, as in `retention_policies`.
@param time_zone The zones of a column without one, separated by comma and space: the earliest bound counts.
@param column_type The type of the column, as format_type() writes it.
@param bound The moment.
@returns An expression in SQL.
@access steward_reader
@example select steward_internal.retention_bound('epoch_seconds', 'UTC', 'bigint', now());
$doc$;

revoke all on function steward_internal.retention_bound(text, text, text, timestamptz) from public;
