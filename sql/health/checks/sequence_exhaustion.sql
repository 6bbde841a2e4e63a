create or replace function steward_internal.check_sequence_exhaustion()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with columns as materialized (
    select n.* from steward_internal.narrow_sequence_columns() as n
  ),
  plans as materialized (
    select p.*
    from (
      select array_agg(c.sequence_oid::bigint) as keys, array_agg(c.relid) as relids, array_agg(c.attnum) as attnums
      from columns as c
    ) as wanted
    cross join lateral steward_internal.widening_plans(wanted.keys, wanted.relids, wanted.attnums) as p
  ),
  narrow as materialized (
    select
      c.sequence_oid,
      max(c.low) as low,
      min(c.high) as high,
      bool_and(c.is_certain) as is_certain,
      string_agg(format('%s (%s)', c.qualified_column, c.data_type), ', ' order by c.high, c.qualified_column) as names,
      string_agg(format('%s: %s', c.qualified_column, c.obstacle), ', ' order by c.qualified_column) filter (where c.obstacle is not null)
        as obstacles
    from columns as c
    group by c.sequence_oid
  ),
  limited as materialized (
    select
      s.*,
      n.names,
      n.is_certain,
      nullif(concat_ws(', ', n.obstacles, p.obstacles), '') as obstacles,
      p.widening,
      p.narrowing,
      case when s.increment_by > 0 then n.high else n.low end as column_end,
      case when s.increment_by > 0 then n.high > s.max_value else n.low < s.min_value end as is_column_wider,
      greatest(s.min_value, case when s.increment_by < 0 then n.low end) as lowest,
      least(s.max_value, case when s.increment_by > 0 then n.high end) as highest
    from steward_internal.sequence_values() as s
    left join narrow as n on n.sequence_oid = s.relid
    left join plans as p on p.key = s.relid
  ),
  sequences as materialized (
    select
      l.*,
      l.lowest > l.min_value or l.highest < l.max_value as is_limited_by_column,
      l.highest::numeric - l.lowest + 1 as value_count,
      case
        when l.increment_by > 0 then l.last_value::numeric - l.lowest + 1
        else l.highest::numeric - l.last_value + 1
      end as used_count
    from limited as l
    where not l.is_cycled
      -- It would begin again only after the column is full.
      or l.lowest > l.min_value
      or l.highest < l.max_value
  ),
  owners as (
    select f.sequence_oid, max(format('%s.%I', r.qualified_name, a.attname)) filter (where f.is_owner) as qualified_column
    from steward_internal.sequence_feeds() as f
    inner join steward_internal.user_relations as r on r.relid = f.relid
    inner join pg_attribute as a on a.attrelid = f.relid and a.attnum = f.attnum
    group by f.sequence_oid
  ),
  unread as (
    select
      count(*) as sequence_count,
      string_agg(u.qualified_name, ', ' order by u.qualified_name) filter (where u.position <= 3)
        as first_names
    from (
      select s.qualified_name, row_number() over (order by s.qualified_name) as position
      from sequences as s
      where s.withheld = 'privilege'
        and s.value_count < 4611686018427387904
    ) as u
  )
  select
    'sequence',
    s.schema_name::text,
    s.sequence_name::text,
    measured.percent,
    format(
      case
        when s.is_limited_by_column
          then 'Sequence %1$s has reached %2$s, and the columns that it feeds hold values up to %4$s: %6$s; %7$s values are left.'
        else 'Sequence %1$s has reached %2$s of its range from %3$s to %4$s (%5$s); %7$s values are left.'
      end,
      s.qualified_name,
      s.last_value,
      case when s.increment_by > 0 then s.lowest else s.highest end,
      case when s.increment_by > 0 then s.highest else s.lowest end,
      format_type(s.data_type, null),
      s.names,
      to_char(measured.left_count, 'FM9,999,999,999,999,999,990')
    ),
    case
      when o.sequence_oid is null then
        'Nothing here tells what it feeds: look at the triggers and functions that take values from it, and at the applications, widen the '
          'columns that the values go to, and then the sequence.'
      when not s.is_certain and (not s.is_limited_by_column) then
        format('Look first how large a value the columns that it feeds can hold, and widen them before the sequence: %s.', s.obstacles)
      when s.is_column_wider and s.is_certain then null
      when s.obstacles is not null then
        format('Change the columns that it feeds to bigint first, of which some cannot be changed in place (%s): change the type where it '
          'comes from, or move the rows to a new table.', s.obstacles)
      when s.names is not null then
        format('Change %s to bigint, and what references them; for a large table add a bigint column, keep it filled with a trigger, '
          'copy the old rows in batches, and swap the names.', s.names)
    end,
    null,
    null,
    case
      when o.sequence_oid is null or not s.is_certain then null
      when s.is_column_wider then range.widening
      when s.obstacles is null then nullif(array_cat(s.widening, range.widening), '{}')
    end,
    case
      when o.sequence_oid is null or not s.is_certain then null
      when s.is_column_wider then range.narrowing
      when s.obstacles is null then nullif(array_cat(range.narrowing, s.narrowing), '{}')
    end,
    jsonb_build_object(
      'last_value', s.last_value,
      'left', measured.left_count,
      'data_type', format_type(s.data_type, null),
      'owned_by', o.qualified_column,
      'narrow_columns', s.names
    )
  from sequences as s
  left join owners as o on o.sequence_oid = s.relid
  cross join lateral (
    select
      round(100 * s.used_count / s.value_count, 1) as percent,
      greatest(div(s.value_count - s.used_count, abs(s.increment_by::numeric)), 0) as left_count,
      case when s.increment_by > 0 then s.max_value = 9223372036854775807
        else s.min_value = -9223372036854775808 end as is_full_bigint
  ) as measured
  cross join lateral (
    select
      case
        when not measured.is_full_bigint then
          array[
            format('alter sequence %s as bigint %s;', s.qualified_name,
              concat(
                case when s.is_column_wider is not true then 'no ' end,
                case when s.increment_by > 0 then 'maxvalue' else 'minvalue' end,
                case when s.is_column_wider then ' ' || s.column_end end
              ))
          ]
      end as widening,
      case
        when not measured.is_full_bigint then
          array[
            format('alter sequence %s as %s minvalue %s maxvalue %s;', s.qualified_name,
              format_type(s.data_type, null), s.min_value, s.max_value)
          ]
      end as narrowing
  ) as range
  where s.last_value is not null
  union all
  select r.*
  from unread as u
  cross join lateral steward_internal.skipped_row(
    'privilege',
    format('Role %I may not read %s sequences: %s%s.', current_user, u.sequence_count, u.first_names,
      case when u.sequence_count > 3 then format(' and %s more', u.sequence_count - 3) else '' end),
    case
      when u.sequence_count > 3 then format('grant pg_read_all_data to %I;', current_user)
      else format('grant select on sequence %s to %I;', u.first_names, current_user)
    end
  ) as r
  where u.sequence_count > 0
  union all
  select r.*
  from (select count(*) as sequence_count from sequences as s where s.withheld = 'time') as late
  cross join lateral steward_internal.skipped_row(
    'time',
    format('The time budget was used up before %s sequences were read.', late.sequence_count),
    format('select * from steward.health_findings(checks => %L);', array['sequence_exhaustion'])
  ) as r
  where late.sequence_count > 0
  union all
  select r.*
  from sequences as s
  cross join lateral steward_internal.skipped_row(
    s.withheld,
    format(
      case s.withheld
        when 'lock' then 'Sequence %s was not read: another session has locked it.'
        else 'Sequence %s was not read: it is unlogged, and a standby has no content for it.'
      end,
      s.qualified_name
    ),
    case s.withheld
      when 'lock' then 'See who holds the lock with get_blocking_locks(), and run the check again.'
      else 'Run the health check on the primary as well.'
    end,
    'sequence',
    s.schema_name::text,
    s.sequence_name::text
  ) as r
  where s.withheld in ('lock', 'server')
