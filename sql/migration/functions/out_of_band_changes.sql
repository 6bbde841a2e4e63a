create or replace function steward_internal.out_of_band_changes(ledger text)
returns table (
  identity text,
  object_type text,
  what text,
  command_tag text,
  actor text,
  application_name text,
  last_at timestamptz,
  since timestamptz,
  changes bigint
)
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with baseline as (
    select coalesce(max(l.finished_at) filter (where l.status = 'faked' and l.direction = 'up'), min(l.started_at)) as at
    from steward.migration_log as l
    where l.ledger = out_of_band_changes.ledger
      and l.tool <> 'ledger'
  ),
  ledger_table as (
    select o.schema, o.identity
    from to_regclass(out_of_band_changes.ledger) as l (oid)
    cross join lateral pg_identify_object('pg_class'::regclass, l.oid, 0) as o
  ),
  -- The whole history of an object tells whether it came and went outside of migrations; nothing is read before the first run.
  history as materialized (
    select d.*
    from steward.migration_ddl as d
    where (select b.at from baseline as b) is not null
      -- The row of the table that was altered tells the same.
      and not (d.what = 'dropped' and d.object_type in ('table column', 'table constraint', 'default value') and d.command_tag like 'ALTER %')
  ),
  objects as (
    select
      h.identity,
      max(h.id) filter (where h.log_id is null) as last_id,
      min(h.at) filter (where is_new.yes) as since,
      count(*) filter (where is_new.yes) as changes,
      bool_or(h.log_id is not null) as is_known,
      (array_agg(h.what order by h.id))[1] as first_what,
      (array_agg(h.what order by h.id desc))[1] as last_what,
      (array_agg(h.reason order by h.id desc))[1] as last_reason
    from history as h
    cross join baseline as b
    cross join lateral (select h.log_id is null and h.at > b.at and coalesce(h.reason not in ('retention', 'dependent'), true) as yes) as is_new
    group by h.identity
  )
  select
    o.identity, last.object_type, last.what, last.command_tag,
    last.session_user_name || case when last.role_name <> last.session_user_name then ' as ' || last.role_name else '' end,
    last.application_name, last.at, o.since, o.changes
  from objects as o
  inner join history as last on last.id = o.last_id
  where o.changes > 0
    and (
      last.schema_name in (select h.schema_name from history as h where h.log_id is not null)
      or last.schema_name in (select l.schema from ledger_table as l)
    )
    and o.identity not in (select l.identity from ledger_table as l where l.identity is not null)
    -- It went with its table, of which the same is told.
    and o.last_reason is distinct from 'dependent'
    and (o.is_known or o.first_what <> 'created' or o.last_what <> 'dropped')
    and o.identity not in (
      select format('%I.%I', n.nspname, c.relname)
      from pg_class as c
      inner join pg_namespace as n on n.oid = c.relnamespace
      where c.relispartition
    )
$$;

comment on function steward_internal.out_of_band_changes(text) is $doc$
Lists the objects that were changed outside of any migration.

@param ledger The table in which node-pg-migrate records what is applied.
@returns One row, of its last such change, for each object in a schema of the migrations; nothing before the first run of them.
@access steward_reader
@example select identity, what, actor from steward_internal.out_of_band_changes('public.pgmigrations');
$doc$;

revoke all on function steward_internal.out_of_band_changes(text) from public;
