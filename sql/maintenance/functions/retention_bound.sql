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
      when 'timestamp' then (retention_bound.bound at time zone retention_bound.time_zone)::text
      when 'date' then (retention_bound.bound at time zone retention_bound.time_zone)::date::text
      when 'epoch_seconds' then floor(epoch.seconds)::text
      when 'epoch_milliseconds' then floor(epoch.seconds * 1000)::text
      -- The smallest UUID of that millisecond: 48 bits of time, then nothing.
      when 'uuidv7' then rpad(lpad(to_hex(floor(epoch.seconds * 1000)::bigint), 12, '0'), 32, '0')
    end,
    retention_bound.column_type
  )
  from (select extract(epoch from retention_bound.bound) as seconds) as epoch
$$;

comment on function steward_internal.retention_bound(text, text, text, timestamptz) is $doc$
Writes a moment as a literal that an age column can be compared with.

@param age_kind How the column says when, as in `retention_policies`.
@param time_zone The zone of a column without one.
@param column_type The type of the column, as format_type() writes it.
@param bound The moment.
@returns An expression in SQL.
@access steward_reader
@example select steward_internal.retention_bound('epoch_seconds', 'UTC', 'bigint', now());
$doc$;

revoke all on function steward_internal.retention_bound(text, text, text, timestamptz) from public;