$$;

comment on function steward_internal.check_sequence_exhaustion() is $doc$
Finds sequences that have used up most of their range.

When a sequence reaches its last value, every INSERT that needs the next one fails. Measured is how
far the last value is on the way from one end of the range to the other, in the direction of the
increment. Where it feeds a smallint, integer or numeric(p, s) column, by its default, as identity or as its owner, what the
column holds is the end of the range if that comes first, and the fix changes the column, and what references it, before the
sequence: a sequence of bigint does not help the column, and neither is well before both are changed. What triggers and functions
take from a sequence is not seen. There is no fix for a sequence of which no column is known, nor if one of its columns cannot be
changed, or does not tell what it can hold, such as varchar(4), or a default that computes with the value. Sequences that begin again (CYCLE) before a column is full are left out, and so are those that nothing has been
taken from. Keys that no sequence feeds are the matter of int4_key_exhaustion.

The last value can only be read with a privilege on the sequence. Where the role has none this is
said, except for sequences with more than 2^62 values: they last for centuries. The thresholds are
those of pgdoctor (75 and 90 %); check_postgres warns at 85 %, pgmonitor at 75 %.

@title Sequence is running out
@category capacity
@unit percent
@warning 75
@critical 90
@remedy Give the sequence a larger range.
@fix_lock SHARE ROW EXCLUSIVE on the sequence; ACCESS EXCLUSIVE on the tables whose column is changed
@fix_risk ALTER SEQUENCE keeps sessions from taking values until its transaction ends; it takes milliseconds. ALTER TABLE ... TYPE, where a column is too narrow, rewrites the table and all its indexes and blocks it meanwhile; foreign keys are checked again. Code that reads the column must cope with values beyond 2^31.
@doc https://www.postgresql.org/docs/current/sql-altersequence.html
@access steward_reader
@example select * from steward_internal.check_sequence_exhaustion();
$doc$;

revoke all on function steward_internal.check_sequence_exhaustion() from public;
