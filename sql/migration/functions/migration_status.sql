create or replace function steward.migration_status(ledger text default 'public.pgmigrations', files jsonb default null)
returns table (
  name text,
  state text,
  applied_at timestamptz,
  last_direction text,
  last_status text,
  last_at timestamptz,
  duration interval,
  actor text,
  checksum text,
  applied_checksum text,
  problem text
)
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select steward_internal.assert_not_null(
    'steward.migration_status', jsonb_build_object('ledger', migration_status.ledger)
  );
  with present as (
    select f.name, f.position, f.checksum, f.is_repeatable
    from jsonb_to_recordset(migration_status.files) as f (name text, position integer, checksum text, is_repeatable boolean)
    union all
    select m.name, m.position, m.checksum, m.is_repeatable
    from steward.migration_files as m
    where m.ledger = migration_status.ledger
      and migration_status.files is null
  ),
  applied as (
    select r.name, r.applied_at from steward_internal.ledger_rows(migration_status.ledger) as r
  ),
  listed as (
    select
      coalesce(p.name, a.name) as name,
      p.position,
      p.checksum,
      p.is_repeatable,
      a.applied_at,
      max(p.position) filter (where a.name is not null) over () as last_applied
    from present as p
    full join applied as a on a.name = p.name
  )
  select
    l.name, s.state, l.applied_at, last.direction, last.status, coalesce(last.finished_at, last.started_at), last.duration,
    last.actor, l.checksum, done.checksum,
    case s.state
      when 'missing' then 'It is applied, and there is no file.'
      when 'modified' then 'The file is another than the one that was applied.'
      when 'out_of_order' then 'A later one is applied already.'
      when 'failed' then format('%s (SQLSTATE %s)', last.message, last.sqlstate)
      when 'interrupted' then 'Its session was gone before it said how it ended.'
    end
  from listed as l
  left join lateral (
    select m.*
    from steward.migration_log as m
    where m.ledger = migration_status.ledger
      and m.name = l.name
      and m.status <> 'rolled_back'
    order by m.id desc
    limit 1
  ) as last on true
  left join lateral (
    select m.checksum
    from steward.migration_log as m
    where m.ledger = migration_status.ledger
      and m.name = l.name
      and m.direction = 'up'
      and m.status in ('ok', 'faked')
      and l.applied_at is not null
    order by m.id desc
    limit 1
  ) as done on true
  cross join lateral (
    select case
      when last.status = 'started' and steward_internal.is_session_alive(last.pid, last.backend_start) then 'running'
      when last.status in ('started', 'interrupted') then 'interrupted'
      when l.applied_at is not null and l.position is null then 'missing'
      when l.applied_at is not null and l.checksum <> done.checksum then case when l.is_repeatable then 'pending' else 'modified' end
      when l.applied_at is not null then 'applied'
      when last.status = 'failed' then 'failed'
      when l.position < l.last_applied then 'out_of_order'
      else 'pending'
    end as state
  ) as s
  order by l.position nulls first, l.name
$$;

comment on function steward.migration_status(text, jsonb) is $doc$
Compares the files of the migrations with what is applied and what the log says.

States: `applied`; `pending`; `running`; `modified`: the file is another than the one that was applied; `missing`: applied, but there is no file;
`out_of_order`: not applied, but a later one is; `failed`; `interrupted`: its session was gone before it said how it ended.
A repeatable file that has changed is `pending`.

@area migration
@param ledger The table in which node-pg-migrate records what is applied.
@param files The files there are, as a list of name, position, checksum and is_repeatable; null means those that the last run found.
@returns One row for each migration, in their order; those without a file first.
@error 22004 ledger is null.
@access steward_reader
@example select name, state, applied_at, problem from migration_status();
$doc$;

revoke all on function steward.migration_status(text, jsonb) from public;
