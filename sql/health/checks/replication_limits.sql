create or replace function steward_internal.check_replication_limits()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    u.name,
    round(100.0 * u.used_count / u.limit_count, 1),
    format('%s of %s %s are in use (%s).', u.used_count, u.limit_count, u.subject, u.name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('used', u.used_count, 'limit', u.limit_count)
  from (
    select
      'max_replication_slots' as name,
      'replication slots' as subject,
      (select count(*) from pg_replication_slots) as used_count,
      current_setting('max_replication_slots')::integer as limit_count
    union all
    select
      'max_wal_senders',
      'connections for replication',
      (select count(*) from pg_stat_replication),
      current_setting('max_wal_senders')::integer
  ) as u
  where u.limit_count > 0
$$;

comment on function steward_internal.check_replication_limits() is $doc$
Measures replication slots and connections against what the server allows.

Both limits need a restart to be raised, and they are met when it is least welcome: a standby that is
set up anew or a base backup finds no place. A base backup needs one or two connections for itself, and
so does a subscription while it copies tables. 75 and 90 percent are the measures of
connection_saturation.

@title Few places for replication are left
@category replication
@scope cluster
@unit percent
@warning 75
@critical 90
@remedy Drop slots that nobody needs, or raise the setting and restart the server.
@doc https://www.postgresql.org/docs/current/runtime-config-replication.html
@access steward_reader
@example select * from steward_internal.check_replication_limits();
$doc$;

revoke all on function steward_internal.check_replication_limits() from public;
