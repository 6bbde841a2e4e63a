create or replace function steward_internal.check_int4_key_exhaustion()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with sequences as materialized (
    select
      f.relid,
      f.attnum,
      max(r.reach) as reach,
      (array_agg(sign(s.increment_by) order by r.reach desc nulls last))[1]::numeric as direction,
      (array_agg(s.qualified_name order by r.reach desc nulls last))[1] as qualified_name,
      max(s.max_value) filter (where s.is_cycled) as cycled_at,
      -- Changing an identity column changes its sequence as well.
      array_agg(distinct format('alter sequence %s as bigint;', s.qualified_name))
        filter (where not f.is_identity and s.data_type <> 'bigint'::regtype) as widening,
      array_agg(
        distinct format('alter sequence %s as %s;', s.qualified_name, format_type(s.data_type, null))
      ) filter (where not f.is_identity and s.data_type <> 'bigint'::regtype) as narrowing
    from steward_internal.sequence_values() as s
    inner join steward_internal.sequence_feeds() as f on f.sequence_oid = s.relid
    -- In the direction of the increment; the range below zero is gained, not used up.
    cross join lateral (select s.last_value::numeric * sign(s.increment_by)::numeric as reach) as r
    group by f.relid, f.attnum
  ),
  columns as materialized (
    select
      k.*,
      s.reach,
      s.direction,
      case when s.reach is not null then s.qualified_name end as sequence_name,
      own.widening,
      own.narrowing,
      row_number() over () as key
    from steward_internal.narrow_key_columns() as k
    left join sequences as s on s.relid = k.source_relid and s.attnum = k.source_attnum
    left join sequences as own on own.relid = k.relid and own.attnum = k.attnum
    where s.cycled_at is null
      or s.cycled_at > k.limit_value
  ),
  plans as materialized (
    select p.*
    from (
      select array_agg(c.key) as keys, array_agg(c.relid) as relids, array_agg(c.attnum) as attnums
      from columns as c
    ) as wanted
    cross join lateral steward_internal.widening_plans(wanted.keys, wanted.relids, wanted.attnums) as p
  ),
  maxima as materialized (
    select m.*
    from (
      select array_agg(k.source_relid) as relids, array_agg(k.source_attnum) as attnums
      from (
        select distinct c.source_relid, c.source_attnum
        from columns as c
        where c.reach is null
      ) as k
    ) as wanted
    cross join lateral steward_internal.column_maxima(wanted.relids, wanted.attnums) as m
  ),
  measured as materialized (
    select
      k.*,
      coalesce(k.reach * k.direction, m.maximum) as reached,
      coalesce(k.reach, m.maximum) as used,
      m.withheld
    from columns as k
    left join maxima as m on m.relation_id = k.source_relid and m.attnum = k.source_attnum
  ),
  unread as (
    select
      m.withheld,
      count(distinct m.source_relid) as table_count,
      (array_agg(distinct m.source_table order by m.source_table))[1:3] as first_names
    from measured as m
    where m.withheld in ('privilege', 'row security', 'time')
    group by m.withheld
  )
  select
    'column',
    m.schema_name::text,
    format('%s.%s', m.table_name, m.column_name),
    round(100 * m.used / m.limit_value, 1),
    format(
      case
        when m.source_relid = m.relid
          then 'Column %1$s.%2$I (%3$s) has reached %5$s of %6$s: %7$s values are left.'
        else 'Column %1$s.%2$I (%3$s) references %4$s, which has reached %5$s of the %6$s that fit: '
          '%7$s values are left.'
      end,
      m.qualified_name, m.column_name, m.data_type, m.source_column,
      to_char(m.reached, 'FM9,999,999,999,999,999,990'),
      to_char(m.limit_value, 'FM9,999,999,990'),
      to_char(greatest(m.limit_value - m.used, 0), 'FM9,999,999,990')
    ),
    'It cannot be changed in place (' || p.obstacles || '): change the type around what stands in the way, or where it comes from, or move '
      'the rows to a new table.',
    null,
    null,
    case when p.obstacles is null then p.widening || m.widening end,
    case when p.obstacles is null then p.narrowing || m.narrowing end,
    jsonb_build_object(
      'reached', m.reached,
      'left', greatest(m.limit_value - m.used, 0),
      'sequence', m.sequence_name,
      'referenced_by', m.referenced_by
    )
  from measured as m
  inner join plans as p on p.key = m.key
  where m.reached is not null
  union all
  select r.*
  from unread as u
  cross join lateral steward_internal.skipped_row(
    case u.withheld when 'time' then 'time' else 'privilege' end,
    format(
      case u.withheld
        when 'privilege' then 'Role %1$I may read neither the sequence nor the key of %2$s tables: %3$s%4$s.'
        when 'row security' then 'Row security may hide keys of %2$s tables from role %1$I: %3$s%4$s.'
        else 'The time budget was used up before the keys of %2$s tables were read: %3$s%4$s.'
      end,
      current_user, u.table_count, array_to_string(u.first_names, ', '),
      case when u.table_count > 3 then format(' and %s more', u.table_count - 3) else '' end
    ),
    case
      when u.withheld = 'time' then
        format('select * from steward.health_findings(checks => %L);', array['int4_key_exhaustion'])
      when u.withheld = 'row security' then
        format('Run the check as the owner of the tables, or: alter role %I bypassrls;', current_user)
      when u.table_count > 3 then format('grant pg_read_all_data to %I;', current_user)
      else format('grant select on %s to %I;', array_to_string(u.first_names, ', '), current_user)
    end
  ) as r
  union all
  select r.*
  from measured as m
  cross join lateral steward_internal.skipped_row(
    m.withheld,
    format(
      case m.withheld
        when 'lock' then 'The largest value of %s was not read: another session has locked the table.'
        else 'The largest value of %s was not read: the table is unlogged, and this is a standby.'
      end,
      m.source_column
    ),
    case m.withheld
      when 'lock' then 'See who holds the lock with get_blocking_locks(), and run the check again.'
      else 'Run the health check on the primary as well.'
    end,
    'column',
    m.schema_name::text,
    format('%s.%s', m.table_name, m.column_name)
  ) as r
  where m.withheld in ('lock', 'server')
