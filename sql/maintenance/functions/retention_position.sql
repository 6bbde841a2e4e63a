create or replace function steward_internal.retention_position(leaf oid, strategy text)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select p.position
  from steward_internal.retention_positions as p
  left join pg_stat_all_tables as s on s.relid = p.leaf
  where p.leaf = retention_position.leaf
    and p.strategy = retention_position.strategy
    -- What is behind it is free again, and rows may have got there that are too old.
    and p.saved_at > coalesce(greatest(s.last_vacuum, s.last_autovacuum), '-infinity')
    and p.saved_at > now() - interval '1 day'
$$;

comment on function steward_internal.retention_position(oid, text) is $doc$
Tells where the last run stopped that did not come to its end.

A vacuum makes it needless, and a full pass from time to time finds rows that came in too old.

@param leaf The table or partition.
@param strategy The strategy that is chosen now; the position of another is no use to it.
@returns A value of the age column or a block number; null means from the start.
@access steward_operator
@example select steward_internal.retention_position('steward.settings'::regclass, 'block_sweep');
$doc$;

revoke all on function steward_internal.retention_position(oid, text) from public;
