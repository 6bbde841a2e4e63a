create or replace function steward_internal.note_seed_progress(log_id bigint, statements_done integer, rows bigint)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.seed_runs as s
  set statements_done = note_seed_progress.statements_done,
    rows = note_seed_progress.rows
  where s.id = note_seed_progress.log_id
$$;

comment on function steward_internal.note_seed_progress(bigint, integer, bigint) is $doc$
Notes how far a seed without a transaction has come.

@param log_id The row of `seed_runs`.
@param statements_done How many statements are done.
@param rows How many rows they changed.
@returns Nothing.
@access steward_admin
@example begin; select steward_internal.note_seed_progress(0, 1, 10); rollback;
$doc$;

revoke all on function steward_internal.note_seed_progress(bigint, integer, bigint) from public;
