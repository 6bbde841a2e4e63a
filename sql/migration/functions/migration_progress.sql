create or replace function steward_internal.migration_progress(ledger text, name text, direction text)
returns table (statements_done integer, done_checksum text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select last.statements_done, last.done_checksum
  from (
    select l.*
    from steward.migration_log as l
    where l.ledger = migration_progress.ledger
      and l.name = migration_progress.name
    order by l.id desc
    limit 1
  ) as last
  where last.direction = migration_progress.direction
    and last.status in ('failed', 'interrupted')
$$;

comment on function steward_internal.migration_progress(text, text, text) is $doc$
Tells how far the last try of a migration without a transaction came.

@param ledger The table in which node-pg-migrate records what is applied.
@param name The migration.
@param direction up or down.
@returns One row if the last try failed or was interrupted.
@access steward_admin
@example select * from steward_internal.migration_progress('public.pgmigrations', '1_a', 'up');
$doc$;

revoke all on function steward_internal.migration_progress(text, text, text) from public;
