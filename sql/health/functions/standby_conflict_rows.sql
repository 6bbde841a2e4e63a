create or replace function steward_internal.standby_conflict_rows(conflicts jsonb)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    sum(c.value::numeric),
    format(
      'Replay has cancelled %s queries in this database on this standby%s.', sum(c.value::numeric),
      ': ' || string_agg(
        format('%s for %s', c.value, k.reason), ', ' order by c.value::numeric desc, k.reason
      ) filter (where c.value <> '0')
    ),
    case
      when sum(c.value::numeric) filter (where k.name in ('confl_lock')) > 0.5 * sum(c.value::numeric)
        then 'Long queries meet ALTER, DROP or VACUUM that cuts off a table: raise max_standby_streaming_delay.'
    end,
    case when sum(c.value::numeric) > 0 then 'info' end,
    null,
    null::text[],
    null::text[],
    standby_conflict_rows.conflicts
  from (
    values
      ('confl_tablespace', 'a dropped tablespace'),
      ('confl_lock', 'a lock'),
      ('confl_snapshot', 'rows that VACUUM removed'),
      ('confl_bufferpin', 'a page in use'),
      ('confl_deadlock', 'a deadlock'),
      ('confl_active_logicalslot', 'a logical slot')
  ) as k (name, reason)
  inner join jsonb_each_text(standby_conflict_rows.conflicts) as c on c.key = k.name
$$;

comment on function steward_internal.standby_conflict_rows(jsonb) is $doc$
Sums up the conflicts of one database for the check standby_conflicts.

@param conflicts The row of pg_stat_database_conflicts.
@returns One row with the number of conflicts as its value.
@access steward_reader
@example select detail from steward_internal.standby_conflict_rows('{"confl_lock": 3}');
$doc$;

revoke all on function steward_internal.standby_conflict_rows(jsonb) from public;
