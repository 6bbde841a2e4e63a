create or replace function steward_internal.rehearsal_locks(
  at_start jsonb,
  before jsonb,
  refused_mode text default null,
  larger_than bigint default 0
)
returns table (
  relation text,
  kind text,
  lock_mode text,
  blocks text,
  size_bytes bigint,
  row_estimate bigint,
  is_new boolean,
  is_rewritten boolean,
  is_dropped boolean,
  is_refused boolean
)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
-- Compiling would take longer than the query.
set jit = off
as $$
  with old as (
    select * from jsonb_to_recordset(rehearsal_locks.before) as o (
      relation oid, name text, kind "char", filenode oid, pages bigint, rows double precision, modes jsonb
    )
  ),
  now as materialized (
    select * from jsonb_to_recordset(steward_internal.rehearsal_state()) as o (
      relation oid, name text, kind "char", filenode oid, pages bigint, rows double precision, modes jsonb
    )
  ),
  -- What was dropped is locked, and is in pg_class no more.
  dropped as (
    select o.relation, jsonb_agg(l.mode) as modes
    from old as o
    inner join pg_locks as l on l.relation = o.relation
    inner join pg_database as d on d.oid = l.database
    where l.pid = pg_backend_pid()
      and l.locktype = 'relation'
      and d.datname = current_database()
      and not exists (select from now as n where n.relation = o.relation)
    group by o.relation
  ),
  taken as (
    select
      coalesce(o.relation, n.relation) as relation,
      coalesce(o.name, n.name) as name,
      coalesce(o.kind, n.kind) as kind,
      (
        select max(steward_internal.lock_strength(m.mode))
        from jsonb_array_elements_text(coalesce(n.modes, d.modes)) as m (mode)
        where not coalesce(o.modes, '[]') ? m.mode
      ) as strength,
      greatest(
        o.pages * current_setting('block_size')::bigint,
        case when n.modes <> '[]' then pg_table_size(n.relation) end
      ) as size_bytes,
      coalesce(nullif(n.rows, 0), o.rows, n.rows)::bigint as row_estimate,
      not exists (
        select
        from jsonb_to_recordset(rehearsal_locks.at_start) as s (relation oid)
        where s.relation = coalesce(o.relation, n.relation)
      ) as is_new,
      o.filenode <> n.filenode as is_rewritten,
      n.relation is null as is_dropped
    from old as o
    full join now as n on n.relation = o.relation
    left join dropped as d on d.relation = o.relation
    where n.modes <> '[]'
      or d.relation is not null
  )
  select
    t.name,
    case t.kind
      when 'r' then 'table'
      when 'p' then 'partitioned table'
      when 'm' then 'materialized view'
      when 'v' then 'view'
      when 'f' then 'foreign table'
      when 'S' then 'sequence'
      when 'i' then 'index'
      when 'I' then 'partitioned index'
    end,
    m.name,
    m.blocks,
    t.size_bytes,
    case when t.kind in ('r', 'p', 'm', 'f') then t.row_estimate end,
    t.is_new,
    coalesce(t.is_rewritten, false),
    t.is_dropped,
    coalesce(
      m.strength >= steward_internal.lock_strength(rehearsal_locks.refused_mode)
        and t.size_bytes > rehearsal_locks.larger_than
        and not t.is_new,
      false
    )
  from taken as t
  inner join steward_internal.lock_modes() as m on m.strength = t.strength
  -- Who reads or writes a table holds its indexes, too.
  where t.kind not in ('i', 'I')
    or m.strength > 3
  order by t.is_new, m.strength desc, t.size_bytes desc, t.name
$$;

comment on function steward_internal.rehearsal_locks(jsonb, jsonb, text, bigint) is $doc$
Tells which locks this transaction has taken since it noted its state.

Only the strongest new lock of a relation is told; a lock that the transaction had before cannot be seen to be taken again. Indexes that were
only used with their table are left out. A rewritten relation got another file: all of it was written again, or it was truncated.

@param at_start What `rehearsal_state()` returned when the transaction began.
@param before What it returned before the migration.
@param refused_mode A lock mode; null refuses none.
@param larger_than It and the stronger ones are refused on relations of more bytes than this, unless they are new in the transaction.
@returns One row for each relation; the size is the larger of before and now, and row_estimate is what ANALYZE knows.
@error 22023 There is no such lock mode.
@access steward_admin
@example select relation, lock_mode from steward_internal.rehearsal_locks('[]', steward_internal.rehearsal_state());
$doc$;

revoke all on function steward_internal.rehearsal_locks(jsonb, jsonb, text, bigint) from public;
