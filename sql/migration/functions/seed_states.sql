create or replace function steward_internal.seed_states(environment text, scale numeric, seeds jsonb)
returns table (name text, state text, last_run timestamptz, rows bigint, note text)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    f.name, w.state, last.started_at, done.rows,
    case w.state
      when 'changed' then concat_ws(
        ' ',
        case when done.checksum <> f.checksum then 'The file has changed since.' end,
        case when done.environment <> seed_states.environment then format('It was for %s.', done.environment) end,
        case when done.scale <> seed_states.scale then format('Its scale was %s.', trim_scale(done.scale)) end
      )
      when 'failed' then format('%s (SQLSTATE %s)', last.message, last.sqlstate)
      when 'interrupted' then 'Its session was gone before it said how it ended.'
    end
  from rows from (jsonb_to_recordset(seed_states.seeds) as (name text, checksum text))
    with ordinality as f (name, checksum, position)
  left join lateral (
    select s.*, s.status = 'started' and steward_internal.is_session_alive(s.pid, s.backend_start) as is_alive
    from steward.seed_runs as s
    where s.name = f.name
      and s.status <> 'skipped'
    order by s.id desc
    limit 1
  ) as last on true
  left join lateral (
    select s.*
    from steward.seed_runs as s
    where s.name = f.name
      and s.status <> 'skipped'
      -- What was rolled back has left everything as it was before.
      and (s.status = 'ok' or not s.in_transaction)
    order by s.id desc
    limit 1
  ) as kept on true
  left join lateral (select kept.* where kept.status = 'ok') as done on true
  cross join lateral (
    select case
      when last.is_alive then 'running'
      when done.checksum = f.checksum and done.environment = seed_states.environment and done.scale = seed_states.scale
        then 'done'
      when last.status in ('started', 'interrupted') then 'interrupted'
      when last.status = 'failed' then 'failed'
      when done.id is not null then 'changed'
      else 'new'
    end as state
  ) as w
  order by f.position
$$;

comment on function steward_internal.seed_states(text, numeric, jsonb) is $doc$
Tells which seed files are done.

States: `new`; `done`; `changed`: it was run, but was another file then, or for another environment or scale; `running`; `failed`; `interrupted`.
A seed stays `done` if running it again failed and was rolled back.

@param environment The environment they are for.
@param scale How much data they are to make.
@param seeds The files, as a list of name and checksum.
@returns One row for each file, in their order.
@access steward_admin
@example select name, state from steward_internal.seed_states('test', 1, '[{"name": "1_a", "checksum": "0"}]');
$doc$;

revoke all on function steward_internal.seed_states(text, numeric, jsonb) from public;
