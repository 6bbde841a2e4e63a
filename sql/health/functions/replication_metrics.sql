create or replace function steward_internal.replication_metrics()
returns table (name text, labels jsonb, value numeric, kind text, help text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with here as materialized (
    select case
      when pg_is_in_recovery() then greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
      else pg_current_wal_insert_lsn()
    end as lsn
  ),
  standbys as materialized (
    select
      s.application_name as standby,
      max(pg_wal_lsn_diff(h.lsn, s.replay_lsn)) as lag_bytes,
      max(extract(epoch from s.replay_lag)) as lag_seconds
    from pg_stat_replication as s
    cross join here as h
    where s.replay_lsn is not null
    group by s.application_name
    order by 2 desc
    limit 100
  )
  select 'replication.standbys' as name, '{}'::jsonb as labels, count(*)::numeric as value, 'gauge' as kind,
    'Walsenders: standbys, subscribers and base backups.' as help
  from pg_stat_replication as s
  union all
  select 'replication.lag_bytes', jsonb_build_object('standby', s.standby), greatest(s.lag_bytes, 0), 'gauge',
    'WAL that the standby has still to replay.'
  from standbys as s
  union all
  select 'replication.lag_seconds', jsonb_build_object('standby', s.standby), round(s.lag_seconds, 3), 'gauge',
    'Time until the standby had replayed recent WAL; none while there is nothing new.'
  from standbys as s
  union all
  select 'replication.replay_delay_seconds', '{}',
    case
      when r.received = r.replayed and exists (select from pg_stat_wal_receiver as w) then 0
      else round(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 3)
    end,
    'gauge', 'On a standby: age of the last replayed transaction, 0 if all that was received is replayed.'
  from (select pg_last_wal_receive_lsn() as received, pg_last_wal_replay_lsn() as replayed) as r
  where pg_is_in_recovery()
  union all
  select c.name, jsonb_build_object('slot', s.slot_name), c.value, 'gauge', c.help
  from pg_replication_slots as s
  cross join here as h
  cross join lateral (
    values
      ('replication_slot.active', s.active::integer::numeric, '1 if somebody reads from the replication slot.'),
      ('replication_slot.retained_bytes',
        case when s.wal_status <> 'lost' then greatest(pg_wal_lsn_diff(h.lsn, s.restart_lsn), 0) end,
        'WAL that the replication slot keeps on the disk.')
  ) as c (name, value, help)
  where not s.temporary
$$;

comment on function steward_internal.replication_metrics() is $doc$
Measures standbys and replication slots for health_metrics().

Walsenders of the same application_name are one standby, the one furthest behind.

@returns What health_metrics() returns.
@access steward_reader
@example select name, labels, value from steward_internal.replication_metrics();
$doc$;

revoke all on function steward_internal.replication_metrics() from public;
