create or replace function steward_internal.check_forced_checkpoints()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    case when k.is_enough then round(100 * k.requested / (k.requested + k.timed), 1) end,
    format(
      '%s of %s checkpoints since %s began because of max_wal_size or a command, the others by checkpoint_timeout.',
      k.requested, k.requested + k.timed, date_trunc('second', c.changed_since)
    ),
    null,
    null,
    null,
    array[
      format('alter system set max_wal_size = %L;', pg_size_pretty(k.useful_bytes)),
      'select pg_reload_conf();'
    ],
    array[
      format('alter system set max_wal_size = %L;', current_setting('max_wal_size')),
      'select pg_reload_conf();'
    ],
    jsonb_build_object(
      'requested', k.requested, 'timed', k.timed, 'wal_bytes', k.wal_bytes,
      'max_wal_size', current_setting('max_wal_size')
    )
  from steward_internal.recent_counters() as c
  cross join lateral (
    select
      n.*,
      n.requested >= 6 as is_enough,
      -- A checkpoint begins at about half of max_wal_size, so that it is done before all of it is used.
      1073741824 * ceil(
        greatest(
          2.0 * pg_size_bytes(current_setting('max_wal_size')),
          2 * n.wal_bytes / (3600 * c.hours) * (
            select p.setting::numeric from pg_settings as p where p.name = 'checkpoint_timeout'
          )
        ) / 1073741824
      )::bigint as useful_bytes
    from (
      select
        coalesce(c.changes ->> 'checkpointer.num_requested', c.changes ->> 'bgwriter.checkpoints_req')::numeric
          as requested,
        coalesce(c.changes ->> 'checkpointer.num_timed', c.changes ->> 'bgwriter.checkpoints_timed')::numeric as timed,
        (c.changes ->> 'wal.wal_bytes')::numeric as wal_bytes
    ) as n
  ) as k
  union all
  select r.* from steward_internal.history_obstacle() as r
$$;

comment on function steward_internal.check_forced_checkpoints() is $doc$
Measures how many checkpoints came early because WAL reached max_wal_size.

Each checkpoint makes every page that is changed after it go into the WAL as a whole, once; checkpoints that
follow each other too fast write the same pages over and over. The value is the share of those that were
requested in the last day; 50 % is pgFirstAid's threshold. Backups, CREATE DATABASE and CHECKPOINT request
them too, and PostgreSQL does not count these apart: below six requests nothing is said. The fix offers room
for twice the WAL of one checkpoint_timeout, and at least twice the present size.

@title Checkpoints are forced by WAL
@category wal
@scope cluster
@unit percent
@warning 50
@confidence estimate
@runs_on primary
@remedy Raise max_wal_size; check that the disk of pg_wal has room for it.
@fix_lock none
@fix_risk pg_wal may grow to that size, and recovery after a crash takes longer; ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/wal-configuration.html
@access steward_reader
@example select * from steward_internal.check_forced_checkpoints();
$doc$;

revoke all on function steward_internal.check_forced_checkpoints() from public;
