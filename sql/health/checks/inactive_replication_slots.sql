create or replace function steward_internal.check_inactive_replication_slots()
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
    extract(epoch from now() - s.inactive_since)::numeric,
    case
      when s.invalidation is not null
        then format('Replication slot %s is lost (%s): its consumer must start over.', s.slot_name, s.invalidation)
      else format('Nobody reads from %s replication slot %s%s; it keeps WAL and dead rows for its consumer.',
        s.slot_type, s.slot_name,
        coalesce(' since ' || to_char(s.inactive_since, 'YYYY-MM-DD HH24:MI'), ''))
    end,
    null,
    case
      when s.invalidation is not null then 'critical'
      -- Before PostgreSQL 17 nobody knows since when, and a consumer may just be restarting.
      when s.inactive_since is null then 'warning'
    end,
    null,
    array[format('select pg_drop_replication_slot(%L);', s.slot_name)],
    jsonb_build_object('slot_type', s.slot_type, 'wal_status', s.wal_status)
  from (
    select
      r.slot_name,
      r.slot_type,
      r.wal_status,
      (to_jsonb(r) ->> 'inactive_since')::timestamptz as inactive_since,
      coalesce(
        to_jsonb(r) ->> 'invalidation_reason',
        case when r.wal_status = 'lost' then 'its WAL is gone' end
      ) as invalidation
    from pg_replication_slots as r
    where not r.active
      and not r.temporary
  ) as s
$$;

comment on function steward_internal.check_inactive_replication_slots() is $doc$
Finds replication slots that nobody reads from.

A forgotten slot keeps WAL until the disk is full, and its xmin keeps dead rows from being removed. A
slot that was invalidated keeps nothing any more but its consumer cannot go on. Since PostgreSQL 17 the
server says since when a slot is inactive, so a restarting standby is given an hour; pgFirstAid and
pgmonitor report any inactive slot at once, which is all that can be done before 17.

@title Replication slot without a reader
@category replication
@scope cluster
@unit seconds
@warning 3600
@critical 86400
@remedy Bring its consumer back; if there is none any more, drop the slot.
@fix_risk A consumer whose slot was dropped has to be set up anew.
@doc https://www.postgresql.org/docs/current/view-pg-replication-slots.html
@access steward_reader
@example select * from steward_internal.check_inactive_replication_slots();
$doc$;

revoke all on function steward_internal.check_inactive_replication_slots() from public;
