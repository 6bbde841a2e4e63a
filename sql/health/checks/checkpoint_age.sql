create or replace function steward_internal.check_checkpoint_age()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_control_checkpoint() as c
  cross join lateral steward_internal.checkpoint_state(
    c.checkpoint_time,
    pg_wal_lsn_diff(pg_current_wal_insert_lsn(), c.redo_lsn),
    (select p.setting::integer from pg_settings as p where p.name = 'checkpoint_timeout'),
    statement_timestamp()
  ) as r
$$;

comment on function steward_internal.check_checkpoint_age() is $doc$
Finds that the last completed checkpoint is long ago although much was written.

A checkpoint is due every checkpoint_timeout and may take almost as long again. If none was completed for
three times that long although WAL is being written, the disk does not keep up or the checkpointer is
stuck: pg_wal grows, and recovery after a crash would take as long as all that WAL. The thresholds are our
own; check_postgres lets its user choose. An idle server makes no checkpoints: below 64 MB of WAL since the
last one nothing is wrong.

@title Checkpoint is overdue
@category wal
@scope cluster
@unit times checkpoint_timeout
@warning 3
@critical 10
@runs_on primary
@remedy Look in the server log for messages of the checkpointer, and at the latency and free space of the disk.
@doc https://www.postgresql.org/docs/current/wal-configuration.html
@access steward_reader
@example select * from steward_internal.check_checkpoint_age();
$doc$;

revoke all on function steward_internal.check_checkpoint_age() from public;
