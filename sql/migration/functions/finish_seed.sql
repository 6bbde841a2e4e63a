create or replace function steward_internal.finish_seed(
  log_id bigint,
  status text,
  result jsonb,
  failure jsonb default null
)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  update steward.seed_runs as s
  set status = finish_seed.status,
    finished_at = clock_timestamp(),
    xid = case when finish_seed.status = 'ok' then pg_current_xact_id() end,
    statements_done = coalesce(r.statements_done, s.statements_done),
    rows = coalesce(r.rows, s.rows),
    inserted = r.inserted,
    updated = r.updated,
    unchanged = r.unchanged,
    sqlstate = finish_seed.failure ->> 'sqlstate',
    message = finish_seed.failure ->> 'message',
    detail = finish_seed.failure ->> 'detail',
    hint = finish_seed.failure ->> 'hint',
    statement = finish_seed.failure ->> 'statement',
    line = (finish_seed.failure ->> 'line')::integer
  from jsonb_to_record(finish_seed.result) as r (
    statements_done integer, rows bigint, inserted bigint, updated bigint, unchanged bigint
  )
  where s.id = finish_seed.log_id
    and s.status = 'started';
  if not found then
    raise exception using
      errcode = 'SW018',
      message = format('seed %s of seed_runs is not being run', finish_seed.log_id),
      hint = 'Somebody has changed the log meanwhile: look at it, and run the seed again.';
  end if;
end
$$;

comment on function steward_internal.finish_seed(bigint, text, jsonb, jsonb) is $doc$
Records how a seed ended.

What is `ok` is recorded in the transaction of the file, all else when that has been rolled back.

@param log_id The row of `seed_runs`.
@param status ok or failed.
@param result What it did: statements_done, rows, and for a file of data inserted, updated and unchanged.
@param failure sqlstate, message, detail, hint, statement and line.
@returns Nothing.
@error SW018 The row does not say that the seed is being run.
@access steward_admin
@example begin; select steward_internal.finish_seed(s.id, 'ok', '{"rows": 1}') from steward.seed_runs as s where s.status = 'started'; rollback;
$doc$;

revoke all on function steward_internal.finish_seed(bigint, text, jsonb, jsonb) from public;
