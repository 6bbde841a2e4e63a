create or replace function steward_internal.check_inactive_replication_slots()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_replication_slots as s
  cross join lateral steward_internal.inactive_slot_rows(
    to_jsonb(s), pg_is_in_recovery(), statement_timestamp()
  ) as r
$$;

comment on function steward_internal.check_inactive_replication_slots() is $doc$
Finds replication slots that nobody is reading from.

A forgotten slot keeps WAL until the disk is full and dead rows until the tables are bloated. An
invalidated slot keeps nothing any more, but its consumer has lost its place, which is critical.
Temporary slots go away with their session and are left out; so are, on a standby, the copies that
it synchronizes from its primary.

PostgreSQL 17 and later tell since when a slot is inactive. An hour is more than a consumer needs to
restart (check_postgres and pgmonitor give it minutes, pgFirstAid none), a day is more than most
disks can wait. Before 17 it cannot be known, so every inactive slot is a warning: run the check
again before you believe it.

@title Replication slot is not being read
@category replication
@scope cluster
@unit seconds
@warning 3600
@critical 86400
@remedy Bring its consumer back; if there is none any more, drop the slot.
@fix_lock none
@fix_risk A consumer that still exists has to be set up anew once its slot is gone.
@doc https://www.postgresql.org/docs/current/view-pg-replication-slots.html
@access steward_reader
@example select * from steward_internal.check_inactive_replication_slots();
$doc$;

revoke all on function steward_internal.check_inactive_replication_slots() from public;