$$;

comment on function steward_internal.check_int4_key_exhaustion() is $doc$
Finds smallint and integer keys that have used up most of their numbers.

When the numbers of a key are used up, every INSERT fails. What counts is the type of the column: a
bigint sequence does not help an integer column, and the share of that sequence looks like nothing.
Measured are the leading columns of primary keys and unique indexes, and columns that reference a
bigint key (foreign keys of one column): by the last value of the sequence that feeds them, else by
the largest value, which the index finds at once. Partial indexes cannot do that and are left out, so
are keys that a sequence with CYCLE feeds, and partitions appear once, at their parent. A table that
another session has locked, or that row security hides in part, is skipped and said so. The fix changes what references
the column with it; there is none if a view or the like keeps one of them as it is.

The first threshold is that of pgdoctor: changing a large key takes weeks of preparation. pghero
tells at 90 %, too late for that; hence 80 % as critical.

@title Key column is running out of numbers
@category capacity
@unit percent
@warning 50
@critical 80
@remedy Plan the change to bigint, of every column that references this one too. ALTER COLUMN TYPE rewrites the table and blocks it meanwhile; for a large table add a bigint column, keep it filled with a trigger, copy the old rows in batches, and swap the names.
@fix_lock ACCESS EXCLUSIVE
@fix_risk ALTER TABLE ... TYPE rewrites the table and all its indexes under an ACCESS EXCLUSIVE lock, for each of the tables. Applications must cope with values beyond 2^31.
@doc https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT
@access steward_reader
@example select * from steward_internal.check_int4_key_exhaustion();
$doc$;

revoke all on function steward_internal.check_int4_key_exhaustion() from public;
