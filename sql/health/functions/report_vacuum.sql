create or replace function steward_internal.report_vacuum()
returns jsonb
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(to_jsonb(v) order by v.dead_rows desc), '[]')
  from (
    select
      format('%I.%I', t.schemaname, t.relname) as name,
      t.n_dead_tup as dead_rows,
      t.n_live_tup as live_rows,
      greatest(t.last_vacuum, t.last_autovacuum) as last_vacuum,
      greatest(t.last_analyze, t.last_autoanalyze) as last_analyze,
      age(c.relfrozenxid) as transaction_id_age
    from steward_internal.user_relations as r
    inner join pg_stat_all_tables as t on t.relid = r.relid
    inner join pg_class as c on c.oid = r.relid
    where r.relkind in ('r', 'm')
      and r.schema_name not in ('steward', 'steward_internal', 'steward_access', 'steward_migrations', 'steward_ddl')
      and t.n_dead_tup > 0
    order by t.n_dead_tup desc
    limit 10
  ) as v
$$;

comment on function steward_internal.report_vacuum() is $doc$
Lists the ten tables with the most dead rows for report_data().

@returns An array of name, dead_rows, live_rows, last_vacuum, last_analyze and transaction_id_age.
@access steward_reader
@example select steward_internal.report_vacuum();
$doc$;

revoke all on function steward_internal.report_vacuum() from public;
