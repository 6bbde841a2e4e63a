create or replace function steward_internal.migration_progress(ledger text, direction text)
returns table (name text, statements_done integer, done_checksum text, session_state jsonb, indexes_before oid[])
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select last.name, last.statements_done, last.done_checksum, last.session_state, last.indexes_before
  from (
    select distinct on (l.name) l.*
    from steward.migration_log as l
    where l.ledger = migration_progress.ledger
      and l.status <> 'rolled_back'
    order by l.name, l.id desc
  ) as last
  where last.direction = migration_progress.direction
    and last.status in ('failed', 'interrupted')
$$;

comment on function steward_internal.migration_progress(text, text) is $doc$
Tells how far the migrations came whose last try did not end.

What a try has done counts for all that follow: `begin_migration()` hands it on.

@param ledger The table in which node-pg-migrate records what is applied.
@param direction up or down.
@returns One row for each migration whose last try failed or was interrupted; a rehearsal is no try.
@access steward_admin
@example select * from steward_internal.migration_progress('public.pgmigrations', 'up');
$doc$;

revoke all on function steward_internal.migration_progress(text, text) from public;
