create or replace function steward_internal.check_replication_slot_retention()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'replication slot',
    null,
    s.slot_name::text,
    pg_wal_lsn_diff(here.lsn, s.restart_lsn),
    format('Replication slot %s keeps %s of WAL%s; it is %s.', s.slot_name,
      pg_size_pretty(pg_wal_lsn_diff(here.lsn, s.restart_lsn)),
      case when s.safe_wal_size is not null
        then format(' and is lost after %s more', pg_size_pretty(s.safe_wal_size))
        else ', without a limit'
      end,
      case when s.active then 'being read' else 'not being read' end),
    null,
    case when s.wal_status = 'unreserved' then 'critical' end,
    null,
    null::text[],
    jsonb_build_object(
      'wal_status', s.wal_status, 'safe_wal_size', s.safe_wal_size, 'active', s.active
    )
  from pg_replication_slots as s
  cross join (
    select case
      when pg_is_in_recovery()
        then coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
      else pg_current_wal_lsn()
    end as lsn
  ) as here
  where s.restart_lsn is not null
    and s.wal_status <> 'lost'
$$;

comment on function steward_internal.check_replication_slot_retention() is $doc$
Measures how much WAL each replication slot keeps on disk.

A slot keeps all WAL that its consumer has not confirmed. Without max_slot_wal_keep_size there is no
limit but the disk; with it, a slot that is `unreserved` is about to be lost, which is critical
whatever the size. safe_wal_size is null without a limit, so it cannot be the measure. 1 GB is what the
pgEdge workbench alerts at, ten times that has filled many disks.

@title Replication slot keeps much WAL
@category replication
@scope cluster
@unit bytes
@warning 1073741824
@critical 10737418240
@remedy Find out why the consumer does not keep up, and set max_slot_wal_keep_size so that a slot cannot fill the disk.
@doc https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-SLOT-WAL-KEEP-SIZE
@access steward_reader
@example select * from steward_internal.check_replication_slot_retention();
$doc$;

revoke all on function steward_internal.check_replication_slot_retention() from public;
