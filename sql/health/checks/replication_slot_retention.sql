create or replace function steward_internal.check_replication_slot_retention()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_replication_slots as s
  cross join (
    select case
      when pg_is_in_recovery()
        then greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
      else pg_current_wal_insert_lsn()
    end as lsn
  ) as here
  cross join lateral steward_internal.retaining_slot_rows(to_jsonb(s), here.lsn) as r
$$;

comment on function steward_internal.check_replication_slot_retention() is $doc$
Measures how much WAL each replication slot keeps on the disk.

A slot keeps all WAL that its consumer has not confirmed, connected or not. Without
max_slot_wal_keep_size it goes on until the disk is full and the server stops; with it, the slot is
invalidated, and its consumer has to be set up anew. So a slot that has used four fifths of what it
may keep, or all of it (`unreserved`), is critical whatever the size. Invalidated slots keep nothing
and are the matter of inactive_replication_slots.

1 GB, the default of max_wal_size, is where pgEdge's workbench warns too; ten times that is critical.
Raise both where disks are large and consumers slow.

@title Replication slot keeps much WAL
@category replication
@scope cluster
@unit bytes
@warning 1073741824
@critical 10737418240
@remedy Let the consumer catch up; if there is none any more, drop the slot. Set max_slot_wal_keep_size so that no slot can fill the disk.
@doc https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-SLOT-WAL-KEEP-SIZE
@access steward_reader
@example select * from steward_internal.check_replication_slot_retention();
$doc$;

revoke all on function steward_internal.check_replication_slot_retention() from public;
