create or replace function steward_internal.lock_modes()
returns table (strength integer, mode text, name text, blocks text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  values
    (1, 'AccessShareLock', 'ACCESS SHARE', null),
    (2, 'RowShareLock', 'ROW SHARE', null),
    (3, 'RowExclusiveLock', 'ROW EXCLUSIVE', null),
    (4, 'ShareUpdateExclusiveLock', 'SHARE UPDATE EXCLUSIVE', null),
    (5, 'ShareLock', 'SHARE', 'writes'),
    (6, 'ShareRowExclusiveLock', 'SHARE ROW EXCLUSIVE', 'writes'),
    (7, 'ExclusiveLock', 'EXCLUSIVE', 'writes'),
    (8, 'AccessExclusiveLock', 'ACCESS EXCLUSIVE', 'reads and writes')
$$;

comment on function steward_internal.lock_modes() is $doc$
Lists the locks that a relation can be held with, the weakest first.

@returns The mode as pg_locks writes it, its name in SQL, and what an application can do no more while it is held.
@access steward_reader
@example select name, blocks from steward_internal.lock_modes() where blocks is not null;
$doc$;

revoke all on function steward_internal.lock_modes() from public;
