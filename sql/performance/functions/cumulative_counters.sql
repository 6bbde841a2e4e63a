create or replace function steward_internal.cumulative_counters()
returns table (counter text, value numeric)
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_source record;
begin
  for v_source in
    select v.prefix, v.query
    from (
      values
        ('database', 'pg_stat_database', 'select to_jsonb(v) from %s as v where v.datname = current_database()'),
        ('database_conflicts', 'pg_stat_database_conflicts',
         'select to_jsonb(v) from %s as v where v.datname = current_database()'),
        ('bgwriter', 'pg_stat_bgwriter', 'select to_jsonb(v) from %s as v'),
        ('checkpointer', 'pg_stat_checkpointer', 'select to_jsonb(v) from %s as v'),
        ('wal', 'pg_stat_wal', 'select to_jsonb(v) from %s as v'),
        ('archiver', 'pg_stat_archiver', 'select to_jsonb(v) from %s as v'),
        ('slru', 'pg_stat_slru',
         'select jsonb_object_agg(v.name || ''.'' || k.key, k.value) from %s as v, jsonb_each(to_jsonb(v)) as k'),
        ('io', 'pg_stat_io',
         'select jsonb_object_agg(concat_ws(''.'', v.backend_type, v.object, v.context, k.key), k.value)
          from %s as v, jsonb_each(to_jsonb(v)) as k'),
        ('statements_info',
         quote_ident(steward_internal.extension_schema('pg_stat_statements')) || '.pg_stat_statements_info',
         'select to_jsonb(v) from %s as v')
    ) as s (prefix, relation, query)
    cross join lateral (select s.prefix, format(s.query, s.relation) as query) as v
    where to_regclass(s.relation) is not null
  loop
    begin
      return query execute format(
        'select concat(%L, ''.'', c.key), c.value::text::numeric
         from (%s) as v (counters)
         cross join jsonb_each(v.counters) as c
         where jsonb_typeof(c.value) = ''number'' and c.key not like all (array[''%%datid'', ''%%numbackends'', ''%%op_bytes''])',
        v_source.prefix, v_source.query
      );
    exception
      -- pg_stat_statements is installed, but the server does not preload it.
      when object_not_in_prerequisite_state then
        null;
    end;
  end loop;
  return query
  select 'transaction_id.next', pg_snapshot_xmax(pg_current_snapshot())::text::numeric
  union all
  select 'multixact.next', c.next_multixact_id::text::numeric
  from pg_control_checkpoint() as c;
end
$$;

comment on function steward_internal.cumulative_counters() is $doc$
Reads the cumulative counters of this database and server.

A counter is called `<view without pg_stat_>.<column>`: `database.deadlocks`, `wal.wal_bytes`,
`checkpointer.num_requested` (from PostgreSQL 17 on; before, `bgwriter.checkpoints_req`). Where a view
has several rows, their keys stand between: `slru.transaction.blks_read` (PostgreSQL 17),
`io.client backend.relation.normal.reads`. Which counters there are depends on the server.

@returns One row for each counter; what the server does not count has no row.
@access steward_reader
@example select value from steward_internal.cumulative_counters() where counter = 'database.deadlocks';
$doc$;

revoke all on function steward_internal.cumulative_counters() from public;
