create or replace function steward_internal.check_lock_table_usage()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    round(100.0 * used.object_count / room.object_count, 1),
    format('%s of about %s places in the lock table are taken.', used.object_count, room.object_count),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('locked_objects', used.object_count, 'places', room.object_count)
  from (
    select count(*) as object_count
    from (
      select distinct
        l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid, l.transactionid::text, l.classid, l.objid,
        l.objsubid
      from pg_locks as l
      where not l.fastpath
        -- Predicate locks of serializable transactions have a table of their own.
        and l.mode <> 'SIReadLock'
    ) as locked
  ) as used
  cross join (
    select current_setting('max_locks_per_transaction')::bigint
      * (current_setting('max_connections')::integer + current_setting('max_prepared_transactions')::integer)
      as object_count
  ) as room
$$;

comment on function steward_internal.check_lock_table_usage() is $doc$
Measures how full the table of locks is that all sessions share.

Once it is full, statements fail with "out of shared memory", whoever filled it: one pg_dump of
thousands of tables or one query on thousands of partitions is enough. Counted are the locked objects,
not the locks; the few weak locks of each session that are kept elsewhere do not count. The size is
that of the manual, max_locks_per_transaction times sessions and prepared transactions; the server has a
little more. 75 and 90 percent are the measures of connection_saturation, here too.

@title Lock table is filling up
@category locks
@scope cluster
@unit percent
@warning 75
@critical 90
@confidence estimate
@remedy Lock fewer objects in one transaction, or raise max_locks_per_transaction (needs a restart, first of the standbys).
@doc https://www.postgresql.org/docs/current/runtime-config-locks.html#GUC-MAX-LOCKS-PER-TRANSACTION
@access steward_reader
@example select * from steward_internal.check_lock_table_usage();
$doc$;

revoke all on function steward_internal.check_lock_table_usage() from public;
