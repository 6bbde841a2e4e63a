create or replace function steward_internal.busy_indexes()
returns setof oid
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with locks as materialized (
    select l.relation, l.pid, l.mode
    from pg_locks as l
    inner join pg_database as d on d.oid = l.database
    where d.datname = current_database()
      and l.locktype = 'relation'
      and l.pid <> pg_backend_pid()
      and l.mode in ('ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  )
  select i.indexrelid
  from pg_index as i
  -- Neither queries nor VACUUM lock an index as strongly.
  where i.indexrelid in (select l.relation from locks as l)
    or i.indrelid in (
      select l.relation
      from locks as l
      -- Which table it is about is hidden from other roles, its number is not.
      where l.pid in (select p.pid from pg_stat_progress_create_index as p)
    )
$$;

comment on function steward_internal.busy_indexes() is $doc$
Lists the indexes that another session builds, rebuilds or drops.

While it does, an index that is not valid is no leftover: CREATE INDEX, REINDEX and DROP INDEX CONCURRENTLY commit several
times on their way. All indexes of a table count as long as one of them is being built.

@returns The OIDs of the indexes.
@access steward_reader
@example select index_oid::regclass from steward_internal.busy_indexes() as index_oid;
$doc$;

revoke all on function steward_internal.busy_indexes() from public;
