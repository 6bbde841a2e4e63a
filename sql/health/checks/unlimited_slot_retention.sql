create or replace function steward_internal.check_unlimited_slot_retention()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    'max_slot_wal_keep_size',
    null::numeric,
    format(
      'Setting max_slot_wal_keep_size is -1, so %s can keep WAL until the disk is full.',
      case s.slot_count when 1 then format('replication slot %s', s.first_name) else format('any of %s replication slots', s.slot_count) end
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('slots', s.slot_count)
  from (
    select count(*) as slot_count, min(r.slot_name) as first_name
    from pg_replication_slots as r
    where not r.temporary
  ) as s
  where s.slot_count > 0
    and current_setting('max_slot_wal_keep_size') = '-1'
$$;

comment on function steward_internal.check_unlimited_slot_retention() is $doc$
Finds replication slots that may keep WAL without a limit.

If a consumer stays away, its slot keeps all WAL, and a full disk stops the whole server. With a limit
the slot is lost instead, and the consumer has to be set up anew, which is usually the lesser evil.
SQL cannot see the disk, so there is no number here: about half of what is free on the disk of pg_wal is
a start. Temporary slots go away with their session. How much is kept now is the matter of
replication_slot_retention.

@title Replication slots have no limit
@category replication
@scope cluster
@severity warning
@remedy Set max_slot_wal_keep_size to what the disk can spare and reload; no restart is needed.
@doc https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-SLOT-WAL-KEEP-SIZE
@access steward_reader
@example select * from steward_internal.check_unlimited_slot_retention();
$doc$;

revoke all on function steward_internal.check_unlimited_slot_retention() from public;
