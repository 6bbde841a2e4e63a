create or replace function steward_internal.synchronous_standby_rows(
  synchronous_standby_names text,
  connected_count bigint
)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    'synchronous_standby_names',
    null::numeric,
    format(
      'Commits wait for %s of the standbys in synchronous_standby_names (%s), and %s of them %s connected: they wait for ever.',
      needed.count, synchronous_standby_rows.synchronous_standby_names, synchronous_standby_rows.connected_count,
      case synchronous_standby_rows.connected_count when 1 then 'is' else 'are' end
    ),
    null,
    null,
    null,
    steward_internal.alter_system_statements('{"synchronous_standby_names": ""}'),
    steward_internal.alter_system_undo_statements(array['synchronous_standby_names']),
    jsonb_build_object('needed', needed.count, 'connected', synchronous_standby_rows.connected_count)
  from (
    select coalesce(
      substring(synchronous_standby_rows.synchronous_standby_names from '(?i)^\s*(?:first\s+|any\s+)?(\d+)\s*\(')::bigint, 1
    ) as count
  ) as needed
  where synchronous_standby_rows.synchronous_standby_names ~ '\S'
    and synchronous_standby_rows.connected_count < needed.count
$$;

comment on function steward_internal.synchronous_standby_rows(text, bigint) is $doc$
Tells whether commits get their confirmations, for missing_synchronous_standby.

@param synchronous_standby_names The setting.
@param connected_count How many standbys are streaming that are synchronous by it.
@returns One row if there are too few, else none.
@access steward_reader
@example select detail from steward_internal.synchronous_standby_rows('ANY 2 (a, b, c)', 1);
$doc$;

revoke all on function steward_internal.synchronous_standby_rows(text, bigint) from public;
