create or replace function steward_internal.inactive_slot_rows(
  slot jsonb,
  in_recovery boolean,
  as_of timestamptz
)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'replication slot',
    null,
    s.slot_name,
    round(extract(epoch from inactive_slot_rows.as_of - s.inactive_since)),
    case
      when s.invalidation is not null
        then format('Replication slot %s was invalidated (%s): its consumer cannot go on and has to be set '
          'up anew.', described.slot, s.invalidation)
      else format(
        'Nobody is reading from replication slot %s%s. %s', described.slot,
        ', since ' || to_char(s.inactive_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
        case
          when s.restart_lsn is null then 'It has never been read from and keeps nothing.'
          when coalesce(s.xmin, s.catalog_xmin) is null
            then format('It keeps all WAL from %s on.', s.restart_lsn)
          else format('It keeps all WAL from %s on, and VACUUM from removing dead rows.', s.restart_lsn)
        end
      )
    end,
    case
      when s.invalidation is not null
        then 'Drop the slot, and set its consumer up anew with another one.'
      when s.database <> current_database()
        then format('Bring its consumer back; if there is none any more, drop the slot in database %I.',
          s.database)
    end,
    case
      when s.invalidation is not null then 'critical'
      -- Before PostgreSQL 17 nobody knows since when, and a consumer may just be restarting.
      when s.inactive_since is null then 'warning'
    end,
    null,
    array[format('select pg_drop_replication_slot(%L);', s.slot_name)],
    null::text[],
    jsonb_build_object(
      'slot_type', s.slot_type,
      'database', s.database,
      'wal_status', s.wal_status,
      'restart_lsn', s.restart_lsn
    )
  from (
    select
      r.*,
      coalesce(r.invalidation_reason, case when r.wal_status = 'lost' then 'its WAL was removed' end)
        as invalidation
    from jsonb_to_record(inactive_slot_rows.slot) as r (
      slot_name text,
      slot_type text,
      plugin text,
      database text,
      active boolean,
      temporary boolean,
      synced boolean,
      inactive_since timestamptz,
      restart_lsn text,
      xmin text,
      catalog_xmin text,
      wal_status text,
      invalidation_reason text
    )
  ) as s
  cross join lateral (
    select s.slot_name || case
      when s.slot_type = 'logical'
        then format(' (plugin %s, database %I)', s.plugin, s.database)
      else ' (physical)'
    end as slot
  ) as described
  where not s.active
    and not s.temporary
    -- A standby keeps these copies up to date itself, and nobody may read or drop them before a failover.
    and not (coalesce(s.synced, false) and inactive_slot_rows.in_recovery and s.invalidation is null)
$$;

comment on function steward_internal.inactive_slot_rows(jsonb, boolean, timestamptz) is $doc$
Judges one replication slot for the check inactive_replication_slots.

@param slot The row of pg_replication_slots; columns that the server does not have are missing.
@param in_recovery Whether the server is a standby.
@param as_of The time against which inactivity is measured.
@returns One row if the slot is inactive and matters, else none.
@access steward_reader
@example select f.value from pg_replication_slots as s, steward_internal.inactive_slot_rows(to_jsonb(s), false, now()) as f;
$doc$;

revoke all on function steward_internal.inactive_slot_rows(jsonb, boolean, timestamptz) from public;
