create or replace function steward_internal.locked_relations()
returns setof oid
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select distinct l.relation
  from pg_locks as l
  inner join pg_database as d on d.oid = l.database
  where d.datname = current_database()
    and l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.pid <> pg_backend_pid()
$$;

comment on function steward_internal.locked_relations() is $doc$
Lists the relations that another session holds or awaits exclusively.

A check that opened one of them would join the queue behind a migration; an awaited lock queues
newcomers just like a granted one.

@returns The OIDs of the relations.
@access steward_reader
@example select relation::regclass from steward_internal.locked_relations() as relation;
$doc$;

revoke all on function steward_internal.locked_relations() from public;
