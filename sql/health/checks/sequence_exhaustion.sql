create or replace function steward_internal.check_sequence_exhaustion()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with sequences as materialized (
    select
      s.*,
      s.max_value::numeric - s.min_value + 1 as value_count,
      case
        when s.increment_by > 0 then s.last_value::numeric - s.min_value + 1
        else s.max_value::numeric - s.last_value + 1
      end as used_count
    from steward_internal.sequence_values() as s
    where not s.is_cycled
  ),
  owners as (
    select
      d.objid as sequence_id,
      format('%s.%I', r.qualified_name, a.attname) as qualified_column,
      a.atttypid in ('smallint'::regtype, 'integer'::regtype) as is_narrow
    from pg_depend as d
    inner join steward_internal.user_relations as r on r.relid = d.refobjid
    inner join pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass
      and d.refclassid = 'pg_class'::regclass
      and d.deptype in ('a', 'i')
      and d.refobjsubid > 0
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
      'Sequence %s has reached %s of its range from %s to %s (%s); %s values are left.',
      s.qualified_name,
      s.last_value,
      case when s.increment_by > 0 then s.min_value else s.max_value end,
      case when s.increment_by > 0 then s.max_value else s.min_value end,
      format_type(s.data_type, null),
      to_char(measured.left_count, 'FM9,999,999,999,999,999,990')
    ),
    case
      when o.is_narrow then
        format('Column %s holds no larger values either: change it to bigint first.', o.qualified_column)
    end,
    null,
    null,
    case
      when not coalesce(o.is_narrow, false) and not measured.is_full_bigint
        then array[
          format('alter sequence %s as bigint %s;', s.qualified_name,
            case when s.increment_by > 0 then 'no maxvalue' else 'no minvalue' end)
        ]
    end,
    case
      when not coalesce(o.is_narrow, false) and not measured.is_full_bigint
        then array[
          format('alter sequence %s as %s minvalue %s maxvalue %s;', s.qualified_name,
            format_type(s.data_type, null), s.min_value, s.max_value)
        ]
    end,
    jsonb_build_object(
      'last_value', s.last_value,
      'left', measured.left_count,
      'data_type', format_type(s.data_type, null),
      'owned_by', o.qualified_column
    )
  from sequences as s
  left join owners as o on o.sequence_id = s.relid
  cross join lateral (
    select
      round(100 * s.used_count / s.value_count, 1) as percent,
      div(s.value_count - s.used_count, abs(s.increment_by::numeric)) as left_count,
      case when s.increment_by > 0 then s.max_value = 9223372036854775807
        else s.min_value = -9223372036854775808 end as is_full_bigint
  ) as measured
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
increment. Sequences that begin again (CYCLE) are left out, and so are those that nothing has been
taken from. What the column can hold is the matter of int4_key_exhaustion.

The last value can only be read with a privilege on the sequence. Where the role has none this is
said, except for sequences with more than 2^62 values: they last for centuries. The thresholds are
those of pgdoctor (75 and 90 %); check_postgres warns at 85 %, pgmonitor at 75 %.

@title Sequence is running out
@category capacity
@unit percent
@warning 75
@critical 90
@remedy Give the sequence a larger range.
@fix_lock SHARE ROW EXCLUSIVE
@fix_risk ALTER SEQUENCE keeps sessions from taking values until its transaction ends; it takes milliseconds. Code that reads the column must cope with values beyond 2^31.
@doc https://www.postgresql.org/docs/current/sql-altersequence.html
@access steward_reader
@example select * from steward_internal.check_sequence_exhaustion();
$doc$;

revoke all on function steward_internal.check_sequence_exhaustion() from public;
